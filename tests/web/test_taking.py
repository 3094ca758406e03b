"""Taking the view away: as SVG, PNG, data, on paper."""

import json
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable

from tests.web.pages import CARE
from tests.web.screen import Screen

SVG = "{http://www.w3.org/2000/svg}"


def saved(screen: Screen, button: str) -> tuple[str, bytes]:
    screen.open_panel("Views and files")
    with screen.page.expect_download() as download:
        screen.press(button)
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_the_view_is_saved_as_svg_with_text_legend_and_footer(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE.replace("Falls at home", "'Falls & <b>bruises</b>'"), fragment="#ask=up&of=falls&steps=1")
    name, data = saved(screen, "Picture as SVG")
    assert name == "care.svg"
    picture = ET.fromstring(data)  # noqa: S314  (made by this page)
    texts = ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]
    assert "Care at home" in texts
    assert "What influences “Falls & <b>bruises</b>” within 1 link" in texts
    assert "Negative: more leads to less" in texts
    assert "care · 2025-03 · at most 1 link · made with sysmap" in texts
    assert [found.tag for found in picture.iter() if found.tag in (f"{SVG}script", f"{SVG}image", f"{SVG}style")] == []
    faded = [group for group in picture.iter(f"{SVG}g") if group.get("opacity") == "0.4"]
    assert len(faded) == 4


def test_hidden_parts_are_not_in_the_saved_picture(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#ask=up&of=falls&steps=1&others=hide")
    _, data = saved(screen, "Picture as SVG")
    assert b"Trust in carers" not in data.split(b"</desc>")[1]


def test_the_view_is_saved_as_a_sharp_png(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    name, data = saved(screen, "Picture as PNG")
    assert name == "care.png"
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    left, right = screen.page.evaluate("(({ left, right }) => [left, right])(window.sysmap.picture.scene().bounds)")
    assert width == round(2 * (right - left))
    assert height > 400
    assert len(data) > 20_000


def test_the_data_can_be_taken(open_page: Callable[..., Screen]) -> None:
    name, data = saved(open_page(CARE), "Data of the map (JSON)")
    assert name == "care.json"
    assert json.loads(data)["factors"]["visits"]["label"] == "Visits a week"


def test_print_holds_the_view_as_a_picture_its_words_and_a_footer(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#ask=down&of=visits&steps=1")
    screen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    screen.page.emulate_media(media="print")
    printed = screen.page.locator(".printed")
    assert printed.locator("svg").count() == 1
    said = printed.inner_text()
    assert "What “Visits a week” influences within 1 link: 2 factors" in said
    assert "Factors shown (3)" in said
    assert "Links shown (2)" in said
    assert "care · 2025-03 · at most 1 link · made with sysmap" in said
    assert not screen.page.locator(".top").is_visible()
    assert screen.page.pdf().startswith(b"%PDF")
    screen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert screen.page.locator(".printed").count() == 0
