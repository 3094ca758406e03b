"""Whether a rubric can work: its words are known, its settings are allowed, and it can give each of its levels.

The levels are found by trying small bodies of evidence: a few cases of every sort that the rubric tells apart, in numbers
around those that its conditions name. A level that none of them gives, two levels at once where exactly one may hold, and a
body that no step fits are said with an example.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sysmap.contribution.base import Element
from sysmap.contribution.case_counting import BLOCK, FURTHER, RANK, Speaker, picks_of
from sysmap.contribution.conditions import RuleCondition, Value, number_of
from sysmap.contribution.counting_rule import CountingRule
from sysmap.contribution.reasons import blanks_of
from sysmap.contribution.rubric import rubric_problems
from sysmap.contribution.rubric_counts import FACTS, Counts, PreparedRubric
from sysmap.core.library import Rubric
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.profile import Profile, ProfileAudience, Voices
from sysmap.core.rubric_rule import Counting

__all__ = ["check_rubric", "tried_levels"]

_WORDS: Mapping[str, tuple[str, ...]] = {
    "unit": ("case", "audience", "participant", "source", "item"), "strength": tuple(RANK),
    "required": ("assessed", "named", "none"), "own_cases": ("0", "1"), "summing_up": ("never", "counts"),
    "survey": ("corroborates", "one-case", "ignored"), "survey_lift": ("moderate-to-strong", "one-step", "none"),
    "unnamed": ("at-least", "each-item", "ignored"), "same_event": ("once", "each"), "mixed_case": ("both", "stronger", "neither"),
    "alternative": ("separate", "contradiction"), "competing": ("count-both", "stronger-prevails"),
    "anticipated": ("never", "weak"), "hypothetical": ("never",), "context": ("context", "counts"),
    "tests": ("no", "ignored", "counted")}
_BLANKS = ("name", "action", "audience", "audiences")
_MOST_TRIED = 40_000


def check_rubric(rubric: Rubric) -> list[Problem]:
    """What keeps a rubric from working, and levels that it cannot give.

    Returns
    -------
    list of Problem : R01 unknown words, R02 values outside their choices, R04 no step; R06 (a warning) a level that is never
        given, R07 two levels at once, R08 a body of evidence that no step fits. A rubric without steps words another rule and
        is checked where it is used.

    >>> check_rubric(Rubric(id="r", title="R", rubric_version="1"))
    []
    """
    out = rubric_problems(rubric)
    if not rubric.steps:
        return out
    out += _words(rubric)
    out += _conditions(rubric)
    if any(p.severity == "error" for p in out):
        return out
    try:
        return [*out, *_levels(rubric)]
    except Refused as refused:
        return [*out, *refused.problems]


def _words(rubric: Rubric) -> Iterator[Problem]:
    counting = rubric.counting or Counting()
    for spec in dataclasses.fields(counting):
        value = getattr(counting, spec.name)
        if not isinstance(value, str):
            continue
        known = _WORDS.get(spec.name, ("no-evidence", *rubric.levels))
        if value.startswith("$"):
            option = rubric.options.get(value[1:])
            if option is None or option.value is None:
                yield _unknown("setting", value, rubric.options, ("counting", spec.name))
            else:
                for choice in option.choices or (option.value,):
                    if choice not in known:
                        yield Problem(code="R02", message=f"{value} may be {choice}, and {spec.name} knows no such word.",
                                      hint=f"It knows: {', '.join(known)}.", at=("options", option.id, "choices"))
        elif value not in known:
            yield Problem(code="R02", message=f"{spec.name} cannot be {value}.", hint=one_of(value, known, 20),
                          at=("counting", spec.name))
    for count in rubric.counts.values():
        if count.strength and not count.strength.startswith("$") and count.strength not in RANK:
            yield Problem(code="R02", message=f"The count {count.id} asks for the strength {count.strength}.",
                          hint=one_of(count.strength, RANK), at=("counts", count.id))
        if count.id in FACTS or count.id in ("and", "or", "not", *_BLANKS):
            yield Problem(code="R01", message=f"{count.id} is a word of the rule's own language and cannot be a count.",
                          hint="Give the count another name.", at=("counts", count.id))
    for name in (n for step in rubric.steps for n in (step.level, step.otherwise) if n):
        if name not in rubric.levels:
            yield _unknown("level", name, rubric.levels, ("steps",))
    for name in (g for step in rubric.steps for g in step.gates):
        if name not in rubric.gates:
            yield _unknown("gate", name, rubric.gates, ("steps",))


def _unknown(what: str, name: str, known: Any, at: tuple[str, ...]) -> Problem:
    return Problem(code="R01", message=f"There is no {what} {name}.", hint=one_of(name.lstrip("$"), known, 40), at=at)


def _texts(rubric: Rubric) -> Iterator[tuple[tuple[str, ...], str | None, bool]]:
    """Every condition of a rubric, and every sentence with blanks: where, the text, whether it is a sentence."""
    for constraint in rubric.constraints:
        yield ("constraints",), constraint.must, False
        yield ("constraints",), constraint.say, True
    for level in rubric.levels.values():
        yield ("levels", level.id), level.with_reason, False
    for count in rubric.counts.values():
        yield ("counts", count.id), count.value, False
    for gate in rubric.gates.values():
        yield ("gates", gate.id), gate.need, False
        yield ("gates", gate.id), gate.when, False
        yield ("gates", gate.id), gate.missing, True
    for step in rubric.steps:
        yield ("steps",), step.when, False
        yield ("steps",), step.say, True
    for flag in rubric.flags.values():
        yield ("flags", flag.id), flag.when, False
        yield ("flags", flag.id), flag.id, True
        yield ("flags", flag.id), flag.say, True


def _conditions(rubric: Rubric) -> Iterator[Problem]:
    plan = PreparedRubric(rubric, {o.id: o.value for o in rubric.options.values() if o.value is not None})
    seen: set[str] = set()
    order = list(rubric.counts)
    for at, text, sentence in _texts(rubric):
        for part in (blanks_of(text) if sentence else [text]) if text else ():
            expression = part.partition(":")[0].strip() if sentence else part
            if expression in _BLANKS and sentence:
                continue
            if expression == "items" and sentence:
                if part.partition(":")[2].strip() not in rubric.counts:
                    yield _unknown("count", part.partition(":")[2].strip(), rubric.counts, at)
                continue
            read = plan.condition(expression)
            for wrong in read.wrong:
                message, _, hint = wrong.partition(". ")
                yield Problem(code="R01", message=f"In “{expression}”: {message.rstrip('.')}.",
                              hint=hint or "See the language of conditions in docs/rubrics.md.", at=at)
            if at[0] == "counts":
                late = [n for n in read.names if n in rubric.counts and order.index(n) >= order.index(at[1])]
                if late:
                    yield Problem(code="R01", message=f"The count {at[1]} speaks of {', '.join(sorted(late))}, which comes later.",
                                  hint="A value may speak of the counts above it.", at=at)
        seen.add(text or "")


# Trying small bodies of evidence


@dataclass(frozen=True)
class _Body:
    """A small body of evidence, as the rubric counts it."""

    element: Element
    numbers: Counts

    def text(self, plan: PreparedRubric) -> str:
        """What is counted, in words."""
        env = self.numbers.env()
        counts = [f"{count.id} {_plain(env[count.id])}" for count in plan.rubric.counts.values()
                if env.get(count.id) not in (None, 0, False) and not isinstance(env[count.id], bool)]
        facts = [] if self.element.in_scope else ["out of scope"]
        facts += ["expected"] if self.numbers.facts.get("expected") else []
        whose = f" (an outcome of {' and '.join(self.element.whose)})" if self.element.whose else ""
        return ", ".join([*counts, *facts]) + whose if counts or facts else f"nothing that counts{whose}"


def _plain(value: Value) -> str:
    number = number_of(value)
    return str(value) if number is None else str(number)


_AUDIENCES = ("assessed-one", "assessed-two", "other", "own")
_VOICES = Voices(Profile(id="tried", title="T", audiences={
    "assessed-one": ProfileAudience(id="assessed-one", assessed=True), "assessed-two": ProfileAudience(
        id="assessed-two", assessed=True), "other": ProfileAudience(id="other"), "own": ProfileAudience(id="own", own=True)}))


def _bodies(plan: PreparedRubric) -> Iterator[_Body]:
    """Small bodies of evidence, the smallest first: up to three sorts of case in telling numbers."""
    rubric = plan.rubric
    apart = list(_AUDIENCES) if any(
        c.who or c.of == "audiences" for c in rubric.counts.values()) or plan.counting.required != "none" else ["other"]
    sorts = _sorts_of_case(plan)
    atoms = [(audience, vector) for audience in apart for vector in sorts]
    numbers = _telling_numbers(plan)
    elements = [Element(id="tried", whose=whose, in_scope=scope) for scope in (True, False)
                for whose in ((), ("assessed-one",), ("assessed-one", "assessed-two"), ("own",), ("other",))]
    facts = [dict(zip(("expected", *plan.apart), values, strict=True)) for values in itertools.product(
        (False, True), *((0, 1) for _ in plan.apart))]
    for size in range(4):
        counts = numbers if size < 3 else numbers[:4]
        some = elements if size < 2 else elements[:4]
        for chosen in itertools.combinations(atoms, size):
            for times in itertools.product(counts, repeat=size):
                vectors: dict[str, tuple[int, ...]] = {}
                for (audience, vector), n in zip(chosen, times, strict=True):
                    old = vectors.get(audience, (0,) * len(vector))
                    vectors[audience] = tuple(a + n * b for a, b in zip(old, vector, strict=True))
                for element in some:
                    for fact in facts if size < 2 else facts[:1]:
                        own = {**CountingRule(rubric).facts(element, _VOICES), **fact}
                        yield _Body(element, Counts(plan, vectors, (), own, _VOICES))


def _sorts_of_case(plan: PreparedRubric) -> list[tuple[int, ...]]:
    """What one further case adds to the measures, for each sort of case that the rubric tells apart."""
    found: dict[tuple[int, ...], None] = {}
    for block in range(len(plan.sorts)):
        for direction in ("supports", "contradicts", "alternative", "neutral"):
            for rank in (1, 2, 3):
                picks = {p for at in {0, block} for step in range(1, rank + 1) for p in picks_of((direction,), step, at)}
                stand = tuple(int(i in picks) for i in range(BLOCK * len(plan.sorts)))
                vector = plan.vector({Speaker("other", FURTHER, "one"): stand})
                used = tuple(vector[c.at] for c in plan.counts if c.value is None)
                if any(used) and used not in {tuple(v[c.at] for c in plan.counts if c.value is None) for v in found}:
                    found[vector] = None
    return list(found)


def _telling_numbers(plan: PreparedRubric) -> list[int]:
    """Counts of cases around those that conditions and settings name."""
    read: list[RuleCondition] = [plan.condition(text) for _, text, sentence in _texts(plan.rubric) if text and not sentence]
    named = {n for one in read for n in one.numbers} | {
        n for one in read for name in one.names if name.startswith("$") and (n := number_of(plan.settings.get(name))) is not None}
    near = {int(n) + step for n in named if 1 <= n <= 50 for step in (-1, 0, 1)}
    return sorted({1, 2, 3} | {n for n in near if n >= 1})


def tried_levels(rubric: Rubric, variant: str | None = None) -> tuple[dict[str, str], str | None, tuple[str, str, str] | None]:
    """Which levels small bodies of evidence give.

    Returns
    -------
    (example by level, an example that no step fits, two levels that one body gives and the example)
    """
    rule = CountingRule(rubric)
    plan = rule.plan(None, variant)
    wanted = set(rubric.levels)
    found: dict[str, str] = {}
    none: str | None = None
    for body in itertools.islice(_bodies(plan), _MOST_TRIED):
        env = body.numbers.env()
        if rubric.order == "exclusive":
            fitting = list(dict.fromkeys(s.level for s in rubric.steps if s.when is None or plan.condition(s.when).run(env)))
            if len(fitting) > 1:
                return found, none, (fitting[0], fitting[1], body.text(plan))
        level = rule.judge(body.element, body.numbers, env).level
        if level == "undecided":
            none = none or body.text(plan)
        elif level not in found:
            found[level] = body.text(plan)
        if rubric.order == "first" and wanted <= found.keys() and any(s.when is None for s in rubric.steps):
            break
    return found, none, None


def _levels(rubric: Rubric) -> Iterator[Problem]:
    readings: Sequence[str | None] = [None] if rubric.default_variant or not rubric.variants else []
    given: dict[str, str] = {}
    for variant in (*readings, *rubric.variants):
        found, none, twice = tried_levels(rubric, variant)
        given |= found
        where = f" in the reading {variant}" if variant else ""
        if twice is not None:
            yield Problem(code="R07", message=f"One body of evidence gives both {twice[0]} and {twice[1]}{where}: {twice[2]}.",
                          hint="Make the conditions exclude each other, or say order: first.", at=("steps",))
            return
        if none is not None:
            yield Problem(code="R08", message=f"No step fits this body of evidence{where}: {none}.",
                          hint="End with a step without a condition.", at=("steps",))
            return
    never = [level for level in rubric.levels if level not in given]
    if never:
        near = next(iter(given.items()), ("nothing", "nothing"))
        yield Problem(
            code="R06", severity="warning", message=f"The rule never gives {', '.join(never)}, whatever the evidence. "
            f"With this body of evidence, for example, it gives {near[0]}: {near[1]}.",
            hint="Mend the condition of its step, or take the level out.", at=("levels", never[0]))


