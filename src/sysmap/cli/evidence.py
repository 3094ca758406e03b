"""Commands about evidence: score, evidence, gaps, story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import click

from sysmap.cli.common import emit_json, open_with_evidence, say, table
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import count_text, join_words
from sysmap.project import Project

__all__ = ["gaps", "score", "story"]


def options_of(said: tuple[str, ...]) -> dict[str, str]:
    """Settings given as name=value."""
    out = {}
    for one in said:
        name, equals, value = one.partition("=")
        if not equals:
            raise click.UsageError(f"--option takes name=value, not {one}.")
        out[name.strip()] = value.strip()
    return out


@click.command()
@click.argument("file")
@click.argument("element", required=False)
@click.option("--rubric", help="A rubric's id, or id:variant, or a variant; `--rubric list` names them.")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="Turn a setting of the rubric.")
@click.option("--as-of", metavar="DATE|ROUND", help="Only what was known by a date, or by the end of a round.")
@click.option("--round", "round_", metavar="ROUND", help="Only what belongs to one round.")
@click.option("--switches", "with_switches", is_flag=True, help="Show which settings, turned otherwise, change a score.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def score(file: str, element: str | None, rubric: str | None, options: tuple[str, ...], as_of: str | None, round_: str | None,
          with_switches: bool, as_json: bool) -> None:
    """Score the outcomes of FILE (or one ELEMENT) from its evidence, with reasons and what would change each score."""
    from sysmap.contribution.catalogue import rules
    from sysmap.contribution.scoring import scoring_json, switches

    if rubric == "list":
        table(["id", "scores", "variants", "what it is"], [
            (rule.id, ", ".join(rule.kinds), ", ".join(rule.rubric.variants), rule.rubric.title) for rule in rules().values()])
        return
    project = open_with_evidence(file)
    if as_of is not None or round_ is not None:
        project = project.at(as_of=as_of, round_=round_)
    chosen = options_of(options)
    found = project.score(rubric, chosen, element)
    turned = None
    if with_switches:
        rule, variant = project.rule(rubric)
        turned = switches([scored.element for scored in found.outcomes], project.evidence, rule, chosen, variant)
    if as_json:
        out = scoring_json(found)
        if project.seen_from is not None:
            out["seen_from"] = project.seen_from.to_json()
        if turned is not None:
            out["switches"] = [{"option": o, "value": v, "scores": s} for o, v, s in turned]
        emit_json(out)
        return
    if project.seen_from is not None:
        say(f"{project.seen_from.sentence}\n")
    if project.no_register:
        say(f"{project.no_register} So every score rests on nothing.")
    fitted = next((one.standing.fitted for one in found.outcomes if one.standing and one.standing.fitted), None)
    say(f"{project.map.title}: scores proposed by {found.rule_text}, from {count_text(len(project.evidence.items), 'item')}"
        f"{f'; {fitted}' if fitted else ''}.\n")
    if element:
        _one(project, found, chosen, project.rule(rubric)[1])
    else:
        others = list(dict.fromkeys(name for one in found.outcomes if one.standing for name in one.standing.readings))
        table(["id", "layer", "proposed", *others, "published", "stands", "margin", "without", "why"],
              [_row(scored, others) for scored in found.outcomes])
        say("Beside each proposal: the other readings of the rule, the published score, how many cases would change it, and what "
            "it would be without one register, case or coder.")
        for scored in found.outcomes:
            if scored.override:
                say(f"\n{scored.element.id}: {_override(scored)}")
    if turned is not None:
        _switches(turned)


def _row(scored: Any, others: list[str]) -> tuple[Any, ...]:
    margin = scored.proposal.margin
    said = "" if margin is None else "1 fragile" if margin == 1 else str(margin)
    stands = scored.score if scored.override else "as proposed" if scored.agrees else ""
    standing = scored.standing
    return (scored.element.id, scored.element.layer, scored.proposal.score,
            *(standing.readings.get(name, "") if standing else "" for name in others),
            scored.element.published.label if scored.element.published else "", stands, said, standing.hangs_on if standing else "",
            scored.proposal.reasons[0] if scored.proposal.reasons else "")


def _override(scored: Any) -> str:
    override = scored.override
    who = {"register": "Set by", "published": "Published by"}[override.origin]
    date = f", {override.date}" if override.date else ""
    return (f"the rule proposes {scored.proposal.score}; {override.score} stands. {who} {override.role or 'nobody named'}{date}: "
            f"{override.reason or 'no reason is given.'}")


def _one(project: Project, found: Any, options: Mapping[str, str], variant: str | None) -> None:
    from sysmap.contribution.counting_rule import CountingRule
    from sysmap.contribution.score_margin import what_would_change

    scored = found.outcomes[0]
    proposal = scored.proposal
    say(f"“{scored.element.label}” ({scored.element.id}): {proposal.score}")
    for reason in proposal.reasons:
        say(f"- {reason}", indent="  ")
    if scored.override:
        say(f"\n{_override(scored)}")
    if scored.standing:
        say("\nWhere it stands")
        for sentence in scored.standing.sentences:
            say(f"- {sentence}", indent="  ")
    if isinstance(found.rule, CountingRule):
        what = what_would_change(found.rule, scored.element, project.evidence, options, variant, deep=True)
        if what.flips:
            noun = scored.standing.noun[0] if scored.standing else "case"
            say(f"\nWhat would change it ({f'it hangs on a single {noun}' if what.fragile else f'margin {what.margin}'})")
            for flip in what.flips[:12]:
                say(f"- {flip.text}", indent="  ")
    click.echo()
    table(["used", "direction", "strength", "what was said"], [
        (id_, said.bearing.direction, said.bearing.strength, said.item.statement) for id_ in proposal.used
        for said in project.evidence.on(scored.element.id) if said.item.id == id_])
    click.echo()
    table(["left aside", "why"], [(ignored.id, ignored.why) for ignored in proposal.ignored])


def _switches(turned: list[tuple[str, str, dict[str, str]]]) -> None:
    click.echo()
    say("Settings that, turned otherwise, change a score:" if turned else "No single setting changes a score.")
    table(["setting", "value", "then"], [
        (option, value, "; ".join(f"{id_}: {score}" for id_, score in scores.items())) for option, value, scores in turned])


_GAPS = {
    "unheard": ("audience that has not seen an outcome of its own", "audiences that have not seen an outcome of their own"),
    "no-evidence": ("element on which nothing bears", "elements on which nothing bears"),
    "not-seen": ("that nobody has seen happen", "that nobody has seen happen"),
    "one-sided": ("with support only", "with support only"),
    "one-case": ("that may rest on one case", "that may rest on one case"),
    "one-audience": ("that rests on one kind of audience", "that rest on one kind of audience"),
    "old": ("with old evidence only", "with old evidence only"),
    "must-pass": ("link that every path uses, without evidence", "links that every path uses, without evidence"),
}


@click.command()
@click.argument("file")
@click.option("--plan", "as_plan", is_flag=True, help="The plan of what to look for: question, element, measure, source.")
@click.option("--kind", help="Only gaps of one kind, e.g. no-evidence.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def gaps(file: str, as_plan: bool, kind: str | None, as_json: bool) -> None:
    """Say what the evidence on FILE does not cover, and what to look for next."""
    from sysmap.contribution.gaps import gaps as find
    from sysmap.contribution.gaps import plan

    if kind is not None and kind not in _GAPS:
        raise Refused(Problem(code="S03", message=f"There is no kind of gap {kind}.", hint=one_of(kind, _GAPS)))
    project = open_with_evidence(file)
    if as_plan:
        rows = plan(project.map, project.evidence, project.frameworks, project.mechanisms)
        if as_json:
            emit_json({"plan": [row.to_json() for row in rows]})
            return
        table(["question", "element", "measure", "kinds of source", "items", "gaps", "hole"], [
            (row.question, row.element or row.label, row.measure, ", ".join(row.sources), row.items, ", ".join(row.gaps),
             row.hole) for row in rows])
        return
    found = [gap for gap in find(project.map, project.evidence, project.mechanisms) if kind is None or gap.kind == kind]
    if as_json:
        emit_json({"gaps": [gap.to_json() for gap in found]})
        return
    counts: Counter[str] = Counter(gap.kind for gap in found)
    told = [f"{counts[one]} {words[counts[one] != 1]} ({one})" for one, words in _GAPS.items() if counts[one]]
    say(f"{project.map.title}: {count_text(len(found), 'gap')} in {count_text(len(project.evidence.items), 'item')} of evidence"
        f"{': ' + join_words(told) if told else ''}. Outcomes come first. A gap is no finding against the theory; it says where "
        "to look. One kind alone: --kind.\n")
    table(["gap", "of", "element", "what is missing", "look for"], [
        (gap.kind, gap.element_kind, gap.element, gap.message, gap.look_for) for gap in found])


@click.command()
@click.argument("file")
@click.argument("claim")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def story(file: str, claim: str, as_json: bool) -> None:
    """Tell the contribution story of a CLAIM of FILE: what happened, for and against, judgement, gaps."""
    from sysmap.contribution.story import story as tell

    project = open_with_evidence(file)
    found = tell(project.map, claim, project.evidence, project.mechanisms, rule=project.claim_rule)
    if as_json:
        emit_json(found.to_json())
        return
    say(f"{found.label}\n")
    for heading, lines in found.sections():
        if lines:
            say(heading)
            for line in lines:
                say(f"- {line}", indent="  ")
            click.echo()
