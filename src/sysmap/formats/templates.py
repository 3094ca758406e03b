"""The templates of `sysmap new` and `sysmap init`: what a file of each kind may hold, as hints.

A hint is a line that begins with `#` and a key. What lands in a file without anybody writing it is its id, its title, the
files it refers to and the columns of a theory; no example poses as data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sysmap.core.problem import Problem, Refused
from sysmap.core.record import SLUG_RULE, is_slug
from sysmap.formats.house import scalar_text

__all__ = ["FOLDER_OF", "readme", "template", "without_marks"]

FOLDER_OF = {
    "theory": "toc", "map": "maps", "process": "maps", "register": "toc/evidence", "monitoring": "toc/monitoring", "rubric": "models/rubrics",
    "profile": "models/profiles", "cases": "models", "sources": "models"}
"""What can be started, and the folder of a workspace where it belongs."""

_TEXTS = Path(__file__).parents[1] / "data" / "templates"
_MARKED = re.compile(r"^#(?=[a-z]| {2,})", re.MULTILINE)


def template(kind: str, name: str, *, title: str = "", uses: Sequence[str] = ()) -> str:
    """A file to start from, with hints.

    Parameters
    ----------
    kind : one of `FOLDER_OF`.
    name : the id of the new file's content.
    title : what people call it; made of the name where it is not given.
    uses : files that it refers to, relative to it.

    Raises
    ------
    Refused : if the name cannot be an id.

    Examples
    --------
    >>> "title: My cases" in template("cases", "my-cases")
    True
    """
    if not is_slug(name):
        raise Refused(Problem(code="S05", message=f"“{name}” cannot be a name.", hint=f"A name has {SLUG_RULE}."))
    text = _text(f"{kind}.yaml").replace("id: NAME", f"id: {name}").replace(" NAME`", f" {name}`")
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
