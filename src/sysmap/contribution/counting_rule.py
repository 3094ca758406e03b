"""Scoring by a rubric's own data: items are admitted, cases counted, and the rubric's steps make a level of the counts.

Guards that hold for every such rubric: one body counts once, however many of its people speak, however often a document
repeats it; cases without a name are counted from below (`sysmap.contribution.case_counting`); where no item bears on an
element there is no level at all but the state "No evidence yet".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from sysmap.contribution.base import Element, EvidenceBase, outcomes
from sysmap.contribution.case_counting import (
    Tally,
    total,
)
from sysmap.contribution.conditions import Env, Value, number_of
from sysmap.contribution.reasons import counted_sentences, filled
from sysmap.contribution.rubric import Gate, Proposal, Rule, merged_rubric, rubric_problems
from sysmap.contribution.rubric_counts import CountedEvidence, Counts, PreparedRubric, count_evidence, required_audiences
from sysmap.core.library import Rubric
from sysmap.core.problem import Problem, Refused
from sysmap.core.profile import Voices

__all__ = ["CountingRule", "LevelGiven"]


@dataclass(frozen=True, slots=True)
class LevelGiven:
    """A level with its reason, flags, failed gates and the place of the step that gave it."""

    level: str
    reason: str
    flags: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    step: int | None = None


class CountingRule(Rule):
    """A rule that a rubric's own data says: what counts, what is counted, which counts give which level."""

    def __init__(self, rubric: Rubric | None = None) -> None:
        if rubric is not None:
            self.rubric = rubric
        self.kinds = self.rubric.scores or ("factor",)
        self.default_variant = self.rubric.default_variant
        self._plans: dict[tuple[tuple[str, str], ...], PreparedRubric] = {}

    def with_rubric(self, rubric: Rubric) -> Self:
        """The rule with a rubric from a file; what the file leaves out of the rule itself is kept."""
        if rubric.steps:
            return type(self)(rubric)
        problems = rubric_problems(rubric, self.rubric)
        if problems:
            raise Refused(problems)
        return type(self)(merged_rubric(rubric, self.rubric))

    def plan(self, options: Mapping[str, str] | None = None, variant: str | None = None) -> PreparedRubric:
        """The rule under these settings."""
        chosen = self.settings(options, variant)
        key = tuple(chosen.items())
        if key not in self._plans:
            plan = PreparedRubric(self.rubric, chosen)
            for constraint in self.rubric.constraints:
                if not plan.condition(constraint.must).run(plan.settings):
                    named = [n[1:] for n in plan.condition(constraint.must).names if n.startswith("$")]
                    raise Refused(Problem(code="R03", message=filled(constraint.say, plan.condition, plan.settings),
                                          hint=constraint.hint, at=("options", min(named, default=""))))
            self._plans[key] = plan
        return self._plans[key]

    def score(self, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
              variant: str | None = None) -> Proposal:
        """Score an element.

        >>> from sysmap.contribution.base import gather
        >>> from sysmap.contribution.catalogue import rule_for
        >>> from sysmap.core.evidence import Bearing, Evidence, Item
        >>> def says(case):
        ...     return Item(id=f"i-{case}", statement="Plans changed.", cases=(case,), audience=("school",),
        ...                 bears_on=(Bearing(element="plans", direction="supports", strength="moderate"),))
        >>> base = gather([Evidence(id="r", title="R", items={c: says(c) for c in ("one", "two")})])
        >>> rule, _ = rule_for("contribution")
        >>> rule.score(Element(id="plans"), base).score, rule.score(Element(id="other"), base).score
        ('Partly supported', 'No evidence yet')
        """
        plan = self.plan(options, variant)
        if self.unseen(element, evidence, plan):
            return self.no_evidence(element, evidence, plan.chosen, variant or self.default_variant)
        fold = self.fold(element, evidence, plan)
        settled = plan.settle(fold.tally)
        numbers = self.numbers(element, settled, plan, fold, evidence.voices)
        env = numbers.env()
        found = self.judge(element, numbers, env)
        kept = set(settled.speakers("q"))
        aside = [who.text(evidence.voices) for who in fold.tally.speakers("q") if who not in kept]
        reasons = self._reasons(found, numbers, env, fold, settled, len(aside))
        untested = _untested(element, fold) if plan.counting.tests != "no" else []
        if untested:
            reasons.append(f"No test against {', '.join(untested)}.")
        out = self.proposal(
            element, found.level, reason=found.reason, flags=found.flags,
            gates=(*found.gates, *(Gate("rival", f"a test against {rival}") for rival in untested)),
            counts=_shown(fold, settled, numbers, env, aside), used=fold.used, ignored=fold.ignored,
            variant=variant or self.default_variant, options=plan.chosen, reasons=tuple(reasons))
        level = self.rubric.levels.get(found.level)
        if level is not None and level.with_reason and plan.condition(level.with_reason).run(plan.settings):
            out = dataclasses.replace(out, score=f"{out.score} ({found.reason.replace('-', ' ')})")
        return out

    def unseen(self, element: Element, evidence: EvidenceBase, plan: PreparedRubric) -> bool:
        """Whether nothing bears on an element that the rubric would score."""
        if evidence.on(element.id) or (evidence.items and plan.counting.missing in self.rubric.levels):
            return False
        first = self.rubric.steps[0] if self.rubric.steps else None
        facts = {**plan.settings, **self.facts(element, evidence.voices)}
        return not (first is not None and first.when and plan.condition(first.when).names <= facts.keys()
                    and plan.condition(first.when).run(facts))

    def facts(self, element: Element, voices: Voices) -> dict[str, Value]:
        """What conditions may ask of the element itself."""
        return {"in-scope": element.in_scope, "whose-said": bool(element.whose),
                "own-outcome": any(voices.of_actor(actor) in voices.own for actor in element.whose)}

    def fold(self, element: Element, evidence: EvidenceBase, plan: PreparedRubric) -> CountedEvidence:
        """The cases behind an element: the tally, the items used, those left aside, and whether anybody expects it."""
        moves = any(sort.moves for sort in plan.sorts)
        scored = frozenset(e.id for e in outcomes(element.map) if e.in_scope) if moves and element.map else frozenset()
        found = count_evidence(element.id, evidence, plan.counting, plan.sorts, scored)
        kinds = {name: sum(said.item.kind in wanted for said in evidence.on(element.id)) for name, wanted in plan.apart.items()}
        return dataclasses.replace(found, by_count=tuple(plan.items_of(found.counted, scored)), apart=kinds)

    def numbers(self, element: Element, settled: Tally, plan: PreparedRubric, fold: CountedEvidence, voices: Voices) -> Counts:
        """What is counted on an element, from its settled tally."""
        parts, joint = settled.parts()
        facts = {**self.facts(element, voices), "expected": fold.expected, **fold.apart}
        return Counts(plan, {a: plan.vector(part) for a, part in parts.items()}, joint, facts, voices)

    def required(self, element: Element, plan: PreparedRubric, voices: Voices) -> tuple[str, ...]:
        """The audiences that have to be heard on an element."""
        return required_audiences(element, plan.counting, voices)

    def judge(self, element: Element, numbers: Counts, env: Env | None = None) -> LevelGiven:
        """The level that the numbers make: the first step that holds."""
        plan = numbers.plan
        env = numbers.env() if env is None else env
        required = self.required(element, plan, numbers.voices)
        for at, step in enumerate(self.rubric.steps):
            if step.when is not None and not plan.condition(step.when).run(env):
                continue
            missing = tuple(self._missing(step.gates, numbers, env, required))
            level, reason = step.level, step.reason
            if missing:
                level, reason = step.otherwise or step.level, missing[0].code
            flags = [*step.flags, *self._flags(level, numbers, env, required)]
            return LevelGiven(level, reason, tuple(dict.fromkeys(flags)), missing, at)
        return LevelGiven("undecided", "no-step")

    def _missing(self, gates: Sequence[str], numbers: Counts, env: Env, required: Sequence[str]) -> Iterator[Gate]:
        plan = numbers.plan
        for name in gates:
            gate = self.rubric.gates[name]
            if gate.when is not None and not plan.condition(gate.when).run(env):
                continue
            for here, audience in _each(gate.each, numbers, env, required):
                if not plan.condition(gate.need).run(here):
                    yield Gate(name, filled(gate.missing, plan.condition, here, numbers.voices, audience))

    def _flags(self, level: str, numbers: Counts, env: Env, required: Sequence[str]) -> Iterator[str]:
        plan = numbers.plan
        for flag in self.rubric.flags.values():
            if flag.when is None or (flag.levels and level not in flag.levels):
                continue
            for here, audience in _each(flag.each, numbers, env, required):
                if plan.condition(flag.when).run(here):
                    yield filled(flag.id, plan.condition, here, numbers.voices, audience, plain=True)

    def _reasons(self, found: LevelGiven, numbers: Counts, env: Env, fold: CountedEvidence, settled: Tally, aside: int) -> list[str]:
        plan, voices = numbers.plan, numbers.voices
        step = self.rubric.steps[found.step] if found.step is not None else None
        out = [filled(step.say, plan.condition, env, voices, items=fold.by_count)] if (
            step is not None and step.say) else []
        if step is not None and step.alone:
            return out
        shown = _shown(fold, settled, numbers, env, [])
        out += counted_sentences(
            support=shown["supports"], enough=shown[f"supports_{plan.counting.strength}"], against=shown["contradicts"],
            otherwise=shown["alternative"], nothing=shown["no_effect"],
            heard=shown["by_audience"] if plan.counting.unit == "case" else {}, strength=plan.counting.strength,
            noun=plan.counting.noun, voices=voices, at_least=shown["at_least"], aside=aside)
        said = {filled(f.id, plan.condition, env, voices, plain=True): f for f in self.rubric.flags.values() if not f.each}
        for flag in found.flags:
            known = said.get(flag) or next((f for f in self.rubric.flags.values() if f.each and flag.startswith(
                f.id.partition("{")[0])), None)
            if known is not None and known.say:
                audience = flag.removeprefix(known.id.partition("{")[0]) if known.each else None
                out.append(filled(known.say, plan.condition, env, voices, audience))
        if found.gates:
            assert step is not None
            level = self.rubric.levels.get(step.level)
            out.append(f"Missing for {level.label if level else step.level}: "
                       + "; ".join(gate.missing for gate in found.gates) + ".")
        return out


def _untested(element: Element, fold: CountedEvidence) -> list[str]:
    """The rivals of a claim that no test sets it against."""
    named = {rival for _, said in fold.by_count for rival in said.bearing.rivals}
    map_ = element.map
    known = map_.claims[element.id].rivals if map_ is not None and element.id in map_.claims else ()
    return [rival for rival in known if rival not in named]


def _each(each: str | None, numbers: Counts, env: Env, required: Sequence[str]) -> Iterator[tuple[Env, str | None]]:
    if each is None:
        yield env, None
        return
    for audience in required:
        yield numbers.env(audience), audience


def _shown(fold: CountedEvidence, settled: Tally, numbers: Counts, env: Env, aside: list[str]) -> dict[str, Any]:
    """The numbers behind a score as they are shown and written to JSON."""
    plan, voices = numbers.plan, numbers.voices
    p, q = numbers.measure("p"), numbers.measure("q")
    share = Fraction(p, p + q) if p + q else None
    named = {c.id.replace("-", "_"): _plain(env[c.id]) for c in plan.rubric.counts.values()}
    return {
        **named, "supports": p, f"supports_{plan.counting.strength}": total(numbers.vectors, numbers.joint, plan.enough),
        "contradicts": q, "alternative": numbers.measure("claimed") - p, "no_effect": numbers.measure("neutral"),
        "agreement": None if share is None else round(float(share), 3),
        "by_audience": {a: v[plan.enough] for a, v in sorted(numbers.vectors.items()) if v[plan.enough]},
        "at_least": any(speaker.case is None for speaker in settled.stands),
        "who": {name: [speaker.text(voices) for speaker in settled.speakers(measure)]
                for name, measure in (("supports", "p"), ("contradicts", "q"), ("alternative", "alt"))},
        "set_aside": aside,
    }


def _plain(value: Value) -> int | float | str | bool | None:
    number = number_of(value) if isinstance(value, Fraction) else None
    return value if number is None else (int(number) if number.denominator == 1 else round(float(number), 3))  # type: ignore[return-value]
