"""What the host does when the YAML file was changed by hand while the workshop ran.

Nothing is overwritten without being asked for. Three ways out: a copy of the workshop's map beside the file; the changes
made by hand taken into the room, three-way by id, with the same choices as between tables; or the workshop's map over the
file, what was there being kept under another name first.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any

from sysmap.core.map import Map
from sysmap.core.merge import Merged, changes_between, merge_maps
from sysmap.core.problem import Place, Problem, Refused, one_of
from sysmap.formats.edits import edit_plain
from sysmap.formats.read import Reading, read_file
from sysmap.formats.save import write_whole
from sysmap.workshop.client import now_ms, problem_plain
from sysmap.workshop.hub import Hub
from sysmap.workshop.merge_preview import check_decided, chosen_of, merge_told
from sysmap.workshop.state import Request

__all__ = ["file_answer"]

_WAYS = ("look", "copy", "take", "over")


async def file_answer(hub: Hub, by: str, message: Mapping[str, Any]) -> dict[str, Any]:
    """The host's question about the file.

    Parameters
    ----------
    hub : the room.
    by : the host.
    message : `do` is `look` (what is in the file that is not in the room), `copy`, `take` or `over`; `choices` as in
        bringing tables together.

    Raises
    ------
    Refused : if it cannot be done; then nothing has changed.
    """
    do = message.get("do", "look")
    if do not in _WAYS:
        raise Refused(Problem(code="L04", message="That cannot be done with a file.", hint=one_of(str(do)[:30], _WAYS)))
    autosave = hub.session.autosave
    if do == "look":
        return await asyncio.to_thread(_look, hub, message)
    if do == "copy":
        path = await asyncio.to_thread(autosave.save_copy, hub.room.map, hub.room.revision)
        return {"file": path.name, "revision": hub.room.revision}
    if do == "over":
        kept = await asyncio.to_thread(_put_aside, hub)
        await hub.save_now()
        return {"kept": kept, **_state(hub)}
    return await _take(hub, by, message)


def _state(hub: Hub) -> dict[str, Any]:
    autosave = hub.session.autosave
    return {"name": autosave.path.name, "saved": autosave.revision, "revision": hub.room.revision,
            "trouble": problem_plain(autosave.problem)}


def _look(hub: Hub, message: Mapping[str, Any]) -> dict[str, Any]:
    reading = read_file(hub.session.autosave.path)
    out = _state(hub) | {"changed": reading.digest != hub.session.autosave.reading.digest}
    if not out["changed"]:
        return out | {"changes": [], "more": 0, "conflicts": []}
    merged = _merged(hub, reading)
    return out | merge_told(hub.room.map, merged, chosen_of(message, merged))


def _merged(hub: Hub, reading: Reading) -> Merged:
    """The room's map and the file's, put together: what they had in common is what was last saved."""
    path = str(hub.session.autosave.path)
    if reading.problems:
        first = reading.problems[0]
        raise Refused(Problem(code="L21", message=f"The file has faults, so that its changes cannot be taken: {first.message}",
                              hint="Mend the file, or save a copy.", place=first.place or Place(path)))
    base = hub.session.autosave.reading.document
    assert isinstance(base, Map)
    if not isinstance(reading.document, Map) or (reading.document.id, reading.document.kind) != (base.id, base.kind):
        raise Refused(Problem(code="L21", message="The file holds another map now.", hint="Save a copy, or put the file back.",
                              place=Place(path)))
    return merge_maps(base, [("workshop", hub.room.map), ("file", reading.document)], mark=False)


async def _take(hub: Hub, by: str, message: Mapping[str, Any]) -> dict[str, Any]:
    autosave = hub.session.autosave
    async with hub.quiet() as do:
        reading = await asyncio.to_thread(read_file, autosave.path)
        merged = await asyncio.to_thread(_merged, hub, reading)
        check_decided(message, merged)
        edits = await asyncio.to_thread(changes_between, hub.room.map, merged.settled(chosen_of(message, merged)))
        if edits:
            batch = {"do": "batch", "edits": [edit_plain(edit) for edit in edits], "label": "take in what was changed by hand"}
            await do(by, Request(f"file-{secrets.token_hex(6)}", "adopt", {"edit": batch}, hub.room.revision, now_ms()))
        autosave.rebase(reading)
    await hub.save_now()
    return {"changes": len(edits), **_state(hub)}


def _put_aside(hub: Hub) -> str:
    """Keep what somebody wrote by hand under another name, and let the next save go over the file."""
    autosave = hub.session.autosave
    reading = read_file(autosave.path)
    if reading.digest == autosave.reading.digest:
        return ""
    path = next(one for one in (autosave.path.with_name(f"{autosave.path.stem}.by-hand-{n}.yaml") for n in range(1, 1_000))
                if not one.exists())
    if reading.digest is not None:
        write_whole(path, autosave.path.read_bytes(), new=True)
    autosave.over(reading)
    return path.name if reading.digest is not None else ""
