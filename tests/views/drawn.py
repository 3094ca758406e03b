"""Small maps for tests of pictures, written as people would, and the questions the tests ask of a layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import dedent

from hypothesis import strategies as st
from tests.strategies import PICTURES, texts

from sysmap.core.background import BackgroundItem, ThemeColour
from sysmap.core.elements import Actor, Factor, Layer, Link, Position
from sysmap.core.map import Map, link_id
from sysmap.formats.read import read_text
from sysmap.views.layout import Layout
from sysmap.views.style import COLOURS

PAD = 3.0


def map_of(body: str, kind: str = "theory") -> Map:
    """A map from the lines that matter."""
    reading = read_text(f"sysmap: 1\nkind: {kind}\nid: m\ntitle: A map\n{dedent(body)}")
    assert reading.problems == []
    return reading.map


colours = st.lists(st.builds(ThemeColour, name=st.sampled_from(["money", "people", "s0", "gone"]), colour=st.sampled_from(list(COLOURS))),
                   unique_by=lambda one: one.name, max_size=3).map(tuple)
behind = st.lists(st.builds(
    BackgroundItem, id=st.from_regex(r"b[a-z]{3}", fullmatch=True), kind=st.sampled_from(["text", "frame", "picture"]), label=texts,
    position=st.builds(Position, x=st.integers(-400, 1600), y=st.integers(-400, 1600)), width=st.integers(40, 900),
    height=st.sampled_from([None, 60, 420]), size=st.sampled_from([None, "small", "large"]), colour=st.sampled_from([None, *COLOURS]),
    image=st.sampled_from([None, *PICTURES, "https://elsewhere.example/a.png"])),
    unique_by=lambda one: one.id, max_size=4).map(lambda found: {one.id: one for one in found})
"""What stands behind a map, also as a program may have made it that asked no gate."""


@st.composite
def drawings(draw: st.DrawFn, positions: bool = False, plain_labels: bool = False) -> Map:
    """Theories, maps and processes as dense and as odd as people make them."""
    layers = [f"s{i}" for i in range(draw(st.integers(0, 5)))]
    count = draw(st.integers(0, 16))
    labels = st.sampled_from(["Trust", "Waiting times", "A greater understanding of the system"]) if plain_labels else texts
    actors = ["ICS", "LA", "CQC"]
    factors = {}
    for i in range(count):
        place = Position(x=draw(st.integers(-300, 1500)), y=draw(st.integers(-300, 1500))) if positions and draw(
            st.booleans()) else None
        factors[f"f{i}"] = Factor(
            id=f"f{i}", label=draw(labels), layer=draw(st.sampled_from([*layers, *layers, None])) if layers else None,
            whose=tuple(draw(st.lists(st.sampled_from(actors), unique=True, max_size=2))),
            status=draw(st.sampled_from([None, None, "observed", "anticipated", "retired"])),
            role=draw(st.sampled_from([None, None, "stage", "enabler", "barrier"])),
            theme=draw(st.sampled_from([None, None, "money", "people"])), position=place)
    ends = [*factors, *(f"layer:{layer}" for layer in layers)]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ends), st.sampled_from(ends)), unique=True, max_size=30)) if ends else []
    links = {link_id(a, b): Link(
        id=link_id(a, b), from_=a, to=b, polarity=draw(st.sampled_from(["positive", "negative", "mixed", "unknown"])),
        kind=draw(st.sampled_from([None, None, "association", "sequence"])), basis=draw(st.sampled_from([None, "inferred"])),
        confidence=draw(st.sampled_from([None, None, "contested", "agreed"])),
        status=draw(st.sampled_from([None, None, "anticipated", "retired"])), delay=draw(st.sampled_from([None, "long"])))
        for a, b in pairs}
    return Map(id="m", title=draw(texts), kind=draw(st.sampled_from(["theory", "map", "process"])),
               actors={a: Actor(id=a, label=a) for a in actors},
               layers={layer: Layer(id=layer, label=draw(labels)) for layer in layers}, factors=factors, links=links, colours=draw(colours),
               background=draw(behind) if positions else {})


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    """Pairs of boxes that share room."""
    boxes = list(layout.boxes.values())
    return [(a.id, b.id) for i, a in enumerate(boxes) for b in boxes[i + 1:]
            if a.area.overlaps(b.area)]


def run_through(layout: Layout) -> list[tuple[str, str]]:
    """Links and boxes or headers they run through although they do not belong to them."""
    areas = {id_: box.area for id_, box in layout.boxes.items()}
    areas.update({header.id: header.area for header in layout.headers if header.kind == "layer"})
    found = []
    for link, route in layout.routes.items():
        for x, y in route.points(24):
            for id_, a in areas.items():
                if id_ not in (route.from_, route.to) and a.left + 1 < x < a.right - 1 and a.top + 1 < y < a.bottom - 1:
                    found.append((link, id_))
    return sorted(set(found))


def kept_order(before: Mapping[str, float], after: Mapping[str, float], columns: Sequence[Sequence[str]]) -> float:
    """The share of pairs in a column that stand in the same order as before."""
    same = total = 0
    for column in columns:
        known = [id_ for id_ in column if id_ in before and id_ in after]
        for i, a in enumerate(known):
            for b in known[i + 1:]:
                total += 1
                same += (before[a] < before[b]) == (after[a] < after[b])
    return same / total if total else 1.0
