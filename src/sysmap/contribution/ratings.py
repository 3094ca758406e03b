"""From scores of evidence categories to statements, themes and an overall rating, with what held it down and what it sets off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sysmap.core.library import AssessmentFramework, Statement
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.rating import Assessment, RatingBand, RatingRule

__all__ = ["AssessmentRating", "StatementRating", "ThemeRating", "rate", "rating_problems"]


@dataclass(frozen=True)
class StatementRating:
    """A statement's score: the share its categories reached, in whole per cent, and the step that gives."""

    id: str
    label: str
    theme: str | None
    scores: Mapping[str, int]
    percent: int
    score: int


@dataclass(frozen=True)
class ThemeRating:
    """A theme's, or with an empty id the whole's, share and rating; `held` says what held the rating down."""

    id: str
    label: str
    percent: int
    by_share: str
    rating: str
    held: str = ""


@dataclass(frozen=True)
class AssessmentRating:
    """The rating of one assessment with every step to it.

    Attributes
    ----------
    statements, themes, whole : the three steps.
    alerts : what follows from it, in sentences.
    unscored : labels of statements that have no score; they count in nothing.
    """

    assessment: Assessment
    statements: tuple[StatementRating, ...]
    themes: tuple[ThemeRating, ...]
    whole: ThemeRating
    alerts: tuple[str, ...]
    unscored: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape; see docs/ratings.md."""
        def share(one: ThemeRating) -> dict[str, Any]:
            return {"id": one.id, "label": one.label, "percent": one.percent, "by_share": one.by_share, "rating": one.rating,
                    "held": one.held or None}

        return {
            "assessment": self.assessment.id, "of": self.assessment.of, "made_up": bool(self.assessment.made_up),
            "statements": [{"id": one.id, "label": one.label, "theme": one.theme, "scores": dict(one.scores), "percent": one.percent,
                            "score": one.score} for one in self.statements],
            "themes": [share(one) for one in self.themes], "overall": share(self.whole), "alerts": list(self.alerts),
            "unscored": list(self.unscored)}


def rate(assessment: Assessment, frameworks: Iterable[AssessmentFramework]) -> AssessmentRating:
    """Rate an assessment.

    Parameters
    ----------
    assessment : its scores by statement and evidence category.
    frameworks : the frameworks that it uses: one has the statements, one the categories, scales and the rule.

    Raises
    ------
    Refused : with every problem of `rating_problems`.
    """
    files = tuple(frameworks)
    problems = list(rating_problems(assessment, files))
    if problems:
        raise Refused(problems)
    rule = next(one.rating for one in files if one.rating is not None)
    known = {id_: one for file in files for id_, one in file.statements.items()}
    themes = {id_: one.label for file in files for id_, one in file.themes.items()}
    scales = {id_: one for file in files for id_, one in file.scales.items()}
    values = {level.id: level.value or 0 for level in scales[rule.score_scale].levels.values()}
    names = {level.id: level.label for level in scales[rule.rating_scale].levels.values()}
    top = max(values.values())
    found = [_statement(known[id_], one.scores, rule.statement, values, top) for id_, one in assessment.statements.items() if one.scores]
    found.sort(key=lambda one: (known[one.id].number or 0, one.id))
    parts = [_share(id_, label, [one for one in found if one.theme == id_], rule, names, top) for id_, label in themes.items()
             if any(one.theme == id_ for one in found)]
    whole = _share("", "Overall", found, rule, names, top)
    scored = {one.id for one in found}
    return AssessmentRating(assessment, tuple(found), tuple(parts), whole, tuple(_alerts(rule, whole, found, names)),
                            tuple(one.label for id_, one in known.items() if id_ not in scored))


def rating_problems(assessment: Assessment, frameworks: Sequence[AssessmentFramework]) -> Iterator[Problem]:
    """What keeps an assessment from being rated, all at once, with places."""
    rules = [one.rating for one in frameworks if one.rating is not None]
    if len(rules) != 1:
        yield Problem(code="R09", message=f"{'No' if not rules else 'More than one'} framework that it uses has a rule of rating.",
                      hint="Name one file with `rating:` under uses.", at=("uses",))
        return
    rule = rules[0]
    scales = {id_: one for file in frameworks for id_, one in file.scales.items()}
    for name in (rule.score_scale, rule.rating_scale):
        if name not in scales:
            yield Problem(code="R09", message=f"The rule of rating names the scale {name}, which is not there.",
                          hint=one_of(name, scales), at=("uses",))
            return
    allowed = {level.value for level in scales[rule.score_scale].levels.values() if level.value is not None}
    levels = scales[rule.rating_scale].levels
    for name, of in (*((band.level, levels) for band in rule.overall), *((one.most, levels) for one in rule.limiters),
                     *((band.level, scales[rule.score_scale].levels) for band in rule.statement)):
        if name not in of:
            yield Problem(code="R09", message=f"The rule of rating gives {name}, which its scale does not have.", hint=one_of(name, of),
                          at=("uses",))
    for bands in (rule.statement, rule.overall):
        if not bands or [one.start for one in bands] != sorted({one.start for one in bands}):
            yield Problem(code="R09", message="The bands of the rule of rating do not rise, or are not there.",
                          hint="Give each level its lowest per cent, the lowest level first.", at=("uses",))
    statements = {id_ for file in frameworks for id_ in file.statements}
    categories = {id_ for file in frameworks for id_ in file.categories}
    for id_, one in assessment.statements.items():
        if id_ not in statements:
            yield Problem(code="R09", message=f"There is no statement {id_}.", hint=one_of(id_, statements), at=("statements", id_))
        for category, score in one.scores.items():
            if category not in categories:
                yield Problem(code="R09", message=f"There is no evidence category {category}.", hint=one_of(category, categories),
                              at=("statements", id_, "scores"))
            if score not in allowed:
                yield Problem(code="R09", message=f"{category} of {id_} scores {score}, which the scale does not have.",
                              hint=f"It has: {', '.join(map(str, sorted(allowed)))}.", at=("statements", id_, "scores"))
    if not any(one.scores for one in assessment.statements.values()):
        yield Problem(code="R09", message="No statement has a score.", hint="Write scores under statements.", at=("statements",))


def _statement(statement: Statement, scores: Mapping[str, int], bands: Sequence[RatingBand], values: Mapping[str, int],
               top: int) -> StatementRating:
    percent = _percent(list(scores.values()), top)
    return StatementRating(statement.id, statement.label, statement.theme, scores, percent, values[_level(bands, percent)])


def _share(id_: str, label: str, statements: Sequence[StatementRating], rule: RatingRule, names: Mapping[str, str],
           top: int) -> ThemeRating:
    percent = _percent([one.score for one in statements], top)
    level = given = _level(rule.overall, percent)
    lowest = min(one.score for one in statements)
    order = list(names)
    held = ""
    for limiter in rule.limiters:
        if limiter.rating == given and lowest <= limiter.statement_at_most and order.index(limiter.most) < order.index(level):
            level = limiter.most
            low = [one.label for one in statements if one.score <= limiter.statement_at_most]
            held = f"{names[given]} by its share, held at {names[level]}: {', '.join(low)} scores no more than {limiter.statement_at_most}."
    return ThemeRating(id_, label, percent, names[given], names[level], held)


def _alerts(rule: RatingRule, whole: ThemeRating, statements: Sequence[StatementRating], names: Mapping[str, str]) -> Iterator[str]:
    for alert in rule.alerts:
        low = [one.label for one in statements if alert.statement_at_most is not None and one.score <= alert.statement_at_most
               and one.theme not in alert.not_in]
        if low:
            yield f"{alert.say} ({', '.join(low)})"
        elif alert.rating is not None and names.get(alert.rating) == whole.rating:
            yield alert.say


def _percent(scores: Sequence[int], top: int) -> int:
    """The share of the most that could be reached, in whole per cent; halves go up."""
    return (200 * sum(scores) + top * len(scores)) // (2 * top * len(scores))


def _level(bands: Sequence[RatingBand], percent: int) -> str:
    return [one for one in bands if one.start <= percent][-1].level if percent >= bands[0].start else bands[0].level
