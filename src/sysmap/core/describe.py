"""A map and its elements in sentences: what a reader, a screen reader or a terminal is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sysmap.core.elements import Cite, Factor, Link
from sysmap.core.graph import graph_of
from sysmap.core.map import LAYER_PREFIX, Map

__all__ = ["cite_text", "count_text", "end_label", "factor_sentences", "join_words", "link_sentence", "map_sentences"]

_MORE = {"positive": "leads to more", "negative": "leads to less", "mixed": "changes, depending on context,",
         "unknown": "influences (which way is not said)"}

_WHOLE = "all of "


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
    return f"{_WHOLE}“{layer.label}”" if layer else end


def link_name(map_: Map, link: Link) -> str:
    """A link as people call it: from what to what.

    >>> from sysmap.core.elements import Factor
    >>> two = Map(id="m", title="M", factors={i: Factor(id=i, label=i) for i in ("rain", "walks")})
    >>> link_name(two, Link(from_="rain", to="walks"))
    '“rain” → “walks”'
    """
    return f"{_end(map_, link.from_)} → {_end(map_, link.to)}"


def link_sentence(map_: Map, link: Link) -> str:
    """A link as one reads it aloud.

    >>> from sysmap.core.elements import Factor
    >>> two = Map(id="m", title="M", factors={i: Factor(id=i, label=i) for i in ("rain", "walks")})
    >>> link_sentence(two, Link(from_="rain", to="walks", polarity="negative", why="People stay in."))
    'More of “rain” leads to less of “walks”, because people stay in.'
    """
    start, end = _end(map_, link.from_), _end(map_, link.to)
    reason = f", because {_lower_first(link.why).rstrip('.')}" if link.why else ""
    if link.kind == "association":
        silent = "; no direction is said" if link.polarity == "unknown" else ""
        return f"{start} goes together with {end}{reason}{silent}. (An association: analyses leave it out.)"
    if link.kind == "sequence":
        return f"{start} comes before {end}{reason}."
    if link.polarity in ("positive", "negative"):
        more = "More in" if link.from_.startswith(LAYER_PREFIX) else "More of"
        of = "in" if link.to.startswith(LAYER_PREFIX) else "of"
        return (f"{more} {start.removeprefix(_WHOLE)} {_MORE[link.polarity]} {of} {end.removeprefix(_WHOLE)}"
                f"{reason}.")
    return f"{start[0].upper()}{start[1:]} {_MORE[link.polarity]} {end}{reason}."


def _end(map_: Map, end: str) -> str:
    label = end_label(map_, end)
    return label if label.startswith(_WHOLE) else f"“{label}”"


def _lower_first(text: str) -> str:
    """A sentence as part of another one; abbreviations and names of one word keep their capital."""
    word = text.split(" ", 1)[0]
    return text[0].lower() + text[1:] if word == "A" or (len(text) > 1 and text[0].isupper() and text[1].islower()) else text


def map_sentences(map_: Map) -> list[str]:
    """What a map is, in a few sentences."""
    graph = graph_of(map_)
    out = [f"{map_.title} ({map_.kind} {map_.id})."]
    if map_.version:
        replaces = f", replaces {map_.version.supersedes}" if map_.version.supersedes else ""
        status = f", {map_.version.status}" if map_.version.status and map_.version.status != map_.version.name else ""
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
        out.append(f"The source states {basis['stated']} of the links; {basis['inferred']} "
                   f"{'is' if basis['inferred'] == 1 else 'are'} inferred"
                   + (f"; for {basis[None]} it is not said." if basis[None] else "."))
    grouped = sum(LAYER_PREFIX in link.from_ + link.to for link in influences)
    if grouped:
        spread = count_text(len(graph.arcs) - len(influences) + grouped, "link")
        out.append(f"{count_text(grouped, 'link')} {'joins' if grouped == 1 else 'join'} whole layers and "
                   f"{'stands' if grouped == 1 else 'stand'} for {spread} between factors.")
    return out


_INTO = {"positive": "Caused by", "negative": "Held back by", "mixed": "Changed, depending on context, by",
         "unknown": "Influenced, in a way that is not said, by", "sequence": "Comes after"}
_OUT = {"positive": "Leads to", "negative": "Holds back", "mixed": "Changes, depending on context,",
        "unknown": "Influences, in a way that is not said,", "sequence": "Comes before"}


def _by_sign(map_: Map, joined: Iterable[tuple[str, Link]], words: Mapping[str, str]) -> list[str]:
    """A sentence for each sign that a factor's links on one side have, naming the factors at their other end."""
    found: dict[str, dict[str, None]] = {word: {} for word in words}
    for other, link in joined:
        found["sequence" if link.kind == "sequence" else link.polarity][f"“{map_.factors[other].label}”"] = None
    return [f"{words[word]} {join_words(names)}." for word, names in found.items() if names]


def factor_sentences(map_: Map, factor: Factor) -> list[str]:
    """What is known of a factor, in sentences: what it is, its causes, its effects."""
    out = []
    first = f"“{factor.label}” ({factor.id})"
    facts = []
    if factor.layer and factor.layer in map_.layers:
        facts.append(f"stands in {map_.layers[factor.layer].label}")
    if factor.theme:
        facts.append(f"belongs to the theme “{factor.theme}”")
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
    out += _by_sign(map_, [(arc.from_, arc.link) for arc in graph.into[factor.id]], _INTO) or ["No cause is on the map."]
    out += _by_sign(map_, [(arc.to, arc.link) for arc in graph.out[factor.id]], _OUT) or ["No effect is on the map."]
    if factor.score:
        out.append(f"Published score: {factor.score.label}." + (f" {factor.score.reason}" if factor.score.reason else ""))
    return out
