"""References: whether everything that an element names is there.

What a field may name is written beside the field (`ref` in `sysmap.core.record`), so this works for every kind of
document alike. On top of that come the references that only a map has: ends of links, loops, the same thing elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import ALL, Finding, rule
from sysmap.core.elements import Link
from sysmap.core.kinds import Document
from sysmap.core.library import ResearchFramework
from sysmap.core.map import Map, group_end, group_layer
from sysmap.core.problem import Problem
from sysmap.core.profile import VOCABULARIES
from sysmap.core.record import fields_of
from sysmap.core.sentences import list_text
from sysmap.core.uses import Uses

__all__ = ["check_references", "references_hold"]

_ONE = {"factors": "factor", "layers": "layer", "links": "link", "actors": "actor", "assumptions": "assumption",
        "conditions": "condition", "rivals": "rival explanation", "sources": "source", "rubrics": "rubric",
        "mechanisms": "mechanism", "cases": "case", "characteristics": "characteristic",
        "organisations": "organisation", "themes": "theme", "kinds": "kind of source", "questions": "question",
        "audiences": "audience", "case_types": "kind of case", "rounds": "round", "roles": "role", "settings": "setting",
        "source_types": "kind of source", "study_designs": "study design"}
_ELSEWHERE = {"sources": "models/sources.yaml", "conditions": "models/conditions.yaml",
              "characteristics": "models/conditions.yaml", "organisations": "models/conditions.yaml",
              "rubrics": "models/rubrics/…", "mechanisms": "models/impact-mechanisms.yaml",
              "cases": "models/cases.yaml"}
"""Lists that stand in files of their own, with the usual one."""
_NAMESPACE = ("factors", "links", "assumptions", "claims")


def check_references(document: Document, uses: Uses | None = None) -> list[Problem]:
    """Everything in a document that names something which is not there.

    Parameters
    ----------
    document : a map, a register of evidence, a catalogue, … (`sysmap.core.kinds`).
    uses : the documents beside it. A reference that only such a document can hold is looked up there.

    Returns
    -------
    list of Problem : all with code E01, in the order of the document. A map's mechanisms are left to rule W19.

    >>> from sysmap.core.elements import Factor
    >>> trust = Factor(id="trust", label="Trust", layer="early")
    >>> map_ = Map(kind="theory", id="m", title="M", factors={"trust": trust})
    >>> [problem.at for problem in check_references(map_)]
    [('factors', 'trust', 'layer')]
    """
    look = Look(document if isinstance(document, Map) else Map(kind="map", id="", title=""), uses or Uses())
    return [Problem(code="E01", message=message, hint=hint, at=at) for at, message, hint in _dangling(document, look)]


@rule(
    "E01", "Reference to something that is not there", "error", about=ALL,
    why="A link to nothing drops out of every picture and every answer without a word.",
    source="Causal mapping practice; what each field may name is declared with the format",
    broken="""
        factors:
          trust: {label: Trust between partners}
          sharing: {label: Sharing of information}
        links:
          - {from: trsut, to: sharing, polarity: positive}
    """,
    passing="""
        factors:
          trust: {label: Trust between partners}
          sharing: {label: Sharing of information}
        links:
          - {from: trust, to: sharing, polarity: positive}
    """,
)
def references_hold(look: Look) -> Iterator[Finding]:
    """Dangling references, ids used twice, self-links, links to retired factors or empty layers, loops not joined."""
    yield from _dangling(look.map, look)
    yield from _same_id_twice(look.map)
    for link in look.map.links.values():
        yield from _ends(look, link)
    yield from _loops(look)
    yield from _elsewhere(look)


# References of any document


def _dangling(document: Document, look: Look) -> Iterator[Finding]:
    known: dict[tuple[str, ...], Collection[str] | None] = {}
    nowhere: dict[str, tuple[tuple[str, ...], dict[str, None]]] = {}
    skipped = {("mechanisms",)} if isinstance(document, Map) else set()
    if isinstance(document, Map) and not document.actors:
        skipped.add(("actors",))
    for vocabulary in VOCABULARIES:
        words = look.uses.words(vocabulary, document.actors if isinstance(document, Map) else ())
        if words is None:
            skipped.add((vocabulary,))
        else:
            known[(vocabulary,)] = words
    for at, targets, name in _references(document, ()):
        if targets in skipped:
            continue
        wanted = targets
        if targets == ("factors", "layers"):
            wanted = ("layers",) if group_layer(name) is not None else ("factors",)
        if wanted not in known:
            known[wanted] = _known(document, look.uses, wanted)
        ids = known[wanted]
        if ids is None:
            nowhere.setdefault(wanted[0], (at, {}))[1][name] = None
            continue
        plain = (group_layer(name) if wanted == ("layers",) else None) or name
        if plain not in ids:
            what = " or ".join(_ONE.get(target, target) for target in wanted)
            place = f"{shown(at[1])} names" if len(at) > 1 else "The file names"
            hint = look.meant(plain, wanted[0], ids)
            if wanted[0] in VOCABULARIES:
                hint += " A profile (models/profiles/) can add a word."
            yield at, f"{place} the {what} {shown(plain)}, which is not there.", hint
    for target, (at, names) in nowhere.items():
        file = _ELSEWHERE.get(target, "the theory that names them")
        ids_named = list_text([shown(name) for name in names], 4)
        yield at, f"The file names {target} ({ids_named}), but no file at hand holds {target}.", (
            f"Add the file under `uses:`, e.g. {file}.")
    if isinstance(document, ResearchFramework):
        for item in document.items.values():
            for name in item.about:
                yield from _in_other_file(look, ("items", item.id, "about"), name)


def _references(record: Any, at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """Every reference within a record: where, the collections it may mean, and the name."""
    for name, key, targets, nested in _plan(record.__class__):
        value = getattr(record, name)
        if not value:
            continue
        here = (*at, key) if len(at) < 3 else at
        if not nested:
            for target in value if isinstance(value, tuple) else (value,):
                yield here, targets, target
        elif isinstance(value, Mapping):
            for id_, element in value.items():
                yield from _references(element, (*here, id_) if len(here) < 3 else here)
        else:
            for element in value if isinstance(value, tuple) else (value,):
                yield from _references(element, here)


@cache
def _plan(cls: type) -> tuple[tuple[str, str, tuple[str, ...], bool], ...]:
    """The fields of a record that name something, or hold records that do."""
    plan = []
    for spec in fields_of(cls):
        nested = spec.shape.of is not None and bool(_plan(spec.shape.of))
        if spec.ref or nested:
            plan.append((spec.name, spec.key, spec.ref, nested and not spec.ref))
    return tuple(plan)


def _known(document: Document, uses: Uses, targets: tuple[str, ...]) -> Collection[str] | None:
    """Ids that a reference may name, in the document itself and beside it; `None` where nothing at hand holds any."""
    found: dict[str, None] = {}
    somewhere = False
    for target in targets:
        own = getattr(document, target, None)
        elsewhere = None if isinstance(document, Map) and target not in _ELSEWHERE else uses.collection(target)
        for collection in (own, elsewhere):
            if isinstance(collection, Mapping) and (collection or target not in _ELSEWHERE):
                somewhere = True
                found.update(dict.fromkeys(collection))
    return found if somewhere else None


# References that only a map has


def _same_id_twice(map_: Map) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name in _NAMESPACE:
        for id_ in getattr(map_, name):
            if id_ in seen:
                yield (name, id_), f"{shown(id_)} is the id of {_a(_ONE.get(name, 'claim'))} and of {_a(seen[id_])}.", (
                    "Give one of them another id: evidence and claims name both kinds by id alone.")
            else:
                seen[id_] = _ONE.get(name, "claim")


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _ends(look: Look, link: Link) -> Iterator[Finding]:
    at = ("links", link.id)
    if link.from_ == link.to and group_layer(link.from_) is None:
        yield at, f"A link leads from {look.name(link.from_)} to itself.", (
            "Name what lies between: a factor acts on itself only by way of others.")
    if link.status == "retired":
        return
    for key, end in (("from", link.from_), ("to", link.to)):
        factor = look.map.factors.get(end)
        if factor is not None and factor.status == "retired":
            yield (*at, key), f"The link {look.arrow(link)} has a retired factor at its {_side(key)}.", (
                "Retire the link as well (status: retired), or bring the factor back.")
        elif end in look.members and not look.members[end]:
            yield (*at, key), f"The link {look.arrow(link)} stands for no link at all: the layer holds no factor.", (
                "Put factors into the layer, or name single factors.")


def _side(key: str) -> str:
    return "start" if key == "from" else "end"


def _loops(look: Look) -> Iterator[Finding]:
    for loop in look.map.loops.values():
        at = ("loops", loop.id, "factors")
        if len(loop.factors) < 2 or len(set(loop.factors)) < len(loop.factors):
            yield at, f"The loop {shown(loop.label)} does not name two or more different factors.", (
                "List its factors in order, each once; the last leads back to the first.")
            continue
        for start, end in zip(loop.factors, (*loop.factors[1:], loop.factors[0]), strict=True):
            if start in look.map.factors and end in look.map.factors and not _joined(look, start, end):
                step = f"from {look.name(start)} to {look.name(end)}"
                yield at, f"In the loop {shown(loop.label)} no link leads {step}.", (
                    "Add the link if people drew it, or mend the order of the loop's factors.")


def _joined(look: Look, start: str, end: str) -> bool:
    froms, tos = ((id_, group_end(look.map.factors[id_].layer or "")) for id_ in (start, end))
    return any((a, b) in look.pairs for a in froms for b in tos)


def _elsewhere(look: Look) -> Iterator[Finding]:
    for factor in look.map.factors.values():
        for name in factor.maps_to:
            yield from _in_other_file(look, ("factors", factor.id, "maps_to"), name)


def _in_other_file(look: Look, at: tuple[str, ...], name: str) -> Iterator[Finding]:
    file, slash, element = name.partition("/")
    if not (file and slash and element):
        yield at, f"{shown(at[1])} names {shown(name)}, which is not of the form file-id/element-id.", (
            "Write the id of the other file, a slash, and the id of the element in it.")
        return
    if file == "mechanism":
        held = look.uses.collection("mechanisms")
    else:
        other = look.map if file == look.map.id else look.uses.maps.get(file)
        held = None if other is None else {
            id_: None for kind in (*_NAMESPACE, "conditions", "rivals", "layers") for id_ in getattr(other, kind)}
    if held is not None and element not in held:
        yield at, f"{shown(at[1])} names {shown(element)} in {file}, which is not there.", (
            look.meant(element, f"elements of {file}", held))
