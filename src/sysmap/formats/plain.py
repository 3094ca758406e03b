"""Records as plain data and back: what JSON, logs and pages carry."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from sysmap.core.elements import Link
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.record import FieldSpec, fields_of

__all__ = ["field_from", "plain", "plain_data", "plain_field", "record_from"]


def plain(value: Any, *, by_id: bool = False) -> dict[str, Any]:
    """A record as plain data under the keys of the file format, leaving out what is not said.

    Parameters
    ----------
    value : any record.
    by_id : whether a collection is an object by id (as a page takes it) where it is one in a file; else it is a list.

    >>> from sysmap.core.elements import Factor
    >>> plain(Factor(id="trust", label="Trust", whose=("schools",)))
    {'id': 'trust', 'label': 'Trust', 'whose': ['schools']}
    """
    out: dict[str, Any] = {}
    for spec in fields_of(type(value)):
        content = getattr(value, spec.name)
        if content is None or (content == spec.default and not spec.required and spec.shape.kind != "choice"):
            continue
        out[spec.key] = plain_field(content, spec, by_id=by_id)
    if isinstance(value, Link):
        out.setdefault("id", value.id)
    return out


def plain_field(content: Any, spec: FieldSpec, *, by_id: bool = False) -> Any:
    """The value of one field of a record as plain data; `by_id` as in `plain`."""
    kind = spec.shape.kind
    if kind == "record":
        return plain(content, by_id=by_id)
    if kind == "records":
        return [plain(item, by_id=by_id) for item in content]
    if kind in ("texts", "choices"):
        return list(content)
    if kind == "collection":
        items = {id_: plain(item, by_id=by_id) for id_, item in content.items()}
        return items if by_id and not spec.as_list else list(items.values())
    return plain_data(content)


def plain_data(value: Any) -> Any:
    """Data of any make (what stands under `x:`, an answer) as JSON has it: texts for keys and for what is no such value."""
    if isinstance(value, Mapping):
        return {str(key): plain_data(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_data(one) for one in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def record_from(cls: type, data: Any, where: str = "", *, trusted: bool = False) -> Any:
    """A record from plain data, checked as strictly as a file.

    Parameters
    ----------
    cls : the record class.
    data : what `plain` gives.
    where : how to call the data in a problem.
    trusted : the data was let in before (a log holds it) and stands, whatever the rules for new values are now.

    Raises
    ------
    Refused : with every problem, if the data does not fit.
    """
    from sysmap.formats.build import UNSET, Builder
    from sysmap.formats.faults import Faults

    faults = Faults("", where or None)
    node = _node(data, 0)
    found = Builder(faults, trusted=trusted).record(cls, node)
    if faults.problems or found is UNSET:
        raise Refused(faults.all() or [Problem(code="S02", message="This is not a record.", hint="Send keys and values.")])
    return found


def field_from(cls: type, name: str, data: Any, *, trusted: bool = False) -> Any:
    """The value of one field of a record from plain data (`None` unsets it); `trusted` as in `record_from`.

    Raises
    ------
    Refused : if there is no such field or the value does not fit it.
    """
    from sysmap.formats.build import UNSET, Builder, converter
    from sysmap.formats.faults import Faults

    spec = _specs(cls).get(name)
    if spec is None:
        raise Refused(Problem(code="D04", message=f"There is no field {name}.", hint=one_of(name, _specs(cls), most=40)))
    if data is None:
        return spec.default
    faults = Faults("", None)
    found = converter(spec)(Builder(faults, trusted=trusted), _node(data, 0), spec)
    if faults.problems or found is UNSET:
        raise Refused(faults.all())
    return found


@functools.cache
def _specs(cls: type) -> Mapping[str, FieldSpec]:
    return {spec.name: spec for spec in fields_of(cls)}


def _node(data: Any, depth: int) -> Any:
    from sysmap.formats.nodes import MAPPING, MAX_DEPTH, SCALAR, SEQUENCE, Node

    if depth > MAX_DEPTH:
        raise Refused(Problem(code="F11", message="Values are nested too deep.", hint="Flatten them."))
    if isinstance(data, Mapping):
        return Node(MAPPING, [(Node(SCALAR, str(k), 0, 0, ""), _node(v, depth + 1)) for k, v in data.items()], 0, 0,
                    "flow")
    if isinstance(data, list | tuple):
        return Node(SEQUENCE, [_node(item, depth + 1) for item in data], 0, 0, "flow")
    if data is None:
        return Node(SCALAR, "", 0, 0, "")
    if isinstance(data, bool):
        return Node(SCALAR, "true" if data else "false", 0, 0, "")
    if isinstance(data, int | float):
        return Node(SCALAR, repr(data), 0, 0, "")
    return Node(SCALAR, str(data), 0, 0, '"')


