"""Surveys: figures worked out from answers, and published figures recomputed as far as what is printed allows.

A percentage of few people can only be some numbers: 84 per cent of 49 are 41 people, and no whole number of 13 people is 40 per
cent. Sums, bases and such whole numbers are what a published table lets one check without its data.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sysmap.core.library import Case, Cases, Survey, SurveyFigure
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import count_text, join_words
from sysmap.formats.answer_file import column_key

__all__ = ["Recomputed", "figures_from", "recomputed", "whole_numbers"]

Answers = Sequence[Mapping[str, str]]
"""One mapping a respondent, from column to answer; what was not answered is left out."""


@dataclass(frozen=True)
class Recomputed:
    """A published number and what it can be checked against.

    Attributes
    ----------
    id : what it is, e.g. ``survey-id/figure-id``.
    state : agrees, differs, or cannot (what is printed does not allow it).
    """

    id: str
    what: str
    published: str
    found: str
    state: Literal["agrees", "differs", "cannot"]

    def to_json(self) -> dict[str, str]:
        """The public JSON shape."""
        return {"id": self.id, "what": self.what, "published": self.published, "found": self.found, "state": self.state}


def percent_of(number: int, base: int) -> int:
    """A share in whole per cent; halves go up.

    >>> percent_of(41, 49), percent_of(1, 8)
    (84, 13)
    """
    return (200 * number + base) // (2 * base)


def whole_numbers(percent: int, base: int) -> list[int]:
    """How many of a base make a percentage; none where no whole number does.

    >>> whole_numbers(84, 49), whole_numbers(40, 13), whole_numbers(50, 300)
    ([41], [], [149, 150, 151])
    """
    return [number for number in range(base + 1) if percent_of(number, base) == percent]


def recomputed(register: Cases) -> list[Recomputed]:
    """Every published number of the cases and surveys of a register that can be recomputed, and those that cannot."""
    out = [*_sums(register.cases.values(), lambda one: one.total, "participants")]
    for survey in register.surveys.values():
        out += _sums([survey], lambda one: one.responses, "responses")
        if survey.authorities is not None:
            out.append(Recomputed(f"{survey.id}/authorities", f"Bodies in “{survey.label}”", str(survey.authorities),
                                  "responses are not printed by body", "cannot"))
        out += [_figure(survey, figure) for figure in survey.figures.values()]
        out += _questions(survey)
    return out


def _sums(every: Iterable[Case | Survey], of: Callable[[Any], int | None], what: str) -> Iterator[Recomputed]:
    for one in every:
        total = of(one)
        if total is None and not one.people:
            continue
        found = sum(one.people.values())
        if total is None or not one.people:
            yield Recomputed(one.id, f"All {what} of “{one.label}”", "not printed" if total is None else str(total),
                             f"{found} by role" if one.people else "not printed by role", "cannot")
        else:
            yield Recomputed(one.id, f"All {what} of “{one.label}”", str(total), f"{found} by role",
                             "agrees" if found == total else "differs")


def _figure(survey: Survey, figure: SurveyFigure) -> Recomputed:
    id_ = f"{survey.id}/{figure.id}"
    if figure.percent is None or figure.base is None:
        lacking = "no percentage is printed" if figure.percent is None else "no base is printed"
        return Recomputed(id_, figure.label, "" if figure.percent is None else f"{figure.percent}%", lacking, "cannot")
    shown = f"{figure.percent}% of {figure.base}"
    numbers = whole_numbers(figure.percent, figure.base)
    if not numbers:
        near = sorted({percent_of(n, figure.base) for n in range(figure.base + 1)}, key=lambda p: (abs(p - (figure.percent or 0)), p))[:2]
        return Recomputed(id_, figure.label, shown, f"no whole number of {figure.base} makes {figure.percent}%; the nearest are "
                          f"{join_words([f'{p}%' for p in sorted(near)])}", "differs")
    said = f"{numbers[0]} of {figure.base}" if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]} of {figure.base}"
    return Recomputed(id_, figure.label, shown, said, "agrees")


def _questions(survey: Survey) -> Iterator[Recomputed]:
    """Answers to one question with one base: whether whole numbers of people can make them all."""
    groups: dict[str, list[SurveyFigure]] = {}
    for figure in survey.figures.values():
        if figure.question is not None:
            groups.setdefault(figure.question, []).append(figure)
    for question, figures in groups.items():
        id_, what = f"{survey.id}/{question}", f"Answers to “{question}” together"
        parts = [figure.percent for figure in figures if figure.percent is not None]
        bases = {figure.base for figure in figures}
        base = next(iter(bases)) if len(bases) == 1 else None
        shown = f"{' + '.join(f'{part}%' for part in parts)} = {sum(parts)}%"
        if base is None or len(parts) < len(figures):
            yield Recomputed(id_, what, shown, "the answers have no one base", "cannot")
            continue
        numbers = [whole_numbers(part, base) for part in parts]
        least, most = sum(min(n, default=0) for n in numbers), sum(max(n, default=0) for n in numbers)
        if all(numbers) and least <= base <= most:
            yield Recomputed(id_, what, shown, f"together all {base}", "agrees")
        elif most < base:
            yield Recomputed(id_, what, shown, f"{base - most} of {base} answered otherwise or are not printed", "cannot")
        else:
            yield Recomputed(id_, what, shown, f"whole numbers of {base} cannot make them together", "differs")


def figures_from(survey: Survey, answers: Answers, columns: Iterable[str]) -> tuple[Survey, list[str]]:
    """A survey with the figures that its answers give: every figure that names a column gets its percentage and base.

    Parameters
    ----------
    survey : its figures say which column they count, which answers, and among whom.
    answers : one mapping a respondent, from column (`sysmap.formats.answer_file.column_key`) to answer.
    columns : the columns of the file, those that nobody answered among them.

    Returns
    -------
    the survey, and what the reader should know in sentences.

    Raises
    ------
    Refused : no figure names a column, or a figure names a column or an answer that is not there; all at once.
    """
    there = list(columns)
    problems: list[Problem] = []
    notes: list[str] = []
    done: dict[str, SurveyFigure] = {}
    for figure in survey.figures.values():
        at = ("surveys", survey.id, "figures", figure.id)
        if figure.column is None:
            continue
        own = column_key(figure.column)
        among = {column_key(column): _plain(value) for column, value in figure.among.items()}
        for column in (own, *among):
            if column not in there:
                problems.append(Problem(code="F52", message=f"{figure.id} counts the column {column}, which the answers do not have.",
                                        hint=one_of(column, there, 20), at=at))
        given = {_plain(row[own]): row[own] for row in answers if own in row}
        unknown = [answer for answer in figure.answers if _plain(answer) not in given]
        if unknown and len(unknown) == len(figure.answers) and own in there:
            problems.append(Problem(code="F52", message=f"Nobody gave an answer that {figure.id} counts: {join_words(unknown)}.",
                                    hint=one_of(unknown[0], list(given.values()), 12), at=at))
        elif unknown:
            notes.append(f"Nobody answered {join_words(unknown)} to {figure.column} ({figure.id}).")
        asked = [row for row in answers if own in row and all(_plain(row.get(column, "")) == value for column, value in among.items())]
        wanted = {_plain(answer) for answer in figure.answers}
        number = sum(_plain(row[own]) in wanted for row in asked)
        done[figure.id] = dataclasses.replace(figure, base=len(asked), percent=percent_of(number, len(asked)) if asked else None)
        if not asked:
            notes.append(f"Nobody belongs to the base of {figure.id}; it has no percentage.")
    if not done and not problems:
        problems.append(Problem(code="F52", message=f"No figure of the survey {survey.id} names a column.",
                                hint="Write column: and answers: under each figure.", at=("surveys", survey.id)))
    if problems:
        raise Refused(problems)
    left = len(survey.figures) - len(done)
    if left:
        notes.append(f"{count_text(left, 'figure')} {'names' if left == 1 else 'name'} no column and {'stays' if left == 1 else 'stay'} "
                     "as printed.")
    return dataclasses.replace(survey, responses=len(answers), figures={**survey.figures, **done}), notes


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
