"""Versions: whether a newer theory says what changed since the one it replaces, and why."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import ALL, Finding, rule
from sysmap.core.map import Map

__all__ = ["changes_told"]


@rule(
    "W25", "Version without its changes and their reasons", "warning", about=ALL,
    why="A theory that changes without saying why looks as if it were fitted to the findings afterwards.",
    source="Mayne 2015; theories of change published in versions",
    broken="""
        version: {name: "2025", supersedes: example-2024}
        factors:
          trust: {label: Greater trust}
    """,
    passing="""
        version: {name: "2025", supersedes: example-2024}
        factors:
          trust: {label: Greater trust}
        changes:
          - {id: c1, kind: add, element: trust, reason: Participants named it as the first step}
    """,
)
def changes_told(look: Look) -> Iterator[Finding]:
    """A version that replaces another with no change entry; entries with no reason; changes with no entry.

    The last is asked only where the older version is at hand.
    """
    for change in look.map.changes.values():
        if not change.reason:
            what = shown(change.after or change.element or change.id)
            yield ("changes", change.id), f"The change log gives no reason for {what} ({change.kind}).", (
                "Say why it changed, in a sentence: `reason:`.")
    older_id = look.map.version.supersedes if look.map.version is not None else None
    if older_id is None:
        return
    if not look.map.changes:
        yield ("changes",), f"The file replaces {older_id} and does not say what changed.", (
            "List the changes, each with its reason: `changes:`.")
        return
    older = look.uses.maps.get(older_id)
    if older is not None:
        yield from _untold(look, older)


def _untold(look: Look, older: Map) -> Iterator[Finding]:
    """Differences from the older version that no entry of the change log names."""
    entries = look.map.changes.values()
    named = {change.element for change in entries if change.element is not None}
    named.update(id_ for change in entries for id_ in change.elements)
    at_large = {word for change in entries if change.element is None for word in (change.kind, change.field) if word}
    for at, kind, field, what in _differences(look, older):
        if at[1] not in named and not {kind, field} & at_large:
            yield at, f"{what} since {older.id}, and the change log does not say so.", (
                f"Add an entry: `kind: {kind}`, `element: {at[1]}`, with its reason.")


def _differences(look: Look, older: Map) -> Iterator[tuple[tuple[str, str], str, str | None, str]]:
    """(where, kind of change, field, what happened) for each difference of factors and links."""
    new = look.map
    for id_, factor in new.factors.items():
        at = ("factors", id_)
        before = older.factors.get(id_)
        if before is None:
            yield at, "add", None, f"{look.name(id_)} was added"
            continue
        if factor.label != before.label:
            yield at, "relabel", "label", f"{shown(before.label)} became {look.name(id_)}"
        if factor.layer != before.layer:
            yield at, "move", "layer", f"{look.name(id_)} moved from {before.layer} to {factor.layer}"
        if factor.status != before.status:
            yield at, "status", "status", f"{look.name(id_)} went from {_said(before.status)} to {_said(factor.status)}"
    for id_, before in older.factors.items():
        if id_ not in new.factors:
            yield ("factors", id_), "remove", None, f"{shown(before.label)} was taken out"
    fresh = new.factors.keys() - older.factors.keys()
    gone = older.factors.keys() - new.factors.keys()
    for id_, link in new.links.items():
        old_link = older.links.get(id_)
        if old_link is None:
            if link.from_ not in fresh and link.to not in fresh:
                yield ("links", id_), "link", None, f"The link {look.arrow(link)} was added"
        elif old_link.polarity != link.polarity:
            yield ("links", id_), "re-sign", "polarity", f"{look.arrow(link)} became {link.polarity}"
    for id_, link in older.links.items():
        if id_ not in new.links and link.from_ not in gone and link.to not in gone:
            yield ("links", id_), "unlink", None, f"The link {id_} was taken out"


def _said(status: str | None) -> str:
    return status or "no status"
