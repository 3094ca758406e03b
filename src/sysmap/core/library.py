"""What several maps share: sources, mechanisms, conditions, rubrics, frameworks, cases (the files of models/).

References between files run one way: evidence names theories, theories name models, models name sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sysmap.core import elements as e
from sysmap.core import rubric_rule as r
from sysmap.core import words as w
from sysmap.core.rating import RatingRule
from sysmap.core.record import attr, record

__all__ = [
    "AssessmentFramework", "Case", "Cases", "Characteristic", "Conditions", "Level", "Mechanism",
    "MechanismRole", "Mechanisms", "Measure", "Named", "Practice", "Practices", "ResearchQuestion", "ResearchFramework",
    "ResearchItem", "Rubric", "RubricOption", "RubricVariant", "Scale", "Source", "Sources", "Statement", "Survey",
    "SurveyFigure",
]

_ID = "Short, stable name."
_LABEL = "What it is called, as printed."
_CITE = "Where the source says so."
_NOTES = "Remarks, gaps and conflicts in the source."
_X = "Anything of your own; kept untouched and never checked."
_TITLE = "What people call this file's content."


@record
class Source:
    """A document (or data set) that elements cite."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr("Title as printed.", default="", required=True, shorthand=True)
    form: w.SourceForm | None = attr("What sort of publication it is; a report where it is not said.")
    publisher: str | None = attr("Who published it.")
    author: str | None = attr("Who wrote it, where the names are not given one by one.")
    authors: tuple[str, ...] = attr("Who wrote it, each as `Family, Given`; an organisation by its name.", default=())
    editors: tuple[str, ...] = attr("Who edited it, or the book it stands in, each as `Family, Given`.", default=())
    date: str | None = attr("When: a year, month or day.")
    part_of: str | None = attr("The journal, book or newspaper it stands in.")
    volume: str | None = attr("The volume of the journal.")
    issue: str | None = attr("The number within the volume.")
    pages: str | None = attr("Its pages there, e.g. 270-280.")
    edition: str | None = attr("Which edition, e.g. 2nd.")
    town: str | None = attr("Where the publisher is.")
    isbn: str | None = attr("Its ISBN.")
    doi: str | None = attr("Its DOI, e.g. 10.1000/182.")
    url: str | None = attr("Where it can be read.")
    accessed: str | None = attr("When it was read there.")
    about: str | None = attr("What it is, in a sentence.")
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Sources:
    """The register of sources."""

    id: str = attr(_ID, default="", slug=True, required=True)
    title: str = attr(_TITLE, default="", required=True)
    sources: Mapping[str, Source] = attr("The documents.", default={})
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class MechanismRole:
    """What a mechanism is in one setting: what it is called there, how strong the evidence is, an example."""

    id: str = attr("The setting: a word of the profile.", default="", required=True)
    name: str | None = attr("Its name there, where it differs.")
    definition: str | None = attr("What it means there, in your own words.")
    change: str | None = attr("What differs from the other setting.")
    tier: w.MechanismTier | None = attr("How far the source found it to work.")
    finding: str | None = attr("What the source found, in a sentence.")
    example: str | None = attr("The example the source gives.")
    hypothetical: bool | None = attr("True where the source marks its example as made up; never counted as evidence.")
    needs: tuple[str, ...] = attr("What has to come first.", default=())
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())


@record(block=True)
class Mechanism:
    """A way in which regulation brings about change (Smithson et al. 2018)."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr(_LABEL, default="", required=True)
    aliases: tuple[str, ...] = attr("Other names in use.", default=())
    definition: str | None = attr("What it means, in your own words.")
    family: w.MechanismFamily | None = attr("direct (between regulator and regulated) or indirect (through others).")
    family_basis: w.Basis | None = attr("Whether the family is stated or inferred.")
    settings: tuple[str, ...] = attr("Settings in which it applies: words of the profile.", default=(), ref="settings")
    roles: Mapping[str, MechanismRole] = attr("What it is in each setting.", default={})
    replaces: tuple[str, ...] = attr("Mechanisms whose place it takes in its setting.", default=(), ref="mechanisms")
    builds_on: tuple[str, ...] = attr("Mechanisms that have to work first.", default=(), ref="mechanisms")
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Mechanisms:
    """A catalogue of mechanisms that many theories use."""

    id: str = attr(_ID, default="", slug=True, required=True)
    title: str = attr(_TITLE, default="", required=True)
    uses: tuple[str, ...] = attr("Files this one refers to, relative to this file.", default=())
    mechanisms: Mapping[str, Mechanism] = attr("The mechanisms.", default={})
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Named:
    """Something with a name and a place in a source: a theme, a category, an organisation type."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr(_LABEL, default="", required=True, shorthand=True)
    aliases: tuple[str, ...] = attr("Other names in use.", default=())
    definition: str | None = attr("What it means, in your own words.")
    applies_to: tuple[str, ...] = attr("Where it applies, e.g. pilot assessments.", default=())
    basis: w.Basis | None = attr("stated or inferred.")
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Characteristic(Named):
    """A row of the conditions grid: a quality that organisations need."""


@record
class Conditions:
    """The conditions grid: characteristics by organisations, each cell a condition (or an honest gap)."""

    id: str = attr(_ID, default="", slug=True, required=True)
    title: str = attr(_TITLE, default="", required=True)
    uses: tuple[str, ...] = attr("Files this one refers to, relative to this file.", default=())
    characteristics: Mapping[str, Characteristic] = attr("Rows.", default={})
    organisations: Mapping[str, Named] = attr("Columns.", default={})
    conditions: Mapping[str, e.Condition] = attr("The cells that the source fills, and key conditions.", default={})
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Level:
    """One step of a scale, lowest first."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr(_LABEL, default="", required=True)
    value: int | None = attr("The number used for it, where there is one.")
    off_scale: bool | None = attr("True for a level that is no step of the scale, e.g. inconclusive; lines over rounds leave it out.")
    criterion: str | None = attr("What it takes, in your own words.")
    with_reason: str | None = attr("A condition on settings; where it holds, the reason is added to the label.")
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())


@record
class RubricOption:
    """One choice the printed rule leaves open, and how it is settled here."""

    id: str = attr(_ID, default="", slug=True, required=True)
    question: str = attr("What the printed rule leaves open.", default="", required=True)
    resolution: str = attr("How it is settled, in plain words.", default="", required=True)
    why: str | None = attr("Why so.")
    alternative: str | None = attr("What else one could hold.")
    value: str | None = attr("The setting that the rule reads, e.g. case or 0.75; absent where it only explains.")
    choices: tuple[str, ...] = attr("The settings one may choose.", default=())
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())


@record
class RubricVariant:
    """A named way to read the rule: the options it sets otherwise."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr("What it is called.", default="", required=True)
    about: str | None = attr("What it is for.")
    fitted: str | None = attr("Where its settings were chosen to fit published scores: said beside every score.")
    options: Mapping[str, str] = attr("Settings by option id.", default={})


@record(block=True)
class Rubric:
    """A rubric: levels with their criteria, the rule that gives them, and every ambiguity settled in words."""

    id: str = attr(_ID, default="", slug=True, required=True)
    title: str = attr(_TITLE, default="", required=True)
    rubric_version: str = attr("Version of the rule, printed with every score.", default="", required=True)
    about: str | None = attr("What it scores and how, in a paragraph.")
    guard: str | None = attr("What it must not be taken for, and what it leaves out on purpose.")
    rule: str | None = attr("The rule it words anew, by the id of that rule's own rubric; absent where `steps` say the rule.")
    scores: tuple[w.ElementKind, ...] = attr("Kinds of element it scores, the usual one first.", default=())
    default_variant: str | None = attr("The reading that holds where nobody names one.", ref="variants")
    uses: tuple[str, ...] = attr("Files this one refers to, relative to this file.", default=())
    levels: Mapping[str, Level] = attr("The scores one can get.", default={}, as_list=True)
    options: Mapping[str, RubricOption] = attr("What the printed rule leaves open.", default={})
    variants: Mapping[str, RubricVariant] = attr("Named readings of the rule.", default={})
    constraints: tuple[r.Constraint, ...] = attr("What settings must not do together.", default=())
    counting: r.Counting | None = attr("Which items count, and as how many.")
    counts: Mapping[str, r.NamedCount] = attr("What is counted, by the name that conditions use.", default={})
    gates: Mapping[str, r.ScoreGate] = attr("Conditions for a higher level.", default={})
    order: Literal["first", "exclusive"] = attr(
        "first: the first step that holds gives the level; exclusive: exactly one may hold.", default="first")
    steps: tuple[r.ScoreStep, ...] = attr("The rule: which level, and when.", default=())
    flags: Mapping[str, r.ScoreFlag] = attr("What a reader should not miss.", default={}, as_list=True)
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Statement:
    """A quality statement of an assessment framework."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr(_LABEL, default="", required=True)
    theme: str | None = attr("The theme it belongs to.", ref="themes")
    number: int | None = attr("Its place in the printed list.", low=1)
    basis: w.Basis | None = attr("Whether the label is printed or inferred.")
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Scale:
    """An ordered rating scale."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr(_LABEL, default="", required=True)
    applies_to: tuple[str, ...] = attr("What is rated with it.", default=())
    levels: Mapping[str, Level] = attr("Its steps, lowest first.", default={}, as_list=True)
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())


@record
class AssessmentFramework:
    """Quality statements by theme, evidence categories and rating scales."""

    id: str = attr(_ID, default="", slug=True, required=True)
    title: str = attr(_TITLE, default="", required=True)
    version: e.Version | None = attr("Which state of the framework this is.")
    uses: tuple[str, ...] = attr("Files this one refers to, relative to this file.", default=())
    themes: Mapping[str, Named] = attr("Themes, in printed order.", default={})
    statements: Mapping[str, Statement] = attr("Quality statements, in printed order.", default={})
    categories: Mapping[str, Named] = attr("Evidence categories.", default={})
    scales: Mapping[str, Scale] = attr("Rating scales.", default={})
    rating: RatingRule | None = attr("How scores become a rating.")
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Measure:
    """How one would see an item of the research framework."""

    text: str = attr("The measure, in your own words.", default="", required=True)
    sources: tuple[str, ...] = attr("Kinds of sources it is to come from.", default=(), ref="kinds")
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())


@record
class ResearchQuestion:
    """A key research question."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr("The question.", default="", required=True)
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())


@record(block=True)
class ResearchItem:
    """A row of the research framework: what is to be known, about which element, and how one would see it."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr(_LABEL, default="", required=True)
    question: str | None = attr("The question it serves.", ref="questions")
    about: tuple[str, ...] = attr(
        "Elements of a theory it bears on, as `file-id/element-id`, or mechanism ids as `mechanism/id`.", default=())
    information: str | None = attr("What is to be known, in your own words.")
    measures: tuple[Measure, ...] = attr("Measures, in printed order.", default=())
    basis: w.Basis | None = attr("Whether `about` is stated or inferred.")
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class ResearchFramework:
    """Questions by elements by measures by kinds of source."""

    id: str = attr(_ID, default="", slug=True, required=True)
    title: str = attr(_TITLE, default="", required=True)
    uses: tuple[str, ...] = attr("Files this one refers to, relative to this file.", default=())
    kinds: Mapping[str, Named] = attr("Kinds of sources.", default={})
    questions: Mapping[str, ResearchQuestion] = attr("Key questions.", default={})
    items: Mapping[str, ResearchItem] = attr("Rows.", default={})
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Practice:
    """A way of working that a source recommends."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr(_LABEL, default="", required=True, shorthand=True)
    named: bool | None = attr("False where the source counts it but does not name it in the text.")
    definition: str | None = attr("What it means, in your own words.")
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Practices:
    """A list of practices."""

    id: str = attr(_ID, default="", slug=True, required=True)
    title: str = attr(_TITLE, default="", required=True)
    uses: tuple[str, ...] = attr("Files this one refers to, relative to this file.", default=())
    practices: Mapping[str, Practice] = attr("The practices.", default={})
    challenges: Mapping[str, Practice] = attr("What makes changing practice hard.", default={})
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record(block=True)
class Case:
    """A case: an organisation or system that evidence is about. Matched by id or exact alias, never by resemblance."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr("Its name as printed most often.", default="", required=True, shorthand=True)
    aliases: tuple[str, ...] = attr("Its other printed names.", default=())
    type: str = attr("What kind of case it is: a word of the profile.", default="", required=True, ref="case_types")
    round: str | None = attr("The round in which it was studied: a word of the profile.", ref="rounds")
    part_of: str | None = attr("The case this one belongs to.", ref="cases")
    in_research: bool | None = attr("Whether people of it took part in the research.")
    people: Mapping[str, int] = attr("Participants by role or organisation type, as printed.", default={}, private="roles")
    total: int | None = attr("Participants in all, as printed.")
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class SurveyFigure:
    """One published figure of a survey, always with its base (or the remark that none is printed)."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr("What the figure says, in your own words.", default="", required=True)
    question: str | None = attr("Answers to the same question share this word and sum to about 100.")
    percent: int | None = attr("Per cent of the base, as printed.", low=0, high=100)
    base: int | None = attr("How many answered; absent where it is not printed.")
    column: str | None = attr("The column of the file of answers that it counts (`sysmap survey fill`).")
    answers: tuple[str, ...] = attr("The answers in that column that count.", default=())
    among: Mapping[str, str] = attr("Who belongs to the base: answers by column, all of which a respondent has to have given.",
                                    default={})
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())


@record(block=True)
class Survey:
    """One survey: its answers by role, and its figures."""

    id: str = attr(_ID, default="", slug=True, required=True)
    label: str = attr(_LABEL, default="", required=True)
    about: str | None = attr("What it asked about.")
    responses: int | None = attr("Responses in all, as printed.")
    authorities: int | None = attr("Bodies represented, as printed.")
    people: Mapping[str, int] = attr("Responses by role, as printed.", default={}, private="roles")
    figures: Mapping[str, SurveyFigure] = attr("Published figures.", default={})
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())


@record
class Cases:
    """The register of cases, with the surveys that ran beside them."""

    id: str = attr(_ID, default="", slug=True, required=True)
    title: str = attr(_TITLE, default="", required=True)
    uses: tuple[str, ...] = attr("Files this one refers to, relative to this file.", default=())
    cases: Mapping[str, Case] = attr("The cases.", default={})
    surveys: Mapping[str, Survey] = attr("The surveys.", default={})
    cite: tuple[e.Cite, ...] = attr(_CITE, default=())
    notes: tuple[e.Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")

