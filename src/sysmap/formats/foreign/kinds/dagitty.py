"""DAGitty: `dag { a -> b }`, with exposures, outcomes, unobserved variables and places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import number_of

__all__ = ["FORMAT"]

_START = re.compile(r"\s*(?:dag|pdag|mag|pag)\s*(?:\"[^\"]*\"|[\w.-]+)?\s*\{", re.IGNORECASE)
_TOKEN = re.compile(r"""(?:\s|\#[^\n]*|//[^\n]*|/\*.*?\*/)*(?:(?P<arrow><->|<-|->|--|@->|@-@|@--)|"(?P<text>(?:[^"\\]|\\.)*)"
                        |(?P<mark>[{}\[\];,=])|(?P<word>[^\s{}\[\];,="<>@-]+(?:-(?![->])[^\s{}\[\];,="<>@-]+)*|-?[\d.]+)|(?P<odd>\S))""",
                    re.VERBOSE | re.DOTALL)
_ROLES = ("exposure", "outcome", "adjusted", "latent", "unobserved", "selected")
_SCALE = 200


def _recognise(content: Content) -> str | None:
    return "a DAGitty diagram" if content.is_text and _START.match(content.start) else None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    start = _START.match(content.start)
    if not start:
        content.fail("This is no DAGitty diagram.", "It begins with dag and a brace.")
    draft = Draft("dagitty", title=content.stem)
    tokens = [(found.lastgroup or "odd", found.group(found.lastgroup or "odd"))
              for found in _TOKEN.finditer(content.text, content.text.index("{") + 1)]
    nodes: dict[str, DraftFactor] = {}
    at = depth = 0
    last = ""
    arrow = ""
    while at < len(tokens):
        kind, value = tokens[at]
        at += 1
        if kind == "mark" and value == "{":
            depth += 1
        elif kind == "mark" and value == "}":
            depth -= 1
            if depth < 0:
                break
        elif kind == "mark" and value == "[":
            data = []
            while at < len(tokens) and tokens[at] != ("mark", "]"):
                data.append(tokens[at])
                at += 1
            at += 1
            if last in nodes and not (at < len(tokens) and arrow):
                _about(nodes[last], data)
            elif draft.links:
                draft.links[-1].raw |= {"attributes": " ".join(value for _, value in data)}
        elif kind == "arrow":
            if not last:
                content.fail("An arrow begins at nothing.", "Copy the whole model code again.")
            arrow = value
        elif kind in ("word", "text"):
            if tokens[at:at + 1] == [("mark", "=")]:
                at += 2
                continue
            if value not in nodes:
                nodes[value] = DraftFactor(value, value)
                draft.factors.append(nodes[value])
            if arrow:
                draft.links.append(_link(last, value, arrow))
                arrow = ""
            last = value
        elif kind == "odd":
            content.fail(f"The diagram has a fault near “{value}”.", "Copy the whole model code again.")
    if depth >= 0 or arrow:
        content.fail("The diagram breaks off.", "Copy the whole model code again.")
    both = [f"{link.from_} <-> {link.to}" for link in draft.links if link.raw.get("arrow") == "<->"]
    if both:
        draft.say("guessed", "direction", "Arrows with two heads stand for a common cause that is not drawn; they were kept as "
                                          "associations.", both)
    return draft


def _link(start: str, end: str, arrow: str) -> DraftLink:
    if arrow == "<-":
        start, end = end, start
    link = DraftLink(start, end, direction="directed" if arrow in ("->", "<-") else "none")
    if arrow not in ("->", "<-"):
        link.raw["arrow"] = arrow
    return link


def _about(one: DraftFactor, data: Sequence[tuple[str, str]]) -> None:
    at = 0
    while at < len(data):
        kind, value = data[at]
        if kind in ("word", "text") and data[at + 1:at + 2] == [("mark", "=")] and at + 2 < len(data):
            said = data[at + 2][1]
            at += 3
            if value == "pos":
                place = [number_of(part) for part in said.split(",")]
                if len(place) == 2 and place[0] is not None and place[1] is not None:
                    one.position = (place[0] * _SCALE, place[1] * _SCALE)
            else:
                one.raw[value] = said
            continue
        if kind == "word" and value in _ROLES:
            one.fields["dagitty role"] = value
        at += 1


def _write(draft: Draft) -> bytes:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for one in draft.factors:
        label = one.label.replace('"', "'").replace("\\", "/")
        while label in taken:
            label += " 2"
        taken.add(label)
        names[one.key] = f'"{label}"'
    out = ["dag {"]
    for one in draft.factors:
        data = [str(one.fields["dagitty role"])] if one.fields.get("dagitty role") in _ROLES else []
        if one.position is not None:
            data.append(f'pos="{one.position[0] / _SCALE:.4f},{one.position[1] / _SCALE:.4f}"')
        out.append(names[one.key] + (f" [{','.join(data)}]" if data else ""))
    for link in draft.links:
        if link.from_ in names and link.to in names:
            arrow = str(link.raw.get("arrow", "--")) if link.direction == "none" else "->"
            out.append(f"{names[link.from_]} {arrow} {names[link.to]}")
            if link.direction == "mutual":
                out.append(f"{names[link.to]} -> {names[link.from_]}")
    return "\n".join([*out, "}", ""]).encode()


FORMAT = Format(
    "dagitty", "DAGitty", (".dagitty", ".dag"), _recognise, _read, _write, rank=3,
    kept="Variables with their role, arrows, places.",
    guessed="Arrows with two heads and lines without one are associations.",
    lost="In DAGitty: signs, strengths and notes; two variables may not have one name.")
