"""What commands about evidence and scores answer with --json."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from sysmap.cli.answer_shapes.records import ITEM_SHOWN
from sysmap.contribution.gaps import GapKind
from sysmap.core.words import ElementKind

__all__ = ["CollectionPlan", "EvidenceByElement", "ElementEvidence", "GapList", "ImportedProject", "ImportedRegister",
           "ImportedSheet", "LabelledElement", "RubricList", "ScoredOutcomes", "ToldStory"]

Names = list[str]


class CountsOnElement(TypedDict):
    """How many items bear on one element."""

    id: Annotated[str, "the element"]
    kind: Annotated[ElementKind, "what it is"]
    label: Annotated[str, "what people call it"]
    items: Annotated[int, "how many items bear on it"]
    supports: Annotated[int, "observed items that support it"]
    contradicts: Annotated[int, "observed items that speak against it"]
    alternative: Annotated[int, "observed items that name another explanation"]
    neutral: Annotated[int, "observed items that saw no effect either way"]
    context: Annotated[int, "observed items about a change that nobody ties to the programme"]
    anticipated: Annotated[int, "items that only expect it"]
    hypothetical: Annotated[int, "made-up examples"]


class EvidenceByElement(TypedDict):
    """evidence show FILE."""

    registers: Annotated[Names, "ids of the registers that bear on the file"]
    items: Annotated[int, "how many items they hold"]
    elements: Annotated[list[CountsOnElement], "every element that evidence may bear on"]


class ElementEvidence(TypedDict):
    """evidence show FILE ELEMENT."""

    id: Annotated[str, "the element"]
    kind: Annotated[ElementKind, "what it is"]
    label: Annotated[str, "what people call it"]
    items: Annotated[list[Annotated[dict[str, object], ITEM_SHOWN]], "its items as in the file, with register and bearing"]


class SheetOfRegister(TypedDict):
    """What an import does to one register."""

    added: Annotated[Names, "ids of new items"]
    changed: Annotated[dict[str, Names], "the changed keys by item"]
    unchanged: Annotated[int, "how many items are as they were"]
    missing: Annotated[Names, "items that the sheet does not have; they stay"]


class ImportedRegister(SheetOfRegister):
    """evidence import of a spreadsheet."""

    written: Annotated[bool, "whether the register was changed"]


class CodedRemark(TypedDict):
    """One thing that was kept, guessed or dropped."""

    bucket: Annotated[Literal["kept", "guessed", "dropped"], "which of the three"]
    about: Annotated[str, "what it concerns, as a word"]
    text: Annotated[str, "the remark in a sentence"]
    items: Annotated[Names, "the elements that it concerns"]


class ImportedProject(TypedDict):
    """evidence import of a coded project (.qdpx)."""

    added: Annotated[Names, "ids of new items"]
    changed: Annotated[Names, "ids of items that changed"]
    documents: Annotated[Names, "documents that come into the workspace"]
    report: Annotated[list[CodedRemark], "what was kept, guessed and dropped"]
    written: Annotated[bool, "whether anything was written"]


class ImportedSheet(TypedDict):
    """sheet import."""

    added: Annotated[dict[str, Names], "ids of new elements by collection"]
    changed: Annotated[dict[str, dict[str, Names]], "the changed keys by collection and id"]
    removed: Annotated[dict[str, Names], "ids of removed elements by collection"]
    missing: Annotated[dict[str, Names], "elements without a row, by collection; they stay"]
    unchanged: Annotated[dict[str, int], "how many elements are as they were, by collection"]
    registers: Annotated[dict[str, SheetOfRegister], "what comes to each register of evidence"]
    written: Annotated[Names, "the files that were written"]


class DecisionOnScore(TypedDict):
    """A score that people set."""

    score: Annotated[str, "the score that stands"]
    reason: Annotated[str, "why"]
    role: Annotated[str, "who decided, as a role"]


class DatedDecision(DecisionOnScore):
    """A score that people set, with when and where."""

    date: Annotated[str | None, "when"]
    origin: Annotated[Literal["register", "published"], "where it is written: in a register of evidence, or in the theory"]


class MissingForMore(TypedDict):
    """What is missing for a higher score."""

    code: Annotated[str, "the condition"]
    missing: Annotated[str, "what is missing, in a sentence"]


class LeftAside(TypedDict):
    """An item that did not count."""

    id: Annotated[str, "the item"]
    why: Annotated[str, "why it did not count"]


class WithoutOne(TypedDict):
    """What a score would be without one register, case or coder."""

    kind: Annotated[Literal["register", "case", "coder"], "what was left out"]
    id: Annotated[str, "its id"]
    label: Annotated[str, "what people call it"]
    score: Annotated[str, "the score without it"]


class StandingOfScore(TypedDict):
    """Where a score stands."""

    rule: Annotated[str, "the rule that proposes it"]
    version: Annotated[str, "the version of the rule"]
    reading: Annotated[str | None, "the reading of the rule"]
    fitted: Annotated[str | None, "said where the settings were chosen to fit published scores"]
    readings: Annotated[dict[str, str], "what the other readings give"]
    published: Annotated[str | None, "what the theory's authors published"]
    margin: Annotated[int | None, "the smallest number of cases whose coming or going changes it"]
    left_out: Annotated[list[WithoutOne], "each register, case or coder without which it would be another"]
    tried: Annotated[dict[str, int], "how many were left out one by one"]
    sentences: Annotated[Names, "all this in words"]


class ScoredElement(TypedDict):
    """One scored element."""

    id: Annotated[str, "the element"]
    label: Annotated[str, "what people call it"]
    layer: Annotated[str | None, "its layer"]
    in_scope: Annotated[bool, "whether the theory answers for it"]
    proposed: Annotated[str, "the score that the rule gives"]
    override: Annotated[DatedDecision | None, "what people decided; null where nobody did"]
    published: Annotated[str | None, "the score that the theory's authors published"]
    agrees: Annotated[bool | None, "whether the rule gives the published score; null where none is published"]
    reason: Annotated[str, "a code for why"]
    reasons: Annotated[Names, "why, in sentences"]
    flags: Annotated[Names, "what a reader should not miss, as codes"]
    counts: Annotated[dict[str, object], "the numbers behind it; their keys depend on the rubric"]
    gates: Annotated[list[MissingForMore], "what is missing for a higher score"]
    margin: Annotated[int | None, "the smallest number of cases whose coming or going changes it; null: more than two"]
    used: Annotated[Names, "ids of items that counted"]
    standing: Annotated[StandingOfScore | None, "where it stands"]
    ignored: Annotated[list[LeftAside], "items that did not count"]


class SeenFromMoment(TypedDict):
    """What was known at a moment."""

    name: Annotated[str, "the date or round"]
    alone: Annotated[bool, "whether only this round counts"]
    items: Annotated[int, "how many items of evidence count"]
    later: Annotated[int, "how many are later, or of other rounds"]
    unplaced: Annotated[Names, "items of which nobody can say"]
    sentence: Annotated[str, "all this in words"]


class TurnedSetting(TypedDict):
    """A setting that, turned otherwise, changes a score."""

    option: Annotated[str, "the setting"]
    value: Annotated[str, "the value it was given"]
    scores: Annotated[dict[str, str], "the scores that change, by element"]


class ScoredOutcomes(TypedDict):
    """score."""

    rubric: Annotated[str, "the rule"]
    rubric_version: Annotated[str, "its version"]
    variant: Annotated[str | None, "its reading"]
    options: Annotated[dict[str, str], "every setting"]
    outcomes: Annotated[list[ScoredElement], "what was scored, layer by layer"]
    seen_from: NotRequired[Annotated[SeenFromMoment, "with --as-of or --round: what counts"]]
    switches: NotRequired[Annotated[list[TurnedSetting], "with --switches: settings that change a score"]]


class GapFound(TypedDict):
    """One gap."""

    kind: Annotated[GapKind, "what is missing"]
    element: Annotated[str, "the element"]
    element_kind: Annotated[str, "what the element is"]
    label: Annotated[str, "what people call it"]
    message: Annotated[str, "what is missing, in a sentence"]
    look_for: Annotated[str, "what to look for"]


class GapList(TypedDict):
    """gaps."""

    gaps: Annotated[list[GapFound], "outcomes first, then claims, assumptions, links, mechanisms, the rest"]


class PlannedRow(TypedDict):
    """One row of the plan."""

    question: Annotated[str, "the question of the research framework"]
    element: Annotated[str, "the element"]
    label: Annotated[str, "what people call it"]
    information: Annotated[str, "the information that is wanted"]
    measure: Annotated[str, "how one would see it"]
    sources: Annotated[Names, "kinds of source"]
    items: Annotated[int, "observed items so far"]
    gaps: Annotated[Names, "kinds of gap"]
    hole: Annotated[str, "what the framework itself leaves open"]


class CollectionPlan(TypedDict):
    """gaps --plan."""

    plan: Annotated[list[PlannedRow], "the rows of the framework, then what no row asks about"]


class StoryItem(TypedDict):
    """One item of a story."""

    id: Annotated[str, "the item"]
    statement: Annotated[str, "what was said"]
    kind: Annotated[str, "observed, anticipated or hypothetical"]
    strength: Annotated[str | None, "how strong it is"]
    who: Annotated[str, "who said it"]
    on: Annotated[Names, "the elements of the claim on which it bears"]
    cite: Annotated[Names, "where it stands"]


class LabelledElement(TypedDict):
    """An element with its label."""

    id: Annotated[str, "the element"]
    label: Annotated[str, "what people call it"]


class RivalOfStory(LabelledElement):
    """Another explanation."""

    examined: Annotated[bool, "whether it was looked into"]


class AssumptionOfStory(LabelledElement):
    """An assumption of the claim."""

    status: Annotated[str, "how it stands"]
    supports: Annotated[int, "items that support it"]
    contradicts: Annotated[int, "items that speak against it"]


class ToldStory(TypedDict):
    """story."""

    claim: Annotated[str, "the claim"]
    label: Annotated[str, "what it says"]
    covers: Annotated[list[LabelledElement], "the links and factors that it covers"]
    happened: Annotated[list[StoryItem], "what was observed"]
    against: Annotated[list[StoryItem], "what speaks against it"]
    expected: Annotated[list[StoryItem], "what is only expected"]
    other_influences: Annotated[list[StoryItem], "what else was at work"]
    rivals: Annotated[list[RivalOfStory], "other explanations that the theory names"]
    assumptions: Annotated[list[AssumptionOfStory], "its assumptions"]
    proposed: Annotated[str, "the score that the rule gives"]
    margin: Annotated[int | None, "the smallest number of cases that changes it"]
    weakest_part: Annotated[str, "the score of its weakest critical part"]
    override: Annotated[DecisionOnScore | None, "what people decided"]
    judgement: Annotated[Names, "the judgement in sentences"]
    gaps: Annotated[list[GapFound], "what the evidence does not cover"]


class RubricOfList(TypedDict):
    """One rubric."""

    id: Annotated[str, "its id"]
    version: Annotated[str, "its version"]
    title: Annotated[str, "what it is"]
    scores: Annotated[Names, "the kinds of element that it scores"]
    variants: Annotated[Names, "its readings"]


class RubricList(TypedDict):
    """rubric."""

    rubrics: Annotated[list[RubricOfList], "the rubrics there are"]
