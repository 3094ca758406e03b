"""What a rule is: one question put to a map, with its reason and two examples.

A rule is written as a function that looks at a map and yields findings (where, what is wrong, the way out). The
decorator `rule` puts it into the table together with what a reader of the report wants to know about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import dedent
from typing import Literal

from sysmap.checks.context import Look
from sysmap.core.problem import Problem
from sysmap.core.words import MapKind, Severity

__all__ = ["ALL", "Finding", "CheckRule", "asked_elsewhere", "registered", "rule"]

Finding = tuple[tuple[str, ...], str, str]
"""Where (path of the element), what is wrong in the user's words, and the way out."""

ALL: tuple[MapKind, ...] = ("theory", "map", "process")

_registered: list[CheckRule] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRule:
    """One rule of the table.

    Attributes
    ----------
    code, title, severity : as they stand in reports.
    about : the kinds of map it is put to.
    why : why it matters, in a sentence; `source` says who holds so.
    broken, passing : a map that breaks the rule and one that keeps it, without the first four lines of the file.
    with_files : files that lie next to the examples.
    reads_evidence : whether what it finds hangs on registers; where none is at hand, a waiver that meets nothing may well
        meet a finding elsewhere.
    """

    code: str
    title: str
    severity: Severity
    about: tuple[MapKind, ...]
    why: str
    source: str
    broken: str = ""
    passing: str = ""
    with_files: tuple[str, ...] = ()
    reads_evidence: bool = False
    check: Callable[[Look], Iterator[Finding]] | None = None

    def __call__(self, look: Look) -> Iterator[Problem]:
        """The problems the rule finds, in the order of the map's elements."""
        if self.check is not None and look.map.kind in self.about:
            for at, message, hint in self.check(look):
                yield Problem(code=self.code, message=message, hint=hint, severity=self.severity, at=at)

    def example(self, which: Literal["broken", "passing"]) -> str:
        """A whole file that breaks or keeps the rule."""
        body = self.broken if which == "broken" else self.passing
        return f"sysmap: 1\nkind: {self.about[0]}\nid: example\ntitle: Example\n{body}"


def rule(
    code: str, title: str, severity: Severity, *, about: tuple[MapKind, ...], why: str, source: str, broken: str,
    passing: str, with_files: tuple[str, ...] = (), reads_evidence: bool = False,
) -> Callable[[Callable[[Look], Iterator[Finding]]], CheckRule]:
    """Put a function into the table of rules; see `CheckRule` for what the words mean."""
    def register(check: Callable[[Look], Iterator[Finding]]) -> CheckRule:
        made = CheckRule(code=code, title=title, severity=severity, about=about, why=why, source=source,
                    broken=_flush(broken), passing=_flush(passing), with_files=tuple(map(_flush, with_files)),
                    reads_evidence=reads_evidence, check=check)
        _registered.append(made)
        return made
    return register


def asked_elsewhere(
    code: str, title: str, severity: Severity, *, about: tuple[MapKind, ...], why: str, source: str, broken: str,
    passing: str,
) -> CheckRule:
    """Put a rule into the table that has no `check` of its own: it is asked where the rules are run, or of another document."""
    made = CheckRule(code=code, title=title, severity=severity, about=about, why=why, source=source, broken=_flush(broken),
                passing=_flush(passing))
    _registered.append(made)
    return made


def registered() -> dict[str, CheckRule]:
    """The rules made so far: errors, warnings, rules for participatory maps, notes, waivers; each by number."""
    twice = [code for code, number in Counter(r.code for r in _registered).items() if number > 1]
    assert not twice, f"two rules have one code: {twice}"
    return {r.code: r for r in sorted(_registered, key=lambda r: ("EWMIV".index(r.code[0]), r.code))}


def _flush(text: str) -> str:
    return dedent(text).strip("\n") + "\n" if text.strip() else ""
