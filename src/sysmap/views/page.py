"""A map as one HTML file that opens from disk, without network, on a locked-down computer.

Everything the page needs is in the file: the document (`sysmap.views.document`) as inert JSON, the browser modules
joined into one script, the style. Its content security policy allows script and style by their hashes and nothing else, so
no label, whatever it holds, can run or fetch anything.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from string import Template
from typing import Any

from sysmap.core.kinds import Document
from sysmap.core.levels import Level, leveled
from sysmap.core.map import Map
from sysmap.core.sentences import say
from sysmap.project import Project
from sysmap.views.answers import measures_of
from sysmap.views.bundle import bundle, web_file
from sysmap.views.document import page_document, script_json, slim, to_plain
from sysmap.views.saved import answers_for_page
from sysmap.views.versions import both_of, changes_json

__all__ = ["page_content", "render_page"]

_MOST_ROWS = 14
_MOST_FACTORS = 300


def render_page(
    map_: Map,
    *,
    layout: Mapping[str, Any] | None = None,
    uses: Iterable[Document] | None = None,
    title: str | None = None,
    answers: Mapping[str, Any] | None = None,
    level: Level = "internal",
    before: Map | None = None,
    view: str | None = None,
) -> str:
    """The page of a map, complete in one text.

    Parameters
    ----------
    map_ : the map.
    layout : a `sysmap.views.layout.Layout` (or its `to_json()`) to draw by; computed where it is not given. It must
        not place factors that the level leaves out.
    uses : the files the map refers to, for the names behind its ids; evidence registers among them are shown where
        they bear on the map.
    title : heading of the page; the map's own title where it is not given.
    answers : what analyses and rubrics said, as JSON values by name: `scores` as `scoring_json` gives them,
        `measures` as `measures_of` does (worked out where they are not given).
    level : who the file is for; what the level leaves out is not in the file.
    before : an earlier version of the map; the page then shows either version and the drawn difference.
    view : id of the saved view to open with.

    Returns
    -------
    str : HTML in UTF-8; the same input gives the same text.

    Raises
    ------
    ValueError : a level or a saved view that does not exist.
    """
    whole = tuple(uses or ())
    before = None if before is None else leveled(before, whole, level)[0]
    map_, uses = leveled(map_, whole, level)
    document = _content(map_, uses, layout, title, answers, level, before, view)
    # Only a page of two versions carries what moves between them.
    styles, entry = (("page.css",), "app.js") if before is None else (("page.css", "moving/moving.css"), "moving/main.js")
    style = "".join(web_file(name).read_text(encoding="utf-8") for name in styles)
    script = _as_script(bundle(entry, "start(document)"))
    policy = "; ".join((
        "default-src 'none'", f"script-src {_hash(script)}", f"style-src {_hash(style)}",
        "img-src blob: data:",  # a saved PNG is painted from the page's own SVG
        "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
    ))
    page = Template(web_file("page.html").read_text(encoding="utf-8")).substitute(
        title=escape(document["title"] or ""), policy=escape(policy, quote=False), style=style, document=script_json(document), script=script,
        opening=escape(say("page.opening")), noscript=escape(say("page.no-script")))
    # Half a character (a lone surrogate) cannot be written to any file; it becomes a question mark.
    return page.encode("utf-8", "replace").decode("utf-8")


def page_content(
    map_: Map,
    *,
    layout: Mapping[str, Any] | None = None,
    uses: Iterable[Document] | None = None,
    title: str | None = None,
    answers: Mapping[str, Any] | None = None,
    level: Level = "internal",
    before: Map | None = None,
    view: str | None = None,
) -> dict[str, Any]:
    """The document of a page (docs/page-document.md): for hosts other than the file, and for tests.

    Parameters and errors are those of `render_page`.
    """
    whole = tuple(uses or ())
    before = None if before is None else leveled(before, whole, level)[0]
    map_, uses = leveled(map_, whole, level)
    return _content(map_, uses, layout, title, answers, level, before, view)


def _content(
    map_: Map, uses: tuple[Document, ...], layout: Any, title: str | None, answers: Mapping[str, Any] | None, level: Level,
    before: Map | None, view: str | None,
) -> dict[str, Any]:
    """The document of what readers at the level may have."""
    if view is not None and view not in map_.views:
        known = ", ".join(map_.views) or "the map has none"
        raise ValueError(f"no saved view {view!r} for readers at level {level}; saved views: {known}")
    if layout is None:
        from sysmap.views.layout import layout_of
        layout = layout_of(map_)
    places = _layout_json(map_, layout)
    asked = answers_for_page(Project.of(map_, uses))
    answers = {"measures": measures_of(map_), **({"views": asked} if asked else {}), **(answers or {})}
    document = page_document(map_, places, uses=uses, title=title, answers=answers, level=level)
    document |= _bands(map_)
    if before is not None:
        document |= _two_versions(before, map_, layout)
    if view is not None:
        document["view"] = view
    return document


def _two_versions(before: Map, after: Map, layout: Any) -> dict[str, Any]:
    """What a page of two versions holds beside the later one: the earlier one, and both in one picture.

    In the earlier one, what the later one kept stands where it stands there, as nearly as may be: what moves has a reason.
    """
    from sysmap.views.layout import Layout, layout_of
    both = both_of(before, after)
    earlier = layout_of(before, previous=layout if isinstance(layout, Layout) else None)
    return {
        "before": {"map": to_plain(before), "layout": slim(_layout_json(before, earlier)), **_bands(before)},
        "difference": {"map": to_plain(both), "layout": slim(_layout_json(both, None)), **_bands(both),
                       "changes": changes_json(before, after)},
    }


def _bands(map_: Map) -> dict[str, Any]:
    """The layout with a row for each set of actors, where there are at least two and not more than a picture can tell apart."""
    factors = [one for one in map_.factors.values() if one.status != "retired"]
    sets = {frozenset(one.whose) for one in factors}
    if not (map_.layers and 1 < len(sets) <= _MOST_ROWS and len(factors) <= _MOST_FACTORS):
        return {}
    from sysmap.views.layout import layout_of
    return {"bands": slim(layout_of(map_, bands=True).to_json(svg_paths=False))}


def _layout_json(map_: Map, layout: Any) -> Mapping[str, Any]:
    if layout is None:
        from sysmap.views.layout import layout_of
        layout = layout_of(map_)
    places: Mapping[str, Any] = layout if isinstance(layout, Mapping) else layout.to_json(svg_paths=False)
    return places


def _as_script(text: str) -> str:
    """A script that cannot end its element early, byte for byte what the browser will hash."""
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--").replace("\r\n", "\n")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
