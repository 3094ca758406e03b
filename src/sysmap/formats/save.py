"""Writing a file: whole or not at all, and never over somebody else's change."""

from __future__ import annotations

import bisect
import contextlib
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused
from sysmap.formats.lock import writing_in
from sysmap.formats.read import Reading, read_bytes, read_file
from sysmap.formats.splice import Splice, revise
from sysmap.formats.tidy import format_text, text_of

__all__ = ["change_file", "revised", "save", "write_new", "write_whole"]

_RECHECK_BELOW = 300_000


def revised(reading: Reading, document: Any) -> Reading:
    """What a file would hold after its document is replaced by this one: the new text, as if it had been read.

    Only what changed differs from the old text. For files below 300 kB the new text is read again and compared; in
    larger ones each changed element is. A file whose top level does not stand one key a line at the margin (one long
    JSON object, say) is put into the house layout first.

    Raises
    ------
    Refused : if the file had faults, or if the new text would not read back the same.
    """
    if not reading.problems and not _at_the_margin(reading) and reading.document != document:
        reading = replace(read_bytes(format_text(reading.text, reading.name).encode(), reading.name), path=reading.path)
    splices = revise(reading, document)
    if not splices:
        return replace(reading, document=document)
    pieces, at = [], 0
    for splice in splices:
        pieces += [reading.text[at : splice.start], splice.text]
        at = splice.end
    text = "".join([*pieces, reading.text[at:]])
    if len(text) < _RECHECK_BELOW or any(splice.whole for splice in splices):
        fresh = read_bytes(text.encode(), reading.name)
        if fresh.problems:
            raise Refused(_unwritten(reading.name, fresh.problems))
        if fresh.document != document:
            raise Refused(Problem(code="F32", message="The change cannot be written so that it reads back the same.",
                                  hint="Nothing was written; please report the file.", place=Place(reading.name)))
        fresh.path = reading.path
        return fresh
    sections = _moved(reading, splices)
    return replace(reading, document=document, text=text, sections=sections,
                   digest=hashlib.sha256(text.encode()).hexdigest())


def _at_the_margin(reading: Reading) -> bool:
    """Whether every top-level key begins a line of its own, as splicing takes for granted."""
    before = [reading.text[:section.start].rpartition("\n")[2] for section in reading.sections.values()]
    first = min((section.start for section in reading.sections.values()), default=0)
    return not any(before) and not reading.text[:first].rstrip().endswith("{")


def save(reading: Reading, document: Any) -> Reading:
    """Write a changed document back to the file it was read from.

    Nothing is written if the file on disk is no longer what was read. The new content replaces the old in one step
    (temporary file in the same folder, fsync, rename), so that a crash leaves either the old file or the new one.

    Returns
    -------
    Reading : what the file holds now, ready for the next change.

    Raises
    ------
    Refused : if the file had faults, changed on disk, or cannot be written.
    """
    if reading.path is None:
        raise Refused(Problem(code="F33", message="This was not read from a file.", hint="Say where to write it."))
    after = revised(reading, document)
    if after.text == reading.text:
        return after
    data = after.text.encode()
    write_whole(reading.path, data, expected=reading.digest)
    after.digest = hashlib.sha256(data).hexdigest()
    return after


def change_file(reading: Reading, change: Callable[[Any], Any]) -> Reading:
    """Make a change in a file as it stands now, so that several people's changes at once are all kept.

    Where `save` refuses a file that changed since it was read, this reads it again under the lock of its folder and makes
    the change there. For changes that fit any state of the file, such as one more item.

    Parameters
    ----------
    reading : the file as it was read.
    change : gives the new document for the one that the file holds; raises `Refused` where it does not fit any more.

    Returns
    -------
    Reading : what the file holds now.

    Raises
    ------
    Refused : if the file has faults by now or cannot be written, or as `change` does.
    """
    if reading.path is None:
        return save(reading, change(reading.document))
    with writing_in(Path(os.path.realpath(reading.path)).parent):
        now = read_file(reading.path, reading.name)
        if now.digest == reading.digest:
            now = reading
        elif now.problems or now.document is None:
            raise Refused(Problem(code="F30", message="The file changed on disk and has problems now; nothing was written.",
                                  hint="See them with sysmap check, mend them and try again.", place=Place(reading.name)))
        return save(now, change(now.document))


def write_new(path: Path, map_: Map, origin: Path | None = None) -> Reading:
    """Write a map that was made and not read, such as a submap, as a new file in the house layout.

    Parameters
    ----------
    path : where to; there must be no such file yet.
    map_ : the map.
    origin : the file it was taken from; what it names under `uses` is named from the new place.

    Returns
    -------
    Reading : what the file holds.

    Raises
    ------
    Refused : if there is such a file already, it would not read back the same, or it cannot be written.
    """
    if origin is not None:
        folder = Path(os.path.abspath(path)).parent
        map_ = replace(map_, uses=tuple(Path(os.path.relpath(Path(os.path.abspath(origin)).parent / name, folder)).as_posix()
                                        for name in map_.uses))
    data = text_of(map_, map_.kind).encode()
    written = read_bytes(data, str(path))
    if written.problems:
        raise Refused(_unwritten(str(path), written.problems))
    if written.document != map_:
        raise Refused(Problem(code="F32", message="The map cannot be written so that it reads back the same.",
                              hint="Nothing was written; please report the file.", place=Place(str(path))))
    write_whole(path, data, new=True)
    written.path = path
    return written


def _unwritten(name: str | None, problems: list[Problem]) -> list[Problem]:
    """What stands against a text that was made but would have faults if it were read."""
    first = Problem(code="F32", message="What is to be written has faults, so nothing was written.",
                    hint="Mend what follows, and write it again.", place=Place(name))
    return [first, *(replace(problem, place=Place(name)) for problem in problems[:5])]


def write_whole(path: Path, data: bytes, *, expected: str | None = None, new: bool = False) -> None:
    """Replace a file's content in one step.

    Parameters
    ----------
    path : the file; a symbolic link is followed.
    data : what it is to hold.
    expected : SHA-256 of what it should hold now; nothing is written if it holds something else.
    new : refuse to replace an existing file.

    Raises
    ------
    Refused : if the file is not as expected, or cannot be written.
    """
    target = Path(os.path.realpath(path))
    name = str(path)
    with writing_in(target.parent):
        if expected is not None and _digest(target) != expected:
            raise Refused(Problem(code="F34", message="The file changed on disk since it was read; nothing was written.",
                                  hint="Read it again and make the change there.", place=Place(name)))
        if new and target.exists():
            raise _taken(name)
        _clear_away(target)
        temporary = ""
        try:
            mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
            if target.exists() and not os.access(target, os.W_OK):
                raise PermissionError(13, "Permission denied")
            handle, temporary = tempfile.mkstemp(prefix=_prefix(target), suffix=_SUFFIX, dir=target.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, mode)
            if new:
                _put_new(temporary, target)
            else:
                os.replace(temporary, target)
            _sync_folder(target.parent)
        except FileExistsError:
            raise _taken(name) from None
        except OSError as error:
            raise Refused(Problem(code="F36", message=f"The file cannot be written ({error.strerror}).",
                                  hint="Check the folder's permissions and the space on the disk; nothing was changed.",
                                  place=Place(name))) from None
        finally:
            if temporary:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)


def _digest(target: Path) -> str | None:
    try:
        return hashlib.sha256(target.read_bytes()).hexdigest()
    except OSError:
        return None


def _taken(name: str) -> Refused:
    return Refused(Problem(code="F35", message="There is already such a file.", hint="Choose another name.", place=Place(name)))


def _put_new(temporary: str, target: Path) -> None:
    """Give a finished file its name, unless a program that knows nothing of our lock has taken it meanwhile."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        os.replace(temporary, target)


def _prefix(target: Path) -> str:
    return f".{target.name[:40]}-"


_SUFFIX = ".tmp"


def _clear_away(target: Path) -> None:
    """Remove what a save of this file left that was killed: under the lock nobody else can be using it."""
    random_part = re.compile(r"[a-z0-9_]{8}")
    prefix = _prefix(target)
    with contextlib.suppress(OSError):
        for entry in os.scandir(target.parent):
            name = entry.name
            if name.startswith(prefix) and name.endswith(_SUFFIX) and random_part.fullmatch(name[len(prefix):-len(_SUFFIX)]):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _moved(reading: Reading, splices: list[Splice]) -> dict[str, Any]:
    """Where sections and elements stand after the splices."""
    ends = [splice.end for splice in splices]
    shifts = [0]
    for splice in splices:
        shifts.append(shifts[-1] + len(splice.text) - (splice.end - splice.start))

    def moved(index: int) -> int:
        return index + shifts[bisect.bisect_right(ends, index)]

    def moved_end(index: int) -> int:
        return index + shifts[bisect.bisect_left(ends, index)]

    sections = {}
    for key, section in reading.sections.items():
        changed = {id_: (splice, span) for splice in splices if splice.key == key
                   for id_, span in splice.elements.items()}
        gone = {id_ for splice in splices if splice.key == key for id_ in splice.gone}
        elements = {}
        for id_, (start, end) in section.elements.items():
            if id_ not in gone and id_ not in changed:
                elements[id_] = (moved(start), moved_end(end))
        for id_, (splice, (start, end)) in changed.items():
            base = splice.start + shifts[splices.index(splice)]
            elements[id_] = (base + start, base + end)
        if changed:
            elements = dict(sorted(elements.items(), key=lambda item: item[1]))
        end = moved_end(section.end)
        if section.style == "block" and elements:
            end = max(span[1] for span in elements.values())
        sections[key] = replace(section, start=moved(section.start), end=end, elements=elements)
    return sections
