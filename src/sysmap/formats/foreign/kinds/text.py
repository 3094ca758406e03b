"""Text as people type it: a line a link, an indented outline, or a block copied from a spreadsheet.

- `Fares -> Riders - strong "They drive"`: the sign (+ - ± ?), then how strongly, then why, each if it is known. Chains go on:
  `Fares -> Riders - -> Income +`.
- An outline: what stands further in leads to what it stands under, as the causes in a problem tree; a line that begins with
  `->` turns that round.
- A block from a spreadsheet: from, to, sign, why in columns.
- A line by itself is a factor; `#` begins a remark, and the first one is the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import SignTable, strength_of

__all__ = ["FORMAT", "TYPED", "draft_of_text"]

TYPED = "typed"
"""The name of what comes from a keyboard or a pipe."""

_ARROW = re.compile(r"\s*(<->|<-{1,2}(?=\s)|-{1,2}>|={1,2}>|→|⟶|⇒|←|↔)\s*")
_WHY = re.compile(r"\s*(?:[\"“](?P<quoted>[^\"“”]*)[\"”]|(?:,\s*)?\bbecause\s+(?P<because>.+))\s*\Z", re.IGNORECASE)
_SAID = re.compile(r"""\s+(?:\(\s*|\[\s*)?(?P<sign>\+\+?|--?|−|±|\+/-|\?|\+ve|-ve|positive|negative|mixed)(?:\s*\)|\s*\])?
                       (?:\s+(?P<strength>weak|medium|moderate|strong))?
                       (?:\s+(?P<delay>(?:(?:short|medium|long)\s+)?delay(?:ed)?|\|\|))?\s*\Z""", re.VERBOSE | re.IGNORECASE)
_BULLET = re.compile(r"[-*•–]\s+")
_MOST_LINES = 50_000


def _recognise(content: Content) -> str | None:
    if not content.is_text or content.root[0] or content.start.startswith(("{", "[")):
        return None
    lines = [line for line in content.text[:100_000].splitlines() if line.strip() and not line.lstrip().startswith("#")][:200]
    arrows = sum(_ARROW.search(line) is not None for line in lines)
    if lines and arrows >= 0.6 * len(lines):
        return "text with a link on each line"
    if len(lines) > 1 and any(line[:1] in " \t" for line in lines) and not any(re.search(r":\s|:\Z|[.!?]\s", line) for line in lines):
        return "an indented outline"
    if lines and (content.name == TYPED or content.ending == ".outline"):
        return "text"
    return None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    if content.text.count("\n") > _MOST_LINES:
        content.too_large("lines")
    draft = draft_of_text(content.text)
    draft.title = draft.title or ("" if content.name == TYPED else content.stem)
    if not draft.factors and not draft.links:
        content.fail("There is no factor in the text.", "Write lines such as: Fares -> Riders - \"why\".", "F75")
    return draft


def draft_of_text(text: str) -> Draft:
    """What a typed text says.

    >>> draft = draft_of_text('Fares -> Riders - strong "They drive"')
    >>> link = draft.links[0]
    >>> link.from_, link.to, link.sign, link.strength, link.why
    ('Fares', 'Riders', '-', 'strong', 'They drive')
    """
    draft = Draft("text", keys_are_labels=True, ends_make_factors=True)
    known: set[str] = set()
    stack: list[tuple[int, str]] = []
    nested = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip():
            continue
        bare = line.strip()
        if bare.startswith("#"):
            if not draft.title and not draft.links:
                draft.title = bare.lstrip("# ").strip()
            continue
        if "\t" in line.strip() and not _ARROW.search(line):
            _row(draft, known, [cell.strip() for cell in line.split("\t")])
            continue
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        bullet = _BULLET.match(bare)
        if bullet:
            bare = bare[bullet.end():]
        forwards = _ARROW.match(bare)
        if _ARROW.search(bare) and not forwards:
            _chain(draft, known, bare)
            continue
        turned = forwards is not None and forwards.group(1) not in ("<-", "<--", "←")
        if forwards:
            bare = bare[forwards.end():]
        label, said = _end(bare)
        if not label:
            continue
        while stack and stack[-1][0] >= indent:
            stack.pop()
        _factor(draft, known, label)
        if stack:
            nested += 1
            parent = stack[-1][1]
            draft.links.append(_link(parent, label, said) if turned else _link(label, parent, said))
        stack.append((indent, label))
    if nested:
        draft.say("guessed", "outline", f"{count_text(nested, 'link')} from the outline: what stands further in leads to what it stands "
                                        "under.")
    return draft


def _chain(draft: Draft, known: set[str], text: str) -> None:
    """The links of one line: ends and arrows in turn; what is said behind an end belongs to the link that leads there."""
    why = ""
    found = _WHY.search(text)
    if found:
        why = (found.group("quoted") or found.group("because") or "").strip()
        text = text[:found.start()]
    pieces = _ARROW.split(text)
    last = ""
    for at in range(0, len(pieces), 2):
        label, said = _end(pieces[at])
        if not label:
            last = ""
            continue
        _factor(draft, known, label)
        if at and last:
            arrow = pieces[at - 1]
            back = arrow in ("<-", "<--", "←")
            link = _link(label, last, said) if back else _link(last, label, said)
            link.direction = "mutual" if arrow in ("<->", "↔") else "directed"
            link.why = link.why or (why if at == len(pieces) - 1 else "")
            draft.links.append(link)
        last = label


def _end(text: str) -> tuple[str, dict[str, str]]:
    """A label, and what is said behind it of the link that leads there."""
    said: dict[str, str] = {}
    found = _WHY.search(text)
    if found and text[:found.start()].strip():
        said["why"] = (found.group("quoted") or found.group("because") or "").strip()
        text = text[:found.start()]
    found = _SAID.search(text)
    if found and text[:found.start()].strip():
        said |= {name: value for name, value in found.groupdict().items() if value}
        text = text[:found.start()]
    return text.strip().strip("\"“”").rstrip(",;").strip(), said


def _link(start: str, end: str, said: dict[str, str]) -> DraftLink:
    delay = said.get("delay", "")
    length = delay.split()[0].lower() if " " in delay else ""
    return DraftLink(start, end, sign=said.get("sign"), strength=said.get("strength"), why=said.get("why", ""),
                     delay=length or (True if delay else None))


def _row(draft: Draft, known: set[str], cells: list[str]) -> None:
    start, end, *rest = cells
    _factor(draft, known, start)
    if not end:
        return
    _factor(draft, known, end)
    link = DraftLink(start, end)
    table = SignTable()
    for cell in rest:
        if cell and link.sign is None and (table.read(cell).how != "none" or cell == "?"):
            link.sign = cell
        elif cell and link.strength is None and strength_of(cell):
            link.strength = cell
        elif cell and not link.why:
            link.why = cell
    draft.links.append(link)


def _factor(draft: Draft, known: set[str], label: str) -> None:
    if label and label not in known:
        known.add(label)
        draft.factors.append(DraftFactor(label, label))


def _write(draft: Draft) -> bytes:
    label = {one.key: " ".join(one.label.split()) for one in draft.factors}
    table = SignTable()
    joined = {end for link in draft.links for end in (link.from_, link.to)}
    out = [f"# {draft.title}"] if draft.title else []
    out += [label[one.key] for one in draft.factors if one.key not in joined]
    for link in draft.links:
        if link.from_ not in label or link.to not in label:
            continue
        arrow = {"mutual": "<->"}.get(link.direction, "->")
        sign = {"positive": " +", "negative": " -", "mixed": " ±"}.get(table.read(link.sign).polarity, " ?")
        strength = f" {link.strength}" if strength_of(link.strength) else ""
        delay = f" {link.delay} delay" if link.delay in ("short", "medium", "long") else ""
        why = " ".join(link.why.replace('"', "'").split())
        out.append(f"{label[link.from_]} {arrow} {label[link.to]}{sign}{strength}{delay}" + (f' "{why}"' if why else ""))
    return "\n".join([*out, ""]).encode()


FORMAT = Format(
    "text", "lines of text", (".outline", ".txt"), _recognise, _read, _write, rank=9,
    kept="Links with sign, strength, delay and reason, factors, the title.",
    guessed="In an outline: what stands further in leads to what it stands under.",
    lost="Everything else of a map.")
