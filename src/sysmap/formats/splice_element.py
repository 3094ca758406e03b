"""One changed element as text: its changed fields only, or, where its layout does not allow that, laid out anew."""

from __future__ import annotations

from typing import Any

from sysmap.core.record import FieldSpec, fields_of
from sysmap.formats.build import Builder
from sysmap.formats.faults import Faults
from sysmap.formats.house import WIDTH, HouseLayout, element_spec, entry_node, field_node, flow_text
from sysmap.formats.nodes import MAPPING, SCALAR, SEQUENCE, Node, compose
from sysmap.formats.tidy import comments_in, comments_of

__all__ = ["changed_element", "element_end", "element_lines", "is_block", "lead_length"]


def element_lines(spec: FieldSpec, element: Any, indent: int) -> list[str]:
    """A new element of a collection in the house layout."""
    key, node = entry_node(element, spec)
    inner = element_spec(spec.shape.of)
    assert inner is not None
    if key is None:
        return HouseLayout().item(node, inner.shape, indent)
    return HouseLayout().entry(key, node, inner, indent)


def changed_element(chunk: str, spec: FieldSpec, old: Any, new: Any, indent: int, newline: str) -> str | None:
    """The text of an element after a change.

    Parameters
    ----------
    chunk : the element's text from the start of its first line to the end of its value.
    spec : the collection it belongs to.
    old, new : the element before and after.
    indent, newline : columns before its key or dash; how the file ends lines.

    Returns
    -------
    The new text, which reads back as `new`; `None` if there is no such text.
    """
    piece = _by_fields(chunk, old, new, newline)
    if piece is not None and _reads_as(spec, piece, new):
        return piece
    piece = _anew(spec, chunk, old, new, indent, newline)
    return piece if _reads_as(spec, piece, new) else None


def lead_length(piece: str) -> int:
    """Length of the comment lines at the head of a piece."""
    length = 0
    for line in piece.splitlines(keepends=True):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        length += len(line)
    return length


def is_block(piece: str) -> bool:
    """Whether the one element in a piece of text is written one key a line, and not in braces."""
    parsed = _parsed(piece)
    return parsed is not None and parsed[1].kind == MAPPING and parsed[1].style != "flow"


def element_end(piece: str) -> int:
    """Where the value of the one element in a piece of text ends (comments may follow it)."""
    parsed = _parsed(piece)
    assert parsed is not None
    return parsed[1].end


def _parsed(chunk: str) -> tuple[Node | None, Node] | None:
    """The key (none in a list) and value of the one element in a piece of text (whose last line ends, in its file)."""
    root = compose(chunk + "\n")
    if root is None or root.kind == SCALAR or len(root.value) != 1:
        return None
    return (None, root.value[0]) if root.kind == SEQUENCE else root.value[0]


def _reads_as(spec: FieldSpec, piece: str, element: Any) -> bool:
    parsed = _parsed(piece)
    if parsed is None:
        return False
    faults = Faults(piece, None)
    found: dict[str, Any] = {}
    Builder(faults).add_element(found, spec, *parsed)
    return not faults.problems and found == {element.id: element}


def _by_fields(chunk: str, old: Any, new: Any, newline: str) -> str | None:
    specs = fields_of(type(new))
    for i, one in enumerate(specs):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before == after or one.name == "id":
            continue
        parsed = _parsed(chunk)
        if parsed is None or parsed[1].kind != MAPPING or not parsed[1].value:
            return None
        key, node = parsed
        unset = after is None or (after == one.default and not one.required)
        value = None if unset else field_node(after, one)
        earlier = frozenset(s.key for s in specs[:i])
        if node.style == "flow":
            changed = _change_flow(chunk, node, one, value, earlier)
        else:
            changed = _change_block(chunk, node, one, value, earlier, key is None, newline)
        if changed is None:
            return None
        chunk = changed
    return chunk


def _change_block(
    chunk: str, node: Node, spec: FieldSpec, value: Node | None, earlier: frozenset[str], in_list: bool, newline: str
) -> str | None:
    """A field of an element written one key a line: replaced, inserted or cut."""
    first = node.value[0][0]
    column = first.start - (chunk.rfind("\n", 0, first.start) + 1)
    lines = [] if value is None else HouseLayout().entry(Node(SCALAR, spec.key, -1, -1, ""), value, spec, column)
    body = newline.join(lines)
    found = next(((k, v) for k, v in node.value if k.value == spec.key), None)
    if found is None:
        if value is None:
            return chunk
        before = [pair for pair in node.value if pair[0].value in earlier]
        anchor = before[-1] if before else node.value[0]
        at = chunk.find("\n", max(anchor[1].end, anchor[0].end))
        return chunk + newline + body if at < 0 else chunk[: at + 1] + body + newline + chunk[at + 1 :]
    key, old = found
    begin = chunk.rfind("\n", 0, key.start) + 1
    end = max(old.end, key.end + 1)
    stop = chunk.find("\n", end)
    stop = len(chunk) if stop < 0 else stop
    rescued = comments_in(chunk[key.start : end])
    tail = chunk[end:stop].strip()
    if tail and (value is None or len(lines) > 1):
        rescued = [*rescued, tail]
        end = stop
    if in_list and key is first:
        if rescued or value is None:
            return None
        return chunk[: key.start] + body[column:] + chunk[end:]
    above = "".join(" " * column + comment + newline for comment in rescued)
    if value is not None:
        return chunk[:begin] + above + body + chunk[end:]
    if stop >= len(chunk):
        return (chunk[:begin] + above).rstrip("\r\n")
    return chunk[:begin] + above + chunk[stop + 1 :]


def _change_flow(
    chunk: str, node: Node, spec: FieldSpec, value: Node | None, earlier: frozenset[str]
) -> str | None:
    """A field of an element written in braces: replaced, inserted or cut, while it fits its line."""
    if "\n" in chunk[node.start : node.end] or comments_in(chunk):
        return None
    text = flow_text(value, spec.shape) if value is not None else ""
    if "\n" in text:
        return None
    index = next((i for i, (k, _) in enumerate(node.value) if k.value == spec.key), None)
    if index is not None:
        key, old = node.value[index]
        if value is not None:
            out = chunk[: old.start] + text + chunk[old.end :]
        elif len(node.value) == 1:
            return None
        elif index + 1 < len(node.value):
            out = chunk[: key.start] + chunk[node.value[index + 1][0].start :]
        else:
            out = chunk[: node.value[index - 1][1].end] + chunk[old.end :]
    elif value is None:
        return chunk
    else:
        before = [pair for pair in node.value if pair[0].value in earlier]
        at = (before[-1] if before else node.value[-1])[1].end
        out = f"{chunk[:at]}, {spec.key}: {text}{chunk[at:]}"
    return out if len(out.split("\n")[0]) <= WIDTH else None


def _anew(spec: FieldSpec, chunk: str, old: Any, new: Any, indent: int, newline: str) -> str:
    """The element in the house layout; what did not change keeps its comments, others go above the element."""
    parsed = _parsed(chunk)
    if parsed is None:
        return newline.join(element_lines(spec, new, indent))
    key, node = parsed
    inner = element_spec(spec.shape.of)
    assert inner is not None
    lead, trail, last = comments_of(chunk, [(key if key is not None else node, node)])
    _, fresh = entry_node(new, spec)
    if node.kind == MAPPING and fresh.kind == MAPPING:
        written = {k.value: (k, v) for k, v in node.value}
        specs = {s.key: s for s in fields_of(type(new))}
        pairs = []
        for k, v in fresh.value:
            if k.value not in written:
                pairs.append((k, v))
            else:
                name = specs[k.value].name
                same = getattr(old, name) == getattr(new, name)
                pairs.append((written[k.value][0], written[k.value][1] if same else v))
        fresh = Node(MAPPING, pairs, node.start, node.end, "block")
    layout = HouseLayout(lead, trail)
    if key is None:
        lines = layout.item(fresh, inner.shape, indent)
    else:
        lines = layout.entry(key, fresh, inner, indent)
    left = [c for cs in layout.lead.values() for c in cs if c] + list(layout.trail.values()) + [c for c in last if c]
    return newline.join([*(" " * indent + comment for comment in left), *lines])
