"""What commands about indicators, reviews, versions, surveys, ratings and coders answer with --json."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from sysmap.cli.answer_shapes.evidence import LabelledElement
from sysmap.contribution.indicator_trend import Movement, Trend
from sysmap.core.words import ReviewVerdict

__all__ = ["ActionList", "CarriedOver", "CodersCompared", "ImportedObservations", "IndicatorList", "RatedAssessment",
           "RecomputedNumbers", "StepsOfAnalysis"]

Names = list[str]
Number = int | float


class DatedValue(TypedDict):
    """A value of a date."""

    date: Annotated[str, "the date"]
    value: Annotated[Number, "the value"]


class StandingOfOneIndicator(TypedDict):
    """How one indicator stands."""

    id: Annotated[str, "the indicator"]
    label: Annotated[str, "what people call it"]
    about: Annotated[Names, "the factors that it watches"]
    unit: Annotated[str | None, "the unit of its values"]
    better: Annotated[Literal["higher", "lower"] | None, "which way is better"]
    owner: Annotated[str | None, "who gathers it, as a role"]
    baseline: Annotated[DatedValue | None, "where it began"]
    target: Annotated[DatedValue | None, "where it should be, and when"]
    observations: Annotated[list[DatedValue], "its values, by date"]
    moved: Annotated[Movement, "from the baseline (or the first value) to the latest"]
    good: Annotated[bool | None, "whether that is the better way"]
    travelled: Annotated[Number | None, "the share of the way from baseline to target"]
    trend: Annotated[Trend, "the way of its values"]
    slope_per_year: Annotated[Number | None, "the Theil-Sen slope, in units a year"]
    expected: Annotated[Number | None, "the value on a straight line to the target"]
    on_course: Annotated[bool | None, "whether the latest value is on that line or better"]
    sentence: Annotated[str, "how it stands, never why"]


class IndicatorList(TypedDict):
    """indicators show."""

    map: Annotated[str, "the id of the theory"]
    as_of: Annotated[str | None, "only values up to here count"]
    indicators: Annotated[list[StandingOfOneIndicator], "the indicators, in the order of the files"]


class ImportedObservations(TypedDict):
    """indicators import."""

    added: Annotated[int, "how many values are new"]
    replaced: Annotated[Names, "values that replace others"]
    unchanged: Annotated[int, "how many values are as they were"]
    written: Annotated[bool, "whether the file was changed"]


class ListedAction(TypedDict):
    """One improvement action."""

    id: Annotated[str, "the action"]
    label: Annotated[str, "what is done"]
    finding: Annotated[str | None, "the finding that it answers"]
    about: Annotated[Names, "the elements that it is about"]
    evidence: Annotated[Names, "the evidence that it rests on"]
    state: Annotated[str, "how it stands"]
    due: Annotated[str | None, "when it is due"]
    done: Annotated[str | None, "when it was done"]
    result: Annotated[str | None, "what came of it"]
    owner: Annotated[str | None, "by whom, as a role"]
    late: Annotated[bool | None, "whether it is late; null where that cannot be said"]


class ActionList(TypedDict):
    """actions."""

    map: Annotated[str, "the id of the theory"]
    as_of: Annotated[str, "the day on which one asks"]
    actions: Annotated[list[ListedAction], "late ones first, then open ones, then the rest"]


class StepOfAnalysis(TypedDict):
    """One step of contribution analysis."""

    number: Annotated[int, "1 to 6"]
    title: Annotated[str, "what is done in it"]
    there: Annotated[Names, "what there is"]
    lacking: Annotated[Names, "what it lacks"]


class ReviewOfOneClaim(TypedDict):
    """The latest review of a claim."""

    verdict: Annotated[ReviewVerdict, "what was found"]
    by: Annotated[str | None, "by whom, as a role"]
    round: Annotated[str | None, "in which round"]
    date: Annotated[str | None, "when"]
    why: Annotated[str | None, "why"]


class ReviewedClaim(LabelledElement):
    """A claim under review."""

    proposed: Annotated[str, "the score that the rule gives"]
    weakest_part: Annotated[str, "the score of its weakest critical part"]
    margin: Annotated[int | None, "the smallest number of cases that changes the score"]
    review: Annotated[ReviewOfOneClaim | None, "the latest review; null where nobody reviewed it"]


class CollectedNext(TypedDict):
    """One thing to collect next."""

    claim: Annotated[str, "for which claim"]
    wanted: Annotated[str, "what"]
    why: Annotated[str, "why"]
    owner: Annotated[str | None, "by whom"]
    due: Annotated[str | None, "by when"]


class StepsOfAnalysis(TypedDict):
    """contribution."""

    map: Annotated[str, "the id of the theory"]
    steps: Annotated[list[StepOfAnalysis], "the six steps"]
    claims: Annotated[list[ReviewedClaim], "the claims"]
    plan: Annotated[list[CollectedNext], "what to collect next"]


MovedStatements = TypedDict("MovedStatements", {
    "from": Annotated[str, "the element in the earlier version"],
    "to": Annotated[str, "the element now"],
    "statements": Annotated[int, "how many statements are about it"],
})


class LostEvidence(TypedDict):
    """Evidence on what is no longer there."""

    element: Annotated[str, "the element that the map does not have"]
    items: Annotated[Names, "the items that bear on it"]


class CarriedOver(TypedDict):
    """carried."""

    map: Annotated[str, "the id of the map"]
    registers: Annotated[Names, "ids of the registers that bear on it"]
    same: Annotated[int, "how many statements hold by the same id"]
    moved: Annotated[list[MovedStatements], "statements that hold through the change log"]
    lost: Annotated[list[LostEvidence], "what no longer fits"]
    overrides_lost: Annotated[Names, "elements that decisions are about and that are no longer there"]


class RecomputedNumber(TypedDict):
    """One published number."""

    id: Annotated[str, "the survey and the figure"]
    what: Annotated[str, "what it is"]
    published: Annotated[str, "the published number"]
    found: Annotated[str, "what can be recomputed"]
    state: Annotated[Literal["agrees", "differs", "cannot"], "how the two compare"]


class RecomputedNumbers(TypedDict):
    """survey recompute."""

    agrees: Annotated[int, "how many agree"]
    differs: Annotated[int, "how many differ"]
    cannot: Annotated[int, "how many cannot be recomputed"]
    numbers: Annotated[list[RecomputedNumber], "the numbers"]


class RatedStatement(LabelledElement):
    """A quality statement."""

    theme: Annotated[str | None, "its theme"]
    scores: Annotated[dict[str, int], "its score by evidence category"]
    percent: Annotated[int, "its share of the highest score, in per cent"]
    score: Annotated[int, "the score of the statement"]


class RatedTheme(LabelledElement):
    """A theme, or the whole."""

    percent: Annotated[int, "its share, in per cent"]
    by_share: Annotated[str, "the rating that the share alone gives"]
    rating: Annotated[str, "the rating"]
    held: Annotated[str | None, "what held the rating down"]


class RatedAssessment(TypedDict):
    """rate."""

    assessment: Annotated[str, "the id of the assessment"]
    of: Annotated[str, "who was assessed"]
    made_up: Annotated[bool, "whether it is a made-up example"]
    statements: Annotated[list[RatedStatement], "the statements"]
    themes: Annotated[list[RatedTheme], "the themes"]
    overall: Annotated[RatedTheme, "the whole"]
    alerts: Annotated[Names, "what follows from it"]
    unscored: Annotated[Names, "statements that have no score; they count in nothing"]


class AgreementCount(TypedDict):
    """Agreement on one element or on all."""

    element: Annotated[str | None, "the element; null: all"]
    pairs: Annotated[int, "how many pairs were compared"]
    agree: Annotated[int, "how many agree"]
    percent: Annotated[Number | None, "per cent that agree"]
    kappa: Annotated[Number | None, "Cohen's kappa; null where it is not defined"]
    alpha: Annotated[Number | None, "Krippendorff's alpha; null where it is not defined"]


class DifferingCode(TypedDict):
    """One item that two coders see differently."""

    item: Annotated[str, "the item"]
    element: Annotated[str, "the element"]
    first: Annotated[str, "what the first coder says"]
    second: Annotated[str, "what the second coder says"]


class ScoreUnderEach(TypedDict):
    """One score under each coding."""

    id: Annotated[str, "the outcome"]
    first: Annotated[str, "its score under the first coding"]
    second: Annotated[str, "its score under the second coding"]


class CodersCompared(TypedDict):
    """agreement."""

    first: Annotated[str, "the id of the first register"]
    second: Annotated[str, "the id of the second register"]
    direction: Annotated[AgreementCount, "agreement on directions"]
    strength: Annotated[AgreementCount, "agreement on strengths"]
    elements: Annotated[list[AgreementCount], "agreement by element"]
    differing: Annotated[list[DifferingCode], "items that they see differently"]
    only_first: Annotated[Names, "items that only the first has; not compared"]
    only_second: Annotated[Names, "items that only the second has; not compared"]
    scores: Annotated[list[ScoreUnderEach], "the scores of the theory under each coding; none without a theory"]
