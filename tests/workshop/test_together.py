"""What a room does together in real browsers: shown answers, tables, styles, the overview, suggestions, the phone's form."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.workshop.conftest import Place, open_panel, say, see, spot

from sysmap.formats.read import read_file

Begin = Callable[..., Place]


def test_the_host_shows_an_answer_and_everybody_keeps_their_own_view(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(ann, "Number of staff -> Waiting lists -")
    see(bo, "map.links")
    bo.mouse.click(*spot(bo, "staff"))
    open_panel(bo, "ask")
    bo.click("button:has-text('What follows from it?')")
    before = bo.evaluate("JSON.stringify([workshop.editor.view, workshop.editor.board.look, [...workshop.editor.chosen]])")
    ann.mouse.click(*spot(ann, "waits"))
    open_panel(ann, "ask")
    ann.click("button:has-text('What leads to it?')")
    ann.click("button:text-is('Show everybody')")
    bo.wait_for_selector(".shown:has-text('Ann shows everybody: What influences “Waiting lists”')")
    see(bo, "editor.together.view.ask.direction === 'up' && editor.view.ask.direction === 'down'")
    late = place.guest("Late", size=(390, 844), touch=True)
    late.wait_for_selector(".shown:has-text('What influences')")
    ann.reload()
    ann.wait_for_selector(".shown:has-text('Everybody sees: What influences')")
    bo.click("button:text-is('Back to my own view')")
    bo.evaluate("workshop.room.line.drop()")
    see(bo, "room.line.state === 'lost'")
    see(bo, "room.line.state === 'open' && !editor.together.borrowed")
    assert bo.evaluate("JSON.stringify([workshop.editor.view, workshop.editor.board.look, [...workshop.editor.chosen]])") == before
    ann.click(".shown button")
    late.wait_for_selector(".shown", state="hidden")


def test_people_are_brought_to_a_view_and_follow_somebody(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo", size=(1000, 700))
    open_panel(ann, "people")
    ann.evaluate("workshop.editor.board.lookAt({x: 900, y: 40, scale: 1.5})")
    ann.click("button:text-is('Bring everybody to my view')")
    see(bo, "Math.abs(editor.board.look.x - 900) < 2")
    bo.click("button:text-is('Back to my own view')")
    see(bo, "editor.board.look.x < 400")
    open_panel(bo, "people")
    bo.click("button[aria-label='Follow Ann']")
    ann.evaluate("workshop.editor.board.lookAt({x: -700, y: 40, scale: 1.5})")
    see(bo, "Math.abs(editor.board.look.x + 700) < 2")
    bo.click(".shown button:text-is('Stop following')")
    ann.evaluate("workshop.editor.board.lookAt({x: 100, y: 40, scale: 1.5})")
    ann.wait_for_timeout(500)
    see(bo, "Math.abs(editor.board.look.x + 700) < 2")


def test_tables_are_dealt_and_what_they_disagree_about_is_settled_in_the_page(workshop: Begin, tmp_path: Path) -> None:
    place = workshop()
    ann, bo, cy = place.guest("Ann", host=True), place.guest("Bo"), place.guest("Cy")
    open_panel(ann, "tables")
    ann.click("button:text-is('Break out')")
    ann.click("button:has-text('Deal everybody out')")
    see(bo, "room.table === 'table-1' && room.joined")
    see(cy, "room.table === 'table-2' && room.joined")
    say(bo, "Number of staff -> Waiting lists -")
    say(bo, "Level of staff pay")
    say(cy, "Number of staff -> Waiting lists +")
    say(cy, "Levels of staff pay")
    for page in (bo, cy):
        see(page, "room.replica.waiting.length === 0 && Object.keys(map.factors).length === 3")
    cy.reload()
    cy.wait_for_selector("#add")
    see(cy, "room.table === 'table-2' && room.joined")
    ann.click("button:has-text('Bring the tables together …')")
    ann.wait_for_selector("text=2 to decide")
    assert "Nothing is changed yet" in ann.inner_text(".merge")
    ann.check(".conflict:has-text('different signs') label:has-text('positive (table 2)') input")
    ann.wait_for_selector(".changes:has-text('leads to more of “Waiting lists”')")
    ann.check(".conflict:has-text('may be the same') label:has-text('One factor, called “Level of staff pay”') input")
    ann.wait_for_selector(".changes:not(:has-text('New factor: “Levels of staff pay”.'))")
    see(ann, "!map.links && Object.keys(map.factors).length === 2")
    ann.click("button:text-is('Bring them together now')")
    for page in (ann, bo, cy):
        see(page, "room.table === '' && map.links && map.links[0].polarity === 'positive' && Object.keys(map.factors).length === 3", 15)
    see(ann, "room.saved >= room.replica.revision")
    pay = read_file(tmp_path / "town.yaml").map.factors["level-of-staff-pay"]
    assert (pay.aliases, pay.seen_in) == (("Levels of staff pay",), ("table-1", "table-2"))
    ann.click("button:text-is('Undo')")
    see(cy, "!map.links && Object.keys(map.factors).length === 2")


def test_a_theme_is_given_shown_alone_and_renamed_everywhere(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(ann, "Trust")
    ann.mouse.click(*spot(ann, "waits"))
    ann.keyboard.down("Shift")
    ann.mouse.click(*spot(ann, "staff"))
    ann.keyboard.up("Shift")
    open_panel(ann, "styles")
    ann.fill("[aria-label='A new theme']", "Access")
    ann.click("button:text-is('Give to 2 chosen factors')")
    see(bo, "map.factors.waits.theme === 'access' && map.factors.staff.theme === 'access'")
    ann.click("button[aria-label^='Show alone: access']")
    ann.wait_for_selector(".shown:has-text('On your screen: theme: access')")
    see(bo, "!Object.keys(editor.view.filter).length")
    ann.click(".shown button")
    ann.click("summary:has-text('Rename, join')")
    ann.fill("[aria-label='New name of access']", "Getting care")
    ann.click("button:text-is('Rename everywhere')")
    see(bo, "map.factors.waits.theme === 'getting care' && map.factors.staff.theme === 'getting care'")
    ann.click("button:text-is('Undo')")
    see(bo, "map.factors.waits.theme === 'access'")


def test_a_link_is_drawn_with_the_sign_one_has_set_and_turned_round(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "styles")
    ann.click("fieldset.signs button:has-text('negative')")
    ann.mouse.move(*spot(ann, "staff"))
    ann.mouse.move(*spot(ann, "staff", handle=True))
    ann.mouse.down()
    ann.mouse.move(*spot(ann, "waits"), steps=8)
    ann.mouse.up()
    see(bo, "map.links && map.links[0].id === 'staff->waits' && map.links[0].polarity === 'negative'")
    ann.fill("label:has-text('The reason people gave') textarea", "They share one team")
    ann.click("button:text-is('Turn it round')")
    see(bo, "map.links.length === 1 && map.links[0].id === 'waits->staff' && map.links[0].why === 'They share one team'")


def test_the_overview_moves_the_view_by_pointer_and_by_keys(workshop: Begin) -> None:
    ann = workshop().guest("Ann", host=True)
    assert ann.locator(".minimap").is_hidden()
    ann.evaluate("workshop.editor.board.zoom(4)")
    ann.wait_for_selector(".minimap")
    ann.evaluate("workshop.editor.board.lookAt({x: 0, y: 0, scale: 4})")
    box = ann.locator(".minimap").bounding_box()
    assert box
    ann.mouse.click(box["x"] + box["width"] - 10, box["y"] + box["height"] / 2)
    see(ann, "editor.board.look.x > 100")
    ann.focus(".minimap")
    at = ann.evaluate("workshop.editor.board.look.x")
    ann.keyboard.press("ArrowLeft")
    see(ann, f"editor.board.look.x < {at}")
    ann.keyboard.press("0")
    ann.focus(".picture")
    ann.wait_for_selector(".minimap", state="hidden")


def test_factors_that_are_there_are_offered_while_typing_a_link(workshop: Begin) -> None:
    ann = workshop().guest("Ann", host=True)
    ann.click("#add")
    ann.keyboard.type("staf")
    ann.wait_for_selector("[role=option]:has-text('Number of staff')")
    ann.keyboard.press("ArrowDown")
    ann.keyboard.press("Enter")
    ann.keyboard.type(" -> lis")
    ann.keyboard.press("ArrowDown")
    ann.keyboard.press("Tab")
    ann.keyboard.type(" -")
    ann.keyboard.press("Enter")
    see(ann, "map.links && map.links[0].id === 'staff->waits' && map.links[0].polarity === 'negative'")
    assert ann.locator(".suggest").is_hidden()


def test_a_phone_adds_proposes_and_looks_without_drawing(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo", size=(390, 844), touch=True)
    assert bo.locator(".picture").is_hidden()
    say(bo, "Staff pay")
    see(ann, "map.factors['staff-pay']")
    bo.select_option("select[aria-label=From]", "staff-pay")
    bo.tap("[data-form-sign=positive]")
    bo.select_option("select[aria-label=To]", "staff")
    bo.fill(".form-way label:has-text('Why?') input", "People stay")
    bo.tap("button:text-is('Propose the link')")
    see(ann, "map.links && map.links[0].id === 'staff-pay->staff' && map.links[0].polarity === 'positive' && map.links[0].why === 'People stay'")
    bo.tap("[data-way-to=map]")
    see(bo, "editor.board.canvas.width > 300")
    bo.touchscreen.tap(*spot(bo, "waits"))
    bo.wait_for_selector(".peek:has-text('Waiting lists')")
    bo.tap(".peek button")
    bo.wait_for_selector(".side h2:has-text('Waiting lists')")
    small = bo.evaluate("""() => [...document.querySelectorAll('button, select, input')].filter((one) => one.offsetParent)
        .filter((one) => !['checkbox', 'radio', 'range'].includes(one.type))
        .map((one) => [one.textContent || one.id, one.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([name]) => name)""")
    assert small == []


WIDE = """\
sysmap: 1
kind: map
id: wide
title: Waiting for care
factors:
""" + "".join(f"  f{n}: {{label: Waiting lists number {n}, position: {{x: {n % 4 * 320}, y: {n // 4 * 120}}}"
              f"{', focal: true' if n == 14 else ''}}}\n" for n in range(16)) + "links: []\n"


def test_a_phone_shows_what_can_be_read_and_all_of_the_map_when_asked(workshop: Begin) -> None:
    bo = workshop(WIDE).guest("Bo", size=(390, 844), touch=True)
    bo.tap("[data-way-to=map]")
    see(bo, "editor.board.canvas.width > 300 && editor.board.look.scale * editor.board.scene.font.size * 1.6 > 11")
    x, y = spot(bo, "f14")
    assert 0 < x < 390, "the focal factor is in view"
    assert 0 < y < 844
    bo.wait_for_selector(".minimap")
    bo.tap("button:text-is('Fit')")
    bo.wait_for_selector(".minimap", state="hidden")
    left, top = (bo.locator(".zoom").bounding_box() or {})["x"], (bo.locator(".zoom").bounding_box() or {})["y"]
    assert not [n for n in range(16) if spot(bo, f"f{n}")[0] > left and spot(bo, f"f{n}")[1] > top], "no box lies under the buttons"


def test_two_fingers_zoom_and_one_draws_a_link(workshop: Begin) -> None:
    place = workshop()
    bo = place.guest("Bo", size=(820, 1180), touch=True)
    ann = place.guest("Ann", host=True)
    client = bo.context.new_cdp_session(bo)

    def fingers(kind: str, *at: tuple[float, float]) -> None:
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(at)]})

    before = bo.evaluate("workshop.editor.board.look.scale")
    box = bo.locator(".canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8
    fingers("touchStart", (x - 40, y))
    fingers("touchStart", (x - 40, y), (x + 40, y))
    for far in (60, 90, 120):
        fingers("touchMove", (x - far, y), (x + far, y))
    fingers("touchEnd")
    see(bo, f"editor.board.look.scale > {before} * 1.5")
    bo.evaluate("workshop.editor.board.fit()")
    bo.touchscreen.tap(*spot(bo, "staff"))
    see(bo, "editor.chosen.has('staff')")
    fingers("touchStart", spot(bo, "staff", handle=True))
    fingers("touchMove", spot(bo, "waits"))
    fingers("touchEnd")
    see(ann, "map.links && map.links[0].id === 'staff->waits'")


def test_several_are_chosen_by_taps_merged_and_the_check_queue_is_walked(workshop: Begin) -> None:
    place = workshop()
    ann = place.guest("Ann", host=True)
    say(ann, "Number of staff -> Waiting lists")
    ann.click("button:text-is('Several')")
    for one in ("waits", "staff"):
        ann.mouse.click(*spot(ann, one))
    see(ann, "editor.chosen.size === 2")
    ann.click("button:text-is('Several')")
    ann.click("summary:has-text('They mean the same')")
    ann.click("button:has-text('Call it “Waiting lists”')")
    see(ann, "!map.factors.staff && map.factors.waits.aliases[0] === 'Number of staff' && !map.links")
    ann.click("button:text-is('Undo')")
    see(ann, "map.factors.staff && map.links")
    open_panel(ann, "check")
    ann.click("button:text-is('Go through them one by one')")
    first = ann.inner_text(".card")
    left = int(ann.inner_text(".card .faint >> nth=0").split()[-1])
    ann.click("button:text-is('Settled: tick it off')")
    ann.wait_for_selector(f".card:has-text('1 of {left - 1}')")
    assert ann.inner_text(".card") != first


def test_a_parked_idea_becomes_a_factor(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    bo.fill("#add", "Car parks")
    bo.click("button:text-is('Park')")
    see(ann, "map.notes && map.notes[0].kind === 'parked'")
    ann.click("button[aria-label='Make it a factor: Car parks']")
    see(bo, "map.factors['car-parks'] && !map.notes")


def test_the_workshop_is_played_back(workshop: Begin) -> None:
    ann = workshop().guest("Ann", host=True)
    for label in ("One", "Two"):
        say(ann, label)
    see(ann, "map.factors.two && room.replica.waiting.length === 0")
    open_panel(ann, "history")
    ann.click("button:text-is('Play it from here')")
    see(ann, "editor.past && editor.map.factors.one && !editor.map.factors.two")
    see(ann, "editor.past && editor.map.factors.two")
    see(ann, "!editor.past")


def test_the_host_decides_what_becomes_of_a_file_changed_by_hand(workshop: Begin, tmp_path: Path) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    path = place.server.path
    path.write_text(path.read_text(encoding="utf-8").replace("label: Number of staff", "label: Nurses"), encoding="utf-8")
    say(bo, "Staff pay")
    ann.wait_for_selector(".line:has-text('Saved in the log, not in the file')", timeout=15_000)
    assert bo.locator("button:has-text('Look at the file')").is_hidden()
    ann.click("button:has-text('Look at the file')")
    ann.wait_for_selector(".filing .changes:has-text('“Number of staff” is now called “Nurses”')")
    ann.click("button:has-text('Save the workshop’s map beside it')")
    ann.wait_for_selector(".toast:has-text('beside the file that was changed')")
    (copy,) = tmp_path.glob("town.workshop-*.yaml")
    assert "staff-pay" in read_file(copy).map.factors
    ann.click("button:has-text('Look at the file')")
    ann.click("button:has-text('Take these changes into the workshop')")
    see(bo, "map.factors.staff.label === 'Nurses'")
    see(bo, "!room.trouble && room.saved >= room.replica.revision")
    assert "staff-pay" in read_file(path).map.factors


def test_what_is_refused_does_not_stay_in_the_field(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    bo.mouse.click(*spot(bo, "waits"))
    bo.fill("label:has-text('What exactly is meant') textarea", "Months until care")
    bo.evaluate("workshop.room.mayChange = () => true")  # as where both say it at the same moment
    ann.evaluate("workshop.room.set('factors', 'waits', 'definition', 'Weeks until care')")
    see(bo, "map.factors.waits.definition")
    bo.click(".side h2")
    bo.wait_for_selector(".toast.bad:has-text('Others have said the definition of “Waiting lists” already')")
    see(bo, "document.querySelector('.side textarea').value === 'Weeks until care'")
    bo.click(".toast.bad button:has-text('Add it as a note')")
    see(ann, "map.factors.waits.notes[0].text === 'Proposed: Months until care'")


def test_the_maps_question_a_factors_owner_and_a_note_are_said_and_taken_back(workshop: Begin) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    ann.click("summary:has-text('Title, question')")
    ann.fill("label:has-text('The question people are asked') textarea", "Who waits, and why?")
    ann.mouse.click(*spot(ann, "waits"))
    see(bo, "map.question === 'Who waits, and why?'")
    ann.click("summary:has-text('How it stands')")
    ann.select_option("select[aria-label=Importance]", "3")
    ann.click("summary:has-text('How it works')")
    ann.fill("label:has-text('How one would see it change') textarea", "Days waited\nPeople on the list")
    ann.fill("#field-note", "It doubled last winter")
    ann.check("label.check:has-text('words') input")
    ann.keyboard.press("Tab")
    ann.click("button:text-is('Add note')")
    see(bo, "map.factors.waits.importance === 3 && map.factors.waits.indicators.length === 2")
    see(bo, "map.factors.waits.notes?.[0].kind === 'quote' && map.factors.waits.notes[0].permission === false")
    ann.wait_for_selector(".notes:has-text('quote, not to be published')")
    ann.click("button[aria-label='Take out: It doubled last winter']")
    see(bo, "!map.factors.waits.notes")


def test_an_empty_map_says_what_it_is_asked_about_and_how_to_begin(workshop: Begin) -> None:
    place = workshop("sysmap: 1\nkind: map\nid: town\ntitle: Town\nquestion: What makes people wait?\nfactors: {}\nlinks: []\n")
    ann, bo = place.guest("Ann", host=True), place.guest("Bo", size=(390, 844), touch=True)
    ann.wait_for_selector(".empty:has-text('What makes people wait?')")
    bo.wait_for_selector(".form-way:has-text('What makes people wait?')")
    ann.mouse.dblclick(400, 400)
    ann.keyboard.type("Waiting lists")
    ann.keyboard.press("Enter")
    see(bo, "map.factors && map.factors['waiting-lists']")
    ann.wait_for_selector(".empty", state="hidden")


def test_everything_is_taken_away_by_those_who_may(workshop: Begin, tmp_path: Path) -> None:
    place = workshop()
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    say(bo, "Number of staff -> Waiting lists - because fewer hands do less")
    see(ann, "map.links")
    for page in (ann, bo):
        open_panel(page, "take")
    assert bo.locator("[data-file='log.csv']").count() == 0
    taken = {}
    for button in ann.locator("[data-file]").all():
        with ann.expect_download() as saved:
            button.click()
        path = tmp_path / f"taken-{saved.value.suggested_filename}"
        saved.value.save_as(path)
        taken[saved.value.suggested_filename] = path.read_bytes()
    assert sorted(taken) == ["town-changes.txt", "town-log.csv", "town-votes.csv", "town.html", "town.png", "town.svg", "town.xlsx", "town.yaml"]
    assert read_file(tmp_path / "taken-town.yaml").map.links["staff->waits"].why == "fewer hands do less"
    assert "New link: More of “Number of staff” leads to less of “Waiting lists”" in taken["town-changes.txt"].decode()
    assert b"contributor" in taken["town-log.csv"]
    assert b"Bo" not in taken["town-log.csv"]
    assert (taken["town.png"][:4], taken["town.xlsx"][:2]) == (b"\x89PNG", b"PK")
    assert b"Waiting lists" in taken["town.html"]
    picture = taken["town.svg"].decode()
    assert f">{read_file(tmp_path / 'taken-town.yaml').map.title}</text>" in picture
    assert ">Negative: more leads to less</text>" in picture
    assert re.search(r">town · [^<]*\d{1,2} \w+ 20\d\d[^<]*</text>", picture)
