"""Scoring by a rubric's own data: items are admitted, cases counted, and the rubric's steps make a level of the counts.

Guards that hold for every such rubric: one body counts once, however many of its people speak, however often a document
repeats it; cases without a name are counted from below (`sysmap.contribution.case_counting`); where no item bears on an
element there is no level at all but the state "No evidence yet".
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple, Self

from sysmap.contribution.admissible_items import Counted, admissible_items
from sysmap.contribution.base import Element, EvidenceBase, Said, outcomes
from sysmap.contribution.case_counting import (
    AT,
    MEASURES,
    RANK,
    Picks,
    Stand,
    Tally,
    picks_of,
    rank_of,
    speakers_of,
    total,
    vector,
)
from sysmap.contribution.conditions import Condition, Env, Value, number_of, parse
from sysmap.contribution.reasons import counted_sentences, filled
from sysmap.contribution.rubric import Gate, Ignored, Proposal, Rule, merged_rubric, rubric_problems
from sysmap.core.library import Rubric
from sysmap.core.problem import Problem, Refused
from sysmap.core.profile import Voices
from sysmap.core.rubric_rule import Counting, NamedCount
from sysmap.core.words import Direction

__all__ = ["FACTS", "CountingRule", "Fold", "Judgement", "Plan", "fold_evidence", "required_audiences"]

FACTS = ("in-scope", "own-outcome", "whose-said", "expected")
"""What conditions may ask of an element: whether the theory answers for it; whether it is an outcome of the organisation
itself; whether it says whose it is; whether anybody expects it."""

_ALL_DIRECTIONS: tuple[Direction, ...] = ("supports", "contradicts", "alternative", "neutral")


class Sort(NamedTuple):
    """A sort of item that a rubric counts apart."""

    designs: tuple[str, ...] = ()
    source_types: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    passed: bool | None = None
    moves: bool | None = None
    effect: str | None = None

    @classmethod
    def of(cls, count: NamedCount) -> Sort:
        """The sort of items that a count is about; the empty one for all items."""
        return cls(count.designs, count.source_types, count.quality, count.tests, count.passed, count.moves, count.effect)

    @property
    def text(self) -> str:
        """In words, as it follows a case: by a randomised-trial."""
        parts = [", ".join(group) for group in (self.designs, self.source_types, self.tests) if group]
        if self.quality:
            parts.append(f"of {' or '.join(self.quality)} quality")
        if self.passed is not None:
            parts.append("passed" if self.passed else "failed")
        if self.moves:
            parts.append("by which an outcome moves")
        if self.effect:
            parts.append({"clear": "with a clear effect", "unclear": "whose effect may be none", "none": "without an interval"}[
                self.effect])
        return ", ".join(parts)

    def rank(self, said: Said, rank: int, scored: frozenset[str]) -> int:
        """How strong an item is as one of this sort; 0 where it is none."""
        item, bearing = said.item, said.bearing
        fits = ((not self.designs or item.study_design in self.designs)
                and (not self.source_types or item.source_type in self.source_types)
                and (not self.quality or item.quality in self.quality)
                and (not self.tests or bearing.test in self.tests)
                and (self.passed is None or bearing.passed is self.passed)
                and (self.effect is None or item.effect_clarity == self.effect))
        if not fits:
            return 0
        if not self.moves:
            return rank
        moved = [b for b in item.bears_on if b.element in scored and b.direction == "supports"]
        return min(rank, max(rank_of(b.strength) for b in moved)) if moved and bearing.direction == "supports" else 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """A level with its reason, flags, failed gates and the place of the step that gave it."""

    level: str
    reason: str
    flags: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """What the evidence on one element comes to: the tally, items used and left aside, whether anybody expects it.

    `counted` are the items that count, with direction and strength; `by_count` names those behind each count; `apart` are
    the numbers of items that are counted although they are left aside.
    """

    tally: Tally
    used: tuple[str, ...]
    ignored: tuple[Ignored, ...]
    expected: bool
    counted: tuple[Counted, ...] = ()
    by_count: tuple[tuple[str, Said], ...] = ()
    apart: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Count:
    """A count made ready: its measure, where it stands in vectors, or the value it is."""

    id: str
    at: int = 0
    picks: Picks = ()
    besides: tuple[int, Picks] | None = None
    audiences: bool = False
    who: str | None = None
    value: Condition | None = None


class Plan:
    """A rubric made ready under one set of settings: what to count, and the steps with their conditions read."""

    def __init__(self, rubric: Rubric, chosen: Mapping[str, str]) -> None:
        self.rubric = rubric
        self.chosen = dict(chosen)
        self.counting = resolved(rubric.counting or Counting(), chosen)
        names = {*rubric.counts, *FACTS}
        options = {o.id: o.choices for o in rubric.options.values() if o.value is not None}
        self._read = functools.cache(lambda text: parse(text, names, options))
        self.settings: dict[str, Value] = {f"${key}": value for key, value in chosen.items()}
        self.sorts: list[Sort] = [Sort()]
        self.further: list[Picks] = []
        self.apart = {c.id: frozenset(c.kinds) for c in rubric.counts.values() if c.kinds}
        self.counts = [self._count(count) for count in rubric.counts.values() if not count.kinds]
        self.enough = AT[f"m{RANK[self.counting.strength]}"]  # type: ignore[index]

    def condition(self, text: str) -> Condition:
        """A condition of the rubric, read once."""
        return self._read(text)

    def _count(self, count: NamedCount) -> _Count:
        if count.value is not None:
            return _Count(count.id, value=self.condition(count.value))
        sort = Sort.of(count)
        if sort not in self.sorts:
            self.sorts.append(sort)
        block = self.sorts.index(sort)
        rank = RANK[_setting(count.strength, self.chosen)] if count.strength else 1  # type: ignore[index]
        directions = count.direction or _ALL_DIRECTIONS
        picks = picks_of(directions, rank, block)
        besides = None
        if count.besides is not None:
            other = picks_of([count.besides], 1, block)
            besides = (self._at(other), other)
            picks = (*picks, *other)
        return _Count(count.id, self._at(picks), picks, besides, count.of == "audiences", count.who)

    def _at(self, picks: Picks) -> int:
        for at, known in enumerate(MEASURES.values()):
            if sorted(known) == sorted(picks):
                return at
        if picks not in self.further:
            self.further.append(picks)
        return len(MEASURES) + self.further.index(picks)

    def vector(self, part: Mapping[Any, Stand]) -> tuple[int, ...]:
        """The counts of one audience."""
        return vector(part, self.further)

    def items_of(self, counted: Sequence[Counted], scored: frozenset[str]) -> Iterator[tuple[str, Said]]:
        """The items behind each count, by the count's name."""
        for count in self.rubric.counts.values():
            if count.value is None and not count.kinds:
                least = RANK[_setting(count.strength, self.chosen)] if count.strength else 1  # type: ignore[index]
                for said, direction, rank in counted:
                    if direction in (count.direction or _ALL_DIRECTIONS) and Sort.of(count).rank(said, rank, scored) >= least:
                        yield count.id, said

    def settle(self, tally: Tally) -> Tally:
        """The tally after the settings on divided cases, other explanations and weaker contradictions."""
        return tally.settle(self.counting.mixed_case, self.counting.alternative, self.counting.competing)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted on one element: by audience, of several audiences together, and facts."""

    plan: Plan
    vectors: Mapping[str, tuple[int, ...]]
    joint: Sequence[tuple[frozenset[str], Stand]]
    facts: Env
    voices: Voices

    def env(self, audience: str | None = None) -> dict[str, Value]:
        """Every name that conditions may use; `audience` is the one that counts of `each` are about."""
        out: dict[str, Value] = {**self.plan.settings, **self.facts}
        for count in self.plan.counts:
            out[count.id] = count.value.run(out) if count.value is not None else self._number(count, audience)
        return out

    def _number(self, count: _Count, audience: str | None) -> int:
        chosen = self.vectors
        if count.who == "each":
            chosen = {a: v for a, v in chosen.items() if a == audience}
        elif count.who == "assessed":
            chosen = {a: v for a, v in chosen.items() if a in self.voices.assessed}
        elif count.who is not None:
            chosen = {a: v for a, v in chosen.items() if (a in self.voices.own) == (count.who == "own")}
        if count.audiences:
            return sum(1 for v in chosen.values() if v[count.at])
        if count.who is not None:
            return sum(v[count.at] for v in chosen.values())
        found = total(chosen, self.joint, count.at, count.picks)
        return found - total(chosen, self.joint, *count.besides) if count.besides is not None else found

    def measure(self, name: str) -> int:
        """One of the plain measures of all audiences together."""
        return total(self.vectors, self.joint, AT[name])


class CountingRule(Rule):
    """A rule that a rubric's own data says: what counts, what is counted, which counts give which level."""

    def __init__(self, rubric: Rubric | None = None) -> None:
        if rubric is not None:
            self.rubric = rubric
        self.kinds = self.rubric.scores or ("factor",)
        self.default_variant = self.rubric.default_variant
        self._plans: dict[tuple[tuple[str, str], ...], Plan] = {}

    def with_rubric(self, rubric: Rubric) -> Self:
        """The rule with a rubric from a file; what the file leaves out of the rule itself is kept."""
        if rubric.steps:
            return type(self)(rubric)
        problems = rubric_problems(rubric, self.rubric)
        if problems:
            raise Refused(problems)
        return type(self)(merged_rubric(rubric, self.rubric))

    def plan(self, options: Mapping[str, str] | None = None, variant: str | None = None) -> Plan:
        """The rule under these settings."""
        chosen = self.settings(options, variant)
        key = tuple(chosen.items())
        if key not in self._plans:
            plan = Plan(self.rubric, chosen)
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

    def unseen(self, element: Element, evidence: EvidenceBase, plan: Plan) -> bool:
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

    def fold(self, element: Element, evidence: EvidenceBase, plan: Plan) -> Fold:
        """The cases behind an element: the tally, the items used, those left aside, and whether anybody expects it."""
        moves = any(sort.moves for sort in plan.sorts)
        scored = frozenset(e.id for e in outcomes(element.map) if e.in_scope) if moves and element.map else frozenset()
        found = fold_evidence(element.id, evidence, plan.counting, plan.sorts, scored)
        kinds = {name: sum(said.item.kind in wanted for said in evidence.on(element.id)) for name, wanted in plan.apart.items()}
        return dataclasses.replace(found, by_count=tuple(plan.items_of(found.counted, scored)), apart=kinds)

    def numbers(self, element: Element, settled: Tally, plan: Plan, fold: Fold, voices: Voices) -> Numbers:
        """What is counted on an element, from its settled tally."""
        parts, joint = settled.parts()
        facts = {**self.facts(element, voices), "expected": fold.expected, **fold.apart}
        return Numbers(plan, {a: plan.vector(part) for a, part in parts.items()}, joint, facts, voices)

    def required(self, element: Element, plan: Plan, voices: Voices) -> tuple[str, ...]:
        """The audiences that have to be heard on an element."""
        return required_audiences(element, plan.counting, voices)

    def judge(self, element: Element, numbers: Numbers, env: Env | None = None) -> Judgement:
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
            return Judgement(level, reason, tuple(dict.fromkeys(flags)), missing, at)
        return Judgement("undecided", "no-step")

    def _missing(self, gates: Sequence[str], numbers: Numbers, env: Env, required: Sequence[str]) -> Iterator[Gate]:
        plan = numbers.plan
        for name in gates:
            gate = self.rubric.gates[name]
            if gate.when is not None and not plan.condition(gate.when).run(env):
                continue
            for here, audience in _each(gate.each, numbers, env, required):
                if not plan.condition(gate.need).run(here):
                    yield Gate(name, filled(gate.missing, plan.condition, here, numbers.voices, audience))

    def _flags(self, level: str, numbers: Numbers, env: Env, required: Sequence[str]) -> Iterator[str]:
        plan = numbers.plan
        for flag in self.rubric.flags.values():
            if flag.when is None or (flag.levels and level not in flag.levels):
                continue
            for here, audience in _each(flag.each, numbers, env, required):
                if plan.condition(flag.when).run(here):
                    yield filled(flag.id, plan.condition, here, numbers.voices, audience, plain=True)

    def _reasons(self, found: Judgement, numbers: Numbers, env: Env, fold: Fold, settled: Tally, aside: int) -> list[str]:
        plan, voices = numbers.plan, numbers.voices
        step = self.rubric.steps[found.step] if found.step is not None else None
        out = [filled(step.say, plan.condition, env, voices, items=fold.by_count)] if (
            step is not None and step.say) else []
        if step is not None and step.alone:
            return out
        shown = _shown(fold, settled, numbers, env, [])
        out += counted_sentences(
            support=shown["supports"], enough=shown[f"supports_{plan.counting.strength}"], against=shown["contradicts"],
            otherwise=shown["alternative"], heard=shown["by_audience"], strength=plan.counting.strength,
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


def fold_evidence(
    element: str, evidence: EvidenceBase, counting: Counting | None = None, sorts: Sequence[Sort] = (Sort(),),
    scored: frozenset[str] = frozenset(),
) -> Fold:
    """The cases behind an element, without any rubric.

    Parameters
    ----------
    element : its name in the evidence.
    counting : which items count, with its settings filled in; the usual way where not said.
    sorts : sorts of item to be counted apart, the first of all items.
    scored : the outcomes in scope, for the sort of items by which one of them moved.

    >>> fold_evidence("plans", EvidenceBase()).tally.count("any")
    0
    """
    counting = counting or Counting()
    counted, ignored, expected = admissible_items(evidence.on(element), counting, evidence.voices)
    tally = Tally(blocks=len(sorts))
    for said, direction, rank in counted:
        ranks = [(0, rank), *((at, sort.rank(said, rank, scored)) for at, sort in enumerate(sorts) if at)]
        for speaker, number in speakers_of(said, evidence, counting.unit, counting.unnamed):
            if said.item.source_type == "survey" and counting.unit not in ("source", "item"):
                speaker = speaker._replace(case="survey")
            if number and not (counting.own_cases == "0" and speaker.audience in evidence.voices.own):
                for block, strength in ranks:
                    if strength:
                        tally.add(speaker, number, direction, strength, block)
    return Fold(tally, tuple(sorted({said.item.id for said, _, _ in counted})),
                tuple(sorted(ignored, key=lambda i: (i.id, i.why))), expected, tuple(counted))


def required_audiences(element: Element, counting: Counting, voices: Voices) -> tuple[str, ...]:
    """The audiences that have to be heard on an element: of those whose outcome it is, as the counting says."""
    if counting.required == "none" or element.kind != "factor":
        return ()
    named = set(element.whose)
    if "all" in named:
        named |= set(voices.assessed)
    heard = tuple(dict.fromkeys(a for actor in sorted(named) if (a := voices.of_actor(actor)) is not None))
    return tuple(a for a in voices.assessed if a in heard) if counting.required == "assessed" else heard


def _untested(element: Element, fold: Fold) -> list[str]:
    """The rivals of a claim that no test sets it against."""
    named = {rival for _, said in fold.by_count for rival in said.bearing.rivals}
    map_ = element.map
    known = map_.claims[element.id].rivals if map_ is not None and element.id in map_.claims else ()
    return [rival for rival in known if rival not in named]


def _each(each: str | None, numbers: Numbers, env: Env, required: Sequence[str]) -> Iterator[tuple[Env, str | None]]:
    if each is None:
        yield env, None
        return
    for audience in required:
        yield numbers.env(audience), audience


def _setting(text: str | None, chosen: Mapping[str, str]) -> str:
    return chosen.get(text[1:], "") if text is not None and text.startswith("$") else text or ""


def resolved(counting: Counting, chosen: Mapping[str, str]) -> Counting:
    """The counting with its settings filled in."""
    values = {f.name: getattr(counting, f.name) for f in dataclasses.fields(counting)}
    changed = {name: _setting(value, chosen) for name, value in values.items()
               if isinstance(value, str) and value.startswith("$")}
    return dataclasses.replace(counting, **changed)  # type: ignore[arg-type]


def _shown(fold: Fold, settled: Tally, numbers: Numbers, env: Env, aside: list[str]) -> dict[str, Any]:
    """The numbers behind a score as they are shown and written to JSON."""
    plan, voices = numbers.plan, numbers.voices
    p, q = numbers.measure("p"), numbers.measure("q")
    share = Fraction(p, p + q) if p + q else None
    named = {c.id.replace("-", "_"): _plain(env[c.id]) for c in plan.rubric.counts.values()}
    return {
        **named, "supports": p, f"supports_{plan.counting.strength}": total(numbers.vectors, numbers.joint, plan.enough),
        "contradicts": q, "alternative": numbers.measure("claimed") - p,
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
