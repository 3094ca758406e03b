"""Layouts: the Jinja files that HTML and Markdown reports are filled into, and that users can replace by their own.

A layout is a Jinja file. It gets `report` (title, subtitle, facts, footer) and `parts`, the blocks as plain values with
their numbers, and runs in a sandbox: it can arrange what is given and reach nothing else.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Literal

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from sysmap.core.problem import Problem, Refused
from sysmap.reports.blocks import Bullets, DataTable, Figure, Heading, Para, Report
from sysmap.reports.text import anchor, xml_safe
from sysmap.views.figure import svg_size

__all__ = ["filled", "own", "parts"]

_MOST = 1_000_000
"""Characters or digits that one sum of a layout may make."""
_MARKED = re.compile(r"([\\`*_\[\]<>|#])")


def parts(report: Report, source: Callable[[Figure, int], str]) -> list[dict[str, Any]]:
    """The blocks of a report as plain values, tables and figures with their numbers; `source` says where a figure is."""
    taken: set[str] = {"contents", "content"}
    numbers = {"table": 0, "figure": 0}
    named = report.numbers()
    found: list[dict[str, Any]] = []
    for block in report.blocks:
        if isinstance(block, Heading):
            found.append({"kind": "heading", "level": min(block.level, 4), "text": block.text, "id": anchor(block.text, taken)})
        elif isinstance(block, Para):
            see = [{"text": f"{word} {number}", "id": f"{word.lower()}-{number}"} for word, number in
                   (named[name] for name in block.see if name in named)]
            found.append({"kind": "para", "lead": block.lead, "text": block.text, "style": block.kind, "see": see})
        elif isinstance(block, Bullets):
            found.append({"kind": "bullets", "points": block.items})
        elif isinstance(block, DataTable):
            numbers["table"] += 1
            rows = [[_said(cell) for cell in row] for row in block.rows]
            found.append({"kind": "table", "number": numbers["table"], "id": f"table-{numbers['table']}", "title": block.title,
                          "columns": block.columns, "rows": rows, "note": block.note})
        else:
            numbers["figure"] += 1
            width, height = svg_size(block.svg)
            found.append({"kind": "figure", "number": numbers["figure"], "id": f"figure-{numbers['figure']}",
                          "title": block.title, "alt": block.alt, "long": block.long, "svg": block.svg,
                          "source": source(block, numbers["figure"]), "width": round(width), "height": round(height)})
    return found


def _logo(report: Report) -> str:
    """The logo as an address that holds it; empty where there is none."""
    data = report.cover.logo if report.cover else b""
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}" if data else ""


def _said(cell: Any) -> Any:
    if cell is None:
        return ""
    return ("yes" if cell else "no") if isinstance(cell, bool) else cell


class _Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, in which a short sum cannot fill the memory either."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        for one, other in ((left, right), (right, left)):
            size = len(one) if isinstance(one, (str, list, tuple)) else abs(one) if isinstance(one, int) else 0
            if isinstance(other, int) and (operator == "**" or not isinstance(one, int)) and size * abs(other) > _MOST:
                raise jinja2.exceptions.SecurityError(f"the result of {operator} would be too large")
        return super().call_binop(context, operator, left, right)


def filled(layout: str, kind: Literal["html", "md"], report: Report, values: dict[str, Any]) -> str:
    """A layout with a report in it.

    Raises
    ------
    Refused : the layout cannot be filled; the message says at which of its lines.
    """
    environment = _Sandbox(autoescape=kind == "html", undefined=jinja2.StrictUndefined, trim_blocks=kind == "md")
    environment.filters.update(line=_line, cell=_cell)
    about = {"title": report.title, "subtitle": report.subtitle, "facts": report.facts, "footer": report.footer,
             "date": report.date, "brief": report.brief, "logo": _logo(report),
             "logo_text": report.cover.logo_text if report.cover else ""}
    try:
        return xml_safe(environment.from_string(layout).render(report=about, **values))
    except jinja2.TemplateSyntaxError as error:
        raise _bad_layout(f"line {error.lineno}: {error.message}") from error
    except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise _bad_layout(str(error)) from error
    except (MemoryError, RecursionError) as error:
        raise _bad_layout("it makes more than this computer can hold") from error


def _bad_layout(what: str) -> Refused:
    return Refused(Problem(code="P04", message=f"The layout cannot be filled: {what.rstrip('.')}.",
                           hint="A layout gets report (title, subtitle, facts, footer, date) and parts; see docs/reports.md."))


def _line(value: Any) -> str:
    """Text on one line in which nothing is taken for Markdown's marks."""
    text = _MARKED.sub(r"\\\1", " ".join(str(value).split()))
    return re.sub(r"^([-+=~]|\d+[.)])", r"\\\1", text)


def _cell(value: Any) -> str:
    return _line(value) or " "


def own(name: str) -> str:
    """The text of a layout that comes with sysmap."""
    return files("sysmap.reports").joinpath("layouts", name).read_text(encoding="utf-8")
