"""What the host does when the YAML file was changed by hand while the workshop ran.

Nothing is overwritten without being asked for. Three ways out: a copy of the workshop's map beside the file; the changes
made by hand taken into the room, three-way by id, with the same choices as between tables; or the workshop's map over the
file, what was there being kept under another name first.
"""

from __future__ import annotations

import asyncio
import secrets

from sysmap.core.map import Map
from sysmap.core.merge import Merged, changes_between, merge_maps
from sysmap.core.problem import Place, Problem, Refused
from sysmap.formats.edits import edit_plain
from sysmap.formats.read import Reading, read_file
from sysmap.formats.save import write_whole
from sysmap.workshop.client import now_ms, trouble_of
from sysmap.workshop.hub import Hub
from sysmap.workshop.merge_preview import check_decided, chosen_of, merge_told
from sysmap.workshop.protocol.data import FileData
from sysmap.workshop.protocol.from_browser import AskFile
from sysmap.workshop.state import Request

__all__ = ["file_answer"]


async def file_answer(hub: Hub, by: str, asked: AskFile) -> FileData:
    """The host's question about the file.

    Parameters
    ----------
    hub : the room.
    by : the host.
    asked : `do` is `look` (what is in the file that is not in the room), `copy`, `take` or `over`; `choices` as in
        bringing tables together.

    Raises
    ------
    Refused : if it cannot be done; then nothing has changed.
    """
    autosave = hub.session.autosave
    if asked.do == "look":
        return await asyncio.to_thread(_look, hub, asked)
    if asked.do == "copy":
        path = await asyncio.to_thread(autosave.save_copy, hub.room.map, hub.room.revision)
        return {"file": path.name, "revision": hub.room.revision}
    if asked.do == "over":
        kept = await asyncio.to_thread(_put_aside, hub)
        await hub.save_now()
        return {**_state(hub), "kept": kept}
    return await _take(hub, by, asked)


def _state(hub: Hub) -> FileData:
    autosave = hub.session.autosave
    return {"name": autosave.path.name, "saved": autosave.revision, "revision": hub.room.revision,
            "trouble": None if autosave.problem is None else trouble_of(autosave.problem)}


def _look(hub: Hub, asked: AskFile) -> FileData:
    reading = read_file(hub.session.autosave.path)
    changed = reading.digest != hub.session.autosave.reading.digest
    if not changed:
        return {**_state(hub), "changed": changed, "changes": [], "more": 0, "conflicts": []}
    merged = _merged(hub, reading)
    told = merge_told(hub.room.map, merged, chosen_of(asked.choices, merged))
    return {**_state(hub), "changed": changed, "changes": told["changes"], "more": told["more"], "conflicts": told["conflicts"],
            "agreed": told["agreed"]}


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


async def _take(hub: Hub, by: str, asked: AskFile) -> FileData:
    autosave = hub.session.autosave
    async with hub.quiet() as do:
        reading = await asyncio.to_thread(read_file, autosave.path)
        merged = await asyncio.to_thread(_merged, hub, reading)
        check_decided(asked.choices, merged)
        edits = await asyncio.to_thread(changes_between, hub.room.map, merged.settled(chosen_of(asked.choices, merged)))
        if edits:
            batch = {"do": "batch", "edits": [edit_plain(edit) for edit in edits], "label": "take in what was changed by hand"}
            await do(by, Request(f"file-{secrets.token_hex(6)}", "adopt", {"edit": batch}, hub.room.revision, now_ms()))
        autosave.rebase(reading)
    await hub.save_now()
    return {**_state(hub), "changes": len(edits)}


def _put_aside(hub: Hub) -> str:
    """Keep what somebody wrote by hand under another name, and let the next save go over the file."""
    autosave = hub.session.autosave
    reading = read_file(autosave.path)
    if reading.digest == autosave.reading.digest:
        return ""
    path = next(one for one in (autosave.path.with_name(f"{autosave.path.stem}.by-hand-{n}.yaml") for n in range(1, 1_000))
                if not one.exists())
    if reading.digest is not None:
        held = autosave.path.read_bytes()
        autosave.store.keep(path, held)
        write_whole(path, held, new=True)
    autosave.over(reading)
    return path.name if reading.digest is not None else ""
