"""Containers that hold each other, and points that only join links."""

from __future__ import annotations

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.plain_text import label_text
from sysmap.formats.foreign.signs import SignTable

__all__ = ["container_names", "containers", "without_junctions"]

_MOST = 400


def containers(draft: Draft) -> dict[str, str]:
    """The containers of a draft: by key the label, with those of the containers around it before it.

    A container that lies in itself by way of others stands at the top. One that links lead to is a factor as well.
    """
    groups = {group.key for group in draft.groups}
    names, circles = container_names(draft)
    if circles:
        draft.say("dropped", "container", f"{count_text(len(circles), 'container')} inside itself by way of others, put at the top now.",
                  circles)
    factors = {factor.key for factor in draft.factors}
    ends = {end for link in draft.links for end in (link.from_, link.to)} - factors
    linked = [group for group in draft.groups if group.key in ends]
    for group in linked:
        draft.factors.append(DraftFactor(group.key, group.label, parent=group.parent if group.parent in groups else ""))
    if linked:
        draft.say("guessed", "container", f"{count_text(len(linked), 'container')} with links of its own: a factor as well.",
                  [label_text(group.label) for group in linked])
    named = [name for name in names.values() if name]
    if named:
        draft.say("kept", "container", f"{count_text(len(named), 'container')}, as the theme of what lies in it.", named)
    return names


def container_names(draft: Draft) -> tuple[dict[str, str], list[str]]:
    """By key the label of each container behind those around it, and the labels of those that lie in themselves."""
    groups = {group.key: group for group in draft.groups}
    names: dict[str, str] = {}
    circles = []
    for key in groups:
        chain: list[str] = []
        at = key
        while at in groups and at not in chain and len(chain) < 50:
            chain.append(at)
            at = groups[at].parent
        if at in chain:
            circles.append(label_text(groups[key].label) or key)
            chain = [key]
        names[key] = " / ".join(filter(None, (label_text(groups[one].label) for one in reversed(chain))))
    return names, circles


def without_junctions(draft: Draft) -> None:
    """Join the links that meet at an invisible point without a name, and take the point out."""
    points = {one.key for one in draft.factors if one.junction and not label_text(one.label)}
    if not points:
        return
    into: dict[str, list[DraftLink]] = {}
    out: dict[str, list[DraftLink]] = {}
    for link in draft.links:
        if link.from_ in points:
            out.setdefault(link.from_, []).append(link)
        if link.to in points:
            into.setdefault(link.to, []).append(link)
    simple = {key for key in points if into.get(key) and out.get(key) and len(into[key]) * len(out[key]) <= _MOST
              and not any(link.from_ in points for link in into[key]) and not any(link.to in points for link in out[key])}
    if not simple:
        return
    table = SignTable()
    draft.factors = [one for one in draft.factors if one.key not in simple]
    kept = [link for link in draft.links if link.from_ not in simple and link.to not in simple]
    for key in points:
        if key in simple:
            kept += [_joined(first, second, table) for first in into[key] for second in out[key]]
    draft.links = kept
    draft.say("guessed", "junction", f"{count_text(len(simple), 'invisible point')} between links; the links were joined.")


def _joined(first: DraftLink, second: DraftLink, table: SignTable) -> DraftLink:
    signs = [table.read(link.sign).polarity for link in (first, second)]
    if "unknown" in signs:
        sign = next((link.sign for link, said in zip((first, second), signs, strict=True) if said != "unknown"), None)
    else:
        sign = "mixed" if "mixed" in signs else "positive" if signs[0] == signs[1] else "negative"
    said = second if second.label or second.note or second.fields else first
    return DraftLink(first.from_, second.to, key=first.key or second.key, sign=sign, weight=said.weight, style=said.style or first.style,
                     colour=said.colour, line=said.line, label=said.label, note=said.note, why=said.why, fields=said.fields,
                     raw=said.raw, delay=first.delay or second.delay)
