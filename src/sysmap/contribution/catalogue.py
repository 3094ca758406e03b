"""Which rules there are, and which one somebody means.

Rubrics are files: those of sysmap itself (sysmap/data/rubrics) and those shipped beside them, those of a workspace that a
theory uses, and rules in code that other packages add through the entry point group ``sysmap.rubrics`` (each entry is a
`Rule` object or a function without arguments that makes one).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

from sysmap.contribution.bayesian_updating import BayesianUpdating
from sysmap.contribution.claim_strength import ClaimStrength
from sysmap.contribution.counting_rule import CountingRule
from sysmap.contribution.evidence_robustness import EvidenceRobustness
from sysmap.contribution.rubric import Rule
from sysmap.core.library import Rubric
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.profile import NEUTRAL, Profile
from sysmap.formats.entry_points import entry_points

__all__ = ["DEFAULT", "GROUP", "rubric_files", "rule_for", "rule_of", "rules"]

GROUP = "sysmap.rubrics"
DEFAULT = "contribution"
"""The rubric that scores where neither a profile nor a theory names one."""

_IN_CODE = (BayesianUpdating, EvidenceRobustness)
_HERE = Path(__file__).parents[1] / "data" / "rubrics"


@functools.cache
def rubric_files() -> tuple[Path, ...]:
    """The rubrics that come with sysmap: its own, and those of models/rubrics (in a wheel both lie together)."""
    checkout = Path(__file__).parents[3] / "models" / "rubrics"
    own = sorted(_HERE.glob("*.yaml"))
    known = {path.name for path in own}
    return (*own, *(path for path in sorted(checkout.glob("*.yaml")) if path.name not in known))


@functools.cache
def rules() -> Mapping[str, Rule]:
    """Every rule there is, shipped or from other packages, by id; the neutral one first.

    A package that cannot be loaded is left out; naming its rubric then says that there is no such rubric.
    """
    from sysmap.formats.read import read_file

    read = [document for path in rubric_files() if isinstance(document := read_file(path).document, Rubric)]
    read.sort(key=lambda rubric: (rubric.id != DEFAULT, rubric.id))
    found: dict[str, Rule] = {rubric.id: rule_of(rubric) for rubric in read}
    found |= {rule.id: rule for rule in (kind() for kind in _IN_CODE)}
    for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name):
        if entry.name in found:
            continue
        try:
            loaded = entry.load()
            rule = loaded() if callable(loaded) else loaded
        except Exception:  # noqa: S112 - somebody else's package must not take the command down
            continue
        if isinstance(rule, Rule):
            found[entry.name] = rule
    return found


def rule_of(rubric: Rubric) -> Rule:
    """The rule that a rubric's own steps say."""
    return ClaimStrength(rubric) if "claim-strength" in (rubric.rule, rubric.id) else CountingRule(rubric)


def rule_for(name: str | None = None, rubrics: Iterable[Rubric] = (), profile: Profile = NEUTRAL) -> tuple[Rule, str | None]:
    """The rule and variant meant by ``id``, ``id:variant`` or a variant's bare name.

    Parameters
    ----------
    name : what somebody asked for. Where nothing is said: the rubric of the profile, else the only rubric for outcomes that
        the theory uses, else the neutral rule of contribution.
    rubrics : rubrics that the theory uses; they replace the built-in data of the rule with the same id.
    profile : the organisation's words.

    Raises
    ------
    Refused : with the names there are, or if the rubric of a file cannot work.
    """
    own = {rubric.id: rubric for rubric in rubrics}
    known = rules()
    default = profile.rubric or DEFAULT
    if profile.rubric is None:
        outcome = [r.id for r in own.values() if not r.scores or r.scores[0] == "factor"]
        default = outcome[0] if len(outcome) == 1 else DEFAULT
    wanted, _, variant = (name or default).partition(":")
    if wanted not in known and wanted not in own:
        holders = [id_ for id_ in dict.fromkeys((default, *own, *known)) if (rubric := own.get(id_) or (
            known[id_].rubric if id_ in known else None)) is not None and wanted in rubric.variants]
        if not holders:
            names = [*own, *known, *(f"{id_}:{v}" for id_, rule in known.items() for v in rule.rubric.variants)]
            raise Refused(Problem(code="R01", message=f"There is no rubric {wanted}.", hint=one_of(wanted, names, 20)))
        wanted, variant = holders[0], wanted
    rule = known.get(wanted)
    if wanted in own:
        rule = _worded(own[wanted], rule, known, profile)
    assert rule is not None
    if variant and variant not in rule.rubric.variants:
        raise Refused(Problem(code="R01", message=f"The rubric {wanted} has no variant {variant}.",
                              hint=one_of(variant, rule.rubric.variants)))
    return rule, variant or None


def _worded(rubric: Rubric, rule: Rule | None, known: Mapping[str, Rule], profile: Profile) -> Rule:
    """The rule of a rubric in a file: its own steps, or those of the rule that it words anew."""
    if rubric.steps and not rubric.rule:
        return rule_of(rubric)
    if rule is None:
        base = rubric.rule or profile.rubric or DEFAULT
        if base not in known:
            raise Refused(Problem(code="R01", message=f"The rubric {rubric.id} asks for a rule {base}, which is not there.",
                                  hint=one_of(base, known, 20)))
        rule = known[base]
    return rule.with_rubric(rubric)
