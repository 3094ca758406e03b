"""Questions to a map: one command for each analysis of the same name.

Each prints what the answer says in sentences and then its table, or with --json the answer's public shape
(docs/json.md). FILE is a path or the name of a file in the workspace; factors are named by id, label or alias.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sysmap import analysis
from sysmap.analysis.base import Answer
from sysmap.analysis.measures import MEASURES
from sysmap.analysis.paths import ORDERS
from sysmap.cli.common import emit_json, load_map, say, table
from sysmap.core.elements import Waiver
from sysmap.core.library import Conditions, Mechanisms
from sysmap.core.map import Map
from sysmap.core.record import is_slug
from sysmap.formats.workspace import Loaded

if TYPE_CHECKING:
    from sysmap.contribution.base import EvidenceBase

__all__ = [
    "between", "compound_risks", "control_profile", "difference", "downstream", "ego", "exposure", "influence",
    "intersection", "loops", "mechanisms", "must_pass", "only_through", "overlap", "paths", "rank", "robustness",
    "tradeoffs", "union", "upstream",
]

_ROWS = 25
_OF_THE_WHOLE = ("E02", "E03", "E04", "W22")
"""Rules that ask whether a theory is whole, which no part of one is."""
_LISTED = 500

_Decorator = Callable[[Any], Any]

_FACTOR = click.argument("factor")
_FACTORS = click.argument("factors", nargs=-1, required=True)
_PARTS = click.argument("parts", nargs=-1, required=True)
_FROM = click.argument("start", metavar="FROM")
_TO = click.argument("end", metavar="TO")
_LENGTH = click.option("--max-length", type=int, default=6, show_default=True, metavar="N",
                       help="The most links a path or loop may have.")
_STEPS = click.option("--steps", "--max-length", "steps", type=int, metavar="N", help="Go at most N links.")
_SECONDS = click.option("--seconds", type=float, default=5.0, show_default=True, help="Stop searching after so long.")
_BY = click.option("--by", type=click.Choice(list(ORDERS)), default="weakest-link", show_default=True,
                   help="Which paths come first.")


@dataclass(frozen=True, slots=True)
class _Question:
    """What every question is asked of: the map, what its models call things, how much to list."""

    file: str
    map: Map
    loaded: Loaded
    listed: int

    def grades(self) -> dict[str, str]:
        """How well each link is observed, by the evidence beside the map."""
        from sysmap.contribution.claim_strength import grade_of

        base = self._evidence()
        return {link: grade_of([link], base)[0] for link in self.map.links}

    def cases(self) -> dict[str, set[str]]:
        """The cases whose evidence supports each link."""
        from sysmap.contribution.evidence_robustness import cases_by_link

        return cases_by_link(self.map, self._evidence())

    def _evidence(self) -> EvidenceBase:
        from sysmap.cli.common import open_with_evidence

        return open_with_evidence(self.file).evidence


def _asks(
    name: str, *parameters: _Decorator, saves: bool = True
) -> Callable[[Callable[..., Answer]], click.Command]:
    """Make a command of a function that answers: it gets the question and the command's own parameters.

    `saves`: the answer is about a part of the map, which can be written as a map of its own.
    """

    def make(answer_of: Callable[..., Answer]) -> click.Command:
        def run(file: str, limit: int | None, single: bool, as_json: bool, save: Path | None = None, **own: Any) -> None:
            loaded = load_map(file)
            listed = limit if limit is not None else _LISTED if as_json else _ROWS
            answer = answer_of(_Question(file, _map(loaded, single), loaded, listed), **own)
            if save is not None:
                _save(answer, loaded, save)
            _tell(answer, listed, as_json)

        common = (
            *((click.option("--save", type=click.Path(path_type=Path), metavar="PATH",
                            help="Write the part of the map that the answer is about as a map of its own."),) * saves),
            click.option("--limit", type=int, metavar="N", help=f"List at most N ({_ROWS}; as JSON {_LISTED})."),
            click.option("--single-links", "single", is_flag=True,
                         help="Leave out links that speak of a whole layer and not of single factors."),
            click.option("--json", "as_json", is_flag=True, help="Answer as JSON (docs/json.md)."),
        )
        made: Any = run
        for parameter in reversed((click.argument("file"), *parameters, *common)):
            made = parameter(made)
        command: click.Command = click.command(name, help=answer_of.__doc__)(made)
        return command

    return make


@_asks("upstream", _FACTORS, _STEPS)
def upstream(ask: _Question, factors: tuple[str, ...], steps: int | None) -> Answer:
    """What influences FACTORS (one or several), directly or through others."""
    return analysis.upstream(ask.map, factors, steps)


@_asks("downstream", _FACTORS, _STEPS)
def downstream(ask: _Question, factors: tuple[str, ...], steps: int | None) -> Answer:
    """What FACTORS (one or several) influence, directly or through others."""
    return analysis.downstream(ask.map, factors, steps)


@_asks("ego", _FACTORS, _STEPS)
def ego(ask: _Question, factors: tuple[str, ...], steps: int | None) -> Answer:
    """What lies around FACTORS (one or several), on both sides (1 link away unless --steps says more)."""
    return analysis.ego(ask.map, factors, 1 if steps is None else steps)


@_asks("between", _FROM, _TO, _STEPS)
def between(ask: _Question, start: str, end: str, steps: int | None) -> Answer:
    """What lies between FROM and TO: what the first influences and what influences the second."""
    return analysis.between(ask.map, start, end, steps)


@_asks("union", _PARTS)
def union(ask: _Question, parts: tuple[str, ...]) -> Answer:
    """What is in any of the submaps PARTS: upstream:FACTOR, downstream:FACTOR, ego:FACTOR or between:FROM:TO.

    A number at the end bounds a part: upstream:health:2 goes two links back.
    """
    return analysis.union(*(analysis.submap_of(ask.map, part) for part in parts))


@_asks("intersection", _PARTS)
def intersection(ask: _Question, parts: tuple[str, ...]) -> Answer:
    """What is in all of the submaps PARTS, which are written as for `sysmap union`."""
    return analysis.intersection(*(analysis.submap_of(ask.map, part) for part in parts))


@_asks("difference", _PARTS)
def difference(ask: _Question, parts: tuple[str, ...]) -> Answer:
    """What is in the first of the submaps PARTS and in no other; they are written as for `sysmap union`."""
    return analysis.difference(*(analysis.submap_of(ask.map, part) for part in parts))


@_asks("paths", _FROM, _TO, _LENGTH, _BY, _SECONDS)
def paths(ask: _Question, start: str, end: str, max_length: int, by: Any, seconds: float) -> Answer:
    """The influence paths from FROM to TO, best first."""
    return analysis.paths(ask.map, start, end, max_length, by=by, limit=ask.listed, seconds=seconds,
                          grades=ask.grades() if by == "evidence" else None)


@_asks("influence", _FROM, _TO, _LENGTH, _SECONDS)
def influence(ask: _Question, start: str, end: str, max_length: int, seconds: float) -> Answer:
    """Whether more of FROM means more or less of TO, and why."""
    return analysis.influence(ask.map, start, end, max_length, seconds=seconds)


@_asks("must-pass", _FROM, _TO)
def must_pass(ask: _Question, start: str, end: str) -> Answer:
    """The factors and links that every path from FROM to TO passes (of any length)."""
    return analysis.must_pass(ask.map, start, end)


@_asks("only-through", _FACTOR, click.option("--from", "starts", multiple=True, metavar="FACTOR",
                                             help="Only what starts here, e.g. an activity."))
def only_through(ask: _Question, factor: str, starts: tuple[str, ...]) -> Answer:
    """What is reached only through FACTOR: what would be lost without it."""
    return analysis.only_through(ask.map, factor, starts or None)


@_asks("loops", click.option("--through", metavar="FACTOR", help="Only loops through this factor, or link (by id)."),
       _LENGTH, _SECONDS)
def loops(ask: _Question, through: str | None, max_length: int, seconds: float) -> Answer:
    """The feedback loops, and whether the loops that people named still hold."""
    return analysis.loops(ask.map, max_length, through=through, limit=ask.listed, seconds=seconds)


@_asks("rank", click.option("--by", type=click.Choice(list(MEASURES)), default="leverage", show_default=True,
                            help="Which measure."),
       click.option("--from", "sources", multiple=True, metavar="FACTOR", help="With --to: betweenness between these."),
       click.option("--to", "targets", multiple=True, metavar="FACTOR", help="With --from: betweenness between these."),
       _SECONDS, saves=False)
def rank(ask: _Question, by: Any, sources: tuple[str, ...], targets: tuple[str, ...], seconds: float) -> Answer:
    """The factors in the order of a measure, with how far the order can be trusted."""
    return analysis.rank(ask.map, by, limit=ask.listed, sources=sources, targets=targets, seconds=seconds)


@_asks("overlap", _FACTORS, click.option("--down", is_flag=True, help="What they all influence."),
       click.option("--steps", type=int, metavar="N", help="Go at most N links."), _LENGTH, _SECONDS)
def overlap(
    ask: _Question, factors: tuple[str, ...], down: bool, steps: int | None, max_length: int, seconds: float
) -> Answer:
    """What several FACTORS share: common levers upstream, or common effects."""
    return analysis.overlap(ask.map, factors, "down" if down else "up", steps, max_length=max_length, seconds=seconds)


@_asks("tradeoffs", _FACTORS, _LENGTH, _SECONDS)
def tradeoffs(ask: _Question, factors: tuple[str, ...], max_length: int, seconds: float) -> Answer:
    """Whether several outcomes (FACTORS) pull together or apart."""
    return analysis.tradeoffs(ask.map, factors, max_length=max_length, seconds=seconds)


@_asks("compound-risks", click.argument("factors", nargs=-1), click.option(
    "--steps", type=int, metavar="N", help="Go at most N links."), _LENGTH, _SECONDS)
def compound_risks(
    ask: _Question, factors: tuple[str, ...], steps: int | None, max_length: int, seconds: float
) -> Answer:
    """What two or more vulnerable FACTORS hit together; those the map rates as vulnerable where none is named."""
    return analysis.compound_risks(ask.map, factors or None, steps, max_length=max_length, seconds=seconds)


@_asks("control-profile", _FACTOR, _STEPS, saves=False)
def control_profile(ask: _Question, factor: str, steps: int | None) -> Answer:
    """What is upstream of FACTOR, by who can change it."""
    return analysis.control_profile(ask.map, factor, steps)


@_asks("exposure", _FACTOR, saves=False)
def exposure(ask: _Question, factor: str) -> Answer:
    """How far FACTOR is moved from outside, and what hangs on it."""
    return analysis.exposure(ask.map, factor)


@_asks("mechanisms", _FROM, _TO, _LENGTH, _BY, _SECONDS)
def mechanisms(ask: _Question, start: str, end: str, max_length: int, by: Any, seconds: float) -> Answer:
    """Through which mechanisms FROM reaches TO, and what must hold on the way."""
    return analysis.mechanisms(ask.map, start, end, max_length, by=by, limit=_LISTED, seconds=seconds,
                               labels=_labels(ask.loaded, ask.map), grades=ask.grades() if by == "evidence" else None)


@_asks("robustness", _FROM, _TO, click.option("--claims", is_flag=True, help="Count claims (links), not sources."),
       click.option("--cases", is_flag=True, help="Count the cases whose evidence supports a link, not sources it cites."))
def robustness(ask: _Question, start: str, end: str, claims: bool, cases: bool) -> Answer:
    """How much evidence the influence of FROM on TO rests on (any length)."""
    by_link = ask.cases() if cases else None
    return analysis.robustness(ask.map, start, end, claims=claims, sources_by_link=by_link, unit="case" if cases else None)


def _map(loaded: Loaded, single: bool) -> Map:
    map_ = loaded.reading.document
    assert isinstance(map_, Map)
    if not single:
        return map_
    without = analysis.single_links(map_)
    left_out = len(map_.links) - len(without.links)
    click.echo(f"Note: links that speak of a whole layer are left out ({left_out} of {len(map_.links)}).", err=True)
    return without


def _save(answer: Any, loaded: Loaded, path: Path) -> None:
    """Write the part of the map that an answer is about, named after the file where that makes an id."""
    from sysmap.formats.save import write_new

    part: Map = answer.submap
    if is_slug(path.stem):
        part = replace(part, id=path.stem)
    if part.kind == "theory":
        part = replace(part, waive=_waivers(part, loaded))
    write_new(path, part, loaded.reading.path)
    click.echo(f"Note: wrote {path} ({len(part.factors)} factors, {len(part.links)} links).", err=True)


def _waivers(part: Map, loaded: Loaded) -> tuple[Waiver, ...]:
    """What the rules find in a part of a theory only because it is not the whole, waived with that reason."""
    from sysmap.checks import check
    from sysmap.core.uses import Uses

    found = {problem.code for problem in check(part, Uses(loaded.used))}
    title = loaded.reading.map.title
    return tuple(Waiver(code=code, reason=f"This is a part of “{title}”; the rule is for the whole.")
                 for code in _OF_THE_WHOLE if code in found)


def _tell(answer: Answer, listed: int, as_json: bool) -> None:
    """Print an answer: sentences, then the table; or its JSON, with its list cut at the limit."""
    if as_json:
        told = answer.to_json()
        for key in ("factors", "paths", "loops", "lost"):
            if isinstance(told.get(key), list) and len(told[key]) > listed:
                told[key] = told[key][:listed]
                told["complete"] = False
        emit_json(told)
        return
    say(answer.explain())
    shown = answer.table()
    if shown.rows:
        click.echo()
        table(shown.headings, shown.rows[:listed])
        if len(shown.rows) > listed:
            say(f"… and {len(shown.rows) - listed} more (--limit).")


def _labels(loaded: Loaded, map_: Map) -> dict[str, str]:
    """What the models in use call their mechanisms (in the map's setting) and conditions."""
    labels: dict[str, str] = {}
    for document in loaded.used:
        if isinstance(document, Mechanisms):
            for id_, mechanism in document.mechanisms.items():
                role = mechanism.roles.get(map_.setting) if map_.setting else None
                labels[id_] = (role.name if role else None) or mechanism.label
        elif isinstance(document, Conditions):
            labels.update((id_, condition.label) for id_, condition in document.conditions.items())
    return labels
