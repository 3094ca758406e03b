"""Mermaid flowcharts: `graph LR`, boxes in brackets, arrows with a text."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftGroup, DraftLink
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import SignTable

__all__ = ["FORMAT"]

_START = re.compile(r"(?:\s|```\s*mermaid\s*\n|---\n.*?\n---\n|%%[^\n]*\n)*(?:graph|flowchart)(?:-elk)?(?:[ \t]+(?:TB|TD|BT|RL|LR))?\s*[;\n]",
                    re.DOTALL)
_NODE = re.compile(r"""\s*(?P<id>[^\s\[\](){}<>|&;"'=.-]+(?:[.-](?![-.>])[^\s\[\](){}<>|&;"'=.-]+)*)
                       (?P<box>\(\(\(|\(\(|\(\[|\[\[|\[\(|\[/|\[\\|\{\{|[\[({>])?""", re.VERBOSE)
_CLOSING = {"(((": ")))", "((": "))", "([": "])", "[[": "]]", "[(": ")]", "[/": "/]", "[\\": "\\]", "{{": "}}", "[": "]", "(": ")",
            "{": "}", ">": "]"}
_ESCAPE = re.compile(r"#\w{1,8};\Z")
_ARROW = re.compile(r"""\s*(?:(?P<tail>[<ox])?(?P<open>--|==|-\.)(?=\s*[^->=.\s|])\s*(?P<text>[^|\n]*?)\s*
                        (?P<close>-{2,}>?|={2,}>?|\.+-+>?|-{2,}[xo])
                        |(?P<tail2>[<ox])?(?P<line>-{2,}|={2,}|-\.+-)(?P<head>[>xo])?(?!-))(?:\s*\|(?P<label>[^|]*)\|)?""", re.VERBOSE)
_CLASS = re.compile(r":::[\w-]+")
_SILENT = re.compile(r"(?:classDef|class|style|click|direction|accTitle|accDescr|%%)\b|%%|```")
_STYLE = re.compile(r"linkStyle\s+([\d,\s]+|default)\s+(.*)")


def _recognise(content: Content) -> str | None:
    return "a Mermaid flowchart" if content.is_text and _START.match(content.start) else None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    start = _START.match(content.start)
    if not start:
        content.fail("This is no Mermaid flowchart.", "It begins with graph or flowchart.")
    draft = Draft("mermaid", title=content.stem)
    title = re.search(r"^title:\s*(.+)$", content.start[:start.end()], re.MULTILINE)
    if title:
        draft.title = title.group(1).strip().strip("\"'")
    body = content.text[content.text.index(content.start[:1]):][start.end():] if content.start else ""
    nodes: dict[str, DraftFactor] = {}
    stack: list[str] = []
    first = content.text.count("\n") - body.count("\n") + 1
    for number, line in enumerate(body.split("\n"), first):
        for part in _parts(line):
            if _SILENT.match(part):
                continue
            styled = _STYLE.match(part)
            if styled:
                _styled(draft, styled.group(1), styled.group(2))
            elif part.startswith("subgraph"):
                stack.append(_subgraph(draft, part[8:].strip(), stack[-1] if stack else ""))
            elif part == "end":
                if stack:
                    stack.pop()
            else:
                _statement(content, draft, part, nodes, stack[-1] if stack else "", number)
    return draft


def _parts(line: str) -> list[str]:
    """The statements of a line; a semicolon within quotes parts none."""
    parts, quoted, last = [], False, 0
    for at, one in enumerate(line):
        if one == '"':
            quoted = not quoted
        elif one == ";" and not quoted and not _ESCAPE.search(line[max(last, at - 9):at + 1]):
            parts.append(line[last:at])
            last = at + 1
    return [part.strip() for part in (*parts, line[last:]) if part.strip()]


def _subgraph(draft: Draft, said: str, parent: str) -> str:
    found = re.match(r"([^\s\[]+)\s*\[\s*\"?(.*?)\"?\s*\]\Z", said)
    key, label = (found.group(1), found.group(2)) if found else (said.strip('"') or f"subgraph {len(draft.groups) + 1}", said.strip('"'))
    draft.groups.append(DraftGroup(key, _text(label), parent))
    return key


def _styled(draft: Draft, which: str, look: str) -> None:
    from sysmap.formats.foreign.marks import colour_word

    colour = re.search(r"stroke:\s*([^,;\s]+)", look)
    for number in which.split(","):
        if number.strip().isdigit() and int(number) < len(draft.links) and colour:
            draft.links[int(number)].colour = colour_word(colour.group(1))


def _statement(content: Content, draft: Draft, text: str, nodes: dict[str, DraftFactor], parent: str, line: int) -> None:
    at = 0
    left, at = _several(content, draft, text, at, nodes, parent, line)
    while at < len(text) and text[at:].strip():
        arrow = _ARROW.match(text, at)
        if arrow is None:
            content.fail(f"This line of the flowchart cannot be read: “{text[:60]}”.", "Look at it near its end.", line=line)
        at = arrow.end()
        right, at = _several(content, draft, text, at, nodes, parent, line)
        label = _text(arrow.group("label") or arrow.group("text") or "")
        shown = arrow.group("line") or arrow.group("close") or ""
        head = arrow.group("head") or (">" if (arrow.group("close") or "").endswith(">") else "")
        tail = arrow.group("tail") or arrow.group("tail2") or ""
        for start in left:
            for end in right:
                one = DraftLink(start, end, label=label, direction="mutual" if head and tail else "directed" if head else "none")
                one.line = "dotted" if "." in shown or arrow.group("open") == "-." else ""
                draft.links.append(one)
        left = right


def _several(content: Content, draft: Draft, text: str, at: int, nodes: dict[str, DraftFactor], parent: str, line: int) -> tuple[list[str], int]:
    found = []
    while True:
        node = _NODE.match(text, at)
        if node is None:
            content.fail(f"This line of the flowchart cannot be read: “{text[:60]}”.", "Look at it near its end.", line=line)
        key, at = node.group("id"), node.end()
        one = nodes.get(key)
        if one is None:
            one = nodes[key] = DraftFactor(key, key, parent=parent)
            draft.factors.append(one)
        elif parent and not one.parent:
            one.parent = parent
        if node.group("box"):
            close = text.find(_CLOSING[node.group("box")], at)
            if text[at:at + 1] == '"':
                quote = text.find('"', at + 1)
                close = text.find(_CLOSING[node.group("box")], quote) if quote > 0 else -1
            if close < 0:
                content.fail(f"A box is not closed: “{text[:60]}”.", "Close it on the same line.", line=line)
            one.label = _text(text[at:close])
            at = close + len(_CLOSING[node.group("box")])
        suffix = _CLASS.match(text, at)
        at = suffix.end() if suffix else at
        found.append(key)
        more = re.match(r"\s*&\s*", text[at:])
        if not more:
            return found, at
        at += more.end()


def _text(said: str) -> str:
    text = said.strip().strip('"').replace("#quot;", '"')
    text = re.sub(r"#(\d{1,7});", lambda found: chr(int(found.group(1))) if int(found.group(1)) < 0x110000 else "", text)
    text = re.sub(r"#(\w{2,8});", lambda found: html.unescape(f"&{found.group(1)};"), text)
    return re.sub(r"<br\s*/?>", " ", text.strip("`"))


def _write(draft: Draft) -> bytes:
    out = ["---", f"title: {_plain(draft.title)}", "---", "graph LR"] if draft.title else ["graph LR"]
    plain = all(_NODE.fullmatch(one.key) and one.key not in ("end", "graph", "subgraph") for one in draft.factors)
    names = {one.key: one.key if plain else f"n{number}" for number, one in enumerate(draft.factors, 1)}
    groups = {group.key: group for group in draft.groups}
    inside: dict[str, list[str]] = {}
    for one in draft.factors:
        inside.setdefault(one.parent if one.parent in groups else "", []).append(f'  {names[one.key]}["{_plain(one.label)}"]')
    out += inside.get("", [])
    for number, group in enumerate(draft.groups, 1):
        if inside.get(group.key):
            name = group.key if _NODE.fullmatch(group.key) else f"s{number}"
            out += [f'  subgraph {name} ["{_plain(group.label)}"]', *(f"  {line}" for line in inside[group.key]), "  end"]
    table = SignTable()
    for link in draft.links:
        if link.from_ not in names or link.to not in names:
            continue
        polarity = table.read(link.sign).polarity
        word = {"positive": "+", "negative": "-", "mixed": "±"}.get(polarity, "")
        label = f'|"{_plain(word or link.label)}"|' if word or link.label else ""
        arrow = {"none": "---", "mutual": "<-->"}.get(link.direction, "-.->" if polarity == "negative" else "-->")
        out.append(f"  {names[link.from_]} {arrow}{label} {names[link.to]}")
    return "\n".join([*out, ""]).encode()


def _plain(text: str) -> str:
    """A text in quotes: marks that Mermaid would read are written as numbers."""
    return "".join(f"#{ord(one)};" if one in '"#;<>`&\n' else one for one in text)


FORMAT = Format(
    "mermaid", "Mermaid", (".mmd", ".mermaid"), _recognise, _read, _write, rank=4,
    kept="Boxes, arrows, chains, texts on arrows, subgraphs as themes.",
    guessed="Signs from the text on an arrow, or green and red where both are drawn.",
    lost="Shapes and classes. In Mermaid: everything but labels, signs and subgraphs.")
