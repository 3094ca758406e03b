"""Browser modules in one script, without Node.

The modules under `web/` are plain ES modules that a test can import one by one. A page that opens from disk cannot
import: a module script needs a server. So they are joined here, each wrapped in a function of its own, in the order of
their imports. What is understood is what the modules use: `import {a, b as c} from "./x.js";`, `export function`,
`export class`, `export const`. Anything else is refused rather than guessed at.
"""

from __future__ import annotations

import functools
import posixpath
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

__all__ = ["BundleError", "bundle", "web_file"]

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.\.?/[\w./-]+\.js)";[ \t]*$', re.M)
_EXPORT = re.compile(r"^export (?:async )?(?:function\*?|class|const) ([A-Za-z_$][\w$]*)", re.M)
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.M | re.S)
_TYPE = re.compile(r"/\*\* @type (?:(?!\*/)[^\n])*\*/ ")
_LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.M)


class BundleError(Exception):
    """A browser module uses something the joining does not understand, or modules import each other in a circle."""


def web_file(name: str) -> Traversable:
    """A file of the browser code as it is shipped with the package."""
    return files("sysmap").joinpath("web", *name.split("/"))


@functools.cache
def bundle(entry: str, call: str) -> str:
    """One classic script that runs the module `entry` with all it imports.

    Parameters
    ----------
    entry : name of a module under `web/`, e.g. ``"app.js"``.
    call : an expression run last, in which the entry's exports are known by name.

    Returns
    -------
    str : the script. The same modules give the same text.

    Raises
    ------
    BundleError : a module uses an unknown form of import or export, or modules import each other in a circle.
    """
    order: list[str] = []
    _visit(entry, order, ())
    parts = ['(function () {\n"use strict";\n']
    for name in order:
        parts.append(_wrapped(name))
    exports = ", ".join(_EXPORT.findall(_source(entry)))
    parts.append(f"const {{ {exports} }} = {_variable(entry)};\n{call};\n}})();\n")
    return "".join(parts)


def _source(name: str) -> str:
    return web_file(name).read_text(encoding="utf-8")


def _visit(name: str, order: list[str], trail: tuple[str, ...]) -> None:
    if name in trail:
        raise BundleError(f"web modules import each other in a circle: {' -> '.join((*trail, name))}")
    if name in order:
        return
    for found in _IMPORT.finditer(_source(name)):
        _visit(_resolve(name, found[2]), order, (*trail, name))
    order.append(name)


def _resolve(importer: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))


def _variable(name: str) -> str:
    return "m_" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _wrapped(name: str) -> str:
    source = _source(name)
    exports = _EXPORT.findall(source)

    def unpack(found: re.Match[str]) -> str:
        names = found[1].replace(" as ", ": ").strip().rstrip(",")
        return f"const {{ {' '.join(names.split())} }} = {_variable(_resolve(name, found[2]))};"

    body = _TYPE.sub("", _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", _IMPORT.sub(unpack, source))))
    body = re.sub(r"^export (?=(?:async )?(?:function|class|const) )", "", body, flags=re.M)
    left = re.search(r"^(?:import|export)\b.*$", body, re.M)
    if left:
        raise BundleError(f"web/{name}: cannot join {left[0]!r}; use `import {{a}} from \"./x.js\";` or `export const`")
    return f"const {_variable(name)} = (function () {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();\n"
