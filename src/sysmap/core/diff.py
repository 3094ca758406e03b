"""What changed between two versions of a map, by stable id: as changes that somebody decided, with their reasons.

Two files differ in many places; people decided on a few changes. A change-log entry of the newer file gathers the
differences it names (its `element`, its `elements`, its `field`) into one change, with its reason and evidence. A
difference that no entry names is a change of its own, without a reason.

What is compared and what is not:

- Elements are matched by id. A removed and an added factor of the same label are also listed as a guess.
- Changes are what the theory says: elements, labels, layers, whose, status, ends, signs, what hangs on what.
- Findings are told apart: what the newer file says for the first time about how things stand (a score, a place in an
  order of likelihood, how an assumption or condition stands, that something was observed). Where an earlier word is
  replaced it is a change; so is what becomes anticipated (drawn dotted) or retired.
- Citations, notes, aliases, places on the page and data under `x` are not compared; the number of elements that differ
  only so is told.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sysmap.core.elements import Change, Factor, Link, Score
from sysmap.core.map import Map, link_ends
from sysmap.core.record import fields_of
from sysmap.core.sentences import count_text, join_words

__all__ = ["Difference", "MapChange", "MapDiff", "diff", "related"]

_LEFT_OUT = frozenset({"id", "cite", "notes", "aliases", "position", "basis", "raised_by", "seen_in", "x", "maps_to",
                       "internal", "origin", "from_", "to", "positions", "earlier", "round", "as_of"})
_FILE = ("kind", "rationale", "aim", "purpose", "question", "boundary", "ceiling", "review_from", "setting")
_COLLECTIONS = ("layers", "actors", "factors", "links", "assumptions", "conditions", "rivals", "claims", "loops")
_KIND = {"label": "relabel", "layer": "move", "whose": "whose", "status": "status", "polarity": "re-sign",
         "score": "re-score"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two files differ."""

    kind: str
    collection: str
    element: str
    field: str | None
    before: Any
    after: Any
    name: str = ""
    finding: bool = False


@dataclass(frozen=True, slots=True)
class MapChange:
    """One change: a decision with everything it was carried out on, or a single difference that nobody explained.

    `id` is that of the change-log entry, else made of element and field; `logged` tells which.
    """

    id: str
    kind: str
    element: str | None
    field: str | None
    before: str | None
    after: str | None
    reason: str | None
    evidence: tuple[str, ...]
    parts: tuple[Difference, ...]
    logged: bool

    @property
    def collection(self) -> str:
        """The collection of the first element concerned."""
        return self.parts[0].collection if self.parts else ""

    @property
    def sentence(self) -> str:
        """The change as one tells it."""
        what = _change_words(self)
        reason = f" Why: {self.reason}" if self.reason else " No reason is given." if not self.logged else ""
        return f"{what}{reason}"


@dataclass(frozen=True)
class MapDiff:
    """All changes between two versions.

    Attributes
    ----------
    changes : in the order of the change log, then by place in the file.
    findings : what the newer file says for the first time about how things stand.
    guesses : (removed, added) factors that may be the same under another id.
    unmatched : ids of change-log entries that no difference bears out.
    left_out : how many elements differ only in what is not compared.
    related : False where the two are no versions of one map (`related`). The change log of the newer one tells of another
        pair then, and is not used.
    """

    before: str
    after: str
    changes: tuple[MapChange, ...]
    findings: tuple[Difference, ...]
    guesses: tuple[tuple[str, str], ...] = ()
    unmatched: tuple[str, ...] = ()
    left_out: int = 0
    related: bool = True

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape; see docs/json-evidence.md."""
        return {
            "before": self.before, "after": self.after,
            "changes": [{
                "kind": c.kind, "element": c.element, "id": c.id, "before": c.before, "after": c.after,
                "reason": c.reason, "field": c.field, "evidence": list(c.evidence), "logged": c.logged,
                "elements": list(dict.fromkeys(p.element for p in c.parts)),
                "parts": [_part(p) for p in c.parts], "sentence": c.sentence} for c in self.changes],
            "findings": [_part(p) for p in self.findings], "guesses": [list(pair) for pair in self.guesses],
            "unmatched": list(self.unmatched), "left_out": self.left_out, "related": self.related,
        }

    def sentences(self) -> list[str]:
        """The changes, then what the findings are about, in sentences."""
        out = [] if self.related else [
            f"{self.after} is not a version of {self.before}: neither says that it supersedes the other, and few of their "
            "factors have the same id or label. They are compared element by element, without a change log."]
        out += [c.sentence for c in self.changes] or [f"{self.after} says the same as {self.before}."]
        for removed, added in self.guesses:
            out.append(f"{added} may be {removed} under another id: they have the same label.")
        for id_ in self.unmatched:
            out.append(f"The change log has an entry {id_} that no difference bears out.")
        if self.findings:
            kinds: dict[str, set[str]] = {}
            for finding in self.findings:
                kinds.setdefault(finding.field or finding.kind, set()).add(finding.element)
            said = join_words(f"{field.replace('_', ' ')} of {count_text(len(names), 'element')}"
                              for field, names in sorted(kinds.items()))
            out.append(f"Beside the changes, findings are told for the first time: {said}.")
        return out


def diff(
    before: Map, after: Map, *, evidence_before: Mapping[str, tuple[str, ...]] | None = None,
    evidence_after: Mapping[str, tuple[str, ...]] | None = None,
) -> MapDiff:
    """What changed from one version to another.

    Parameters
    ----------
    before, after : two versions; the change log of the second explains the differences.
    evidence_before, evidence_after : ids of the evidence items on each element, where both are to be compared.

    >>> from sysmap.core.elements import Factor
    >>> old = Map(id="a", title="A", factors={"trust": Factor(id="trust", label="Trust")})
    >>> new = Map(id="b", title="B", factors={"trust": Factor(id="trust", label="Trust and rapport")},
    ...           changes={"c": Change(id="c", kind="relabel", element="trust", reason="Said so in May.")})
    >>> [c.sentence for c in diff(old, new).changes]
    ['“Trust” is now called “Trust and rapport” (trust). Why: Said so in May.']
    """
    found = [*_file(before, after), *(d for name in _COLLECTIONS for d in _elements(name, before, after))]
    if evidence_before is not None and evidence_after is not None:
        found += _evidence(evidence_before, evidence_after)
    findings = tuple(d for d in found if d.finding)
    open_ = [d for d in found if not d.finding]
    changes: list[MapChange] = []
    unmatched: list[str] = []
    versions = related(before, after)
    for entry in after.changes.values() if versions else ():
        if entry.id in before.changes:
            continue
        parts = [d for d in open_ if _covers(entry, d, after)]
        if not parts:
            unmatched.append(entry.id)
            continue
        open_ = [d for d in open_ if d not in parts]
        changes.append(_logged(entry, parts))
    changes += [_unlogged(d) for d in open_]
    gone = {_plain(before.factors[d.element].label): d.element for d in found if (d.kind, d.collection) == ("remove", "factors")}
    guesses = [(gone[_plain(after.factors[d.element].label)], d.element) for d in found
               if (d.kind, d.collection) == ("add", "factors") and _plain(after.factors[d.element].label) in gone]
    touched = {(d.collection, d.element) for d in found}
    left_out = sum(
        1 for name in _COLLECTIONS for id_, element in getattr(after, name).items()
        if id_ in getattr(before, name) and element != getattr(before, name)[id_] and (name, id_) not in touched)
    return MapDiff(before.id, after.id, tuple(changes), findings, tuple(guesses), tuple(unmatched), left_out, versions)


def related(one: Map, two: Map) -> bool:
    """Whether two maps are versions of one: by their ids, by what they say they supersede, or by a quarter of their factors.

    The quarter is of the map with fewer factors; a factor is the same by id or by label.

    >>> from sysmap.core.elements import Factor
    >>> town, sea = (Map(id=i, title=i, factors={i: Factor(id=i, label=i)}) for i in ("town", "sea"))
    >>> related(town, town), related(town, sea)
    (True, False)
    """
    if one.id == two.id or not one.factors or not two.factors:
        return True
    if any(a.version and a.version.supersedes == b.id for a, b in ((one, two), (two, one))):
        return True
    labels = {_plain(factor.label) for factor in two.factors.values()}
    shared = sum(id_ in two.factors or _plain(factor.label) in labels for id_, factor in one.factors.items())
    return shared * 4 >= min(len(one.factors), len(two.factors))


def _file(before: Map, after: Map) -> Iterator[Difference]:
    for name in _FILE:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Difference("other", "", after.id, name, old, new)


def _elements(name: str, before: Map, after: Map) -> Iterator[Difference]:
    old: Mapping[str, Any] = getattr(before, name)
    new: Mapping[str, Any] = getattr(after, name)
    for id_ in new:
        if id_ not in old:
            yield Difference("link" if name == "links" else "add", name, id_, None, None, _name(new[id_]), _name(new[id_]))
        else:
            yield from _fields(name, old[id_], new[id_])
    for id_ in old:
        if id_ not in new:
            yield Difference("unlink" if name == "links" else "remove", name, id_, None, _name(old[id_]), None, _name(old[id_]))
    common_old, common_new = [i for i in old if i in new], [i for i in new if i in old]
    if name == "layers" and common_old != common_new:
        yield Difference("move", name, after.id, "layers", ", ".join(common_old), ", ".join(common_new))


def _fields(name: str, old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, Link) and isinstance(new, Link) and (old.from_, old.to) != (new.from_, new.to):
        yield Difference("re-link", name, new.id, None, f"{old.from_} -> {old.to}",
                         f"{new.from_} -> {new.to}", _name(new))
    for spec in fields_of(type(new)):
        if spec.name in _LEFT_OUT:
            continue
        one, two = getattr(old, spec.name), getattr(new, spec.name)
        if isinstance(one, Score) or isinstance(two, Score):
            one, two = _score(one), _score(two)
        if one == two or (isinstance(one, tuple) and sorted(map(str, one)) == sorted(map(str, two))):
            continue
        standing = spec.name in ("score", "likelihood", "monitored_by") or (
            spec.name == "status" and (two in ("observed", "in-place") or not isinstance(new, Factor | Link)))
        yield Difference(_KIND.get(spec.name, "other"), name, new.id, spec.name, one, two, _name(new),
                         finding=standing and one in (None, ()))


def _score(score: Score | None) -> str | None:
    return None if score is None else score.label


def _evidence(before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]) -> Iterator[Difference]:
    for id_ in sorted({*before, *after}):
        old, new = tuple(sorted(before.get(id_, ()))), tuple(sorted(after.get(id_, ())))
        if old != new:
            yield Difference("re-evidence", "evidence", id_, "evidence", old, new, finding=not before)


def _covers(entry: Change, difference: Difference, after: Map) -> bool:
    """Whether a change-log entry is about a difference."""
    named = {*entry.elements, *((entry.element,) if entry.element else ())}
    if difference.element in named:
        return entry.field is None or difference.field in (None, entry.field)
    if not named:
        return entry.field is not None and difference.field == entry.field
    if entry.kind in ("add", "remove") and difference.kind in ("link", "unlink") and difference.element not in {
            c.element for c in after.changes.values()}:
        return bool(named & set(link_ends(difference.element) or ()))
    return False


def _logged(entry: Change, parts: list[Difference]) -> MapChange:
    only = parts[0] if len(parts) == 1 else None
    return MapChange(
        id=entry.id, kind=entry.kind, element=entry.element, field=entry.field,
        before=entry.before if entry.before is not None else _text(only.before) if only else None,
        after=entry.after if entry.after is not None else _text(only.after) if only else None,
        reason=entry.reason, evidence=entry.evidence, parts=tuple(parts), logged=True)


def _unlogged(d: Difference) -> MapChange:
    return MapChange(
        id=f"{d.element}.{d.field}" if d.field else d.element, kind=d.kind, element=d.element, field=d.field,
        before=_text(d.before), after=_text(d.after), reason=None, evidence=(), parts=(d,), logged=False)


def _change_words(change: MapChange) -> str:
    before, after = change.before or "nothing", change.after or "nothing"
    where = f" ({change.element})" if change.element else ""
    several = "" if len(change.parts) < 2 else f" in {join_words(dict.fromkeys(p.element for p in change.parts))}"
    if change.kind in ("add", "remove"):
        named = next((p.name for p in change.parts if p.element == change.element and p.name), None)
        before, after = change.before or named or "nothing", change.after or named or "nothing"
        links = [p.element for p in change.parts if p.kind in ("link", "unlink")]
        with_ = f", with {count_text(len(links), 'link')}: {join_words(links)}" if links else ""
        word = f"“{after}” was added" if change.kind == "add" else f"“{before}” was removed"
        return f"{word}{where}{with_}."
    if change.kind == "relabel":
        return f"“{before}” is now called “{after}”{where or several}."
    name = next((p.name for p in change.parts if p.element == change.element and p.name), change.element or "the file")
    name = f"“{name}”" if change.collection != "links" else name
    if change.kind == "move":
        return f"{name} moved from {before} to {after}{where}."
    if change.kind == "whose":
        return f"{name} is now about {after}; it was about {before}{where}."
    if change.kind == "link":
        return f"A link was added: {after}{where if change.element and change.element != after.replace(' ', '') else ''}."
    if change.kind == "unlink":
        return f"The link {before} was removed."
    if change.kind == "re-link":
        return f"The link {change.element} was turned from {before} to {after}."
    if change.kind == "re-sign":
        return f"The sign of {name} went from {before} to {after}."
    if change.kind == "re-score":
        return f"The score of {name} went from {before} to {after}{where}."
    if change.kind == "re-evidence":
        old, new = set(change.parts[0].before), set(change.parts[0].after)
        return (f"The evidence on {change.element} changed: {count_text(len(new - old), 'item')} came, "
                f"{count_text(len(old - new), 'item')} went.")
    if change.kind == "format":
        return f"Drawn otherwise: {after}{several}."
    field = (change.field or "it").replace("_", " ")
    whole = f" of {name}" if change.element else ""
    return f"{field.capitalize()}{whole} went from {before} to {after}{where}{several}."


def _name(element: Any) -> str:
    if isinstance(element, Link):
        return f"{element.from_} -> {element.to}"
    return str(getattr(element, "label", "") or element.id)


def _text(value: Any) -> str | None:
    if value is None or value == ():
        return None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _part(part: Difference) -> dict[str, Any]:
    out = dataclasses.asdict(part)
    del out["finding"]
    return {**out, "before": _text(part.before), "after": _text(part.after)}
