"""What a role may not do is not offered; who types at the same time as somebody else is told, once; notices lie over nothing."""

from __future__ import annotations

from collections.abc import Callable

from tests.workshop.conftest import Place, say, see, spot

Begin = Callable[..., Place]


def test_a_contributor_is_not_offered_what_others_have_said(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    ann.evaluate("workshop.room.set('factors', 'waits', 'definition', 'Weeks until care')")
    say(bo, "Staff pay -> Waiting lists -")
    for page in (ann, bo):
        see(page, "map.links.length === 1")
    bo.mouse.click(*spot(bo, "waits"))
    see(bo, "map.factors.waits.definition")
    assert not bo.is_editable("#field-label")
    assert not bo.is_editable("label:has-text('What exactly is meant') textarea")
    assert bo.is_editable("label:has-text('Theme') input"), "nobody has said it yet"
    assert bo.locator(".side summary:has-text('Delete it')").count() == 0
    bo.mouse.dblclick(*spot(bo, "waits"))
    bo.wait_for_selector(".toast:has-text('Somebody else added “Waiting lists”')")
    assert bo.locator(".inline").count() == 0
    bo.mouse.click(*spot(bo, "staff-pay"))
    see(bo, "!document.querySelector('#field-label').readOnly")
    bo.keyboard.press("Delete")
    see(bo, "!map.factors['staff-pay'] && !map.links")


def test_what_one_added_stays_ones_own_after_a_reload_and_a_reveal(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    ann.evaluate("workshop.room.do('phase', {phase: 'gather', private: true})")
    see(bo, "room.state.private")
    say(bo, "Staff pay")
    see(bo, "room.state.own_ideas.length === 1")
    ann.evaluate("workshop.room.do('phase', {phase: 'consolidate'})")
    see(bo, "room.mine.has('factors:staff-pay')")
    see(ann, "map.factors['staff-pay'] && !room.mine.has('factors:staff-pay')")
    bo.reload()
    bo.wait_for_selector("#add")
    see(bo, "room.mayChange('factors', 'staff-pay', 'label') && !room.mayChange('factors', 'waits', 'label')")


def test_both_are_told_when_both_had_the_editor_open(workshop: Begin) -> None:
    place = workshop("""\
sysmap: 1
kind: map
id: town
title: Waiting for care
factors:
  staff: {label: Number of staff}
links: []
""", "--role", "editor")
    ann, bo = place.guest("Ann"), place.guest("Bo")
    for page in (ann, bo):
        page.mouse.dblclick(*spot(page, "staff"))
    ann.fill(".inline", "Staff numbers")
    ann.press(".inline", "Enter")
    see(bo, "map.factors.staff.label === 'Staff numbers'")
    bo.fill(".inline", "Team size")
    bo.press(".inline", "Enter")
    bo.wait_for_selector(".toast:has-text('You and Ann changed the label of “Team size” at the same time')")
    ann.wait_for_selector(".toast:has-text('Bo changed the label of “Team size” at the same time as you')")
    assert (ann.locator(".toast").count(), bo.locator(".toast").count()) == (1, 1), "once, in a sentence"


def test_a_field_of_the_panel_remembers_when_it_was_begun(workshop: Begin) -> None:
    place = workshop()
    ann, eve = place.guest("Ann", host=True), place.guest("Eve", host=True)
    eve.mouse.click(*spot(eve, "waits"))
    eve.focus("label:has-text('What exactly is meant') textarea")
    eve.keyboard.type("Months")
    ann.evaluate("workshop.room.set('factors', 'waits', 'definition', 'Weeks until care')")
    see(eve, "map.factors.waits.definition")
    eve.click(".side h2")
    eve.wait_for_selector(".toast:has-text('You and Ann changed the definition of “Waiting lists”')")
    ann.wait_for_selector(".toast:has-text('Eve changed the definition of “Waiting lists”')")


def test_notices_lie_over_nothing_and_leave_by_themselves(workshop: Begin) -> None:
    place = workshop()
    ann = place.guest("Ann", host=True)
    phone = place.guest("Pat", size=(390, 780), touch=True)
    for page in (ann, phone):
        page.evaluate("for (let i = 0; i < 5; i++) workshop.room.told.say(`Notice ${i}: something to know of, at length`, 'bad')")
        assert page.locator(".toast").count() == 3
        covers = page.evaluate("""() => [...document.querySelectorAll('.toast')].some((toast) => {
            const t = toast.getBoundingClientRect();
            return [...document.querySelectorAll('.picture, #add, .side, .tabs, .ways, .form-way')].some((one) => {
                const b = one.getBoundingClientRect();
                return b.width && b.height && t.left < b.right - 1 && b.left < t.right - 1 && t.top < b.bottom - 1 && b.top < t.bottom - 1;
            });
        })""")
        assert not covers
    ann.wait_for_selector(".toast", state="detached", timeout=20_000)


def test_ctrl_a_and_delete_take_all_with_their_links_and_undo_brings_them_back(workshop: Begin) -> None:
    place = workshop()
    ann = place.guest("Ann", host=True)
    say(ann, "Number of staff -> Waiting lists -")
    see(ann, "(map.links || []).length === 1 && !room.replica.waiting.length")
    ann.click("[data-panel-tab=history]")
    ann.keyboard.press("Control+a")
    see(ann, "editor.chosen.size === 2")
    ann.keyboard.press("Delete")
    see(ann, "!map.factors && !map.links")
    ann.wait_for_selector(".toast:has-text('2 factors and 1 link deleted. Ctrl+Z brings them back.')")
    ann.keyboard.press("Control+z")
    see(ann, "Object.keys(map.factors || {}).length === 2 && map.links.length === 1")
