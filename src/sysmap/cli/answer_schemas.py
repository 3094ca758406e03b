"""The JSON Schema of every answer that a command gives with --json: questions from their own files, the rest from this table.

A command that is no question says here which types its answer may have; `sysmap schema --answer NAME` and docs/json-schemas are made
of them, and the tests hold the output of every command to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from sysmap import questions
from sysmap.cli.answer_shapes import evidence, files, monitoring
from sysmap.cli.answer_shapes.records import ANY_FILE, ANY_PART, RUBRIC, records_in
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.questions.registry.shapes import DRAFT, schema_of, shape_of

__all__ = ["COMMANDS", "answer_schema", "every_answer"]

_Plain = dict[str, object]

COMMANDS: Mapping[str, Mapping[str, Any]] = {
    "actions": {"": monitoring.ActionList},
    "agreement": {"": monitoring.CodersCompared},
    "carried": {"": monitoring.CarriedOver},
    "check": {"": files.Checked},
    "contribution": {"": monitoring.StepsOfAnalysis},
    "diff": {"": files.ComparedVersions},
    "doctor": {"": files.Diagnosis},
    "evidence import": {"a spreadsheet": evidence.ImportedRegister, "a coded project (.qdpx)": evidence.ImportedProject},
    "evidence show": {"FILE": evidence.EvidenceByElement, "FILE ELEMENT": evidence.ElementEvidence},
    "example": {"": files.ExampleList},
    "export": {"": files.ExportedMap},
    "format": {"": files.Formatted},
    "gaps": {"FILE": evidence.GapList, "FILE --plan": evidence.CollectionPlan},
    "import": {"": files.ImportedMaps},
    "indicators import": {"": monitoring.ImportedObservations},
    "indicators show": {"": monitoring.IndicatorList},
    "pack": {"FILE": files.Packed, "ARCHIVE --check": files.PackChecked},
    "rate": {"": monitoring.RatedAssessment},
    "render": {"": files.RenderedPages},
    "report": {"": files.WrittenReport},
    "rubric": {"without a name": evidence.RubricList, "NAME": Annotated[_Plain, RUBRIC]},
    "score": {"": evidence.ScoredOutcomes},
    "session list": {"": files.KeptWorkshops},
    "session verify": {"": files.VerifiedWorkshops},
    "sheet import": {"": evidence.ImportedSheet},
    "show": {"FILE": Annotated[_Plain, ANY_FILE], "FILE ELEMENT": Annotated[_Plain, ANY_PART]},
    "sources import": {"": files.ImportedSources},
    "sources list": {"": files.SourceList},
    "story": {"": evidence.ToldStory},
    "survey recompute": {"": monitoring.RecomputedNumbers},
}
"""Command -> how it is called -> the type of what it prints then."""


def answer_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what a command prints with --json.

    Parameters
    ----------
    name : a question or another command, in full: ``"must-pass"``, ``"evidence show"``.

    Raises
    ------
    Refused : no question and no command with --json is called so; with the nearest names.

    >>> list(answer_schema("gaps")["anyOf"][0]["properties"])
    ['gaps']
    """
    if name in COMMANDS:
        return _of_command(name)
    try:
        return schema_of(questions.named(name))
    except Refused:
        known = [*COMMANDS, *questions.names()]
        raise Refused(Problem(code="A17", message=f"There is no question “{name}”, and no other command of that name has --json.",
                              hint=one_of(name, known, most=40))) from None


def every_answer() -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the schema of the answer of every command that has --json, commands first, then questions."""
    for name in (*COMMANDS, *(one.name for one in questions.every() if one.name in questions.own_names())):
        yield name, answer_schema(name)


def _of_command(name: str) -> dict[str, Any]:
    forms = {called: shape_of(type_) for called, type_ in COMMANDS[name].items()}
    whole = next(iter(forms.values())) if len(forms) == 1 else {
        "anyOf": [{"title": called, **shape} for called, shape in forms.items()]}
    records = records_in(whole)
    return {"$schema": DRAFT, "title": f"What sysmap {name} --json prints", **whole, **({"$defs": records} if records else {})}
