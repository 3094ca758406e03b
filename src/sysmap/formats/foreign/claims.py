"""Coded passages of another tool as a register of evidence: one item a claim, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core.elements import Cite, Note
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.library import Source, Sources
from sysmap.core.map import Map
from sysmap.core.record import is_slug
from sysmap.core.sentences import count_text
from sysmap.formats.foreign.draft import Draft
from sysmap.formats.foreign.ids import FreeIds, slug_of
from sysmap.formats.foreign.plain_text import label_text, note_text
from sysmap.formats.foreign.values import kept_value

__all__ = ["registers_of"]


def registers_of(draft: Draft, made: Map, ids: Mapping[str, str]) -> tuple[Evidence | None, Sources | None]:
    """The register of a draft's claims, and the register of the sources they come from.

    Each claim bears on the link between its two factors and supports it: the person said so. How strong that is, nobody has
    judged yet, so strength stays unset.
    """
    if not draft.claims:
        return None, None
    source_ids, sources = _sources(draft)
    by_pair: dict[tuple[str, str], str] = {}
    for link in made.links.values():
        by_pair.setdefault((link.from_, link.to), link.id)
    taken = FreeIds()
    items: dict[str, Item] = {}
    quoted = homeless = selves = 0
    for number, one in enumerate(draft.claims, 1):
        start, end = ids.get(one.from_), ids.get(one.to)
        about = by_pair.get((start or "", end or ""))
        if start is not None and start == end:
            selves += 1
            continue
        if about is None or start is None or end is None:
            homeless += 1
            continue
        id_ = taken.take(one.key if is_slug(one.key) else f"c-{slug_of(one.key, 'claim')}" if one.key else f"claim-{number}")
        quote = note_text(one.quote)
        quoted += bool(quote)
        at = label_text(one.at) or None
        cite = (Cite(source=source_ids[one.source], at=at),) if one.source in source_ids else ()
        note = note_text(one.note)
        fields = {title: value for title, value in one.fields.items() if value not in (None, "")}
        x: dict[str, Any] = dict(fields)
        if one.key and one.key != id_:
            x[draft.format] = {"id": one.key}
        items[id_] = Item(
            id=id_, kind="observed", quote=quote or None, cite=cite, notes=(Note(text=note),) if note else (),
            statement=f"{made.factors[start].label} influences {made.factors[end].label}.",
            bears_on=(Bearing(element=about, direction="supports"),), x=kept_value(x) if x else {})
    draft.say("kept", "claim", f"{count_text(len(items), 'claim')}, each an item of evidence on its link; how strong it is, nobody has "
                               "judged yet.")
    if quoted:
        draft.say("kept", "quote", f"{count_text(quoted, 'quotation')}; the file does not say whether people agreed to be quoted "
                                   "(`permission`).")
    if selves:
        draft.say("dropped", "claim", f"{count_text(selves, 'claim')} by which a factor influences itself.")
    if homeless:
        draft.say("dropped", "claim", f"{count_text(homeless, 'claim')} without a factor at one end.")
    evidence = Evidence(id=f"{made.id[:50]}-claims".replace("--", "-"), title=f"Claims of {made.title}", items=items)
    found = Sources(id=f"{made.id[:50]}-sources".replace("--", "-"), title=f"Sources of {made.title}", sources=sources)
    return evidence, found if sources else None


def _sources(draft: Draft) -> tuple[dict[str, str], dict[str, Source]]:
    taken = FreeIds()
    names: dict[str, str] = {}
    sources: dict[str, Source] = {}
    declared = {one.key: one for one in draft.sources}
    for key in dict.fromkeys([*declared, *(claim.source for claim in draft.claims if claim.source)]):
        one = declared.get(key)
        label = label_text(one.label if one and one.label else key) or key
        id_ = taken.take(key if is_slug(key) else slug_of(label, "source"))
        names[key] = id_
        x = dict(one.fields) if one else {}
        if key != id_:
            x[draft.format] = {"id": key}
        sources[id_] = Source(id=id_, label=label, x=kept_value(x) if x else {})
    return names, sources
