"""How maps and answers look in a notebook.

A picture is the offline page in a sandboxed frame: its text comes along in `srcdoc`, so it works in a saved or exported
notebook without a kernel and without a network, and none of its style or script can reach the notebook. What stands
around it carries its style on the element for the same reason.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from typing import Any, Literal

from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import map_sentences
from sysmap.project import Project
from sysmap.questions.registry.drawing import Drawing

__all__ = ["Picture", "Shown", "bars", "html_of", "show", "table", "text_of"]

Picture = Literal["page", "figure", "none"]
"""page: interactive, about 0.9 MB each; figure: a still picture, about 50 kB; none: words and tables only."""

_ROWS = 40
_LINES = 6
_CELL = "padding:2px 10px 2px 0;text-align:left;vertical-align:top;border-bottom:1px solid #8886"


class Shown:
    """Something ready to be shown: HTML for notebooks, text elsewhere."""

    def __init__(self, html: str, text: str) -> None:
        self.html = html
        self.text = text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def show(thing: Any, *, picture: Picture = "page", height: int = 560, level: str | None = None) -> Shown:
    """Show a study, a map or an answer, with a say in how.

    Parameters
    ----------
    thing : a `Study`, a `Map`, an answer of an analysis, a score, a comparison.
    picture : ``"page"`` (interactive), ``"figure"`` (still, small) or ``"none"``.
    height : of the interactive picture, in pixels.
    level : who is to see it: internal, client or public; who the study is for if not given.

    Raises
    ------
    Refused : no such picture.

    Examples
    --------
    >>> import sysmap as sm
    >>> buses = sm.read("sysmap: 1\\nkind: map\\nid: b\\ntitle: Buses\\nfactors: {fares: {label: Fares}}")
    >>> show(buses.loops(), picture="none")
    There is no feedback loop on this map: nothing leads back to where it began.
    """
    if picture not in ("page", "figure", "none"):
        raise Refused(Problem(code="S03", message=f"There is no picture {picture}.",
                              hint=one_of(picture, ["page", "figure", "none"])))
    return Shown(html_of(thing, picture=picture, height=height, level=level), text_of(thing))


def html_of(thing: Any, *, picture: Picture = "page", height: int = 560, level: str | None = None) -> str:
    """The HTML of a study, map or answer; see `show`."""
    from sysmap.views.file_page import page_of

    project = _project_of(thing)
    before = getattr(thing, "before", None)
    parts = []
    if hasattr(thing, "explain"):
        parts.append(f"<p>{escape(thing.explain())}</p>")
    drawing = getattr(thing, "drawing", None)
    if drawing is not None and picture != "none":
        parts.append(_drawn(drawing))
    problems = getattr(thing, "problems", ())
    if problems and isinstance(problems[0], Problem):
        parts.append(f"<p><strong>{len(problems)} problems in the file; this is its sound part.</strong> First: "
                     f"{escape(str(problems[0]))}</p>")
    if hasattr(thing, "sections"):
        parts.append(_sections(thing.sections()))
    elif hasattr(thing, "table"):
        parts.append(_table(thing.table()))
    if project is not None and picture == "page":
        page = page_of(project, level=level, before=before if isinstance(before, Map) else None)  # type: ignore[arg-type]
        parts.append(frame_of(page, project.map.title or project.map.id, height))
    elif project is not None and picture == "figure":
        parts.append(_figure(project.at_level(level or project.level).map))  # type: ignore[arg-type]
    if not parts:
        parts.append(f"<p>{escape(text_of(thing))}</p>")
    return f'<div style="max-width:100%">{"".join(parts)}</div>'


def text_of(thing: Any) -> str:
    """The same in words, for a terminal."""
    if isinstance(thing, Map):
        return " ".join(map_sentences(thing))
    return str(thing.explain()) if hasattr(thing, "explain") else repr(thing)


def bars(rows: Any, *, title: str, unit: str = "", most: float | None = None) -> Shown:
    """A bar chart with its numbers, as a picture that exports and prints.

    Parameters
    ----------
    rows : a pandas series (label by value), a mapping, or pairs of label and value; a missing value is shown as such.
    title : what is shown. unit : put after each number. most : value of a full bar (100 for per cent).

    Examples
    --------
    >>> bars({"Agree": 75, "Disagree": None}, title="Answers", unit="%")
    Answers. Agree: 75%; Disagree: not printed.
    """
    from sysmap.views.charts import bars_svg, bars_words

    pairs: Iterable[tuple[Any, Any]] = rows.items() if hasattr(rows, "items") else rows
    cleaned = [(str(label), None if value is None or value != value else float(value)) for label, value in pairs]
    words = f"{title}. {bars_words(cleaned, unit=unit)}"
    return Shown(_image(bars_svg(cleaned, title=title, unit=unit, most=most), words), words)


def table(frame: Any, *, title: str = "") -> Shown:
    """A pandas frame (or series) as a table to read: whole texts, wrapped, blank where nothing is known.

    Parameters
    ----------
    frame : its index becomes the first column, unless it only counts.
    title : written above.

    Examples
    --------
    >>> import pandas as pd
    >>> table(pd.DataFrame({"label": ["Fares"], "links": [2]}), title="Factors")
    Factors
    label; links
    Fares; 2
    """
    import pandas as pd

    held = frame.to_frame() if isinstance(frame, pd.Series) else frame
    if not isinstance(held.index, pd.RangeIndex) and any(name is not None for name in held.index.names):
        held = held.reset_index()
    elif not isinstance(held.index, pd.RangeIndex) and not pd.api.types.is_integer_dtype(held.index.dtype):
        held = held.reset_index(names=[""])
    heads = [" ".join(str(part) for part in name if part != "") if isinstance(name, tuple) else str(name)
             for name in held.columns]
    rows = [[_cell_text(value) for value in row] for row in held.itertuples(index=False)]
    caption = f'<caption style="text-align:left;font-weight:bold">{escape(title)}</caption>' if title else ""
    head = "".join(f'<th scope="col" style="{_CELL}">{escape(name)}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f'<td style="{_CELL};white-space:normal">{escape(cell)}</td>' for cell in row) + "</tr>"
                   for row in rows)
    html = (f'<div style="overflow-x:auto"><table style="border-collapse:collapse;font-size:90%">{caption}<thead><tr>{head}</tr>'
            f"</thead><tbody>{body}</tbody></table></div>")
    return Shown(html, "\n".join([title, *("; ".join(row) for row in [heads, *rows])]).strip())


def _cell_text(value: Any) -> str:
    import pandas as pd

    if value is None or (not isinstance(value, str) and pd.api.types.is_scalar(value) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _project_of(thing: Any) -> Project | None:
    """What to draw for a thing: its own project or map, or the part of a map that an answer is about."""
    if isinstance(thing, Project):
        return thing
    if isinstance(thing, Map):
        return Project.of(thing)
    project = getattr(thing, "project", None)
    if isinstance(project, Project):
        return project
    part = getattr(thing, "submap", None)
    return Project.of(part) if isinstance(part, Map) and part.factors else None


def frame_of(page: str, title: str, height: int, name: str = "") -> str:
    """A page in a frame that may run its own scripts and nothing else."""
    named = f' name="{escape(name)}"' if name else ""
    return (f'<iframe sandbox="allow-scripts" title="{escape(title)}"{named} srcdoc="{escape(page)}" '
            f'style="width:100%;height:{int(height)}px;border:1px solid #8888;border-radius:4px;background:#fff"></iframe>')


def _figure(map_: Map) -> str:
    from sysmap.views.describe import long_description
    from sysmap.views.layout import layout_of
    from sysmap.views.svg import svg_of

    words = long_description(map_)
    described = (f'<details><summary>The picture in words</summary><p style="white-space:pre-line">{escape(words)}</p></details>')
    return _image(svg_of(map_, layout_of(map_)), words.split("\n", 1)[0]) + described


def _drawn(drawing: Drawing) -> str:
    from sysmap.views.answer_picture import drawing_svg, drawing_words

    return f"<p>{_image(drawing_svg(drawing), f'{drawing.title}. {drawing_words(drawing)}')}</p>"


def _image(svg: str, words: str) -> str:
    data = base64.b64encode(svg.encode()).decode("ascii")
    return f'<img alt="{escape(words)}" style="max-width:100%;background:#fff" src="data:image/svg+xml;base64,{data}">'


def _sections(sections: Iterable[tuple[str, list[str]]]) -> str:
    """Headings with their lines; of long lists the first lines, the others folded."""
    parts = []
    for heading, lines in sections:
        shown, folded = ("".join(f"<li>{escape(line)}</li>" for line in some) for some in (lines[:_LINES], lines[_LINES:]))
        more = f"<details><summary>{len(lines) - _LINES} more</summary><ul>{folded}</ul></details>" if folded else ""
        parts.append(f"<p><strong>{escape(heading)}</strong></p><ul>{shown}</ul>{more}" if lines else "")
    return "".join(parts)


def _table(table: Any) -> str:
    if not table.rows:
        return ""
    head = "".join(f'<th scope="col" style="{_CELL}">{escape(str(cell))}</th>' for cell in table.headings)
    rows = "".join("<tr>" + "".join(f'<td style="{_CELL}">{escape(str(cell))}</td>' for cell in row) + "</tr>"
                   for row in table.rows[:_ROWS])
    more = f"<p>{_ROWS} of {len(table.rows)} rows; <code>.to_frame()</code> has all.</p>" if len(table.rows) > _ROWS else ""
    return (f'<div style="overflow-x:auto"><table style="border-collapse:collapse;font-size:90%"><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>{more}")


