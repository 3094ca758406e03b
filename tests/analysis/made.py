"""Maps for the tests of analyses: from a few lines, from pairs, from golden files, and at random."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from sysmap.core.elements import Cite, Factor, Link
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.formats.read import read_text

GOLDEN = Path(__file__).parents[1] / "golden"
SIGNS = {"+": "positive", "-": "negative", "~": "mixed", "?": "unknown"}


def golden(name: str) -> Any:
    """A worked example with known answers (shared/golden; each file cites its source)."""
    return json.loads((GOLDEN / name).read_text())


def drawn(text: str, **fields: Any) -> Map:
    """A map from lines such as `a + b` or `a - b strong`; signs + - ~ (mixed) and ? (unknown); a lone name is a factor."""
    factors: dict[str, Factor] = {}
    links: dict[str, Link] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        words = line.split()
        for name in {words[0], *words[2:3]}:
            factors.setdefault(name, Factor(id=name, label=name.upper()))
        if len(words) > 1:
            start, sign, end, *rest = words
            id_ = f"{start}->{end}"
            while id_ in links:
                id_ += "'"
            said: dict[str, Any] = {}
            for word in rest:
                if word in ("weak", "medium", "strong"):
                    said["strength"] = word
                elif word in ("contested", "one-voice", "agreed"):
                    said["confidence"] = word
                elif word in ("short", "long"):
                    said["delay"] = word
                elif word.startswith("via:"):
                    said["mechanisms"] = tuple(word[4:].split(","))
                elif word.startswith("if:"):
                    said["assumptions"] = tuple(word[3:].split(","))
                elif word.startswith("by:"):
                    said["cite"] = tuple(Cite(source=name) for name in word[3:].split(","))
                else:
                    said["status"] = word
            links[id_] = Link(id=id_, from_=start, to=end, polarity=SIGNS[sign], **said)  # type: ignore[arg-type]
    ordered = {id_: factors[id_] for id_ in sorted(factors)}
    return Map(id="drawn", title="Drawn", factors={**ordered, **fields.pop("factors", {})}, links=links, **fields)


def joined(pairs: Iterable[tuple[Any, Any]], polarity: str = "positive") -> Map:
    """A map from pairs of names."""
    return drawn("\n".join(f"{a} {'+' if polarity == 'positive' else '-'} {b}" for a, b in pairs))


def told(yaml: str) -> Map:
    """A map from YAML, as its author would write it."""
    reading = read_text(yaml)
    assert not reading.problems, reading.problems
    return reading.map


def simple(map_: Map) -> nx.DiGraph:
    """The map as networkx's plain graph, the reference of the tests: one edge a pair, no self-links."""
    graph = nx.DiGraph()
    graph.add_nodes_from(graph_of(map_).factors)
    graph.add_edges_from((arc.from_, arc.to) for arc in graph_of(map_).arcs if arc.from_ != arc.to)
    return graph


def reversed_(map_: Map) -> Map:
    """The map with every link turned round."""
    import dataclasses

    return dataclasses.replace(map_, links={
        id_: dataclasses.replace(link, from_=link.to, to=link.from_) for id_, link in map_.links.items()})


@st.composite
def maps(draw: st.DrawFn, most: int = 7, signs: str = "++--~?", layers: bool = False) -> Map:
    """A small map at random: parallel links of any sign, self-links, isolated, anticipated and retired factors, layers."""
    names = [f"f{i}" for i in range(draw(st.integers(2, most)))]
    ends = st.sampled_from(names)
    pairs = draw(st.lists(st.tuples(ends, ends, st.sampled_from(signs)), max_size=3 * len(names)))
    factors = {name: Factor(
        id=name, label=name.upper(), layer=draw(st.sampled_from([None, "one"])) if layers else None,
        status=draw(st.sampled_from([None, None, None, "anticipated", "retired"]))) for name in names}
    links: dict[str, Link] = {}
    for i, (start, end, sign) in enumerate(pairs):
        start = "layer:one" if layers and draw(st.integers(0, 5)) == 0 else start
        links[f"l{i}"] = Link(
            id=f"l{i}", from_=start, to=end, polarity=SIGNS[sign],  # type: ignore[arg-type]
            strength=draw(st.sampled_from([None, "weak", "medium", "strong"])),
            delay=draw(st.sampled_from([None, "short", "medium", "long"])),
            confidence=draw(st.sampled_from([None, None, "contested", "one-voice"])),
            status=draw(st.sampled_from([None, None, None, "anticipated", "retired"])))
    return Map(id="random", title="Random", factors=factors, links=links)


@st.composite
def asked(draw: st.DrawFn, **kwargs: Any) -> tuple[Map, str, str]:
    """A random map with two different factors that are in use."""
    map_ = draw(maps(**kwargs).filter(lambda m: len(graph_of(m).factors) > 1))
    start, end = draw(st.permutations(graph_of(map_).factors))[:2]
    return map_, start, end


def link_paths(map_: Map, start: str, end: str, most: int) -> list[list[Link]]:
    """Every simple path as the links it uses (parallel links make several), by brute force."""
    graph = graph_of(map_)
    found: list[list[Link]] = []

    def walk(here: str, seen: tuple[str, ...], links: list[Link]) -> None:
        if here == end:
            found.append(links)
            return
        if len(links) < most:
            for arc in graph.out[here]:
                if arc.to not in seen:
                    walk(arc.to, (*seen, arc.to), [*links, arc.link])

    walk(start, (start,), [])
    return found


def sign_of(links: list[Link]) -> str:
    """The sign of a chain of single links."""
    said = [link.polarity for link in links]
    if "unknown" in said:
        return "unknown"
    if "mixed" in said:
        return "mixed"
    return "negative" if said.count("negative") % 2 else "positive"
