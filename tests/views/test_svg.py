"""The static figure: well formed whatever people wrote, and telling everything without colour."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given
from tests.views.drawn import drawings, map_of

from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.views.describe import long_description
from sysmap.views.layout import layout_of
from sysmap.views.style import BORDERS, INK, LINES, MUTED, PAPER, TINTS
from sysmap.views.svg import svg_of

SVG = "{http://www.w3.org/2000/svg}"
THEORY = """
    layers: [{id: activity, label: Activities}, {id: outcome, label: Outcomes}]
    factors:
      visits: {label: Visits, layer: activity, status: in-place}
      trust: {label: Trust, layer: outcome, status: observed}
      strain: {label: Strain, layer: outcome, status: anticipated}
    links:
      - {from: visits, to: trust, polarity: positive, basis: stated}
      - {from: visits, to: strain, polarity: negative, basis: inferred}
      - {from: strain, to: trust, polarity: mixed}
      - {from: "layer:activity", to: trust, polarity: unknown}
      - {from: trust, to: strain, voices: [{by: us, polarity: positive}, {by: them, polarity: negative}]}
"""


def drawn(map_: Map) -> str:
    return svg_of(map_, layout_of(map_))


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.encode())  # noqa: S314 -- text that we have just written ourselves


def words(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in parsed(svg).iter(f"{SVG}text")]


def test_signs_patterns_borders_and_their_legend() -> None:
    svg = drawn(map_of(THEORY))
    shown = words(svg)
    for line in LINES.values():
        assert shown.count(line.sign) == 2
        assert line.word in shown
    assert {border.word for status, border in BORDERS.items() if status in ("in-place", "observed", "anticipated")} <= set(shown)
    assert "Hollow head: inferred, not stated in the source" in shown
    assert "From or to a header: a link of the whole layer" in shown


def test_the_legend_names_only_what_occurs() -> None:
    shown = words(drawn(map_of("""
        factors: {a: {label: A}, b: {label: B}}
        links: [{from: a, to: b, polarity: positive}]
    """, kind="map")))
    assert LINES["positive"].word in shown
    assert LINES["negative"].word not in shown
    assert not any("border" in word.lower() for word in shown)


def test_an_association_has_neither_head_nor_sign() -> None:
    svg = drawn(map_of("""
        factors: {a: {label: A}, b: {label: B}}
        links: [{from: a, to: b, kind: association, polarity: unknown}]
    """, kind="map"))
    assert "?" not in words(svg)
    assert "Associated, no direction said" in words(svg)


def test_title_and_description_say_the_map_in_words() -> None:
    tree = parsed(drawn(map_of(THEORY)))
    assert tree.attrib["role"] == "img"
    title, description = tree.find(f"{SVG}title"), tree.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert tree.attrib["aria-labelledby"].split() == [title.attrib["id"], description.attrib["id"]]
    assert title.text == "Theory of change “A map” with 3 factors and 5 links."
    assert description.text == long_description(map_of(THEORY))
    assert "Outcomes: Trust; Strain, anticipated." in description.text
    assert "“Visits” works against “Strain” (inferred by the modeller)." in description.text
    assert "All of “Activities” influences “Trust”; which way is not stated" in description.text


def test_script_in_a_label_stays_text() -> None:
    label = "</script><script>alert(1)</script> & \"<b>\"]]>"
    svg = drawn(Map(id="m", title=label, factors={"a": Factor(id="a", label=label)}))
    assert "<script" not in svg
    assert label.split()[0] in "".join(words(svg))


@given(drawings())
def test_every_figure_is_well_formed_and_always_the_same(map_: Map) -> None:
    svg = drawn(map_)
    assert svg == drawn(map_)
    root = parsed(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "g", "rect", "path", "text", "circle"}
    assert not re.search(r"\d\.\d{3}", re.sub(r">[^<]*<", "><", svg))


def test_a_figure_can_be_fitted_to_paper() -> None:
    theory = map_of(THEORY)
    root = parsed(svg_of(theory, layout_of(theory), aspect=16 / 9))
    assert abs(float(root.attrib["width"]) / float(root.attrib["height"]) - 16 / 9) < 0.01


def test_text_has_a_contrast_of_at_least_4_5_and_lines_of_at_least_3() -> None:
    fills = [PAPER, *(tint.strong for tint in TINTS), *(tint.soft for tint in TINTS)]
    assert min(contrast(INK, fill) for fill in fills) >= 4.5
    assert contrast(MUTED, PAPER) >= 4.5
    assert min(contrast(line.colour, PAPER) for line in LINES.values()) >= 4.5
    assert min(contrast(tint.line, PAPER) for tint in TINTS) >= 3
    assert min(contrast(border.colour, PAPER) for border in BORDERS.values()) >= 3


def contrast(one: str, two: str) -> float:
    """WCAG 2.2 contrast ratio."""
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
