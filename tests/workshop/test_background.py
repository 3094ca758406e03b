"""Texts, frames, pictures and colours in the room: put by editors and hosts, seen by all, undone like anything else."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from playwright.sync_api import Page
from tests.strategies import PICTURES
from tests.workshop.conftest import Place, open_panel, see
from tests.workshop.rooms import Desk

from sysmap.core.problem import Refused
from sysmap.formats.read import read_file

Begin = Callable[..., Place]

MAP = """\
sysmap: 1
kind: map
id: town
title: Waiting for care
factors:
  pay: {label: Staff pay, theme: money, position: {x: 0, y: 0}}
  staff: {label: Number of staff, theme: people, position: {x: 300, y: 0}}
  waits: {label: Waiting lists, position: {x: 600, y: 200}}
links:
  - {from: pay, to: staff, polarity: positive}
"""
ADD = "button:has-text('Add a text')"


def photo() -> bytes:
    """What a telephone takes: large, noisy, and saying where."""
    said = PngImagePlugin.PngInfo()
    said.add_text("GPS", "53.4808, -2.2426")
    out = io.BytesIO()
    Image.effect_noise((1000, 700), 90).convert("RGB").save(out, "PNG", pnginfo=said)
    return out.getvalue()


def drag(page: Page, start: str, by: tuple[int, int]) -> None:
    """Drag from a place of the map (in its own pixels) by so many."""
    x, y = page.evaluate(f"""() => {{
        const {{board}} = workshop.editor;
        const at = board.toFrame({start});
        const frame = board.canvas.getBoundingClientRect();
        return [at[0] + frame.left, at[1] + frame.top];
    }}""")
    scale = page.evaluate("workshop.editor.board.look.scale")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] * scale / 2, y + by[1] * scale / 2)
    page.mouse.move(x + by[0] * scale, y + by[1] * scale)
    page.mouse.up()


def test_a_text_and_a_frame_are_put_moved_said_more_of_and_undone(workshop: Begin) -> None:
    place = workshop(MAP)
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "styles")
    ann.click(ADD)
    ann.fill("[data-panel^='background:'] textarea[aria-label='Label']", "What keeps\npeople here?")
    ann.select_option("[data-panel^='background:'] select[aria-label='Size']", "large")
    ann.keyboard.press("Tab")
    see(bo, "map.background.length === 1 && map.background[0].size === 'large' && map.background[0].label.includes('people here')")
    ann.click("[data-panel^='background:'] button:has-text('Done')")
    ann.evaluate("workshop.editor.choose(['pay', 'staff'], false, true)")
    open_panel(ann, "styles")
    ann.click("button:has-text('Frame 2 chosen factors')")
    see(bo, "map.background.length === 2 && map.background[1].width > 400")
    drag(ann, "(({placed: p}) => [p.x, p.y - p.height / 2])(board.scene.background[0])", (40, -60))
    before = bo.evaluate("workshop.room.replica.map.background[1].position")
    see(bo, f"map.background[1].position.y !== {before['y']} || {before['y']} < -60")
    drag(ann, "(({placed: p}) => [p.x + p.width / 2 + 2, p.y + p.height / 2 + 2])(board.scene.background[0])", (100, 80))
    see(bo, "map.background[1].width > 500 && map.background[1].height > 150")
    wide = bo.evaluate("workshop.room.replica.map.background[1].width")
    ann.locator(".picture").focus()
    ann.keyboard.press("Control+z")
    see(bo, f"map.background[1].width < {wide}")
    ann.evaluate("workshop.editor.chooseBehind(workshop.room.replica.map.background[1].id)")
    ann.locator(".picture").focus()
    ann.keyboard.press("Delete")
    see(bo, "map.background.length === 1")


def test_a_picture_is_made_anew_before_it_leaves_the_computer_and_stands_in_file_page_and_figure(workshop: Begin, tmp_path: Path) -> None:
    place = workshop(MAP)
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "styles")
    ann.set_input_files("input[type=file]", {"name": "Our county.png", "mimeType": "image/png", "buffer": photo()})
    see(bo, "(map.background || []).some((one) => one.image)", 20)
    image = bo.evaluate("workshop.room.replica.map.background[0].image")
    assert image.startswith("data:image/jpeg;base64,")
    assert "53.4808" not in image
    bo.wait_for_timeout(300)
    painted = bo.evaluate("""() => {
        const {board} = workshop.editor, p = board.scene.background[0].placed;
        const [x, y] = board.toFrame([p.x + p.width / 2 - 30, p.y + p.height / 2 - 30]);
        return [...board.context.getImageData(x * devicePixelRatio, y * devicePixelRatio, 20, 20).data];
    }""")
    assert len({tuple(painted[i:i + 3]) for i in range(0, len(painted), 4)}) > 20, "noise is painted and not one colour"
    open_panel(ann, "styles")
    ann.set_input_files("input[type=file]", {"name": "no.png", "mimeType": "image/png", "buffer": b"<svg onload='alert(1)'/>"})
    ann.wait_for_selector(".toast:has-text('cannot show that file as a picture')")
    place.server.stop()
    kept = read_file(place.server.path).map
    assert next(iter(kept.background.values())).label == "Our county"


def test_a_drawing_with_a_program_in_it_becomes_pixels(workshop: Begin) -> None:
    place = workshop(MAP)
    ann = place.guest("Ann", host=True)
    open_panel(ann, "styles")
    svg = (b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" onload="globalThis.ran = 1"><script>globalThis.ran = 1</script>'
           b'<rect width="60" height="40" fill="red"/></svg>')
    ann.set_input_files("input[type=file]", {"name": "plan.svg", "mimeType": "image/svg+xml", "buffer": svg})
    see(ann, "(map.background || []).some((one) => one.image && one.image.startsWith('data:image/png'))")
    assert ann.evaluate("globalThis.ran") is None


def test_a_theme_is_given_a_colour_and_the_others_keep_theirs_apart(workshop: Begin) -> None:
    place = workshop(MAP)
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "styles")
    ann.click("button[aria-label='red: people']")
    see(bo, "JSON.stringify(map.colours) === JSON.stringify([{name: 'people', colour: 'red'}])")
    see(bo, "editor.board.scene.boxById.get('staff').accent === room.style.tints[room.style.colours.indexOf('red')].line")
    assert ann.locator("button[aria-label='red: money']").is_disabled()
    open_panel(bo, "styles")
    assert bo.locator(ADD).count() == 0
    assert bo.locator("button.colour").count() == 0
    ann.click("button[aria-label='red: people']")
    see(bo, "!map.colours")


def test_only_editors_and_hosts_put_something_behind_the_map() -> None:
    desk = Desk()
    element = {"id": "t", "kind": "text", "label": "Hello", "position": {"x": 0, "y": 0}, "width": 200}
    for who in ("bo", "vi"):
        with pytest.raises(Refused) as told:
            desk.ask(who, "edit", edit={"do": "add", "in": "background", "element": element})
        assert told.value.problems[0].code == "L01"
    desk.ask("eve", "edit", edit={"do": "add", "in": "background", "element": element})
    with pytest.raises(Refused):
        desk.ask("bo", "edit", edit={"do": "set", "in": "", "id": "", "field": "colours", "value": [{"name": "a", "colour": "red"}]})
    desk.ask("eve", "undo")
    assert not desk.room.map.background


def test_the_server_looks_at_a_picture_itself_and_holds_five_of_them() -> None:
    desk = Desk()

    def put(number: int, image: str) -> None:
        desk.ask("ann", "edit", edit={"do": "add", "in": "background", "element": {
            "id": f"p{number}", "kind": "picture", "label": "P", "position": {"x": 0, "y": 0}, "width": 200, "image": image}})

    for bad in ("data:image/svg+xml;base64,PHN2Zz4=", "https://elsewhere.example/a.png", "data:image/png;base64," + "A" * 200_000):
        with pytest.raises(Refused):
            put(0, bad)
    for number in range(5):
        put(number, PICTURES[0])
    with pytest.raises(Refused) as told:
        put(5, PICTURES[0])
    assert told.value.problems[0].code == "L08"
    desk.set("ann", "p0", "image", None, in_="background")
    put(5, PICTURES[0])
    with pytest.raises(Refused):
        desk.set("ann", "p0", "image", PICTURES[0], in_="background")
