"""draw.io (diagrams.net): cells on pages, plain or packed, also inside an SVG or HTML that it exported."""

from __future__ import annotations

import base64
import html
import json
import re
import zlib
from collections.abc import Sequence
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.attributes import factor_from, link_from, written_factor, written_link, written_map
from sysmap.formats.foreign.content import MAX_BYTES, Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftGroup, DraftLink
from sysmap.formats.foreign.marks import colour_word
from sysmap.formats.foreign.plain_text import is_markup, label_text
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import SignTable, number_of

__all__ = ["FORMAT"]

_INSIDE = re.compile(r"(?:content|data-mxgraph)=\"((?:&lt;|\{)[^\"]*)\"")
_OWN = frozenset({"id", "label", "placeholders"})
_BOX = "rounded=1;whiteSpace=wrap;html=1;"
_GROUP = "group;verticalAlign=top;"
_WIDE, _HIGH = 140, 50
_MIDDLE = "sysmap-at"
"""Where the middle of a box is to the last digit, where its corner does not give it."""


def _recognise(content: Content) -> str | None:
    root = content.root[0]
    if root in ("mxfile", "mxGraphModel"):
        return "a draw.io drawing"
    if root in ("svg", "html") and _INSIDE.search(content.text[:200_000]) and "mxfile" in content.text[:400_000]:
        return "a picture with a draw.io drawing inside"
    return None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    tree = content.xml if content.root[0] in ("mxfile", "mxGraphModel") else content.parse_xml(_embedded(content))
    draft = Draft("drawio", title=content.stem)
    pages = [tree] if tree.tag == "mxGraphModel" else [one for one in tree if one.tag == "diagram"]
    models = [(page.get("name", ""), _model(content, page)) for page in pages]
    models = [(name, model) for name, model in models if model is not None]
    if not models:
        content.fail("The drawing holds no page.", "Save it again in draw.io.")
    for number, (name, model) in enumerate(models):
        assert model is not None
        prefix = f"{number + 1}:" if number else ""
        if len(models) > 1:
            draft.groups.append(DraftGroup(f"page {number + 1}", name or f"Page {number + 1}"))
        _page(draft, model, prefix, f"page {number + 1}" if len(models) > 1 else "")
    if len(models) > 1:
        draft.say("kept", "page", f"{count_text(len(models), 'page')}, each as a theme.", [name for name, _ in models])
    return draft


def _embedded(content: Content) -> str:
    found = _INSIDE.search(content.text)
    text = html.unescape(found.group(1)) if found else ""
    if text.startswith("{"):
        try:
            text = str(json.loads(text).get("xml", ""))
        except ValueError:
            text = ""
    if "<" not in text:
        content.fail("The picture holds no drawing.", "Save the drawing itself, as .drawio.")
    return text


def _model(content: Content, page: Element) -> Element | None:
    if page.tag == "mxGraphModel":
        return page
    inner = next((one for one in page if one.tag == "mxGraphModel"), None)
    packed = (page.text or "").strip()
    if inner is not None or not packed:
        return inner
    try:
        opened = zlib.decompressobj(-15)
        data = opened.decompress(base64.b64decode(packed, validate=True), MAX_BYTES)
        if opened.unconsumed_tail:
            content.too_large("text")
        return content.parse_xml(unquote(data.decode("utf-8", "replace")))
    except (ValueError, zlib.error):
        content.fail("A page of the drawing is packed and damaged.", "Save it again in draw.io.")


def _page(draft: Draft, model: Element, prefix: str, page: str) -> None:
    cells: dict[str, tuple[Element, dict[str, str]]] = {}
    for one in model.iter():
        if one.tag in ("UserObject", "object"):
            cell = next((child for child in one if child.tag == "mxCell"), None)
            if cell is not None:
                cell.set("id", one.get("id", cell.get("id", "")))
                cell.set("value", one.get("label", ""))
                cells[one.get("id", "")] = cell, {_title(key): value for key, value in one.items() if key not in _OWN and value}
        elif one.tag == "mxCell" and one.get("id", "") not in cells:
            cells[one.get("id", "")] = one, {}
    edges = {key: None for key, (cell, _) in cells.items() if cell.get("edge") == "1"}
    ends = {cell.get(end, "") for key in edges for cell in (cells[key][0],) for end in ("source", "target")}
    holding = {cell.get("parent", "") for key, (cell, _) in cells.items() if cell.get("vertex") == "1" and cell.get("parent") in cells
               and cells[cell.get("parent", "")][0].get("vertex") == "1"}
    layers = {key for key, (cell, _) in cells.items() if cell.get("vertex") != "1" and cell.get("edge") != "1" and key not in ("0", "1")
              and cell.get("value")}
    texts: dict[str, list[str]] = {}
    unlabelled: list[str] = []
    for key, (cell, data) in cells.items():
        if cell.get("vertex") != "1":
            if key in layers:
                draft.groups.append(DraftGroup(prefix + key, cell.get("value", ""), page, {"layer": True}))
            if key == "0" and data:
                written_map(draft, data.get("sysmap", ""))
            continue
        label = cell.get("value", "")
        parent = cell.get("parent", "")
        if parent in edges:
            texts.setdefault(parent, []).append(label)
            continue
        if (key in holding or cell.get("style") == _GROUP) and key not in ends:
            draft.groups.append(DraftGroup(prefix + key, label, prefix + parent if parent in holding | layers else page))
            continue
        style = _style(cell.get("style", ""))
        if not label_text(label) and key not in ends and "sysmap" not in data:
            unlabelled.append(key)
            continue
        box = DraftFactor(prefix + key, label, parent=prefix + parent if parent in holding | layers else page)
        box.position = _exact(data, _centre(cell, cells))
        box.hidden = cell.get("visible") == "0"
        box.junction = "waypoint" in style or style.get("shape") == "waypoint"
        box.raw = {"style": cell.get("style", "")} if cell.get("style", "") not in ("", _BOX) else {}
        draft.factors.append(factor_from(box, dict(data)))
        if not label_text(label):
            box.label = ""
    loose: list[str] = []
    for key in edges:
        cell, data = cells[key]
        label = "\n".join(filter(None, [cell.get("value", ""), *texts.get(key, ())]))
        if cell.get("source", "") not in cells or cell.get("target", "") not in cells:
            loose.append(label_text(label) or key)
            continue
        draft.links.append(_edge(cell, data, prefix, label))
    if loose:
        draft.say("dropped", "end", f"{count_text(len(loose), 'line')} without a box at both ends; what it joins cannot be told.", loose)
    if unlabelled:
        draft.say("dropped", "shape", f"{count_text(len(unlabelled), 'shape')} without a text or a link.")


def _exact(data: dict[str, str], middle: tuple[float, float] | None) -> tuple[float, float] | None:
    """The middle of a box to the last digit, as sysmap wrote it, unless somebody moved the box since."""
    said = data.pop(_MIDDLE, "").split()
    exact = [number_of(part) for part in said]
    if middle is None or len(exact) != 2 or exact[0] is None or exact[1] is None:
        return middle
    corner = (exact[0] - _WIDE / 2 + _WIDE / 2, exact[1] - _HIGH / 2 + _HIGH / 2)
    return (exact[0], exact[1]) if corner == middle else middle


def _edge(cell: Element, data: dict[str, str], prefix: str, label: str) -> DraftLink:
    style = _style(cell.get("style", ""))
    one = DraftLink(prefix + cell.get("source", ""), prefix + cell.get("target", ""), prefix + cell.get("id", ""), label=label)
    head, tail = style.get("endArrow", "classic"), style.get("startArrow", "none")
    if head == "none" and tail == "none":
        one.direction = "none"
    elif head == "none":
        one.from_, one.to = one.to, one.from_
    elif tail not in ("none", ""):
        one.direction = "mutual"
    one.colour = colour_word(style.get("strokeColor", ""))
    one.line = "dotted" if style.get("dashPattern", "").startswith(("1 ", "2 ")) else "dashed" if style.get("dashed") == "1" else ""
    one.hidden = cell.get("visible") == "0"
    own = data.pop("look", "") == "sysmap"
    look = cell.get("style", "")
    if look and not own:
        one.raw = {"look": look}
    return link_from(one, dict(data))


def _style(text: str) -> dict[str, str]:
    return {key: value for key, _, value in (part.partition("=") for part in text.split(";")) if key}


def _centre(cell: Element, cells: dict[str, tuple[Element, dict[str, str]]]) -> tuple[float, float] | None:
    """The middle of a box on the page; places within a container count from its corner."""
    x = y = 0.0
    at: Element | None = cell
    for step in range(20):
        geometry = next((one for one in at if one.tag == "mxGeometry"), None) if at is not None else None
        if geometry is None or (step == 0 and geometry.get("x") is None and geometry.get("y") is None):
            if step == 0:
                return None
            break
        x, y = x + (number_of(geometry.get("x")) or 0), y + (number_of(geometry.get("y")) or 0)
        if step == 0:
            x, y = x + (number_of(geometry.get("width")) or 0) / 2, y + (number_of(geometry.get("height")) or 0) / 2
        assert at is not None
        outer = cells.get(at.get("parent", ""))
        at = outer[0] if outer is not None else None
        if at is None or at.get("vertex") != "1":
            break
    return x, y


def _write(draft: Draft) -> bytes:
    out = [f"<mxfile><diagram name={_quoted(draft.title[:60])}><mxGraphModel><root>",
           f'<object id="0" label="" sysmap={_quoted(json.dumps(draft.map_fields, ensure_ascii=False))}><mxCell/></object>',
           '<mxCell id="1" parent="0"/>']
    groups = {group.key for group in draft.groups}
    for group in draft.groups:
        if group.raw.get("layer"):
            out.append(f'<mxCell id={_quoted(group.key)} value={_quoted(group.label)} parent="0"/>')
            continue
        parent = group.parent if group.parent in groups else "1"
        out.append(f'<mxCell id={_quoted(group.key)} value={_quoted(group.label)} vertex="1" parent={_quoted(parent)} '
                   f'style="{_GROUP}"><mxGeometry as="geometry"/></mxCell>')
    for one in draft.factors:
        data = {key: value for key, value in written_factor(one, place=False).items() if key not in ("label", "style")}
        style = str(one.raw.get("style") or _BOX)
        parent = one.parent if one.parent in groups else "1"
        place = ""
        if one.position:
            left, top = one.position[0] - _WIDE / 2, one.position[1] - _HIGH / 2
            place = f' x="{left!r}" y="{top!r}"'
            if (left + _WIDE / 2, top + _HIGH / 2) != one.position:
                data[_MIDDLE] = f"{one.position[0]!r} {one.position[1]!r}"
        geometry = f'<mxGeometry{place} width="{_WIDE}" height="{_HIGH}" as="geometry"/>'
        out.append(_cell(one.key, _escaped(one.label, style), data,
                         f'vertex="1" parent={_quoted(parent)} style={_quoted(style)}', geometry))
    table = SignTable()
    for link in draft.links:
        polarity = table.read(link.sign).polarity
        data = {key: value for key, value in written_link(link).items() if key not in ("label", "look", "direction")}
        held = str(link.raw.get("look") or "")
        style = held or "html=1;edgeStyle=none;" + {"none": "endArrow=none;", "mutual": "startArrow=classic;"}.get(link.direction, "") + {
            "negative": "dashed=1;", "mixed": "dashed=1;dashPattern=1 4;"}.get(polarity, "")
        if not held:
            data["look"] = "sysmap"
        shown = link.label or {"positive": "+", "negative": "−", "mixed": "±"}.get(polarity, "")
        out.append(_cell(link.key, _escaped(shown, style), data,
                         f'edge="1" parent="1" source={_quoted(link.from_)} target={_quoted(link.to)} style={_quoted(style)}',
                         '<mxGeometry relative="1" as="geometry"/>'))
    return "\n".join([*out, "</root></mxGraphModel></diagram></mxfile>", ""]).encode()


_NAME = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)


def _cell(key: str, label: str, data: dict[str, object], attributes: str, geometry: str) -> str:
    """A cell; one with attributes of its own is wrapped in an object that carries them (names of XML only)."""
    named = {name if _NAME.match(name) else f"x_{name.encode().hex()}": value for name, value in data.items()}
    if not named:
        return f"<mxCell id={_quoted(key)} value={_quoted(label)} {attributes}>{geometry}</mxCell>"
    own = " ".join(f"{name}={_quoted(_plain(value))}" for name, value in named.items() if name not in ("id", "label"))
    return f"<object id={_quoted(key)} label={_quoted(label)} {own}><mxCell {attributes}>{geometry}</mxCell></object>"


def _escaped(label: str, style: str) -> str:
    """A label as a cell holds it: where the style reads markup, text that is none is escaped."""
    return html.escape(label, quote=False) if "html=1" in style and not is_markup(label) else label


def _title(name: str) -> str:
    try:
        return bytes.fromhex(name[2:]).decode() if name.startswith("x_") else name
    except ValueError:
        return name


def _plain(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return quoteattr(text, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


FORMAT = Format(
    "drawio", "draw.io", (".drawio", ".dio"), _recognise, _read, _write, rank=1,
    kept="Boxes with a text, arrows with boxes at both ends, texts on arrows, data of shapes, containers, layers and pages as themes, "
         "places; styles under `x`.",
    guessed="Signs from the text on an arrow, or green and red where both are drawn.",
    lost="Lines that hang loose at one end, pictures, shapes without a text.")
