"""Teach IPython to show maps and answers, without importing any of them.

Analyses return small plain values that know nothing of notebooks. IPython looks printers up by the name of a class (and
of its base classes) only when a value of it is to be shown, so registering costs nothing.
"""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["BASES", "register"]

BASES = (("sysmap.core.map", "Map"), ("sysmap.questions.registry.answer", "Answer"), ("sysmap.contribution.base", "Answer"))
"""Classes that show themselves as HTML, with everything derived from them."""


def register(shell: Any = None) -> bool:
    """Register the printers with the running IPython (or the shell given); whether there was one."""
    if shell is None:
        module = sys.modules.get("IPython")
        get = getattr(module, "get_ipython", None)
        shell = get() if get is not None else None
    if shell is None:
        return False
    formatters = shell.display_formatter.formatters
    for module_name, name in BASES:
        formatters["text/html"].for_type_by_name(module_name, name, _html)
    formatters["text/plain"].for_type_by_name(*BASES[0], _text)
    return True


def _html(value: Any) -> str:
    from sysmap.notebook.show import html_of
    return html_of(value)


def _text(value: Any, printer: Any, cycle: bool) -> None:
    from sysmap.notebook.show import text_of
    printer.text("…" if cycle else text_of(value))
