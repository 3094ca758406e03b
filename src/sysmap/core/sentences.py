"""The one maker of sentences: a link, a factor, a map, a count, a list.

Every door says these things in these words. The words are data (`sysmap.core.english`), and `web/sentences.js` makes the
same sentences of them in the browser; the tests hold the two equal, word for word, on random maps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from sysmap.core.elements import Cite, Factor, FactorVoice, Link, Voice
from sysmap.core.english import ENGLISH
from sysmap.core.graph import graph_of
from sysmap.core.map import Map, group_layer
from sysmap.core.message_format import Value, clean, join_words, quoted, render
from sysmap.core.voices import is_contested, sign_word

__all__ = [
    "capital", "cite_text", "clean", "count_text", "end_label", "end_name", "factor_name", "factor_sentence", "factor_sentences",
    "field_name", "field_noun", "join_words", "link_name", "link_remarks", "link_sentence", "list_text", "map_sentences",
    "neighbour_sentences", "part_name", "plural", "quoted", "say", "share_text", "size_text", "voice_texts", "word_text",
]

_ONES = re.compile(r"(?<=[^aeiou])y$"), re.compile(r"(?:s|x|z|ch|sh)$")


def say(name: str, /, **values: Value) -> str:
    """A sentence, or part of one, by its name among the patterns.

    >>> say("end.layer", label="Inputs")
    'all of “Inputs”'
    """
    return render(ENGLISH[name], values)


def capital(text: str) -> str:
    """A text with its first letter large.

    >>> capital("no paths")
    'No paths'
    """
    return text[:1].upper() + text[1:]


def plural(word: str) -> str:
    """A noun of several words or one, for more than one thing.

    >>> plural("feedback loop"), plural("category"), plural("pathway"), plural("loss")
    ('feedback loops', 'categories', 'pathways', 'losses')
    """
    if _ONES[0].search(word):
        return word[:-1] + "ies"
    return word + ("es" if _ONES[1].search(word) else "s")


def count_text(number: int, word: str, many: str | None = None, *, zero: str = "0", at_least: bool = False) -> str:
    """A number with its noun, and "at least" where a bound cut the count.

    Parameters
    ----------
    number : how many.
    word : the noun for one.
    many : the noun for several, where it is not made as most are (`plural`).
    zero : how none is written: "0" in a row of numbers, "no" in a sentence.
    at_least : the number is a lower bound.

    Examples
    --------
    >>> count_text(1, "link"), count_text(0, "link"), count_text(0, "link", zero="no"), count_text(1200, "category")
    ('1 link', '0 links', 'no links', '1,200 categories')
    >>> count_text(12, "loop", at_least=True)
    'at least 12 loops'
    """
    return say("count.at-least" if at_least else "count", n=number, one=word, many=many or plural(word), zero=zero)


def share_text(number: int, among: int, word: str) -> str:
    """How many of how many have something.

    >>> share_text(1, 3, "factor"), share_text(2, 3, "factor")
    ('1 of 3 factors has', '2 of 3 factors have')
    """
    return say("count.share", n=number, among=count_text(among, word))


def word_text(word: str, field: str = "") -> str:
    """A word of the file format as people say it, in the field that it is the value of.

    >>> word_text("us", "control"), word_text("one-voice"), word_text("causal-link", "kind")
    ('within our control', 'one voice', 'about the causal link')
    """
    return ENGLISH.get(f"word.{field}.{word}") or ENGLISH.get(f"word.{word}") or word.replace("-", " ")


def field_name(key: str) -> str:
    """What a field of the file format is called, as a heading.

    >>> field_name("whose"), field_name("raised_by")
    ('About', 'Raised by')
    """
    return ENGLISH.get(f"field.{key}") or capital(key.replace("_", " "))


def field_noun(key: str) -> str:
    """What a field of the file format is called within a sentence.

    >>> field_noun("polarity"), field_noun("definition")
    ('sign', 'definition')
    """
    return ENGLISH.get(f"noun.{key}") or key.replace("_", " ")


def part_name(key: str) -> str:
    """What one of the elements in a part of a file is called.

    >>> part_name("mechanisms"), part_name("categories"), part_name("rivals")
    ('mechanism', 'category', 'rival explanation')
    """
    return ENGLISH.get(f"part.{key}") or key.removesuffix("s").replace("_", " ")


def list_text(names: Iterable[str], most: int = 6, number: int | None = None) -> str:
    """The first of some names, and how many more there are.

    Parameters
    ----------
    names : the names, or the first few of them.
    most : how many are written out.
    number : how many there are in all, where not all names are given.

    Examples
    --------
    >>> list_text(["a", "b", "c"]), list_text(["a", "b", "c"], most=2), list_text(["a"], number=9)
    ('a, b and c', 'a, b and 1 more', 'a and 8 more')
    """
    names = list(names)
    first = names[:most]
    left = (len(names) if number is None else number) - len(first)
    return say("list.more", names=[", ".join(first)] if left else first, left=left)


def cite_text(cite: Cite) -> str:
    """A citation as a reader of the source finds it.

    >>> cite_text(Cite(source="report-2025", at="Table 10.2", line="1077"))
    'report-2025, Table 10.2 (line 1077)'
    """
    text = f"{cite.source}, {cite.at}" if cite.at else cite.source
    return f"{text} (line {cite.line})" if cite.line else text


def factor_name(map_: Map, id_: str) -> str:
    """A factor's label in quotation marks, or its id where it has none.

    >>> factor_name(Map(id="m", title="M", factors={"pay": Factor(id="pay", label="Staff pay")}), "pay")
    '“Staff pay”'
    """
    return quoted(_label(map_, id_))


def end_label(map_: Map, end: str) -> str:
    """What people call the end of a link: a factor's label, or the whole of a layer."""
    return say("end.layer", label=_layer_label(map_, end)) if group_layer(end) is not None else clean(_label(map_, end))


def end_name(map_: Map, end: str) -> str:
    """The same within a sentence: a factor's label in quotation marks."""
    return end_label(map_, end) if group_layer(end) is not None else factor_name(map_, end)


def link_name(map_: Map, link: Link) -> str:
    """A link as people call it: from what to what.

    >>> from sysmap.core.elements import Factor
    >>> two = Map(id="m", title="M", factors={i: Factor(id=i, label=i) for i in ("rain", "walks")})
    >>> link_name(two, Link(from_="rain", to="walks"))
    '“rain” → “walks”'
    """
    return say("link.name", start=end_name(map_, link.from_), end=end_name(map_, link.to))


def link_sentence(map_: Map, link: Link, *, reason: bool = True, remarks: bool = False) -> str:
    """A link as one reads it aloud.

    Parameters
    ----------
    map_ : the map that the link is in; in a theory of change one factor contributes to another or works against it.
    link : the link.
    reason : with its `why`.
    remarks : with what else it says: strength, delay, agreement, whether it is inferred or anticipated.

    Examples
    --------
    >>> from sysmap.core.elements import Factor
    >>> two = Map(id="m", title="M", factors={i: Factor(id=i, label=i) for i in ("rain", "walks")})
    >>> link_sentence(two, Link(from_="rain", to="walks", polarity="negative", why="People stay in."))
    'More of “rain” leads to less of “walks”, because people stay in.'
    >>> link_sentence(two, Link(from_="rain", to="walks", strength="weak", basis="inferred"), remarks=True)
    '“rain” influences “walks”; which way is not stated (weak influence, inferred by the modeller).'
    """
    signed = link.polarity in ("positive", "negative")
    contested = is_contested(link)
    if link.kind in ("association", "sequence"):
        name = f"link.{link.kind}"
    else:
        name = f"link.theory.{link.polarity}" if signed and map_.kind == "theory" else f"link.{sign_word(link)}"
    ends = _amount if name in ("link.positive", "link.negative") else end_name
    why = _within(link.why or "") if reason else ""
    text = say(name, start=ends(map_, link.from_), end=ends(map_, link.to),
               because=say("link.because", reason=why) if why else "")
    voices = "; ".join(voice_texts(link)) if reason and contested else ""
    more = ", ".join(link_remarks(link)) if remarks else ""
    return (f"{capital(text)}{say('link.voices', voices=voices) if voices else ''}"
            f"{say('link.remarks', remarks=more) if more else ''}.")


def voice_texts(element: Link | Factor) -> list[str]:
    """What each voice says of a link or factor, in a few words.

    >>> from sysmap.core.elements import Voice
    >>> voice_texts(Link(voices=(Voice(by="nurses", at="table-1", polarity="positive", strength="strong", why="They know."),)))
    ['nurses at table-1: positive, strong influence, because they know']
    """
    return [say("voice", who=_who(voice.by, voice.at), said=", ".join(_voice_parts(voice))) for voice in element.voices]


def _who(by: str | None, at: str | None) -> str:
    return say("voice.who", by=clean(by), at=clean(at)) if by and at else clean(by or at or "") or say("voice.unnamed")


def _voice_parts(voice: Voice | FactorVoice) -> list[str]:
    parts = []
    if isinstance(voice, Voice):
        if voice.polarity:
            parts.append(say("voice.sign", word=voice.polarity))
        if voice.strength:
            parts.append(say("remark.strength", word=voice.strength))
        if voice.delay:
            parts.append(say("remark.delay", word=voice.delay))
    else:
        if voice.definition:
            parts.append(say("voice.means", text=clean(voice.definition).rstrip(". ")))
        if voice.importance is not None:
            parts.append(say("voice.importance", n=voice.importance))
        if voice.control:
            parts.append(say(f"word.control.{voice.control}"))
    return parts + ([say("voice.because", reason=_within(voice.why))] if voice.why else [])


def link_remarks(link: Link) -> list[str]:
    """What a link says beyond its sign, in a few words each; what is not stated is left out.

    >>> link_remarks(Link(from_="a", to="b", strength="strong", delay="long", confidence="one-voice", status="anticipated"))
    ['strong influence', 'long delay', 'one voice', 'anticipated']
    """
    out = []
    if link.strength:
        out.append(say("remark.strength", word=link.strength))
    if link.delay:
        out.append(say("remark.delay", word=link.delay))
    if link.kind == "feedback":
        out.append(say("remark.feedback"))
    words = (link.confidence, link.basis if link.basis == "inferred" else None,
             link.status if link.status in ("anticipated", "retired") else None)
    return out + [say(f"remark.{word}") for word in words if word]


def factor_sentences(map_: Map, factor: Factor, *, id_: bool = True) -> list[str]:
    """What is known of a factor, in sentences: what it is, its causes, its effects.

    A retired link counts only where the factor is retired itself.

    Parameters
    ----------
    map_ : the map.
    factor : one of its factors.
    id_ : with its id after its label.
    """
    facts = _factor_facts(map_, factor)
    name = "factor.with-id" if id_ else "factor"
    label = factor.label or factor.id
    out = [say(name, label=label, facts=len(facts), said=facts, **({"id": factor.id} if id_ else {}))]
    if factor.definition:
        out.append(say("factor.definition", text=factor.definition))
    if factor.aliases:
        out.append(say("factor.aliases", text="; ".join(factor.aliases)))
    out += neighbour_sentences(map_, factor)
    if factor.score:
        out.append(say("factor.score", label=factor.score.label) + (f" {factor.score.reason}" if factor.score.reason else ""))
    return out


def factor_sentence(map_: Map, factor: Factor) -> str:
    """A factor in one line: its name, its causes and its effects.

    >>> pay = Factor(id="pay", label="Pay")
    >>> factor_sentence(Map(id="m", title="M", factors={"pay": pay}), pay)
    '“Pay”. No cause is on the map. No effect is on the map.'
    """
    return " ".join([f"{quoted(factor.label or factor.id)}.", *neighbour_sentences(map_, factor)])


def neighbour_sentences(map_: Map, factor: Factor) -> list[str]:
    """The causes and the effects of a factor by sign, and what it goes together with."""
    retired = factor.status == "retired"
    graph = graph_of(map_, retired=retired)
    out = _by_sign(map_, "causes", [(arc.from_, arc.link) for arc in graph.into.get(factor.id, ())])
    out += _by_sign(map_, "effects", [(arc.to, arc.link) for arc in graph.out.get(factor.id, ())])
    others = {end_name(map_, link.to if link.from_ == factor.id else link.from_): None for link in map_.links.values()
              if link.kind == "association" and factor.id in (link.from_, link.to) and (retired or link.status != "retired")}
    return out + ([say("associations", others=list(others))] if others else [])


def size_text(map_: Map) -> str:
    """How large a map is: factors and links that are not retired.

    >>> size_text(Map(id="m", title="M"))
    '0 factors and 0 links'
    """
    factors, links = (sum(1 for one in part.values() if one.status != "retired") for part in (map_.factors, map_.links))
    return say("map.size", factors=count_text(factors, "factor"), links=count_text(links, "link"))


def map_sentences(map_: Map) -> list[str]:
    """What a map is, in a few sentences."""
    graph = graph_of(map_)
    out = [say("map.name", title=map_.title, kind=map_.kind, id=map_.id)]
    if version := map_.version:
        out.append(say(
            "map.version", name=version.name,
            status=f", {version.status}" if version.status and version.status != version.name else "",
            replaces=f", replaces {version.supersedes}" if version.supersedes else ""))
    counts = {"assumption": len(map_.assumptions), "claim": len(map_.claims), "rival explanation": len(map_.rivals)}
    out.append(say("map.holds", parts=[
        count_text(len(map_.factors), "factor"), count_text(len(map_.links), "link"),
        *(count_text(number, word) for word, number in counts.items() if number)]))
    influences = [link for link in map_.links.values() if link.kind != "association"]
    signs = Counter(link.polarity for link in influences if link.kind != "sequence")
    if signs:
        parts = [f"{signs[word]} {word}" for word in ("positive", "negative", "mixed") if signs[word]]
        out.append(say("map.signs", parts=parts + ([say("map.unsigned", n=signs["unknown"])] if signs["unknown"] else [])))
    basis = Counter(link.basis for link in map_.links.values())
    if basis["stated"] or basis["inferred"]:
        out.append(say("map.basis", stated=basis["stated"], inferred=basis["inferred"], unset=basis[None]))
    grouped = sum(group_layer(link.from_) is not None or group_layer(link.to) is not None for link in influences)
    if grouped:
        spread = count_text(len(graph.arcs) - len(influences) + grouped, "link")
        out.append(say("map.groups", n=grouped, spread=spread))
    return out


def _label(map_: Map, id_: str) -> str:
    factor = map_.factors.get(id_)
    return (factor.label if factor else "") or id_


def _layer_label(map_: Map, end: str) -> str:
    id_ = group_layer(end) or ""
    layer = map_.layers.get(id_)
    return (layer.label if layer else "") or id_


def _amount(map_: Map, end: str) -> str:
    """An end after "more" or "less"."""
    whole = group_layer(end) is not None
    return say("link.amount", layer="yes" if whole else "no", label=_layer_label(map_, end) if whole else _label(map_, end))


def _within(text: str) -> str:
    """A sentence as part of another one; abbreviations and names of one letter keep their capital."""
    text = re.sub(r"[. ]+$", "", clean(text))
    starts = re.match(r"A |[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]", text)
    return text[0].lower() + text[1:] if starts else text


def _factor_facts(map_: Map, factor: Factor) -> list[str]:
    facts = []
    if factor.layer and factor.layer in map_.layers:
        facts.append(say("factor.layer", label=map_.layers[factor.layer].label))
    if factor.theme:
        facts.append(say("factor.theme", label=factor.theme))
    if factor.whose:
        facts.append(say("factor.whose", actors=[map_.actors[a].label if a in map_.actors else a for a in factor.whose]))
    if factor.status:
        facts.append(say("factor.status", word=factor.status.replace("-", " ")))
    if factor.basis:
        facts.append(say("factor.basis", word=factor.basis))
    return facts


def _by_sign(map_: Map, side: str, joined: Iterable[tuple[str, Link]]) -> list[str]:
    """A sentence for each sign that a factor's links on one side have, naming the factors at their other end."""
    others: dict[str, dict[str, None]] = {word: {} for word in ("positive", "negative", "mixed", "contested", "unknown", "sequence")}
    for other, link in joined:
        others["sequence" if link.kind == "sequence" else sign_word(link)][_label(map_, other)] = None
    return [say(f"{side}.{word}", others=list(names)) for word, names in others.items() if names] or [say(f"{side}.none")]
