"""People's own columns and attributes as fields of a record, where name and value fit; the rest stays under `x`.

The record says what a field takes (`sysmap.core.record`), so a field that is added there can be imported at once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from sysmap.core.problem import Refused
from sysmap.core.record import FieldSpec, fields_of
from sysmap.formats.foreign.signs import number_of
from sysmap.formats.plain import field_from

__all__ = ["OWN", "UNFIT", "Columns", "key_name"]

OWN = "sysmap"
"""The column in which sysmap writes, as JSON, what has no column of its own."""

UNFIT = object()
"""The value is none that the field takes."""

_SPLIT = re.compile(r"\s*[;|\n]\s*")
_YES = {"yes": True, "true": True, "y": True, "1": True, "no": False, "false": False, "n": False, "0": False}
_LOCAL = ("factors", "links", "layers", "actors", "assumptions", "conditions", "mechanisms", "rivals")


class Columns:
    """The fields of a record class by the titles that columns may have.

    Parameters
    ----------
    cls : the record class.
    without : fields that the draft has a place of its own for.
    known : ids that references of the file may name, by collection; `None` where the file is sysmap's own and may name any.
    """

    def __init__(self, cls: type, without: frozenset[str], known: Mapping[str, frozenset[str]] | None) -> None:
        self._cls = cls
        self._known = known
        self._specs = {spec.key: spec for spec in fields_of(cls) if spec.name not in without}
        self._takers: dict[str, Callable[[Any], Any] | None] = {}
        self._names: dict[str, str] = {}
        self.extra: Counter[str] = Counter()
        self.unfit: Counter[str] = Counter()

    def split(self, fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What fits the record, by field, and what stays under `x`; `extra` and `unfit` count what stayed and why."""
        values: dict[str, Any] = {}
        x: dict[str, Any] = {}
        for title, value in fields.items():
            if value is None or value == "":
                continue
            if title == OWN:
                x.update(self._rest(value, values))
                continue
            name = self.name_of(title)
            fitted = self.value(title, value) if name is not None else UNFIT
            if name is not None and fitted is not UNFIT:
                values.setdefault(name, fitted)
            else:
                (self.extra if name is None else self.unfit)[title] += 1
                x[title] = value
        return values, x

    def _rest(self, value: Any, values: dict[str, Any]) -> dict[str, Any]:
        """The fields that sysmap wrote into one column when it wrote the file; gives what was under `x`."""
        try:
            data = json.loads(value) if isinstance(value, str) else value
        except (ValueError, RecursionError):
            return {OWN: value}
        if not isinstance(data, Mapping):
            return {OWN: value}
        names = {spec.key: spec.name for spec in fields_of(self._cls)}
        out: dict[str, Any] = {}
        for key, said in data.items():
            if key == "x" and isinstance(said, Mapping):
                out = dict(said)
            elif key in names and key not in ("id", "from", "to"):
                try:
                    values[names[key]] = field_from(self._cls, names[key], said)
                except Refused:
                    self.unfit[key] += 1
        return out

    def name_of(self, title: str) -> str | None:
        """The name of the field that a title stands for, if any."""
        if title not in self._takers:
            spec = self._specs.get(key_name(title))
            self._takers[title] = self._taker(spec) if spec is not None else None
            if spec is not None:
                self._names[title] = spec.name
        return self._names.get(title)

    def value(self, title: str, value: Any) -> Any:
        """A cell as the value of the field, or `UNFIT`."""
        taker = self._takers[title]
        assert taker is not None
        return taker(value)

    def _taker(self, spec: FieldSpec) -> Callable[[Any], Any]:
        kind, choices = spec.shape.kind, {word.casefold(): word for word in spec.shape.choices}

        def text(value: Any) -> Any:
            one = str(value).strip()
            return one if one and self._fits(spec, one) else UNFIT

        def choice(value: Any) -> Any:
            return choices.get("-".join(str(value).casefold().split()), UNFIT)

        def texts(value: Any) -> Any:
            parts = [str(one).strip() for one in value] if isinstance(value, list | tuple) else _SPLIT.split(str(value).strip())
            found = tuple(part for part in parts if part)
            if kind == "choices":
                found = tuple(choices.get(part.casefold(), "") for part in found)
            return found if found and all(one and self._fits(spec, one) for one in found) else UNFIT

        def number(value: Any) -> Any:
            one = number_of(value)
            if one is None or (spec.low is not None and one < spec.low) or (spec.high is not None and one > spec.high):
                return UNFIT
            return one if kind == "number" else int(one) if one.is_integer() else UNFIT

        def flag(value: Any) -> Any:
            return value if isinstance(value, bool) else _YES.get(str(value).strip().casefold(), UNFIT)

        def nested(value: Any) -> Any:
            try:
                data = json.loads(value) if isinstance(value, str) else value
                return field_from(self._cls, spec.name, data)
            except (ValueError, Refused, RecursionError):
                return UNFIT

        takers: dict[str, Callable[[Any], Any]] = {"text": text, "choice": choice, "texts": texts, "choices": texts,
                                                   "whole": number, "number": number, "flag": flag}
        return takers.get(kind, nested)

    def _fits(self, spec: FieldSpec, value: str) -> bool:
        local = [ref for ref in spec.ref if ref in _LOCAL]
        return self._known is None or not local or any(value in self._known.get(ref, frozenset()) for ref in local)


def key_name(title: str) -> str:
    """A title as a key: small letters, words joined by an underscore.

    >>> key_name("Raised by"), key_name("source-type")
    ('raised_by', 'source_type')
    """
    return re.sub(r"[\s_-]+", "_", title.strip().lower())
