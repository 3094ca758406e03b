"""Which rules there are, and which one somebody means.

Some come with sysmap. Other packages add theirs through the entry point group ``sysmap.rubrics``: each entry is a
`Rule` object or a function without arguments that makes one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points

from sysmap.contribution.criteria import ContributionRule
from sysmap.contribution.robust import EvidenceRobustness
from sysmap.contribution.rubric import Rule
from sysmap.contribution.strength import ClaimStrength
from sysmap.contribution.tiers import MechanismTiers
from sysmap.contribution.tracing import ProcessTracing
from sysmap.contribution.updating import BayesianUpdating
from sysmap.core.library import Rubric
from sysmap.core.problem import Problem, Refused, one_of

__all__ = ["GROUP", "rule_for", "rules"]

GROUP = "sysmap.rubrics"
_BUILT_IN = (ContributionRule, ClaimStrength, ProcessTracing, BayesianUpdating, EvidenceRobustness, MechanismTiers)


@functools.cache
def rules() -> Mapping[str, Rule]:
    """Every rule there is, built in or from other packages, by id.

    A package that cannot be loaded is left out; naming its rubric then says that there is no such rubric.
    """
    found: dict[str, Rule] = {rule.id: rule for rule in (kind() for kind in _BUILT_IN)}
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


def rule_for(name: str | None = None, rubrics: Iterable[Rubric] = ()) -> tuple[Rule, str | None]:
    """The rule and variant meant by ``id``, ``id:variant`` or a variant's bare name.

    Parameters
    ----------
    name : what somebody asked for; the contribution rubric where nothing is said.
    rubrics : rubrics that the theory uses; they replace the built-in data of the rule with the same id.

    Raises
    ------
    Refused : with the names there are, or if the rubric of a file cannot work.
    """
    own = {rubric.id: rubric for rubric in rubrics}
    known = rules()
    default = "cqc-contribution"
    wanted, _, variant = (name or default).partition(":")
    if wanted not in known and wanted not in own:
        holders = [id_ for id_ in (default, *known) if wanted in (own.get(id_) or known[id_].rubric).variants]
        if not holders:
            names = [*known, *(f"{default}:{v}" for v in known[default].rubric.variants)]
            raise Refused(Problem(code="R01", message=f"There is no rubric {wanted}.", hint=one_of(wanted, names, 20)))
        wanted, variant = holders[0], wanted
    rule = known.get(wanted)
    if rule is None:
        base = own[wanted].rule or default
        if base not in known:
            raise Refused(Problem(code="R01", message=f"The rubric {wanted} asks for a rule {base}, which is not there.",
                                  hint=one_of(base, known, 20)))
        rule = known[base]
    if wanted in own:
        rule = rule.with_rubric(own[wanted])
    if variant and variant not in rule.rubric.variants:
        raise Refused(Problem(code="R01", message=f"The rubric {wanted} has no variant {variant}.",
                              hint=one_of(variant, rule.rubric.variants)))
    return rule, variant or None
