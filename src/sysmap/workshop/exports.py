"""What people take away, and questions the server answers: files, the check, the timeline, hints.

Answers go to the one who asked; nobody else's screen changes.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sysmap.checks import check
from sysmap.core.edit import apply
from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.core.near_duplicates import key_of, near_duplicates
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import link_sentence
from sysmap.core.uses import Uses
from sysmap.views.document import to_plain
from sysmap.workshop.history import map_at
from sysmap.workshop.places import places_of
from sysmap.workshop.sentences import edit_sentences
from sysmap.workshop.session import LARGEST, first_places
from sysmap.workshop.text_limits import check_texts

if TYPE_CHECKING:
    from sysmap.workshop.client import Client
    from sysmap.workshop.hub import Hub

__all__ = ["answer", "check_queue", "download", "hints"]


async def answer(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    """The answer to a question asked through the socket.

    Raises
    ------
    Refused : if there is no such question, or it lacks something.
    """
    check_texts(message)
    what = message.get("what")
    if not isinstance(what, str) or what not in _ANSWERS:
        raise Refused(Problem(code="L04", message="There is no such question.", hint=one_of(str(what)[:30], _ANSWERS)))
    return await asyncio.to_thread(_ANSWERS[what], hub, client, message)


def check_queue(map_: Map, uses: Uses | None = None) -> list[dict[str, Any]]:
    """What the checks find, for a room to go through: each with a key to tick off and, for a link, its sentence.

    The key names the rule and the element, so that a tick stays while the wording of the finding changes.
    """
    out = []
    for problem in check(map_, uses):
        if problem.waived:
            continue
        element = problem.element
        said = link_sentence(map_, map_.links[element]) if element is not None and element in map_.links else None
        out.append({"key": f"{problem.code}:{element or ''}", "code": problem.code, "severity": problem.severity,
                    "message": problem.message, "hint": problem.hint, "in": problem.at[0] if problem.at else "", "id": element,
                    "aloud": said})
    return out


def hints(map_: Map, label: str) -> list[str]:
    """What one might think of while typing a label: a factor that may be the same, a wording that is no factor.

    >>> hints(Map(id="m", title="M", factors={"w": Factor(id="w", label="Waiting list for care")}), "Waiting lists for care")[0]
    'This may be the same as “Waiting list for care”.'
    """
    keys = {f.id: [key_of(name) for name in (f.label, *f.aliases)] for f in map_.factors.values()}
    keys["typed"] = [key_of(label)]
    out = []
    for pair in near_duplicates(keys):
        other = next((one for one in pair if one != "typed"), None)
        if "typed" in pair and other is not None:
            out.append(f"This may be the same as “{map_.factors[other].label}”.")
    alone = Map(kind="map", id="typed", title="Typed", factors={"typed": Factor(id="typed", label=label)})
    out += [f"{p.message} {p.hint}" for p in check(alone) if p.element == "typed" and p.code in _WORDING]
    return out[:3]


_WORDING = ("M02", "M03", "M04", "M05", "M06", "M12", "M13")


def _check(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    return check_queue(hub.room.map, hub.session.uses)


def _hint(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    return hints(hub.room.map, str(message.get("label") or "")[:300])


def _at(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    revision = _revision(hub, message, "revision")
    map_ = map_at(hub.room, revision)
    return {"revision": revision, "map": to_plain(map_), "places": places_of(map_, hub.room.places)}


def _history(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    return _changes(hub, _revision(hub, message, "after"))[-400:]


def _revision(hub: Hub, message: Mapping[str, Any], key: str) -> int:
    value = message.get(key, 0)
    if type(value) is not int or not 0 <= value <= hub.room.revision:
        raise Refused(Problem(code="L04", message="There is no such moment.", hint=f"Say 0 to {hub.room.revision}."))
    return value


def _changes(hub: Hub, after: int = 0) -> list[dict[str, Any]]:
    """What happened to the map, in sentences, by role and group: for circulation, without names of people."""
    room, map_, out = hub.room, hub.room.base, []
    for entry in list(room.entries):
        edit = entry.edit
        if edit is None:
            continue
        sentences = edit_sentences(map_, edit) if entry.revision > after else []
        map_ = apply(map_, edit)
        if entry.revision > after:
            person = room.people.get(entry.by)
            out.append({"revision": entry.revision, "at": entry.at, "do": entry.do, "by": entry.by,
                        "role": person.role if person else "", "group": person.group if person else "", "said": sentences})
    return out


def _layout(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    _host_only(hub, client)
    map_ = hub.room.map
    if len(map_.factors) > LARGEST[0] or len(map_.links) > LARGEST[1]:
        most = f"{LARGEST[0]} factors and {LARGEST[1]} links"
        raise Refused(Problem(code="L08", message=f"Laying out anew is for maps up to {most}.",
                              hint="Move the boxes by hand; several at once with Shift."))
    return first_places(map_)


def _door(hub: Hub, client: Client, message: Mapping[str, Any]) -> Any:
    """The way in, as text and as the rows of a QR code."""
    _host_only(hub, client)
    import segno

    rows = ["".join("1" if cell else "0" for cell in row) for row in segno.make(hub.link, error="m").matrix]
    return {"link": hub.link, "address": hub.link.partition("#")[0], "rows": rows}


def _host_only(hub: Hub, client: Client) -> None:
    if hub.room.people[client.person].role != "host":
        raise Refused(Problem(code="L01", message="This is for the host.", hint="Ask the host."))


_ANSWERS: dict[str, Callable[[Hub, Client, Mapping[str, Any]], Any]] = {
    "check": _check, "hint": _hint, "at": _at, "history": _history, "layout": _layout, "door": _door,
}


async def download(hub: Hub, request: Request) -> Response:
    """A file to take away, for somebody who is in the room (their browser's key says so)."""
    person = hub.known(request.headers.get("x-sysmap-key", ""))
    if person is None:
        return PlainTextResponse("Join the workshop first.\n", 403)
    name = request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse("There is no such file.\n", 404)
    least, make, kind = _FILES[name]
    if least == "host" and person.role != "host":
        return PlainTextResponse("Only the host may take this.\n", 403)
    try:
        data = await asyncio.to_thread(make, hub)
    except Refused as refusal:
        return PlainTextResponse("\n".join(str(p) for p in refusal.problems), 409)
    except ImportError:
        return PlainTextResponse("This needs the reports part of sysmap (pip install 'sysmap[reports]').\n", 501)
    file_name = f"{hub.room.map.id}.{name.partition('.')[2]}" if name.startswith("map.") else f"{hub.room.map.id}-{name}"
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{file_name}"'})


def _yaml(hub: Hub) -> bytes:
    from sysmap.formats.save import revised

    return revised(hub.session.autosave.reading, hub.room.map).text.encode()


def _html(hub: Hub) -> bytes:
    from sysmap.views.page import render_page

    return render_page(hub.room.map).encode()


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
        (str(c["revision"]), str(c["at"]), c["role"], c["group"], c["do"], " ".join(c["said"])) for c in _changes(hub)]
    return _csv(("revision", "at (ms since 1970)", "role", "group", "what", "in words"), rows)


def _votes(hub: Hub) -> bytes:
    return _csv(("vote", "question", "element", "dots", "people"), _vote_rows(hub))


def _list(hub: Hub) -> bytes:
    lines = [f"{hub.room.map.title}: what the workshop changed", ""]
    for change in _changes(hub):
        whom = change["group"] or change["role"]
        lines += [f"{change['revision']}. ({whom}) {sentence}" for sentence in change["said"]]
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
