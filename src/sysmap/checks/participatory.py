"""The factors of a systems map: what it is about, islands, causes with no story, dead ends, feedback."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.analysis.components import strong_components
from sysmap.checks.context import Look
from sysmap.checks.rule import Finding, rule
from sysmap.core.sentences import count_text, list_text, share_text

__all__ = ["dead_ends", "defined", "feedback", "focal", "islands", "sources_told"]

_PSM = "Barbrook-Johnson and Penn 2022, Systems Mapping, ch. 5"
_GUIDE = "Penn and Barbrook-Johnson, Participatory systems mapping: a practical guide (CECAN)"

_TWO = """
    factors:
      trust: {label: Trust}
      sharing: {label: Sharing of records}
"""
_THREE = _TWO + """
      quality: {label: Quality of care}
"""


@rule(
    "M01", "No focal factor", "warning", about=("map",),
    why="The focal factor is what everything on the map was asked about; without it nobody knows what the map is of.",
    source=_PSM,
    broken=_TWO,
    passing="""
        factors:
          trust: {label: Trust, focal: true}
          sharing: {label: Sharing of records}
    """,
)
def focal(look: Look) -> Iterator[Finding]:
    """A map with factors, none of them focal."""
    if look.factors and not any(f.focal for f in look.factors):
        yield ("factors",), "No factor is marked as the one the map is about.", (
            "Mark the outcome or function it was drawn around: `focal: true`; several may be.")


@rule(
    "M07", "Factors without a definition", "note", about=("map",),
    why="A year on, and to those who were not in the room, a short label means something else.",
    source=_PSM,
    broken=_TWO,
    passing="""
        factors:
          trust: {label: Trust, definition: How far partners rely on what the others say}
          sharing: {label: Sharing of records, definition: Share of records that partners can see}
    """,
)
def defined(look: Look) -> Iterator[Finding]:
    """Factors with neither a definition nor a note that defines them; one finding for all."""
    missing = [f for f in look.factors if not f.definition and not any(n.kind == "definition" for n in f.notes)]
    if missing:
        yield ("factors", missing[0].id), (
            f"{share_text(len(missing), len(look.factors), 'factor')} no definition: {look.named(missing)}."), (
            "Ask the group what exactly is meant and write it down in a sentence: `definition:`.")


@rule(
    "M12", "Islands", "warning", about=("map", "process"),
    why="What is joined to nothing plays no part in any answer the map gives.",
    source=_GUIDE + ", checking the connections",
    broken=_THREE + """
    links:
      - {from: trust, to: sharing}
    """,
    passing=_THREE + """
    links:
      - {from: trust, to: sharing}
      - {from: sharing, to: quality}
    """,
)
def islands(look: Look) -> Iterator[Finding]:
    """Factors joined to nothing; in a systems map also parts that no link joins, told once. Associations count."""
    if len(look.factors) < 2:
        return
    parts = _parts(look)
    for part in parts:
        if len(part) == 1:
            yield ("factors", part[0]), f"{look.name(part[0])} is joined to nothing.", (
                "Ask what affects it and what it affects, or park it as a note.")
    parts = [part for part in parts if len(part) > 1]
    if len(parts) > 1 and look.map.kind == "map":
        heads = list_text([f"{look.name(part[0])} with {count_text(len(part) - 1, 'more', 'more')}" for part in parts[:6]], 6,
                       len(parts))
        yield ("links",), f"The map falls into {len(parts):,} parts that no link joins: {heads}.", (
            "Ask what leads from one part to another.")


def _parts(look: Look) -> list[list[str]]:
    """The connected parts, with layers as go-betweens for group links; each in the map's order."""
    joined: dict[str, list[str]] = {f.id: [] for f in look.factors}
    for link in look.all_links:
        for end, other in ((link.from_, link.to), (link.to, link.from_)):
            joined.setdefault(end, []).append(other)
    for layer, members in look.members.items():
        if layer in joined:
            for member in members:
                joined[member].append(layer)
                joined[layer].append(member)
    order = {f.id: i for i, f in enumerate(look.factors)}
    seen: set[str] = set()
    parts = []
    for factor in look.factors:
        if factor.id in seen:
            continue
        part = [factor.id]
        seen.add(factor.id)
        for here in part:
            for there in joined[here]:
                if there not in seen:
                    seen.add(there)
                    part.append(there)
        parts.append(sorted((id_ for id_ in part if id_ in order), key=order.__getitem__))
    return parts


@rule(
    "M13", "Cause with no story", "note", about=("map",),
    why="A factor that nothing influences is either outside the system or not yet thought through.",
    source=_GUIDE + ", checking the connections",
    broken=_TWO + """
    links:
      - {from: trust, to: sharing}
    """,
    passing="""
        factors:
          trust: {label: Trust, definition: How far partners rely on what the others say}
          sharing: {label: Sharing of records}
        links:
          - {from: trust, to: sharing}
    """,
)
def sources_told(look: Look) -> Iterator[Finding]:
    """Factors that influence and are influenced by nothing, with no definition or note and not marked as outside."""
    ends, starts = _ended(look)
    for factor in look.factors:
        outside = factor.control == "none" or look.stage_of(factor.id) in ("context", "risk", "input", "activity")
        if factor.id in starts and factor.id not in ends and not (factor.definition or factor.notes or outside):
            yield ("factors", factor.id), f"Nothing influences {look.name(factor.id)}, and nothing is said about it.", (
                "Ask what moves it; if it comes from outside, say `control: none` or `role: context`.")


@rule(
    "M14", "Dead end", "note", about=("map",),
    why="In most systems an effect has effects; a dead end that the map is not about is often a question nobody asked.",
    source=_GUIDE + ", checking the connections",
    broken=_TWO + """
    links:
      - {from: trust, to: sharing}
    """,
    passing="""
        factors:
          trust: {label: Trust}
          sharing: {label: Sharing of records, focal: true}
        links:
          - {from: trust, to: sharing}
    """,
)
def dead_ends(look: Look) -> Iterator[Finding]:
    """Factors that are influenced and influence nothing, and are neither focal nor an outcome."""
    ends, starts = _ended(look)
    for factor in look.factors:
        meant = factor.focal or look.stage_of(factor.id) in ("outcome", "impact")
        if factor.id in ends and factor.id not in starts and not meant:
            yield ("factors", factor.id), f"{look.name(factor.id)} influences nothing.", (
                "Ask “and what does that lead to?” If the map ends there on purpose, mark it `focal: true`.")


def _ended(look: Look) -> tuple[set[str], set[str]]:
    """Factors that links lead to, and factors that links lead from."""
    written = {link.to for link in look.links}, {link.from_ for link in look.links}
    ends, starts = ({id_ for end in side for id_ in look.members.get(end, (end,))} for side in written)
    return ends, starts


@rule(
    "M15", "No feedback anywhere", "note", about=("map",),
    why="A systems map without a single loop is a list of causes; feedback is what makes a system surprising.",
    source=_PSM,
    broken=_THREE + """
    links:
      - {from: trust, to: sharing}
      - {from: sharing, to: quality}
    """,
    passing=_THREE + """
    links:
      - {from: trust, to: sharing}
      - {from: sharing, to: quality}
      - {from: quality, to: trust}
    """,
)
def feedback(look: Look) -> Iterator[Finding]:
    """A map with at least two links and no loop."""
    if len(look.links) > 1 and not _has_loop(look):
        yield ("links",), "No factor of the map acts back on itself by way of others.", (
            "Go to the last effects and ask whether they change anything at the start.")


def _has_loop(look: Look) -> bool:
    """Whether any factor acts back on itself; taking away, again and again, what has no cause leaves only loops."""
    if len(look.plain_links) < len(look.links):
        return not look.whole_graph or any(len(group) > 1 for group in strong_components(look.graph))
    effects: dict[str, list[str]] = {}
    causes: dict[str, int] = {}
    for link in look.links:
        effects.setdefault(link.from_, []).append(link.to)
        causes[link.to] = causes.get(link.to, 0) + 1
    free = [id_ for id_ in effects if id_ not in causes]
    for here in free:
        for there in effects.get(here, ()):
            causes[there] -= 1
            if not causes[there]:
                free.append(there)
    return any(causes.values())
