"""The rule of a rubric as data: which items count, what is counted, and which counts give which level.

A rubric (`sysmap.core.library.Rubric`) holds these records. A setting is written `$name` and stands for the value of the
rubric's option of that name. Conditions are sentences of a small language, e.g. ``support >= $min-cases and not split``;
see `sysmap.contribution.conditions` and docs/rubrics.md.
"""

from __future__ import annotations

from typing import Literal

from sysmap.core import words as w
from sysmap.core.record import attr, record

__all__ = ["Constraint", "Counting", "NamedCount", "ScoreFlag", "ScoreGate", "ScoreStep"]


@record
class Counting:
    """Which items count, and as how many; every value may be a setting ($name)."""

    unit: str = attr("What is one: case (each body), audience, participant, source or item.", default="case")
    noun: tuple[str, ...] = attr("What one and several of the unit are called, e.g. [study, studies].", default=("case", "cases"))
    strength: str = attr("How strong support has to be to count in full: weak, moderate or strong.", default="moderate")
    required: str = attr("Which audiences have to be heard: assessed (those of the profile that the outcome names), named or none.",
                         default="none")
    own_cases: str = attr("How often the organisation's own word counts: 1 or 0.", default="1")
    summing_up: str = attr("Whether a summing-up of what others said counts: never or counts.", default="never")
    survey: str = attr("What a survey is: it corroborates, is one-case, or is ignored.", default="corroborates")
    survey_lift: str = attr("How far a survey strengthens what a case says: moderate-to-strong, one-step or none.",
                            default="moderate-to-strong")
    unnamed: str = attr("How many cases an item without a name is: at-least, each-item or ignored.", default="at-least")
    same_event: str = attr("Whether items that tell of one event count once or each.", default="once")
    mixed_case: str = attr("On which side a divided case is: both, stronger or neither.", default="both")
    alternative: str = attr("What another explanation is: separate, or a contradiction.", default="separate")
    competing: str = attr("What weaker contradictions are within one audience: count-both, or stronger-prevails.",
                          default="count-both")
    anticipated: str = attr("Whether what is only expected counts: never, or weak.", default="never")
    hypothetical: str = attr("Whether a made-up example counts: never.", default="never")
    context: str = attr("Whether a change that nobody ties to the programme counts: context (no), or counts.", default="context")
    missing: str = attr("What it means where no item bears on the element: no-evidence (a state of its own), or a level.",
                        default="no-evidence")
    tests: str = attr("Whether only tests of process tracing count: no; ignored or counted say what becomes of tests set "
                      "after the item was gathered.", default="no")


@record
class NamedCount:
    """A number that conditions speak of: how many there are of something, or a value made of other counts."""

    id: str = attr("Its name in conditions.", default="", slug=True, required=True)
    of: Literal["cases", "audiences", "items"] = attr("What is counted: cases (the unit), audiences or items.", default="cases")
    direction: tuple[w.Direction, ...] = attr("Directions that count; any where not said.", default=())
    strength: str | None = attr("How strong at least: weak, moderate, strong, or a setting.")
    besides: w.Direction | None = attr("Leave out cases that also take this direction.")
    who: Literal["own", "others", "assessed", "each"] | None = attr(
        "Whose: the organisation's own, others', the assessed ones', or (in a gate for each audience) that audience's.")
    kinds: tuple[w.EvidenceKind, ...] = attr("Count items of these kinds, also those that are left aside (items only).", default=())
    designs: tuple[str, ...] = attr("Study designs that count.", default=(), ref="study_designs")
    source_types: tuple[str, ...] = attr("Kinds of source that count.", default=(), ref="source_types")
    quality: tuple[str, ...] = attr("Grades of quality that count.", default=())
    tests: tuple[w.ProcessTest, ...] = attr("Tests of process tracing that count.", default=())
    passed: bool | None = attr("Only tests that were passed (true) or failed (false).")
    moves: bool | None = attr("True: only items by which an outcome in scope moved too.")
    effect: Literal["clear", "unclear", "none"] | None = attr(
        "Only effects whose interval excludes zero (clear), includes it (unclear), or items that give no interval (none).")
    value: str | None = attr("Instead of counting: a value made of other counts, e.g. support / (support + against).")
    about: str | None = attr("What it is, in a sentence.")


@record
class ScoreGate:
    """A condition for a higher level, with what is missing where it is not met."""

    id: str = attr("Its code.", default="", required=True)
    need: str = attr("The condition that has to hold.", default="", required=True)
    when: str | None = attr("Ask it only where this holds.")
    each: Literal["required"] | None = attr("Ask it once for each audience that has to be heard.")
    missing: str = attr("What is missing, in words; {count} and {$setting} are filled in.", default="", required=True)


@record
class ScoreStep:
    """One line of the rule: the level, when it is given, and what is said."""

    level: str = attr("The level it gives.", default="", required=True, ref="levels")
    reason: str = attr("A code for why.", default="", required=True)
    when: str | None = attr("When it holds; always where not said.")
    gates: tuple[str, ...] = attr("Gates that have to be passed as well.", default=(), ref="gates")
    otherwise: str | None = attr("The level where a gate is not passed; the reason is then the first such gate.", ref="levels")
    flags: tuple[str, ...] = attr("What a reader should not miss, as codes.", default=())
    say: str | None = attr("The first sentence of the reasons; {count}, {$setting}, {action} and {name} are filled in.")
    alone: bool | None = attr("True: nothing else is said.")


@record
class ScoreFlag:
    """Something a reader should not miss."""

    id: str = attr("Its code; {count}, {$setting} and {audience} are filled in.", default="", required=True)
    when: str | None = attr("When it is raised; absent for flags that steps name.")
    levels: tuple[str, ...] = attr("Only at these levels.", default=(), ref="levels")
    each: Literal["required"] | None = attr("Raise it once for each audience that has to be heard.")
    say: str | None = attr("A sentence for the reasons.")


@record
class Constraint:
    """What settings must not do together."""

    must: str = attr("What has to hold of the settings.", default="", required=True)
    say: str = attr("What is wrong where it does not.", default="", required=True)
    hint: str = attr("The way out.", default="", required=True)
