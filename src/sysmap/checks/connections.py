"""The connections of a systems map: their reasons and signs, chains that say the same, named loops."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import Finding, rule
from sysmap.core.elements import Link
from sysmap.core.sentences import count_text, list_text, share_text, voice_texts
from sysmap.core.voices import is_contested, sign_word

__all__ = ["contested", "direct", "loop_kind", "opposite_signs", "rationale", "signs_said"]

_PSM = "Barbrook-Johnson and Penn 2022, Systems Mapping, ch. 5"
_GUIDE = "Penn and Barbrook-Johnson, Participatory systems mapping: a practical guide (CECAN)"
_STEPS = 500_000

_TWO = """
    factors:
      trust: {label: Trust}
      sharing: {label: Sharing of records}
"""
_THREE = _TWO + """
      quality: {label: Quality of care}
"""


@rule(
    "M09", "Link without a reason", "warning", about=("map",),
    why="An arrow without the reason people gave cannot be checked, defended or corrected by anybody else.",
    source=_PSM,
    broken=_TWO + """
    links:
      - {from: trust, to: sharing, polarity: positive}
    """,
    passing=_TWO + """
    links:
      - {from: trust, to: sharing, polarity: positive, why: Those who trust each other share more}
    """,
)
def rationale(look: Look) -> Iterator[Finding]:
    """Influences with no `why`."""
    for link in look.links:
        if not link.why:
            yield ("links", link.id), f"Nobody has said why {look.arrow(link)}.", (
                "Ask for the reason before the session closes: `why:`, a sentence.")


@rule(
    "M10", "Links without a sign", "note", about=("map",),
    why="A link that is neither positive nor negative makes every answer along it say “unknown”.",
    source=_PSM,
    broken=_TWO + """
    links:
      - {from: trust, to: sharing}
    """,
    passing=_TWO + """
    links:
      - {from: trust, to: sharing, polarity: mixed}
    """,
)
def signs_said(look: Look) -> Iterator[Finding]:
    """Influences of unknown polarity; one finding for all. Those about which people disagree are another thing (M18)."""
    missing = [link for link in look.links if sign_word(link) == "unknown"]
    if missing:
        names = list_text([look.arrow(link) for link in missing[:4]], 4, len(missing))
        yield ("links", missing[0].id), f"{share_text(len(missing), len(look.links), 'link')} no sign: {names}.", (
            "Ask: more of the one, more or less of the other? If it depends, say `polarity: mixed`.")


@rule(
    "M18", "Contested link", "note", about=("map", "theory", "process"),
    why="A disagreement is a finding. It is lost when one voice stands for all, and it is not the same as “it depends”.",
    source=_PSM,
    broken=_TWO + """
    links:
      - from: trust
        to: sharing
        voices: [{by: nurses, polarity: positive}, {by: managers, polarity: negative}]
    """,
    passing=_TWO + """
    links:
      - from: trust
        to: sharing
        polarity: positive
        confidence: agreed
        voices: [{by: nurses, polarity: positive}, {by: managers, polarity: negative}]
    """,
)
def contested(look: Look) -> Iterator[Finding]:
    """Links about which people disagree, with what each voice says."""
    for link in look.links:
        if is_contested(link):
            said = "; ".join(voice_texts(link))
            yield ("links", link.id), f"People disagree about {look.arrow(link)}{f' ({said})' if said else ''}.", (
                "Talk it over and say what you agree on (`polarity:`, `confidence: agreed`), say `polarity: mixed` if it depends, or leave "
                "it contested.")


@rule(
    "M11", "Link that may only repeat a chain", "note", about=("map",),
    why="A link that only sums up a chain already drawn counts the same influence twice.",
    source=_GUIDE + ", checking the connections",
    broken=_THREE + """
    links:
      - {from: trust, to: sharing, polarity: positive}
      - {from: sharing, to: quality, polarity: positive}
      - {from: trust, to: quality, polarity: positive}
    """,
    passing=_THREE + """
    links:
      - {from: trust, to: sharing, polarity: positive}
      - {from: sharing, to: quality, polarity: positive}
      - {from: trust, to: quality, polarity: positive, still_direct: true}
    """,
)
def direct(look: Look) -> Iterator[Finding]:
    """Links beside a chain of two links between the same factors, unless people confirmed that they are direct.

    A chain whose signs are known and make the opposite of the link's own is another influence and does not count. On
    dense maps the search stops after a bounded number of steps.
    """
    out: dict[str, dict[str, Link]] = {}
    into: dict[str, dict[str, Link]] = {}
    for link in look.plain_links:
        out.setdefault(link.from_, {}).setdefault(link.to, link)
        into.setdefault(link.to, {}).setdefault(link.from_, link)
    left = _STEPS
    for link in look.plain_links:
        if link.still_direct or link.kind == "feedback":
            continue
        ways, ends = out.get(link.from_, {}), into.get(link.to, {})
        few, many = (ways, ends) if len(ways) <= len(ends) else (ends, ways)
        left -= len(few)
        between = [id_ for id_ in few if id_ in many and id_ not in (link.from_, link.to)
                   and _agree(link, ways[id_], ends[id_])]
        if between:
            chains = look.named(between, 3)
            yield ("links", link.id), f"{look.arrow(link)} is drawn directly and also by way of {chains}.", (
                "Ask “is it still direct?” If so, `still_direct: true`; if not, remove the link.")
        if left < 0:
            yield ("links",), "The map is too dense to compare every link with the chains beside it.", (
                "Look at its densest part by itself.")
            return


def _agree(link: Link, first: Link, second: Link) -> bool:
    signs = {"positive": 1, "negative": -1}
    chain = signs.get(first.polarity, 0) * signs.get(second.polarity, 0)
    return chain * signs.get(link.polarity, 0) >= 0


@rule(
    "M16", "Two links between the same factors with opposite signs", "warning", about=("map", "theory"),
    why="Opposite signs side by side cancel out in every answer unless it is said when each of them holds.",
    source=_PSM,
    broken=_TWO + """
    links:
      - {id: yes-if, from: trust, to: sharing, polarity: positive}
      - {id: no-if, from: trust, to: sharing, polarity: negative}
    """,
    passing=_TWO + """
    links:
      - {id: yes-if, from: trust, to: sharing, polarity: positive, why: "In calm times, openness grows"}
      - {id: no-if, from: trust, to: sharing, polarity: negative, why: "Under pressure, a word is enough"}
    """,
)
def opposite_signs(look: Look) -> Iterator[Finding]:
    """Parallel links of opposite sign, at least one without a reason or condition."""
    parallel: dict[tuple[str, str], list[Link]] = {}
    for link in look.links:
        if link.polarity in ("positive", "negative"):
            parallel.setdefault((link.from_, link.to), []).append(link)
    for links in parallel.values():
        if len({link.polarity for link in links}) > 1 and not all(link.why or link.conditions for link in links):
            yield ("links", links[1].id), f"{look.arrow(links[0])} is said to be both positive and negative.", (
                "Say for each when it holds (`why:` or `conditions:`), or keep one link with `polarity: mixed`.")


@rule(
    "M17", "Named loop that its links contradict", "warning", about=("map", "theory"),
    why="A loop called reinforcing that the signs make balancing tells people to expect the wrong thing.",
    source="Sterman 2000, Business Dynamics, ch. 5 (a loop with an odd number of negative links balances)",
    broken=_TWO + """
    links:
      - {from: trust, to: sharing, polarity: positive}
      - {from: sharing, to: trust, polarity: negative}
    loops:
      spiral: {label: Spiral of trust, factors: [trust, sharing], kind: reinforcing}
    """,
    passing=_TWO + """
    links:
      - {from: trust, to: sharing, polarity: positive}
      - {from: sharing, to: trust, polarity: positive}
    loops:
      spiral: {label: Spiral of trust, factors: [trust, sharing], kind: reinforcing}
    """,
)
def loop_kind(look: Look) -> Iterator[Finding]:
    """Loops named reinforcing or balancing whose links all have one known sign that makes the other kind."""
    if not any(loop.kind for loop in look.map.loops.values()):
        return
    signs: dict[tuple[str, str], set[str]] = {}
    for link in look.plain_links:
        signs.setdefault((link.from_, link.to), set()).add(link.polarity)
    for loop in look.map.loops.values():
        if loop.kind not in ("reinforcing", "balancing") or len(loop.factors) < 2:
            continue
        pairs = zip(loop.factors, (*loop.factors[1:], loop.factors[0]), strict=True)
        steps = [signs.get(pair, set()) for pair in pairs]
        if all(step in ({"positive"}, {"negative"}) for step in steps):
            negative = sum(step == {"negative"} for step in steps)
            kind = "balancing" if negative % 2 else "reinforcing"
            if kind != loop.kind:
                yield ("loops", loop.id, "kind"), (
                    f"The loop {shown(loop.label)} is called {loop.kind}, but with {count_text(negative, 'negative link')} "
                    f"it is {kind}."), "Check the signs of its links with the group, then the name of the loop."
