"""What is typed and pasted: which factor is meant is asked before a link line makes one; cells of a spreadsheet; the check's words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.workshop.conftest import Place, open_panel, say, see

from sysmap.checks import RULES, check
from sysmap.core.problem import Refused
from sysmap.formats.read import read_text
from sysmap.workshop.pasting import pasted
from sysmap.workshop.room_hints import room_hint

Begin = Callable[..., Place]


def test_a_near_label_is_offered_before_a_link_line_makes_a_factor(workshop: Begin) -> None:
    place = workshop()
    ann = place.guest("Ann", host=True)
    say(ann, "Workload per care worker")
    see(ann, "map.factors['workload-per-care-worker'] && !room.replica.waiting.length")
    say(ann, "Number of staff -> Workload -")
    ann.click(".near button:has-text('Workload per care worker')")
    see(ann, "(map.links || [])[0].id === 'staff->workload-per-care-worker'")
    say(ann, "Waiting lists -> Workload +")
    ann.click(".near button:has-text('No: a new factor “Workload”')")
    see(ann, "map.factors.workload && map.links.length === 2")
    assert ann.input_value("#add") == ""


def test_a_line_of_several_is_asked_about_and_a_comma_may_stand_in_a_label(workshop: Begin) -> None:
    ann = workshop().guest("Ann", host=True)
    say(ann, "Safe, timely care")
    see(ann, "map.factors['safe-timely-care']")
    say(ann, "Rent levels, Wages; Overtime")
    ann.click(".near button:has-text('3 factors: Rent levels · Wages · Overtime')")
    see(ann, "map.factors['rent-levels'] && map.factors.wages && map.factors.overtime && Object.keys(map.factors).length === 6")
    assert ann.input_value("#add") == ""
    say(ann, "Beds, staff, and rooms")
    ann.click(".near button:has-text('One factor: Beds, staff, and rooms')")
    see(ann, "map.factors['beds-staff-and-rooms'] && Object.keys(map.factors).length === 7")


def test_the_list_is_put_away_when_another_panel_is_chosen(workshop: Begin) -> None:
    ann = workshop().guest("Ann", host=True)
    ann.click("button:has-text('List …')")
    ann.wait_for_selector(".sheet")
    open_panel(ann, "tables")
    ann.wait_for_selector(".sheet", state="hidden")


def test_cells_of_a_spreadsheet_are_pasted(workshop: Begin) -> None:
    place = workshop()
    ann = place.guest("Ann", host=True)
    ann.click("button:has-text('List …')")
    ann.fill(".sheet textarea", "From\tTo\tSign\tWhy\nStaff pay\tNumber of staff\t+\tPeople stay\nNumber of staffs\tWaiting lists\t-\t\n")
    ann.wait_for_selector(".sheet p:has-text('2 new factors, 2 new links, 2 already there')")
    ann.click(".sheet button:has-text('Use that one')")
    ann.wait_for_selector(".sheet p:has-text('1 new factor, 2 new links, 2 already there')")
    ann.click(".sheet button:has-text('Add to the map')")
    see(ann, "map.links.length === 2 && map.links[0].why === 'People stay' && map.links[1].polarity === 'negative'")
    ann.click("button:has-text('List …')")
    open_panel(ann, "ask")
    see(ann, "editor.typing.sheet.hidden")


def test_a_part_is_copied_and_pasted_where_it_is_missing(workshop: Begin) -> None:
    place = workshop()
    ann = place.guest("Ann", host=True)
    for line in ("Staff pay -> Number of staff + because people stay", "Number of staff -> Waiting lists -"):
        say(ann, line)
    see(ann, "(map.links || []).length === 2 && !room.replica.waiting.length")
    ann.locator(".picture").focus()
    ann.keyboard.press("Control+a")
    ann.keyboard.press("Control+x")
    see(ann, "!map.factors && !room.replica.waiting.length")
    say(ann, "Number of staff")
    see(ann, "map.factors && !room.replica.waiting.length")
    ann.locator(".picture").focus()
    ann.keyboard.press("Control+v")
    see(ann, "Object.keys(map.factors).length === 3 && map.links.length === 2 && map.links.some((one) => one.why === 'people stay')")
    ann.keyboard.press("Control+v")
    ann.wait_for_selector(".toast:has-text('That is on the map already')")
    ann.focus("#add")
    ann.click("button:has-text('List …')")
    ann.keyboard.press("Control+v")
    see(ann, "document.querySelector('.sheet textarea').value.includes('Staff pay -> Number of staff + because people stay')")


def test_a_new_layout_is_looked_at_before_anything_moves(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    for line in ("Number of staff -> Waiting lists -", "Staff pay -> Number of staff +", "Waiting lists -> Complaints +"):
        say(ann, line)
    for page in (ann, bo):
        see(page, "(map.links || []).length === 3 && editor.board.scene.boxes && Object.keys(editor.board.scene.boxes).length === 4")
    assert bo.is_hidden("button:has-text('Lay out')")
    where = "JSON.stringify(Object.entries(editor.board.scene.boxes).map(([, one]) => [one.box.x, one.box.y]))"
    before = [page.evaluate(f"() => {{ const {{editor}} = workshop; return {where}; }}") for page in (ann, bo)]
    ann.click("button:has-text('Lay out')")
    ann.wait_for_selector("text=Only you see it")
    see(ann, f"{where} !== {before[0]!r}")
    ann.click("button:has-text('Leave them as they are')")
    see(ann, f"{where} === {before[0]!r}")
    see(bo, f"{where} === {before[1]!r}")
    ann.click("button:has-text('Lay out')")
    ann.click("button:has-text('Move the boxes for everybody')")
    see(bo, "Object.values(map.factors).every((one) => one.position)")


def test_a_pasted_table_that_is_none_says_what_to_do() -> None:
    with pytest.raises(Refused, match="Name the columns"):
        pasted("a\tb\tc\td\te\n1\t2\t3\t4\t5\n")


def test_no_way_out_of_the_check_names_keys_of_the_file_to_a_room() -> None:
    for rule in RULES.values():
        if "map" not in rule.about or not rule.broken:
            continue
        map_ = read_text(f"sysmap: 1\nkind: map\nid: m\ntitle: M\n{rule.broken}").document
        for problem in check(map_) if map_ is not None else ():
            assert "`" not in room_hint(problem), problem.code
            assert "`" not in problem.message, problem.code
