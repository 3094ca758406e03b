"""The table of rules: every rule by its code, and the same as a page of the manual."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sysmap.checks import (
    assumptions,
    connections,
    duplicates,
    evidence,
    monitoring,
    participatory,
    passages,
    places,
    references,
    rounds,
    scores,
    shape,
    structure,
    theory,
    versions,
    wording,
)
from sysmap.checks.rule import ALL, CheckRule, asked_elsewhere, registered

__all__ = ["RULES", "rules_as_markdown"]

_MODULES = (
    references, structure, shape, theory, assumptions, wording, scores, evidence, versions, participatory, connections,
    duplicates, rounds, places, monitoring, passages)
"""Reading these modules is what puts their rules into the table."""

asked_elsewhere(
    "V01", "Waiver that meets nothing", "note", about=ALL,
    why="A waiver left behind would hide the next finding of its kind.", source="House rule",
    broken="waive:\n  - {code: W25, reason: The source gives no reasons}\n",
    passing="",
)
asked_elsewhere(
    "V02", "Waiver without a reason", "error", about=ALL,
    why="A finding that is let stand is a statement, and the reason is what readers are told.", source="House rule",
    broken='factors:\n  trust: {label: Trust, score: {label: Achieved}}\nwaive:\n  - {code: E06, reason: " "}\n',
    passing="factors:\n  trust: {label: Trust, score: {label: Achieved}}\nwaive:\n"
            "  - {code: E06, reason: The source does not print the rule}\n",
)

RULES: Mapping[str, CheckRule] = MappingProxyType(registered())
"""Every rule by its code: errors (E), warnings (W), systems maps (M), notes (I), waivers (V)."""


def rules_as_markdown() -> str:
    """The table of rules and, for each, why it matters and two examples, as Markdown."""
    lines = ["| Rule | Asks about | Severity | In | Reads as well |", "|---|---|---|---|---|"]
    for rule in RULES.values():
        kinds = "all" if set(rule.about) == set(ALL) else ", ".join(rule.about)
        reads = "registers of evidence" if rule.reads_evidence else ""
        lines.append(f"| [{rule.code}](#{rule.code.lower()}) | {rule.title} | {rule.severity} | {kinds} | {reads} |")
    for rule in RULES.values():
        lines += ["", f"### {rule.code}", "", f"**{rule.title}** ({rule.severity}).", rule.why,
                  f"*Source: {rule.source}.*"]
        doc = (rule.check.__doc__ or "").strip().split("\n\n")[0] if rule.check is not None else ""
        if doc:
            lines += ["", f"Finds: {' '.join(doc.split())}"]
        for name, text in (("Found in", rule.broken), ("Not found in", rule.passing)):
            if text.strip():
                lines += ["", f"{name}:", "", "```yaml", text.rstrip("\n"), "```"]
    return "\n".join(lines) + "\n"
