"""A file of indicators started from the measures of a research framework, one indicator for each measure."""

from __future__ import annotations

import os
from pathlib import Path

from sysmap.core.library import ResearchFramework
from sysmap.core.map import Map
from sysmap.core.monitoring import Indicator, Monitoring
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import SLUG_RULE, is_slug
from sysmap.formats.save import write_whole
from sysmap.formats.tidy import text_of
from sysmap.formats.workspace import Workspace

__all__ = ["indicators_from", "indicators_of_framework"]


def indicators_of_framework(framework: ResearchFramework, map_: Map) -> dict[str, Indicator]:
    """An indicator for every measure of a framework, in its order, watching what its row is about where the map has it.

    >>> from sysmap.core.library import Measure, ResearchItem
    >>> row = ResearchItem(id="late", label="Lateness", about=("m/arrive",), measures=(Measure(text="Pupils late"), Measure(text="Why")))
    >>> found = indicators_of_framework(ResearchFramework(id="f", title="F", items={"late": row}), Map(id="m", title="M"))
    >>> list(found), found["late-1"].label, found["late-1"].row
    (['late-1', 'late-2'], 'Pupils late', 'late')
    """
    versions = {map_.id, (map_.version.supersedes if map_.version else None) or map_.id}
    there = {*map_.factors, *map_.links, *map_.claims, *map_.assumptions}
    found: dict[str, Indicator] = {}
    for row in framework.items.values():
        about = [f"mechanism:{id_}" if file == "mechanism" else id_ for file, _, id_ in (text.partition("/") for text in row.about)
                 if file == "mechanism" or (file in versions and id_ in there)]
        for number, measure in enumerate(row.measures, 1):
            id_ = f"{row.id[:58]}-{number}"
            kinds = [framework.kinds[kind].label if kind in framework.kinds else kind for kind in measure.sources]
            found[id_] = Indicator(id=id_, label=measure.text, about=tuple(about), row=row.id, how="; ".join(kinds) or None,
                                   cite=measure.cite or row.cite)
    return found


def indicators_from(workspace: Workspace, name: str, framework: str, theory: str, output: Path | None = None) -> tuple[Path, Monitoring]:
    """Write a new file of indicators from a research framework.

    Parameters
    ----------
    workspace : where.
    name : the file's id and name.
    framework, theory : the research framework and the theory, by path or name.
    output : another place than toc/monitoring/.

    Raises
    ------
    Refused : the name is no id, there is such a file, or one of the two is not what it should be.
    """
    path = output or workspace.root / "toc" / "monitoring" / f"{name}.yaml"
    document = monitoring_from(workspace, name, framework, theory, path.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text_of(document, "monitoring").encode(), new=True)
    return path, document


def monitoring_from(workspace: Workspace, name: str, framework: str, theory: str, folder: Path) -> Monitoring:
    """The indicators that `indicators_from` writes, for a file in a folder.

    Raises
    ------
    Refused : the name is no id, or one of the two is not what it should be.
    """
    if not is_slug(name):
        raise Refused(Problem(code="S05", message=f"“{name}” cannot be an id.", hint=f"An id is {SLUG_RULE}."))
    asked, about = (workspace.read(workspace.find(one)) for one in (framework, theory))
    if not isinstance(asked.document, ResearchFramework):
        raise Refused(Problem(code="F18", message=f"{framework} holds {asked.kind}, not a research framework.", hint="Name one."))
    if not isinstance(about.document, Map):
        raise Refused(Problem(code="F18", message=f"{theory} holds {about.kind}, not a theory.", hint="Name the theory."))
    used = [about, asked, *(workspace.read(asked.path.parent / one) for one in asked.document.uses if asked.path)]
    uses = tuple(Path(os.path.relpath(os.path.abspath(one.path), os.path.abspath(folder))).as_posix() for one in used if one.path)
    return Monitoring(id=name, title=f"Indicators of {about.document.title}", uses=uses,
                      indicators=indicators_of_framework(asked.document, about.document))
