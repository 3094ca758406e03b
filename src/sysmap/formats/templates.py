"""The templates of `sysmap new` and `sysmap init`: what a file of each kind may hold, as hints.

A hint is a line that begins with `#` and a key. What lands in a file without anybody writing it is its id, its title, the
files it refers to and the columns of a theory; no example poses as data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.record import SLUG_RULE, is_slug
from sysmap.formats.house import scalar_text

__all__ = ["FOLDER_OF", "Theme", "readme", "template", "themes", "without_marks"]

FOLDER_OF = {
    "theory": "toc", "map": "maps", "process": "maps", "register": "toc/evidence", "monitoring": "toc/monitoring", "rubric": "models/rubrics",
    "profile": "models/profiles", "cases": "models", "sources": "models"}
"""What can be started, and the folder of a workspace where it belongs."""

_TEXTS = Path(__file__).parents[1] / "data" / "templates"
_MARKED = re.compile(r"^#(?=[a-z]| {2,})", re.MULTILINE)


@dataclass(frozen=True)
class Theme:
    """A frame to start a map in: the columns of a theory or process, the question and groups of a systems map; no factors.

    Attributes
    ----------
    name : what it is asked for by.
    kind : theory, map or process.
    title : what it is for, in a few words.
    """

    name: str
    kind: str
    title: str


def themes() -> tuple[Theme, ...]:
    """The themes that come with sysmap, by kind and name.

    Examples
    --------
    >>> [one.title for one in themes() if one.name == "programme"]
    ['Programme: from inputs and activities to outcomes and impact']
    """
    found = []
    for path in sorted((_TEXTS / "themes").glob("*.yaml")):
        title, *lines = path.read_text(encoding="utf-8").splitlines()
        kind = next(line for line in lines if line.startswith("kind: ")).removeprefix("kind: ")
        found.append(Theme(path.stem, kind, title.removeprefix("# ")))
    return tuple(sorted(found, key=lambda one: (one.kind != "theory", one.kind, one.name)))


def template(kind: str, name: str, *, title: str = "", uses: Sequence[str] = (), theme: str = "") -> str:
    """A file to start from, with hints.

    Parameters
    ----------
    kind : one of `FOLDER_OF`.
    name : the id of the new file's content.
    title : what people call it; made of the name where it is not given.
    uses : files that it refers to, relative to it.
    theme : the name of one of `themes` of this kind; none where empty.

    Raises
    ------
    Refused : if the name cannot be an id, or there is no such theme of this kind.

    Examples
    --------
    >>> "title: My cases" in template("cases", "my-cases")
    True
    """
    if not is_slug(name):
        raise Refused(Problem(code="S05", message=f"“{name}” cannot be a name.", hint=f"A name has {SLUG_RULE}."))
    known = [one.name for one in themes() if one.kind == kind] if theme else []
    if theme and theme not in known:
        raise Refused(Problem(code="F18", message=f"There is no theme {theme} for a {kind}.",
                              hint=one_of(theme, known) if known else f"A {kind} starts without a theme."))
    text = _text(f"themes/{theme}.yaml" if theme else f"{kind}.yaml").replace("id: NAME", f"id: {name}").replace(" NAME`", f" {name}`")
    listed = f"[{', '.join(scalar_text(one, in_flow=True) for one in uses)}]" if uses else (
        "[]  # files that this one refers to, e.g. [../models/sources.yaml]")
    return text.replace("title: TITLE", f"title: {scalar_text(title or in_words(name))}").replace("uses: USES", f"uses: {listed}")


def readme(title: str, places: Sequence[tuple[str, str]]) -> str:
    """The page that `sysmap init` writes: what lies where, and what to do next.

    Parameters
    ----------
    title : the organisation or programme.
    places : a word of the page in capitals, and the file that it stands for.
    """
    text = _text("README.md").replace("TITLE", title)
    for word, file in places:
        text = text.replace(word, f"`{file}`")
    return text


def without_marks(text: str) -> str:
    """A template whose hints are content: what a user has who takes every mark away.

    >>> without_marks("# Prose.\\n#cases:\\n#  north:\\n#    label: North  # here\\n")
    '# Prose.\\ncases:\\n  north:\\n    label: North  # here\\n'
    """
    return _MARKED.sub("", text)


def in_words(name: str) -> str:
    """An id as a title.

    >>> in_words("school-meals")
    'School meals'
    """
    return name[:1].upper() + name[1:].replace("-", " ")


def _text(name: str) -> str:
    return (_TEXTS / name).read_text(encoding="utf-8")
