"""What a host does with a room, in real browsers: phases, timer, lock, roles, named moments, the sentence read aloud."""

from __future__ import annotations

from collections.abc import Callable

from tests.workshop.conftest import Place, open_panel, say, see, spot

Begin = Callable[..., Place]


def test_a_phase_says_what_to_do_and_opens_its_panel(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    ann.select_option("select[aria-label=Phase]", "connect")
    bo.wait_for_selector(".doing:has-text('connect: Begin at the focal factor')")
    ann.select_option("select[aria-label=Phase]", "check")
    bo.wait_for_selector(".side h2:text-is('Check')")
    bo.fill("#add", "half a thought")
    ann.select_option("select[aria-label=Phase]", "vote")
    bo.wait_for_selector(".side h2:text-is('Vote')")
    assert bo.input_value("#add") == "half a thought"


def test_the_timer_runs_on_every_screen_until_it_is_up(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    ann.fill("input[aria-label=Minutes]", "2")
    ann.click("button:text-is('Start timer')")
    bo.wait_for_selector(".timer:has-text('1:5')")
    assert bo.locator("button:text-is('Stop timer')").is_hidden()
    ann.click("button:text-is('Stop timer')")
    see(bo, "!room.state.timer && document.querySelector('.timer').textContent === ''")
    ann.evaluate("workshop.room.do('timer', {seconds: 1, label: ''})")
    bo.wait_for_selector(".timer:has-text('Time is up')")


def test_a_locked_map_is_said_and_kept_shut_until_it_is_opened(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "people")
    ann.click("button:text-is('Lock the map')")
    bo.wait_for_selector(".doing:has-text('The host has locked the map')")
    assert bo.locator("#add").is_disabled()
    bo.evaluate("workshop.room.edit({do: 'add', in: 'factors', element: {id: 'sly', label: 'Sly'}})")
    bo.wait_for_selector(".toast.bad:has-text('locked')")
    see(ann, "!map.factors.sly")
    ann.click("button:text-is('Unlock the map')")
    see(bo, "!document.querySelector('#add').disabled")


def test_roles_are_given_and_somebody_is_removed(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "people")
    ann.select_option("select[aria-label='Role of Bo']", "viewer")
    see(bo, "room.you.role === 'viewer' && document.querySelector('#add').disabled")
    ann.click("button[aria-label='Remove Bo']")
    ann.click("button[aria-label='Really remove Bo']")
    bo.wait_for_selector(".toast.bad:has-text('The host has removed you')")
    bo.wait_for_selector(".line:has-text('Not connected any more')")


def test_a_moment_is_named_looked_at_and_left(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "history")
    ann.fill("input[aria-label='Name of the checkpoint']", "before lunch")
    ann.click("button:text-is('Name this moment')")
    say(bo, "After lunch")
    see(ann, "map.factors['after-lunch']")
    ann.click("button:has-text('before lunch (')")
    see(ann, "editor.past && !editor.map.factors['after-lunch'] && map.factors['after-lunch']")
    see(bo, "!editor.past && editor.map.factors['after-lunch']")
    ann.click("button:text-is('Back to now')")
    see(ann, "!editor.past")


def test_links_are_read_aloud_and_ticked_off_for_everybody(workshop: Begin) -> None:
    place = workshop()
    ann, eve = place.guest("Ann", host=True), place.guest("Eve", host=True)
    say(ann, "Number of staff -> Waiting lists - because fewer hands do less")
    for page in (ann, eve):
        open_panel(page, "check")
        page.click("summary:has-text('Read all links aloud')")
    words = "More of “Number of staff” leads to less of “Waiting lists”, because fewer hands do less."
    eve.wait_for_selector(f".side li:has-text('{words}')")
    ann.check("label:has-text('read and agreed') input")
    eve.wait_for_selector("text=1 of 1 read and agreed")


def test_others_see_what_is_being_edited(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(ann, "Number of staff -> Waiting lists -")
    ann.focus("label:has-text('The reason people gave') textarea")
    see(bo, "editor.board.others.some((one) => one.name === 'Ann' && one.editing === 'staff->waits')")
    ann.mouse.click(*spot(ann, "waits"))
    ann.focus("#field-label")
    see(bo, "editor.board.others.some((one) => one.editing === 'waits')")
    bo.wait_for_selector("button.avatar:text-is('AN')")
