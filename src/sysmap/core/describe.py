"""A map and its elements in sentences: what a reader, a screen reader or a terminal is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sysmap.core.elements import Cite, Factor, Link
from sysmap.core.graph import graph_of
from sysmap.core.map import LAYER_PREFIX, Map

__all__ = ["cite_text", "count_text", "end_label", "factor_sentences", "join_words", "link_sentence", "map_sentences"]

_MORE = {"positive": "leads to more", "negative": "leads to less", "mixed": "changes, depending on context,",
         "unknown": "influences (direction not said)"}


def count_text(number: int, word: str, plural: str | None = None) -> str:
    """A number with its word.

    >>> count_text(1, "link"), count_text(0, "link")
    ('1 link', '0 links')
    """
    return f"{number} {word if number == 1 else plural or word + 's'}"


def join_words(words: Iterable[str], last: str = "and") -> str:
    """Words as people list them.

    >>> join_words(["a", "b", "c"])
    'a, b and c'
    """
    listed = list(words)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} {last} {listed[-1]}" if listed else ""


def cite_text(cite: Cite) -> str:
    """A citation as a reader of the source finds it.

    >>> cite_text(Cite(source="iff-2025", at="Table 10.2", line="1077"))
    'iff-2025, Table 10.2 (line 1077)'
    """
    text = f"{cite.source}, {cite.at}" if cite.at else cite.source
    return f"{text} (line {cite.line})" if cite.line else text


def end_label(map_: Map, end: str) -> str:
    """What people call the end of a link: a factor's label, or a whole layer."""
    if end in map_.factors:
        return map_.factors[end].label
    layer = map_.layers.get(end.removeprefix(LAYER_PREFIX))
    return f"all of “{layer.label}”" if layer else end


def link_sentence(map_: Map, link: Link) -> str:
    """A link as one reads it aloud."""
    start, end = end_label(map_, link.from_), end_label(map_, link.to)
    if link.kind == "association":
        return f"{start} goes together with {end}; no direction is said."
    if link.kind == "sequence":
        return f"{start} comes before {end}."
    reason = f", because {_lower_first(link.why).rstrip('.')}" if link.why else ""
    if link.polarity in ("positive", "negative"):
        return f"More of “{start}” {_MORE[link.polarity]} “{end}”{reason}."
    return f"“{start}” {_MORE[link.polarity]} “{end}”{reason}."


def _lower_first(text: str) -> str:
    """A sentence as part of another one; abbreviations and names of one word keep their capital."""
    return text if len(text) < 2 or not text[1].islower() or not text[0].isupper() else text[0].lower() + text[1:]


def map_sentences(map_: Map) -> list[str]:
    """What a map is, in a few sentences."""
    graph = graph_of(map_)
    out = [f"{map_.title} ({map_.kind} {map_.id})."]
    if map_.version:
        replaces = f", replaces {map_.version.supersedes}" if map_.version.supersedes else ""
        status = f", {map_.version.status}" if map_.version.status else ""
        out.append(f"Version {map_.version.name}{status}{replaces}.")
    parts = [count_text(len(map_.factors), "factor"), count_text(len(map_.links), "link")]
    for word, number in (("assumption", len(map_.assumptions)), ("claim", len(map_.claims)),
                         ("rival explanation", len(map_.rivals))):
        if number:
            parts.append(count_text(number, word))
    out.append(f"It holds {join_words(parts)}.")
    influences = [link for link in map_.links.values() if link.kind != "association"]
    signs = Counter(link.polarity for link in influences if link.kind != "sequence")
    if signs:
        said = [f"{signs[word]} {word}" for word in ("positive", "negative", "mixed") if signs[word]]
        said += [f"{signs['unknown']} unsigned"] if signs["unknown"] else []
        out.append(f"By sign: {join_words(said)}.")
    basis = Counter(link.basis for link in map_.links.values())
    if basis["stated"] or basis["inferred"]:
        out.append(f"The source states {basis['stated']} of the links; {basis['inferred']} are inferred"
                   + (f"; for {basis[None]} it is not said." if basis[None] else "."))
    grouped = sum(LAYER_PREFIX in link.from_ + link.to for link in influences)
    if grouped:
        out.append(f"{count_text(grouped, 'link')} join whole layers and stand for {len(graph.arcs) - len(influences) + grouped} "
                   "links between factors.")
    return out


def factor_sentences(map_: Map, factor: Factor) -> list[str]:
    """What is known of a factor, in sentences: what it is, its causes, its effects."""
    out = []
    first = f"“{factor.label}” ({factor.id})"
    facts = []
    if factor.layer and factor.layer in map_.layers:
        facts.append(f"stands in {map_.layers[factor.layer].label}")
    if factor.theme:
        facts.append(f"belongs to {factor.theme}")
    if factor.whose:
        facts.append(f"is about {join_words(map_.actors[a].label if a in map_.actors else a for a in factor.whose)}")
    if factor.status:
        facts.append(f"is {factor.status.replace('-', ' ')}")
    if factor.basis:
        facts.append(f"is {factor.basis}{' in the source' if factor.basis == 'stated' else ' by the modeller'}")
    out.append(f"{first} {join_words(facts)}." if facts else f"{first}.")
    if factor.definition:
        out.append(f"It means: {factor.definition}")
    if factor.aliases:
        out.append(f"Also called: {'; '.join(factor.aliases)}.")
    graph = graph_of(map_, retired=True)
    causes = [map_.factors[f].label for f in graph.causes(factor.id)]
    effects = [map_.factors[f].label for f in graph.effects(factor.id)]
    out.append(f"Caused by {join_words(causes)}." if causes else "No cause is on the map.")
    out.append(f"Leads to {join_words(effects)}." if effects else "No effect is on the map.")
    if factor.score:
        out.append(f"Published score: {factor.score.label}." + (f" {factor.score.reason}" if factor.score.reason else ""))
    return out
