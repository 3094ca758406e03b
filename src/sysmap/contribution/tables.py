"""Tables of the report recomputed: mechanisms, long-term outcomes by likelihood, participants, surveys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sysmap.contribution.base import EvidenceBase
from sysmap.contribution.catalogue import rule_for
from sysmap.contribution.rubric import NO_EVIDENCE
from sysmap.contribution.scoring import scored_elements
from sysmap.core.library import Cases, Mechanisms
from sysmap.core.map import Map

__all__ = ["MechanismRow", "Participation", "evidence_matrix", "likelihood_order", "mechanism_table", "participation", "surveys"]


@dataclass(frozen=True, slots=True)
class MechanismRow:
    """A mechanism with the tier that the evidence gives and the one that the source printed."""

    id: str
    label: str
    tier: str
    published: str | None
    reasons: tuple[str, ...]
    seen: int
    moving: int
    items: tuple[str, ...]
    example: str | None
    made_up: bool

    @property
    def agrees(self) -> bool | None:
        """Whether both tiers are the same; `None` where none is printed."""
        return None if self.published is None else self.published == self.tier


def mechanism_table(map_: Map, evidence: EvidenceBase, mechanisms: Iterable[Mechanisms]) -> list[MechanismRow]:
    """The mechanisms of a theory's setting, strongest tier first, each with what its tier rests on.

    The tiers are proposed by the rule `mechanism-tiers` from the evidence alone; the printed ones stand beside them.
    """
    rule, _ = rule_for("mechanism-tiers")
    libraries = tuple(mechanisms)
    known = {f"mechanism:{m.id}": m for lib in libraries for m in lib.mechanisms.values()}
    order = [*rule.rubric.levels, NO_EVIDENCE]
    rows = []
    for element in scored_elements(map_, rule, libraries):
        proposal = rule.score(element, evidence)
        role = known[element.id].roles.get(map_.setting or "")
        rows.append(MechanismRow(
            id=element.id.removeprefix("mechanism:"), label=element.label, tier=proposal.level,
            published=role.tier if role else None, reasons=proposal.reasons, seen=proposal.counts.get("seen", 0),
            moving=proposal.counts.get("moving_an_outcome", 0), items=proposal.used, example=role.example if role else None,
            made_up=bool(role.hypothetical) if role else False))
    return sorted(rows, key=lambda r: (order.index(r.tier), -r.moving, r.id))


def likelihood_order(map_: Map) -> list[tuple[int | None, str, str]]:
    """(place, id, label) of the outcomes beyond the ceiling, likeliest first; those without a place come last.

    Likelihood is what participants held, not evidence: it is no score and is never mixed with one.
    """
    layers = list(map_.layers)
    last = layers.index(map_.ceiling) if map_.ceiling is not None and map_.ceiling in layers else None
    beyond = [f for f in map_.factors.values() if f.likelihood is not None or (
        f.layer in layers and (map_.layers[f.layer].stage == "impact" or (last is not None and layers.index(f.layer) > last)))]
    beyond.sort(key=lambda f: f.likelihood or 10**6)
    return [(f.likelihood, f.id, f.label) for f in beyond]


@dataclass(frozen=True)
class Participation:
    """Who took part: a row a case, totals by type, and whether printed totals are what the parts add up to."""

    rows: tuple[tuple[str, str, str, str | None, dict[str, int], int], ...]
    totals: dict[str, int]
    total: int
    odd: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {"cases": [{"id": i, "label": label, "type": type_, "round": round_, "people": people, "total": total}
                          for i, label, type_, round_, people, total in self.rows],
                "totals": dict(self.totals), "total": self.total, "odd": list(self.odd)}


def participation(cases: Iterable[Cases]) -> Participation:
    """The tables of participants, from the register of cases.

    A case counts where people of it took part. Its total is what its roles add up to, or the printed total where no roles
    are given; where both are given and differ, the printed one stands and the case is listed as odd.
    """
    rows = []
    odd = []
    totals: dict[str, int] = {}
    for register in cases:
        for case in register.cases.values():
            parts = sum(case.people.values())
            total = case.total if case.total is not None else parts
            if not case.in_research or not total:
                continue
            if case.people and parts != total:
                odd.append(f"{case.label}: printed {total}, the roles add up to {parts}")
            rows.append((case.id, case.label, case.type, case.round, dict(case.people), total))
            totals[case.type] = totals.get(case.type, 0) + total
    return Participation(tuple(rows), totals, sum(totals.values()), tuple(odd))


def surveys(cases: Iterable[Cases]) -> list[dict[str, Any]]:
    """Each survey with its answers by role and its figures, each figure with how many people that is.

    `count` is the per cent of the base in people, `None` where no base is printed: a percentage without its base is not
    turned into people. `sums` tells, question by question, what the answers add up to.
    """
    out = []
    for register in cases:
        for survey in register.surveys.values():
            figures = [{"id": f.id, "label": f.label, "question": f.question, "percent": f.percent, "base": f.base,
                        "count": None if f.base is None or f.percent is None else round(f.percent * f.base / 100)}
                       for f in survey.figures.values()]
            sums: dict[str, int] = {}
            for f in survey.figures.values():
                if f.question is not None and f.percent is not None:
                    sums[f.question] = sums.get(f.question, 0) + f.percent
            people = sum(survey.people.values())
            out.append({"id": survey.id, "label": survey.label, "responses": survey.responses,
                        "authorities": survey.authorities, "people": dict(survey.people), "people_total": people,
                        "adds_up": survey.responses is None or not survey.people or people == survey.responses,
                        "figures": figures, "sums": sums})
    return out


def evidence_matrix(map_: Map, evidence: EvidenceBase) -> tuple[list[str], list[tuple[str, dict[str, str]]]]:
    """Who says what about which outcome: the columns, and for each outcome a cell by column.

    A column is a named case, or the unnamed cases of one audience and round. A cell has the signs of what is said there
    (+ supports, - contradicts, ~ explains otherwise, 0 found no effect), each with how many items say so; empty cells are absent.
    """
    from sysmap.contribution.base import outcomes
    from sysmap.contribution.case_counting import speakers_of

    sign = {"supports": "+", "contradicts": "-", "alternative": "~", "neutral": "0"}
    columns: set[Any] = set()
    rows = []
    for element in outcomes(map_):
        cells: dict[Any, dict[str, int]] = {}
        for said in evidence.on(element.id):
            mark = sign.get(said.bearing.direction)
            if mark is None or said.item.kind != "observed":
                continue
            for speaker, _ in speakers_of(said, evidence):
                counts = cells.setdefault(speaker, {})
                counts[mark] = counts.get(mark, 0) + 1
        columns |= set(cells)
        rows.append((element.id, {s.text(evidence.voices): " ".join(f"{m}{n}" for m, n in sorted(c.items())) for s, c in cells.items()}))
    return [speaker.text(evidence.voices) for speaker in sorted(columns)], rows
