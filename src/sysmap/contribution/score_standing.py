"""Where a score stands: by which rule, what other readings give, what is published, and what it hangs on.

A score is a proposal. Beside it stand the rule with its version, the other readings of the rule, the published score, whether
the settings were chosen to fit published scores, how many cases would change it, and which single register, case or coder
would change it if it were left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sysmap.contribution.base import Element, EvidenceBase, Said
from sysmap.contribution.rubric import NO_EVIDENCE, Proposal, Rule
from sysmap.core.problem import Refused
from sysmap.core.sentences import join_words

__all__ = ["LeftOut", "ScoreStanding", "rule_text", "standing_of", "without"]

Kind = Literal["register", "case", "coder"]
_KINDS: tuple[Kind, ...] = ("register", "case", "coder")


def rule_text(rule: str, version: str | int, reading: str | None = None) -> str:
    """A rule with its version, and the reading of it where it has several.

    >>> rule_text("contribution", 1), rule_text("certainty", 2, "strict")
    ('contribution version 1', 'certainty version 2, strict reading')
    """
    return f"{rule} version {version}{f', {reading} reading' if reading else ''}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A register, case or coder without which the score would be another one."""

    kind: Kind
    id: str
    label: str
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreStanding:
    """What a reader has to know beside a score.

    Attributes
    ----------
    rule, version, reading : by what it is proposed.
    fitted : said where the reading's settings were chosen to fit published scores.
    readings : what the other readings of the rule give, by their names.
    published : the score that somebody published.
    margin : how many cases would change it.
    left_out : what it hangs on; `tried` says how many registers, cases and coders were left out one by one.
    """

    score: str
    rule: str
    version: str
    reading: str | None = None
    fitted: str | None = None
    readings: Mapping[str, str] = dataclasses.field(default_factory=dict)
    published: str | None = None
    margin: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    tried: Mapping[Kind, int] = dataclasses.field(default_factory=dict)
    noun: tuple[str, ...] = ("case", "cases")

    @property
    def hangs_on(self) -> str:
        """What the score hangs on, in short: registers by id, as people name them in commands."""
        return "; ".join(f"{one.kind} {one.id if one.kind == 'register' else one.label}: {one.score}" for one in self.left_out)

    @property
    def margin_text(self) -> str:
        """How many cases would change it, in a sentence; empty where that is not known or more than two."""
        if self.margin == 1:
            return f"It is fragile: a single {self.noun[0]} more or fewer would change it."
        return "" if self.margin is None else f"{self.margin} {self.noun[-1]} more or fewer would change it."

    @property
    def sentences(self) -> tuple[str, ...]:
        """The standing in words, one thing a sentence."""
        out = [f"Proposed by {rule_text(self.rule, self.version, self.reading)}{f'; {self.fitted}' if self.fitted else ''}."]
        others = [f"{name} reading: {score}" for name, score in self.readings.items()]
        others += [f"published: {self.published}"] if self.published else []
        if others:
            out.append(f"Beside it, {join_words(others)}.")
        if self.margin_text:
            out.append(self.margin_text)
        for kind in _KINDS:
            for score in dict.fromkeys(one.score for one in self.left_out if one.kind == kind):
                names = [f"“{one.label}”" if kind == "register" else one.label
                         for one in self.left_out if (one.kind, one.score) == (kind, score)]
                each = f"the {kind} {names[0]}" if len(names) == 1 else f"one of the {kind}s {join_words(names, 'or')}"
                out.append(f"Without {each} it would be {score}.")
        moving = {one.kind for one in self.left_out}
        steady = [f"named {kind}s" if kind == "case" else f"{kind}s" for kind in _KINDS
                  if self.tried.get(kind, 0) > 1 and kind not in moving]
        if steady:
            out.append(f"Leaving out any one of its {join_words(steady, 'or')} does not change it.")
        return tuple(out)

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape; see docs/json-evidence.md."""
        return {"rule": self.rule, "version": self.version, "reading": self.reading, "fitted": self.fitted,
                "readings": dict(self.readings), "published": self.published, "margin": self.margin,
                "left_out": [{"kind": o.kind, "id": o.id, "label": o.label, "score": o.score} for o in self.left_out],
                "tried": dict(self.tried), "sentences": list(self.sentences)}


def standing_of(element: Element, evidence: EvidenceBase, rule: Rule, proposal: Proposal,
                options: Mapping[str, str] | None = None, variant: str | None = None) -> ScoreStanding:
    """Where a proposal stands.

    Parameters
    ----------
    element, evidence, rule, options, variant : as for the score.
    proposal : what the rule proposes, with its margin where it has one.
    """
    reading = variant or rule.default_variant
    readings = {}
    scored = proposal.level not in (NO_EVIDENCE, "not-scored")
    for name in rule.rubric.variants:
        if name != reading and scored:
            try:
                readings[name] = rule.score(element, evidence, options, name).score
            except Refused:
                continue  # settings of one's own may not go with another reading
    known = rule.rubric.variants.get(reading or "")
    left: list[LeftOut] = []
    tried: dict[Kind, int] = {}
    if scored:
        for kind in _KINDS:
            names = sorted(_names(kind, evidence.on(element.id), evidence))
            tried[kind] = len(names)
            for name in names if len(names) > 1 else ():
                after = rule.score(element, without(evidence, kind, name, element.id), options, variant)
                if after.level != proposal.level:
                    left.append(LeftOut(kind, name, _label(kind, name, evidence), after.score))
    return ScoreStanding(
        score=proposal.score, rule=rule.id, version=rule.version, reading=reading, fitted=known.fitted if known and scored else None,
        readings=readings, published=element.published.label if element.published else None, margin=proposal.margin,
        left_out=tuple(left), tried=tried, noun=rule.rubric.counting.noun if rule.rubric.counting else ("case", "cases"))


def _names(kind: Kind, said: tuple[Said, ...], evidence: EvidenceBase) -> set[str]:
    if kind == "register":
        return {one.register for one in said if one.register}
    if kind == "coder":
        return {one.item.coder for one in said if one.item.coder}
    return {evidence.case_id(case) for one in said for case in one.item.cases}


def _label(kind: Kind, name: str, evidence: EvidenceBase) -> str:
    if kind == "register":
        return evidence.register_titles.get(name) or name
    return evidence.cases[name].label if kind == "case" and name in evidence.cases else name


def without(evidence: EvidenceBase, kind: Kind, name: str, element: str | None = None) -> EvidenceBase:
    """The evidence with one register, case or coder left out; only of one element where that is all one needs.

    An item that names several cases keeps the others.

    >>> without(EvidenceBase(), "case", "hill").items
    {}
    """
    chosen = {element: evidence.on(element)} if element is not None else evidence.by_element
    left = {id_: tuple(_without(said, kind, name, evidence)) for id_, said in chosen.items()}
    return dataclasses.replace(evidence, by_element=left)


def _without(said: tuple[Said, ...], kind: Kind, name: str, evidence: EvidenceBase) -> Iterator[Said]:
    for one in said:
        if kind == "case":
            named = tuple(case for case in one.item.cases if evidence.case_id(case) != name)
            if named != one.item.cases:
                if not named:
                    continue
                number = one.item.number - 1 if one.item.number else one.item.number
                one = dataclasses.replace(one, item=dataclasses.replace(one.item, cases=named, number=number))
        elif (one.register if kind == "register" else one.item.coder) == name:
            continue
        yield one
