"""What people take away: the map as a file, a page and a spreadsheet, the votes, the log, the list of changes."""

from __future__ import annotations

import asyncio
import csv
import io
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sysmap.core.edit import Batch, apply
from sysmap.core.map import Map
from sysmap.core.parts import not_installed
from sysmap.core.problem import Refused
from sysmap.workshop.commands.record import place_edits

if TYPE_CHECKING:
    from sysmap.workshop.hub import Hub

__all__ = ["download"]


async def download(hub: Hub, request: Request) -> Response:
    """A file to take away, for somebody who is in the room (their browser's key says so)."""
    person = hub.known(request.headers.get("x-sysmap-key", ""))
    if person is None:
        return PlainTextResponse("Join the workshop first.\n", 403)
    name = request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse("There is no such file.\n", 404)
    if not hub.downloads.take(person.id, time.monotonic()):
        return PlainTextResponse("That are too many files at once. Wait a few seconds.\n", 429)
    least, make, kind = _FILES[name]
    if least == "host" and person.role != "host":
        return PlainTextResponse("Only the host may take this.\n", 403)
    try:
        data = await asyncio.to_thread(make, hub)
    except Refused as refusal:
        return PlainTextResponse("\n".join(str(p) for p in refusal.problems), 409)
    except ImportError:
        return PlainTextResponse(f"{not_installed('reports', 'The parts for reports are not installed.')}\n", 501)
    file_name = f"{hub.room.map.id}.{name.partition('.')[2]}" if name.startswith("map.") else f"{hub.room.map.id}-{name}"
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{file_name}"'})


def _as_drawn(hub: Hub) -> Map:
    """The map with a place for every box, as the room sees it."""
    edits = place_edits(hub.room)
    return apply(hub.room.map, Batch(tuple(edits)), trusted=True) if edits else hub.room.map


def _yaml(hub: Hub) -> bytes:
    from sysmap.formats.save import revised

    return revised(hub.session.autosave.reading, hub.room.map).text.encode()


def _html(hub: Hub) -> bytes:
    from sysmap.views.page import render_page

    return render_page(_as_drawn(hub)).encode()


def _xlsx(hub: Hub) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped,unused-ignore]

    out = io.BytesIO()
    map_ = hub.room.map
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for title, head, rows in (
            ("Factors", ("id", "label", "aliases", "definition", "theme", "focal", "raised by", "notes"),
             [(f.id, f.label, "; ".join(f.aliases), f.definition or "", f.theme or "", "yes" if f.focal else "",
               "; ".join(f.raised_by), "\n".join(n.text for n in f.notes)) for f in map_.factors.values()]),
            ("Links", ("id", "from", "to", "polarity", "strength", "delay", "confidence", "why", "raised by", "notes"),
             [(k.id, k.from_, k.to, k.polarity, k.strength or "", k.delay or "", k.confidence or "", k.why or "",
               "; ".join(k.raised_by), "\n".join(n.text for n in k.notes)) for k in map_.links.values()]),
            ("Votes", ("vote", "question", "element", "dots", "people"), _vote_rows(hub)),
        ):
            sheet = book.add_worksheet(title)
            for row, cells in enumerate([head, *rows]):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, str(cell), bold if row == 0 else None)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(head), 24)
    return out.getvalue()


def _vote_rows(hub: Hub) -> list[tuple[str, ...]]:
    """One row for each number of dots that somebody gave: a distribution, not a mean."""
    return [(b.id, b.question, element, dots, str(people)) for b in hub.room.ballots.values() if not b.open
            for element, count in b.distribution().items() for dots, people in count.items() if dots != "all"]


def _csv(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text[:1] else text


def _log(hub: Hub) -> bytes:
    rows: list[tuple[str, ...]] = [
            (str(one.revision), str(one.at), one.role, one.group, one.do, " ".join((*one.session, *(said.text for said in one.said))),
             "; ".join(dict.fromkeys(one.credited(said) for said in one.said)))
            for one in hub.changes.of(hub.room)]
    return _csv(("revision", "at (ms since 1970)", "role", "group", "what", "in words", "said by"), rows)


def _votes(hub: Hub) -> bytes:
    return _csv(("vote", "question", "element", "dots", "people"), _vote_rows(hub))


def _list(hub: Hub) -> bytes:
    lines = [f"{hub.room.map.title}: what the workshop changed", ""]
    said = [(change.credited(one), one.text) for change in hub.changes.of(hub.room) if change.drew for one in change.said]
    lines += [f"{number}. ({whom}) {text}" for number, (whom, text) in enumerate(said, 1)]
    return ("\n".join(lines) + "\n").encode()


_FILES: dict[str, tuple[str, Callable[[Hub], bytes], str]] = {
    "map.yaml": ("viewer", _yaml, "text/yaml; charset=utf-8"),
    "map.html": ("viewer", _html, "text/html; charset=utf-8"),
    "map.xlsx": ("viewer", _xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "changes.txt": ("viewer", _list, "text/plain; charset=utf-8"),
    "votes.csv": ("viewer", _votes, "text/csv; charset=utf-8"),
    "log.csv": ("host", _log, "text/csv; charset=utf-8"),
}
"""Name -> who may take it, what makes it, what it is."""
