"""Arranging on the board: in line, spread, into another column; finding a factor; presenting the map to a room."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.studio.conftest import axe
from tests.workshop.conftest import Place, see
from tests.workshop.test_background import drag

from sysmap.formats.read import read_file

Begin = Callable[..., Place]

MAP = """\
sysmap: 1
kind: theory
id: town
title: Shorter waits
layers:
  - {id: work, label: What we do}
  - {id: outcomes, label: What changes}
  - {id: impact, label: Impact}
factors:
  pay: {label: Better pay, layer: work, position: {x: 0, y: 0}}
  rota: {label: Fair rotas, layer: work, position: {x: 30, y: 120}}
  staff: {label: More staff stay, layer: work, position: {x: 10, y: 300}}
  waits: {label: Waits are shorter, layer: outcomes, position: {x: 400, y: 100}}
links:
  - {from: pay, to: staff, polarity: positive}
  - {from: staff, to: waits, polarity: positive}
views:
  - {id: first, label: What keeps staff, caption: Pay comes first., query: {upstream: staff}}
"""


def chosen(page: Page, *ids: str) -> None:
    page.evaluate("ids => workshop.editor.choose(ids, false)", list(ids))


def places(page: Page) -> dict[str, list[float]]:
    found: dict[str, list[float]] = page.evaluate(
        "Object.fromEntries(Object.entries(workshop.editor.model.document.layout.boxes)"
        ".map(([id, box]) => [id, [box.x, box.y, box.width, box.height]]))")
    return found


def test_several_boxes_are_put_in_line_and_spread_evenly_in_one_step_each(workshop: Begin) -> None:
    place = workshop(MAP)
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    chosen(ann, "pay", "rota", "staff")
    ann.click("[data-arrange=left]")
    see(bo, "['rota', 'staff'].every((id) => map.factors[id].position.x !== 30)")
    boxes = places(ann)
    assert len({round(x - width / 2) for id_, (x, _, width, _) in boxes.items() if id_ != "waits"}) == 1
    ann.click("[data-arrange=down]")
    see(bo, "map.factors.rota.position.y !== 120")
    boxes = places(ann)
    gaps = [boxes[b][1] - boxes[b][3] / 2 - boxes[a][1] - boxes[a][3] / 2 for a, b in (("pay", "rota"), ("rota", "staff"))]
    assert abs(gaps[0] - gaps[1]) <= 1
    ann.keyboard.press("Control+z")
    see(bo, "map.factors.rota.position.y === 120")
    chosen(ann, "pay", "rota")
    assert ann.locator("[data-arrange=down]").count() == 0, "two boxes have one gap"


def test_a_box_dragged_into_another_column_is_in_that_layer_and_one_undo_takes_it_back(workshop: Begin) -> None:
    place = workshop(MAP)
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    headers = ann.evaluate("workshop.editor.model.document.layout.headers.map((one) => one.lines.join(' '))")
    assert headers == ["What we do", "What changes", "Impact"], "columns are seen, an empty one too"
    drag(ann, "[10, 300]", (390, 0))
    see(bo, "map.factors.staff.layer === 'outcomes' && map.factors.staff.position.x === 400")
    expect(ann.get_by_text("“More staff stay” is in the layer “What changes” now. Ctrl+Z takes it back.").first).to_be_visible()
    drag(ann, "[400, 100]", (0, 40))
    see(bo, "map.factors.waits.position.y === 140 && map.factors.waits.layer === 'outcomes'")
    ann.locator("[role=application].picture").focus()
    ann.keyboard.press("Control+z")
    ann.keyboard.press("Control+z")
    see(bo, "map.factors.staff.layer === 'work' && map.factors.staff.position.x === 10")
    middle = ann.evaluate("(({panel}) => Math.round((panel.left + panel.right) / 2))(workshop.editor.model.document.layout.headers[2])")
    drag(ann, "[400, 100]", (middle - 400, 0))
    see(bo, "map.factors.waits.layer === 'impact'")
    ann.wait_for_timeout(2_500)
    assert read_file(place.server.path).map.factors["waits"].layer == "impact"


def test_a_factor_is_found_by_a_part_of_its_name_and_the_map_is_presented_by_keys(workshop: Begin) -> None:
    place = workshop(MAP)
    ann = place.guest("Ann", host=True)
    frame = ann.locator("[role=application].picture")
    frame.focus()
    ann.keyboard.press("Control+f")
    ann.keyboard.type("rotas")
    ann.keyboard.press("Enter")
    assert ann.evaluate("[...workshop.editor.chosen]") == ["rota"]
    ann.keyboard.press("Control+f")
    ann.keyboard.type("bicycles")
    ann.keyboard.press("Enter")
    expect(ann.get_by_text("No factor is called “bicycles”.").first).to_be_visible()

    ann.get_by_role("button", name="Present", exact=True).click()
    talk = ann.get_by_label("Presentation")
    expect(talk.get_by_role("heading", name="Shorter waits")).to_be_visible()
    expect(ann.get_by_placeholder("Type a factor")).to_be_hidden()
    ann.keyboard.press("ArrowRight")
    expect(talk.get_by_role("heading", name="What keeps staff")).to_be_visible()
    expect(talk.get_by_text("Pay comes first.")).to_be_visible()
    assert ann.evaluate("workshop.editor.board.scene.boxes.filter((box) => box.faded).map((box) => box.id).sort()") == ["rota", "waits"]
    assert axe(ann) == []
    ann.keyboard.press("ArrowRight")
    expect(talk.get_by_role("heading", name="What keeps staff")).to_be_visible()
    ann.keyboard.press("Delete")
    ann.keyboard.press("Escape")
    expect(talk).to_be_hidden()
    expect(ann.get_by_placeholder("Type a factor")).to_be_visible()
    assert ann.evaluate("Object.keys(workshop.editor.map.factors).length") == 4, "a key of the talk changes nothing"
    assert ann.evaluate("workshop.editor.board.scene.boxes.some((box) => box.faded)") is False
