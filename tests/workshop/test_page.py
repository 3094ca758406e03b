"""Real browsers in one room: drawing, linking, merging, undoing, losing the network and coming back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page
from tests.workshop.conftest import Place, open_panel, say, see, spot

from sysmap.formats.read import read_file

Begin = Callable[..., Place]


def test_two_people_draw_one_map_by_typing_and_by_dragging(workshop: Begin, tmp_path: Path) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(ann, "Staff pay")
    see(bo, "map.factors['staff-pay']")
    say(bo, "Staff pay -> Number of staff +")
    see(ann, "(map.links || []).some((l) => l.from === 'staff-pay' && l.polarity === 'positive')")
    ann.mouse.move(*spot(ann, "staff"))
    ann.mouse.move(*spot(ann, "staff", handle=True))
    ann.mouse.down()
    ann.mouse.move(*spot(ann, "waits"), steps=8)
    ann.mouse.up()
    see(bo, "(map.links || []).some((l) => l.id === 'staff->waits')")
    ann.click("[data-sign=negative]")
    see(bo, "map.links.find((l) => l.id === 'staff->waits').polarity === 'negative'")
    see(bo, "room.saved >= room.replica.revision")
    links = read_file(tmp_path / "town.yaml").map.links
    assert {link.id: link.polarity for link in links.values()} == {"staff-pay->staff": "positive", "staff->waits": "negative"}


def test_dragging_a_box_and_renaming_it_at_the_same_time_are_both_kept(workshop: Begin) -> None:
    place = workshop()
    ann, eve = place.guest("Ann", host=True), place.guest("Eve", host=True)
    x, y = spot(ann, "waits")
    ann.mouse.move(x, y)
    ann.mouse.down()
    ann.mouse.move(x - 60, y + 90, steps=5)
    eve.mouse.dblclick(*spot(eve, "waits"))
    eve.keyboard.type("Waiting times")
    eve.keyboard.press("Enter")
    ann.mouse.up()
    for page in (ann, eve):
        see(page, "map.factors.waits.position && map.factors.waits.label === 'Waiting times'")


def test_merge_then_undo_brings_both_back(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(bo, "Waits for care -> Number of staff -")
    see(ann, "map.factors['waits-for-care']")
    ann.mouse.click(*spot(ann, "waits"))
    ann.click("summary:has-text('Merge another')")
    ann.select_option("select[aria-label='Merge with']", "waits-for-care")
    ann.click("button:text-is('Merge')")
    see(bo, "!map.factors['waits-for-care'] && map.factors.waits.aliases[0] === 'Waits for care'")
    ann.click("button:text-is('Undo')")
    see(bo, "map.factors['waits-for-care'] && !map.factors.waits.aliases")


def test_a_factor_is_split_and_each_link_goes_where_it_belongs(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(ann, "Number of staff -> Waiting lists -")
    say(ann, "Waiting lists -> Trust -")
    see(ann, "map.links && map.links.length === 2 && room.replica.waiting.length === 0")
    ann.mouse.click(*spot(ann, "waits"))
    ann.click("summary:has-text('Split it into two')")
    ann.fill("input[aria-label='Part 1']", "Waiting for a doctor")
    ann.fill("input[aria-label='Part 2']", "Waiting for an operation")
    ann.locator("details:has-text('Split it into two') select").nth(1).select_option("01")
    ann.click("button:text-is('Split')")
    see(bo, "map.factors.waits.label === 'Waiting for a doctor' && map.factors['waiting-for-an-operation']")
    see(bo, "map.links.map((l) => l.id).sort().join() === 'staff->waits,waiting-for-an-operation->trust,waits->trust'")


def test_offline_work_is_kept_shown_and_sent_when_the_network_is_back(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    bo.evaluate("globalThis.workshop.room.line.drop(); globalThis.workshop.room.line.connect = () => {}")
    say(bo, "Made offline")
    say(bo, "Made offline -> Waiting lists +")
    see(bo, "map.factors['made-offline'] && room.replica.waiting.length === 2")
    assert "2 changes of yours are kept" in bo.inner_text(".line")
    say(ann, "Made offline")
    see(ann, "map.factors['made-offline']")
    bo.evaluate("delete globalThis.workshop.room.line.connect; globalThis.workshop.room.line.again()")
    for page in (ann, bo):
        see(page, "map.factors['made-offline-2'] && (map.links || []).some((l) => l.from === 'made-offline-2')")
    see(bo, "room.replica.waiting.length === 0")


def test_offline_changes_of_one_field_end_in_one_stated_result(workshop: Begin) -> None:
    place = workshop()
    ann, eve = place.guest("Ann", host=True), place.guest("Eve", host=True)
    for page in (ann, eve):
        page.evaluate("globalThis.workshop.room.line.drop(); globalThis.workshop.room.line.connect = () => {}")
    for page, label in ((ann, "Waiting times"), (eve, "Queues")):
        page.evaluate(f"globalThis.workshop.room.do('relabel', {{id: 'waits', label: {json.dumps(label)}}})")
    for page in (ann, eve):
        page.evaluate("delete globalThis.workshop.room.line.connect; globalThis.workshop.room.line.again()")
        see(page, "room.replica.waiting.length === 0 && room.line.state === 'open'")
    for page in (ann, eve):
        see(page, "map.factors.waits.label === 'Queues'")
    ann.wait_for_selector(".toast:has-text('Eve changed the label')")
    eve.wait_for_selector(".toast:has-text('You and Ann changed the label')")


def test_what_is_refused_after_coming_back_is_said_to_its_author(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(bo, "Staff pay")
    see(ann, "map.factors['staff-pay']")
    bo.context.set_offline(True)
    see(bo, "room.line.state !== 'open'", 15)
    bo.evaluate("globalThis.workshop.room.line.connect = () => {}")
    bo.evaluate("globalThis.workshop.room.set('factors', 'staff-pay', 'definition', 'Pay of nurses')")
    see(bo, "map.factors['staff-pay'].definition === 'Pay of nurses'")
    ann.evaluate("globalThis.workshop.room.do('remove', {in: 'factors', ids: ['staff-pay']})")
    see(ann, "!room.replica.confirmed.factors['staff-pay']")
    bo.evaluate("delete globalThis.workshop.room.line.connect")
    bo.context.set_offline(False)
    bo.wait_for_selector(".toast.bad:has-text('Ann removed staff-pay meanwhile')", timeout=15_000)
    see(bo, "!map.factors['staff-pay'] && room.replica.waiting.length === 0")
    assert ann.locator(".toast.bad").count() == 0


def test_what_waits_survives_closing_the_page(workshop: Begin) -> None:
    place = workshop()
    ann = place.guest("Ann", host=True)
    ann.evaluate("globalThis.workshop.room.line.drop(); globalThis.workshop.room.line.connect = () => {}")
    say(ann, "Typed in the tunnel")
    ann.on("dialog", lambda dialog: dialog.accept())
    ann.goto(place.server.url)
    ann.wait_for_selector("#add")
    see(ann, "room.replica.confirmed.factors['typed-in-the-tunnel'] && room.you.name === 'Ann'")


def test_a_killed_server_comes_back_and_the_browsers_with_it(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(ann, "Before")
    see(bo, "map.factors.before")
    place.server.kill()
    say(bo, "Meanwhile")
    see(bo, "room.line.state === 'lost'")
    assert "last heard" in bo.inner_text(".line")
    place.server.start()
    see(ann, "room.replica.confirmed.factors.meanwhile", 15)


def test_a_bypassed_page_is_refused_by_the_server(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    for do, data in (("remove", {"in": "factors", "ids": ["waits"]}), ("phase", {"phase": "vote"}),
                     ("role", {"person": "x", "role": "host"})):
        bo.evaluate("([what, data]) => { globalThis.workshop.room.do(what, data); }", [do, data])
    see(bo, "room.replica.waiting.length === 0 && map.factors.waits")
    assert bo.locator(".toast.bad").count() == 3
    assert "Not done" in bo.inner_text(".toasts")
    see(ann, "map.factors.waits && !room.state.phase")


def test_an_outline_is_pasted_and_shown_before_it_is_added(workshop: Begin) -> None:
    ann = workshop().guest("Ann", host=True)
    ann.click("button:has-text('List')")
    ann.fill(".sheet textarea", "Waiting lists\n    Agency spending -\n        Vacancies +\nTrust\n")
    assert "3 new factors, 2 new links, 1 already there" in ann.inner_text(".sheet")
    ann.click("button:text-is('Add to the map')")
    see(ann, "map.links.some((l) => l.from === 'vacancies' && l.to === 'agency-spending' && l.polarity === 'positive')")


def test_votes_count_once_a_person_across_reloads(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo", size=(390, 800), touch=True)
    open_panel(ann, "vote")
    ann.fill("input[aria-label=Question]", "What matters most?")
    ann.click("button:text-is('Open the vote')")
    for _ in range(2):
        bo.click(".form-way [aria-label='One dot more for Waiting lists']")
        see(bo, "room.replica.waiting.length === 0")
        bo.reload()
        bo.wait_for_selector("#add")
    assert "You have 1 of 3 dots left" in bo.inner_text(".form-way .ballot")
    open_panel(bo, "vote")
    ann.click("button:has-text('Close the vote')")
    for page in (ann, bo):
        page.wait_for_selector(".side .ballot td:has-text('1 × 2')")


def test_asking_changes_nobody_elses_screen(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(ann, "Number of staff -> Waiting lists -")
    see(bo, "map.links")
    before = bo.evaluate("JSON.stringify(globalThis.workshop.editor.view)")
    ann.mouse.click(*spot(ann, "waits"))
    open_panel(ann, "ask")
    ann.click("button:has-text('What leads to it?')")
    ann.wait_for_selector(".answer")
    assert "1 factor of the 2 on the map" in ann.inner_text(".answer")
    assert ann.evaluate("globalThis.workshop.editor.view.ask.direction") == "up"
    assert bo.evaluate("JSON.stringify(globalThis.workshop.editor.view)") == before


def test_private_gathering_and_reveal(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    ann.select_option("select[aria-label=Phase]", "gather-private")
    see(bo, "room.state.private")
    say(bo, "Something shy")
    say(bo, "Somthing mistyped")
    see(ann, "room.state.ideas === 2")
    bo.click(".side button[aria-label='Take back: Somthing mistyped']")
    see(ann, "room.state.ideas === 1")
    assert "Something shy" not in ann.content()
    assert ann.evaluate("JSON.stringify(globalThis.workshop.room.replica.confirmed)").count("shy") == 0
    ann.select_option("select[aria-label=Phase]", "consolidate")
    for page in (ann, bo):
        see(page, "map.factors['something-shy']")


def test_the_map_is_worked_with_keys_alone(workshop: Begin) -> None:
    ann = workshop().guest("Ann", host=True)
    ann.focus(".picture")
    ann.keyboard.press("n")
    ann.keyboard.type("Staff pay")
    ann.keyboard.press("Enter")
    see(ann, "map.factors['staff-pay']")
    ann.focus(".picture")
    ann.keyboard.press("l")
    ann.keyboard.type("Number of staff +")
    ann.keyboard.press("Enter")
    see(ann, "map.links && map.links[0].id === 'staff-pay->staff' && map.links[0].polarity === 'positive'")
    ann.focus(".picture")
    ann.keyboard.press("Delete")
    see(ann, "!map.links")
    ann.keyboard.press("Control+z")
    see(ann, "map.links && map.links.length === 1")


def test_the_past_is_looked_at_and_restored_as_an_edit(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    at = ann.evaluate("globalThis.workshop.room.replica.revision")
    say(ann, "Later")
    see(bo, "map.factors.later")
    ann.evaluate(f"globalThis.workshop.editor.open('history'); globalThis.workshop.editor.replay({at})")
    ann.wait_for_selector(".banner")
    see(ann, "!editor.map.factors.later")
    ann.click("button:text-is('Restore this')")
    ann.click("button:text-is('Really restore this')")
    see(bo, "!map.factors.later")
    see(ann, "!editor.past")


def test_hostile_labels_stay_text(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("<img src=x onerror=alert(1)>", host=True), place.guest("Bo")
    bo.on("dialog", lambda dialog: place.complaints.append("a dialog"))
    say(ann, "<script>alert(1)</script> & <b>bold</b>")
    see(bo, "Object.values(map.factors).some((f) => f.label.startsWith('<script>'))")
    open_panel(bo, "people")
    assert "<img" in bo.inner_text(".people")


def test_four_browsers_end_with_the_same_map(workshop: Begin, tmp_path: Path) -> None:
    place = workshop()
    pages: list[Page] = [place.guest(f"G{i}", host=i == 0) for i in range(4)]
    for turn in range(5):
        for i, page in enumerate(pages):
            say(page, f"Factor {i} {turn}")
            if turn:
                say(page, f"Factor {i} {turn} -> Factor {(i + 1) % 4} {turn - 1} {'+-'[turn % 2]}")
    for page in pages:
        see(page, "Object.keys(map.factors).length === 22 && map.links.length === 16 && room.replica.waiting.length === 0")
    maps = {page.evaluate("JSON.stringify(globalThis.workshop.room.replica.confirmed)") for page in pages}
    assert len(maps) == 1
    see(pages[0], "room.saved >= room.replica.revision")
    assert len(read_file(tmp_path / "town.yaml").map.links) == 16


def faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA on the page as it is."""
    source = (Path(__file__).parents[1] / "web" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(f"window.axe || (() => {{{source}}})(); 0")
    page.wait_for_timeout(150)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found["violations"] for node in rule["nodes"]]


def test_host_and_phone_are_sound_for_everybody(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo", size=(390, 800), touch=True)
    say(ann, "Number of staff -> Waiting lists -")
    see(bo, "map.links")
    ann.select_option("select[aria-label=Phase]", "connect")
    for page in (ann, bo):
        for panel in ("details", "styles", "ask", "check", "vote", "people", "tables", "history", "take"):
            open_panel(page, panel)
            assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for way in ("form", "map"):
        bo.click(f"[data-way-to={way}]")
        assert faults(bo) == []
    bo.set_viewport_size({"width": 320, "height": 640})
    for way in ("form", "map", "more"):
        bo.click(f"[data-way-to={way}]")
        assert bo.evaluate("""[document.documentElement, ...document.querySelectorAll('.side, .form-way')]
            .every((one) => one.scrollWidth <= 320)""")


def test_joining_the_door_an_answer_and_a_conflict_are_sound_for_everybody(workshop: Begin) -> None:
    place = workshop()
    door = place.browser.new_context()
    place.contexts.append(door)
    first = door.new_page()
    first.goto(place.server.url)
    first.fill("#join-code", "WRONG-1")
    first.click("button[type=submit]")
    first.wait_for_selector("[role=alert]")
    assert faults(first) == []
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "people")
    ann.click("button:text-is('Show it large')")
    ann.wait_for_selector(".door svg")
    assert faults(ann) == []
    ann.keyboard.press("Escape")
    say(ann, "Number of staff -> Waiting lists -")
    ann.mouse.click(*spot(ann, "waits"))
    open_panel(ann, "ask")
    ann.click("button:has-text('What leads to it?')")
    ann.click("button:text-is('Show everybody')")
    bo.wait_for_selector(".shown")
    open_panel(ann, "tables")
    ann.click("button:text-is('Break out')")
    ann.click("button:has-text('Deal everybody out')")
    see(bo, "room.table === 'table-1' && room.joined")
    ann.evaluate("globalThis.workshop.room.set('links', 'staff->waits', 'polarity', 'positive')")
    bo.evaluate("globalThis.workshop.room.set('links', 'staff->waits', 'strength', 'weak')")
    ann.evaluate("globalThis.workshop.room.set('links', 'staff->waits', 'strength', 'strong')")
    see(bo, "room.replica.waiting.length === 0")
    ann.click("button:has-text('Bring the tables together …')")
    ann.wait_for_selector(".conflict")
    assert faults(ann) == []


def test_a_table_is_worked_at_and_brought_back(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "tables")
    ann.click("button:text-is('Break out')")
    open_panel(bo, "tables")
    bo.click("button:text-is('table 1')")
    see(bo, "room.table === 'table-1' && room.joined")
    say(bo, "Thought of at the table")
    see(bo, "room.replica.confirmed.factors['thought-of-at-the-table']")
    see(ann, "!map.factors['thought-of-at-the-table']")
    ann.click("button:has-text('Bring the tables together …')")
    ann.wait_for_selector("text=1 change, 0 to decide")
    ann.click("button:text-is('Bring them together now')")
    for page in (ann, bo):
        see(page, "room.table === '' && map.factors['thought-of-at-the-table']?.seen_in?.[0] === 'table-1'", 15)
