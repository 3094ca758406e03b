"""The contribution story in the studio: what reports say by themselves, place by place, and the author's own words there.

Own words stand in the file of kind report, so that they are there again when the report is made anew, whatever makes it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict

from sysmap.core.problem import Problem, Refused
from sysmap.core.report_details import ReportDetails
from sysmap.formats.read import Reading
from sysmap.formats.save import change_file, write_whole
from sysmap.formats.tidy import text_of as file_text
from sysmap.formats.workspace import Workspace
from sysmap.reports.blocks import Block, Bullets, Heading, Para
from sysmap.reports.own_text import text_of
from sysmap.reports.report_input import ReportInput, read_input
from sysmap.reports.stories import stories
from sysmap.reports.summary import key_findings
from sysmap.views.key_findings import LEADS

__all__ = ["keep_text", "story_places"]

LONGEST = 20_000
"""Characters of the author's own text at one place."""


class StoryPart(TypedDict):
    """What stands under one heading of what is made."""

    heading: str
    text: str


class StoryPlace(TypedDict):
    """A place for the author's own words, with what stands there by itself; `instead` says that own words replace that."""

    place: str
    group: str
    title: str
    own: str
    instead: bool
    made: list[StoryPart]


def story_places(workspace: Workspace, path: Path) -> list[StoryPlace]:
    """Every place of the report on a map where its author may write, with what stands there by itself.

    Returns
    -------
    list : the claims with their stories first, then the parts of the summary, the outcomes, and the chapters only people write.
    """
    given = read_input(workspace, path, template="evaluation")
    own = given.details.text if given.details else {}
    return [{**one, "own": own.get(one["place"], "")} for one in _places(given)]


def _places(given: ReportInput) -> Iterator[StoryPlace]:
    blank = dataclasses.replace(given, kept={})
    for claim, parts in zip(given.map.claims.values(), _by_claim(stories(blank, 1)), strict=False):
        yield _place(claim.id, "Contribution stories", claim.label or claim.id, parts)
    for name, said in key_findings(given).parts().items():
        yield _place(f"summary-{name}", "Summary", LEADS[name], [{"heading": "", "text": " ".join(said)}], instead=True)
    for scored in given.scored.values():
        label = given.labels.get(scored.element.id, scored.element.label)
        yield _place(scored.element.id, "Outcomes", label, [{"heading": scored.score, "text": " ".join(scored.proposal.reasons)}])
    for name in ("conclusions", "recommendations"):
        yield _place(name, "Chapters that only people write", name.capitalize(), [])


def _place(place: str, group: str, title: str, made: list[StoryPart], *, instead: bool = False) -> StoryPlace:
    return {"place": place, "group": group, "title": title, "own": "", "instead": instead, "made": [one for one in made if one["text"]]}


def _by_claim(blocks: Iterable[Block]) -> Iterator[list[StoryPart]]:
    """The stories of a report, claim by claim, each as headings with their text; the author's own words left out."""
    parts: list[StoryPart] | None = None
    heading = ""
    held: list[Block] = []
    for block in [*blocks, Heading(1, "")]:
        if isinstance(block, Heading):
            if parts is not None:
                parts.append({"heading": heading, "text": text_of(held)})
            heading, held = block.text, []
            if block.level == 1:
                if parts is not None:
                    yield parts
                parts, heading = [], ""
        elif isinstance(block, Para | Bullets) and not block.place:
            held.append(block)


def keep_text(workspace: Workspace, path: Path, asked: Mapping[str, Any]) -> dict[str, str]:
    """Write the author's own words at a place into the file of kind report; a file is started where the map has none.

    Parameters
    ----------
    workspace, path : the map.
    asked : place, text (empty takes it away), before (what stood there when it was opened).

    Raises
    ------
    Refused : there is no such place, the text is too long, or somebody else changed it meanwhile.
    """
    place, text, before = (str(asked.get(key) or "") for key in ("place", "text", "before"))
    given = read_input(workspace, path, template="evaluation")
    if place not in {one["place"] for one in _places(given)}:
        raise Refused(Problem(code="S04", message="There is no such place in the report.", hint="Open the story again."))
    if len(text) > LONGEST:
        raise Refused(Problem(code="F04", message="The text is too long.", hint=f"The limit is {LONGEST} characters."))
    text = "\n".join(line.rstrip() for line in text.replace("\r", "").strip().split("\n"))
    reading = _file_of(given)
    if reading is None:
        target = _new_file(workspace, given)
        details = ReportDetails(id=target.stem, title=given.map.title, about=given.map.id, text={place: text} if text else {})
        write_whole(target, file_text(details, "report").encode(), new=True)
        return {"file": target.relative_to(workspace.root).as_posix()}

    def change(now: ReportDetails) -> ReportDetails:
        if now.text.get(place, "").strip() != before.strip():
            raise Refused(Problem(code="F34", message="This text was changed by somebody else meanwhile; nothing was written.",
                                  hint="Copy yours, open the story again, and put the two together."))
        others = {key: value for key, value in now.text.items() if key != place or text}
        return dataclasses.replace(now, text={**others, place: f"{text}\n"} if text else others)

    change_file(reading, change)
    assert reading.path is not None
    return {"file": reading.path.absolute().relative_to(workspace.root.absolute()).as_posix()}


def _file_of(given: ReportInput) -> Reading | None:
    files = given.project.context.files
    return next((one for one in (files.reports if files else ()) if one.document is given.details), None)


def _new_file(workspace: Workspace, given: ReportInput) -> Path:
    folder = workspace.root / "reports"
    folder.mkdir(exist_ok=True)
    names = (f"{given.map.id}-report", *(f"{given.map.id}-report-{number}" for number in range(2, 1000)))
    return next(path for name in names if not (path := folder / f"{name}.yaml").exists())
