"""`sysmap agreement`: two coders' registers compared."""

from __future__ import annotations

import dataclasses

import click

from sysmap.cli.common import emit_json, say, table
from sysmap.core.problem import Problem, Refused
from sysmap.formats.registers import load_register
from sysmap.formats.workspace import Workspace

__all__ = ["agreement"]


@click.command()
@click.argument("first")
@click.argument("second")
@click.option("--theory", help="The theory to be scored under each coding; the one that FIRST names under uses if not given.")
@click.option("--rubric", help="The rubric of these scores.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def agreement(first: str, second: str, theory: str | None, rubric: str | None, as_json: bool) -> None:
    """Compare two registers that code the same items: agreement by element, items that differ, scores under each."""
    from sysmap.contribution.coder_agreement import coder_agreement
    from sysmap.core.map import Map
    from sysmap.project import Project

    workspace = Workspace()
    one, two = (load_register(name, workspace) for name in (first, second))
    found = coder_agreement(one[1], two[1])
    if not found.whole.pairs:
        raise Refused(Problem(code="A01", message=f"{one[1].id} and {two[1].id} have no item in common that bears on an element.",
                              hint="Copy the register, give it `codes_again: " + one[1].id + "`, and let the second coder code the copy."))
    scores: list[dict[str, str]] = []
    path = one[0].path
    assert path is not None
    name = theory or next((str(path.parent / used) for used in one[1].uses
                           if isinstance(workspace.read(path.parent / used).document, Map)), None)
    if name is not None:
        project = Project.open(name, workspace)
        others = [r for r in project.registers if r.id not in (one[1].id, two[1].id)]
        codings = [dataclasses.replace(register, codes_again=None) for register in (one[1], two[1])]
        under = [{s.element.id: s.proposal.score for s in Project.of(
            project.map, project.documents, [*others, coding]).score(rubric).outcomes} for coding in codings]
        scores = [{"id": id_, "first": under[0][id_], "second": under[1][id_]} for id_ in under[0]]
    if as_json:
        emit_json({"first": one[1].id, "second": two[1].id, **found.to_json(), "scores": scores})
        return
    whole, strength = found.whole, found.strength
    say(f"{one[1].id} and {two[1].id}: {whole.agree} of {whole.pairs} directions agree ({whole.percent} per cent; Cohen's "
        f"kappa {_number(whole.kappa)}, Krippendorff's alpha {_number(whole.alpha)}); {strength.agree} of {strength.pairs} "
        f"strengths (kappa {_number(strength.kappa)}, ordinal alpha {_number(strength.alpha)}).")
    for names, which in ((found.only_first, one[1].id), (found.only_second, two[1].id)):
        if names:
            say(f"Only in {which}, and not compared: {', '.join(names[:8])}{', …' if len(names) > 8 else ''}.")
    click.echo()
    table(["element", "pairs", "agree", "per cent", "kappa", "alpha"], [
        (r.element, r.pairs, r.agree, r.percent, _number(r.kappa), _number(r.alpha)) for r in found.rows])
    click.echo()
    table(["item", "element", one[1].id, two[1].id], [(d.item, d.element, d.first, d.second) for d in found.differing])
    if scores:
        say("\nScores under each coding")
        table(["outcome", one[1].id, two[1].id, ""], [
            (s["id"], s["first"], s["second"], "" if s["first"] == s["second"] else "differs") for s in scores])


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:g}"
