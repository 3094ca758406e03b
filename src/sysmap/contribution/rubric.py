"""Rubrics: a rule with options, and the proposal it makes.

A rubric is data (levels, options, variants: a file of models/rubrics/, or the built-in default) and a pure function
from an element and the evidence to a proposal. A proposal never stands alone: it names the rule, its version and its
settings, shows the items it used and those it left aside with the reason, and the gates it failed.
"""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from sysmap.contribution.base import Element, ElementKind, EvidenceBase
from sysmap.core.library import Level, Rubric, RubricOption, RubricVariant
from sysmap.core.problem import Problem, Refused, one_of

__all__ = ["NO_EVIDENCE", "Gate", "Ignored", "Proposal", "Rule", "make_rubric", "merged_rubric", "rubric_problems", "with_margin"]

NO_EVIDENCE = "no-evidence"
"""The state, beside all levels, of an element on which nothing bears: nobody has said anything yet."""

NO_EVIDENCE_LABEL = "No evidence yet"


@dataclass(frozen=True, slots=True)
class Ignored:
    """An item that bears on the element and does not count, with the reason; `repeats` where another item says it too."""

    id: str
    why: str
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition for a higher score that is not met: its code and what is missing."""

    code: str
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a rule proposes for one element, with everything it rests on.

    Attributes
    ----------
    level, score : the level's id and what it is called.
    reason : a code for why, e.g. ``anticipated-only``; `reasons` says it in sentences.
    flags : what a reader should not miss, as codes (``minority_contradiction``, ``coverage_gap:schools``).
    counts : the numbers behind it. Where cases are unnamed in the source they are lower bounds (``at_least``).
    used, ignored : item ids that counted; items that did not, each with why.
    gates : what stood in the way of a higher score.
    margin : the smallest number of cases whose coming or going changes the score; `None` where not worked out or
        more than two.
    """

    element: str
    level: str
    score: str
    rubric: str
    version: str
    reason: str = ""
    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    counts: Mapping[str, Any] = field(default_factory=dict)
    used: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    gates: tuple[Gate, ...] = ()
    variant: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    margin: int | None = None

    @property
    def in_the_way(self) -> str:
        """What stood in the way of a higher score, as one sentence; empty where nothing did."""
        return f"{'; '.join(gate.missing.rstrip('.') for gate in self.gates)}." if self.gates else ""


class Rule(ABC):
    """A way to score: its rubric (the data) and the function.

    Attributes
    ----------
    rubric : levels, options and variants. `with_rubric` gives the same rule under a project's own wording.
    kinds : what it can score.
    """

    rubric: Rubric
    kinds: tuple[ElementKind, ...] = ("factor",)
    default_variant: str | None = None

    @property
    def id(self) -> str:
        """The rubric's id, printed with every score."""
        return self.rubric.id

    @property
    def version(self) -> str:
        """The rubric's version, printed with every score."""
        return self.rubric.rubric_version

    def with_rubric(self, rubric: Rubric) -> Self:
        """The rule with a rubric from a file: its words, its settings.

        Raises
        ------
        Refused : if the rubric cannot work (see `rubric_problems`).
        """
        problems = rubric_problems(rubric, self.rubric)
        if problems:
            raise Refused(problems)
        new = type(self)()
        new.rubric = rubric
        return new

    def settings(self, options: Mapping[str, str] | None = None, variant: str | None = None) -> dict[str, str]:
        """Every setting of the rule: the rubric's values, those of the variant, then those asked for.

        Raises
        ------
        Refused : for an option or a value that the rubric does not have.
        """
        name = variant if variant is not None else self.default_variant
        if name is not None and name not in self.rubric.variants:
            raise Refused(Problem(code="R01", message=f"The rubric {self.id} has no variant {name}.",
                                  hint=one_of(name, self.rubric.variants)))
        chosen = {id_: option.value for id_, option in self.rubric.options.items() if option.value is not None}
        if name is not None:
            chosen |= self.rubric.variants[name].options
        for key, value in (options or {}).items():
            option = self.rubric.options.get(key)
            if option is None or option.value is None:
                known = [o.id for o in self.rubric.options.values() if o.value is not None]
                raise Refused(Problem(code="R01", message=f"The rubric {self.id} has no option {key}.",
                                      hint=one_of(key, known, most=40)))
            if option.choices and value not in option.choices:
                raise Refused(Problem(code="R02", message=f"{key} cannot be {value}.",
                                      hint=f"It is one of: {', '.join(option.choices)}."))
            chosen[key] = value
        return chosen

    @abstractmethod
    def score(self, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
              variant: str | None = None) -> Proposal:
        """Score an element. Pure: the same evidence in any order gives the same proposal, and repeats change nothing."""

    def proposal(self, element: Element, level: str, **rest: Any) -> Proposal:
        """A proposal of this rule, in the rubric's words."""
        known = self.rubric.levels.get(level)
        if known is None and level == NO_EVIDENCE:
            return Proposal(element=element.id, level=level, score=NO_EVIDENCE_LABEL, rubric=self.id, version=self.version, **rest)
        return Proposal(element=element.id, level=level, score=known.label if known else level, rubric=self.id,
                        version=self.version, **rest)


    def no_evidence(self, element: Element, evidence: EvidenceBase, options: Mapping[str, str], variant: str | None) -> Proposal:
        """The state of an element on which no item bears: no level, however the rubric's lowest is called."""
        reason = "Nothing bears on it: no item of evidence speaks of it yet." if evidence.items else (
            "There is no register of evidence yet.")
        return self.proposal(element, NO_EVIDENCE, reason="nothing-coded", reasons=(reason,), variant=variant, options=options)


def make_rubric(
    id_: str, title: str, version: str, levels: Mapping[str, str],
    options: Mapping[str, tuple[str, tuple[str, ...], str]], variants: Mapping[str, Mapping[str, str]] | None = None,
) -> Rubric:
    """A built-in rubric: levels by id, options as (value, choices, what they settle)."""
    return Rubric(
        id=id_, title=title, rubric_version=version,
        levels={key: Level(id=key, label=label) for key, label in levels.items()},
        options={key: RubricOption(id=key, question=said, resolution=value, value=value, choices=choices)
                 for key, (value, choices, said) in options.items()},
        variants={key: RubricVariant(id=key, label=key.capitalize(), options=dict(set_))
                  for key, set_ in (variants or {}).items()})


def rubric_problems(rubric: Rubric, builtin: Rubric | None = None) -> list[Problem]:
    """Why a rubric cannot work: values outside their choices, unknown options, levels or options that are missing.

    Thresholds that contradict each other are told by the rule that reads them.
    """
    out: list[Problem] = []

    def add(code: str, message: str, hint: str, *at: str) -> None:
        out.append(Problem(code=code, message=message, hint=hint, at=at))

    for option in rubric.options.values():
        if option.value is not None and option.choices and option.value not in option.choices:
            add("R02", f"The option {option.id} is set to {option.value}, which is none of its choices.",
                f"Choose one of: {', '.join(option.choices)}.", "options", option.id, "value")
    for variant in rubric.variants.values():
        for key, value in variant.options.items():
            known = rubric.options.get(key)
            if known is None:
                add("R01", f"The variant {variant.id} sets {key}, which is no option.", one_of(key, rubric.options, 40),
                    "variants", variant.id, "options")
            elif known.choices and value not in known.choices:
                add("R02", f"The variant {variant.id} sets {key} to {value}, which is none of its choices.",
                    f"Choose one of: {', '.join(known.choices)}.", "variants", variant.id, "options")
    if builtin is not None:
        for level in builtin.levels:
            if level not in rubric.levels:
                add("R04", f"The rubric has no level {level}.", "Add it to levels.", "levels")
        for key, option in builtin.options.items():
            mine = rubric.options.get(key)
            if option.value is None:
                continue  # it only explains
            if mine is None or mine.value is None:
                add("R01", f"The rubric does not settle {key}: {option.question}", "Add the option with a value.",
                    "options")
            elif mine.choices and not set(mine.choices) <= set(option.choices):
                extra = ", ".join(sorted(set(mine.choices) - set(option.choices)))
                add("R02", f"The option {key} offers {extra}, which the rule does not know.",
                    f"It knows: {', '.join(option.choices)}.", "options", key, "choices")
    return out


def merged_rubric(rubric: Rubric, base: Rubric) -> Rubric:
    """A rubric in words of its own with the rule of another: counting, counts, gates, steps and flags of the base."""
    return dataclasses.replace(
        rubric, scores=rubric.scores or base.scores, default_variant=rubric.default_variant or base.default_variant,
        constraints=base.constraints, counting=base.counting, counts=base.counts, gates=base.gates, order=base.order,
        steps=base.steps, flags=base.flags)


def with_margin(proposal: Proposal, margin: int | None) -> Proposal:
    """The same proposal with its margin."""
    return dataclasses.replace(proposal, margin=margin)
