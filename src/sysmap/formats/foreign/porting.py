"""Files of other tools in and out: the two calls that every door uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sysmap.core.gc_pause import without_collecting
from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused
from sysmap.core.sentences import count_text
from sysmap.formats.foreign.comparing import differences
from sysmap.formats.foreign.content import Content, open_content
from sysmap.formats.foreign.draft import Remark
from sysmap.formats.foreign.drafting import draft_of
from sysmap.formats.foreign.link_making import Choices
from sysmap.formats.foreign.making import Imported, make
from sysmap.formats.foreign.registry import Format, Recognised, format_to_write, recognise

__all__ = ["Exported", "import_contents", "import_files", "open_files", "write_foreign"]


def open_files(paths: Sequence[Path | str], as_: str | None = None) -> list[list[Recognised]]:
    """The files, recognised, and put together where several make one map (a table of nodes and one of edges).

    Raises
    ------
    Refused : a file is not there, or of no known format; every fault of every file at once.
    """
    found: list[Recognised] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(recognise(open_content(path), as_))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    first = found[0].format if found else None
    if len(found) > 1 and first is not None and first.together is not None and all(one.format is first for one in found) and (
            first.together([one.content for one in found])):
        return [found]
    return [[one] for one in found]


def import_files(paths: Sequence[Path | str], *, as_: str | None = None, id: str | None = None,
                 choices: Choices | None = None) -> list[Imported]:
    """The maps that foreign files hold, in the order of the files.

    Parameters
    ----------
    paths : the files; a table of factors and one of links make one map.
    as_ : the format, where it is not to be told by the content.
    id : of the map, where there is one.
    choices : what the user says about how to read them.

    Raises
    ------
    Refused : with every problem, if a file cannot be read; nothing is made then.
    """
    return [import_contents(group, id=id, choices=choices) for group in open_files(paths, as_)]


def import_contents(group: Sequence[Recognised], *, id: str | None = None, choices: Choices | None = None) -> Imported:
    """The map of files that belong together; see `import_files`."""
    contents = [one.content for one in group]
    format_ = group[0].format
    name = " and ".join(Path(content.name).name for content in contents)
    try:
        with without_collecting():
            draft = format_.read(contents)
        for content in contents:
            for about, text in content.remarks:
                draft.say("guessed", about, text)
        what = group[0].what if len(group) == 1 else f"{count_text(len(group), 'file')} of one map ({format_.label})"
        return make(draft, name, id=id, described=what, choices=choices)
    except RecursionError:
        raise Refused(Problem(code="F72", message="The file is nested too deep.", hint="Is it the right file?",
                              place=Place(name))) from None
    except Refused as refused:
        raise Refused([one if str(one.place) else one.placed(Place(name)) for one in refused.problems]) from None


@dataclass(frozen=True, repr=False)
class Exported:
    """A file for another tool, and what it does not carry: found by reading it back and comparing."""

    data: bytes
    format: Format
    remarks: tuple[Remark, ...]

    def sentences(self) -> list[str]:
        """What does not come back from the file, a line each."""
        if not self.remarks:
            return [f"Everything comes back from the file ({self.format.label})."]
        return [f"What does not come back from the file ({self.format.label}):", *(f"- {one.text}" for one in self.remarks)]

    def __repr__(self) -> str:
        return "\n".join(self.sentences())


def write_foreign(map_: Map, name: str, as_: str | None = None) -> Exported:
    """A map as a file of another tool.

    Parameters
    ----------
    map_ : the map.
    name : the file's name; its ending says the format.
    as_ : the format, where the ending does not say it.

    Raises
    ------
    Refused : the format is not known or not written.
    """
    format_ = format_to_write(name, as_)
    assert format_.write is not None
    if not map_.factors:
        raise Refused(Problem(code="F75", message="The map holds no factor.", hint="There is nothing to export yet."))
    data = format_.write(draft_of(map_, format_.name))
    content = Content(name, data)
    back = import_contents([Recognised(content, format_, format_.label)], id=map_.id)
    return Exported(data, format_, tuple(differences(map_, back.map, format_.name)))


