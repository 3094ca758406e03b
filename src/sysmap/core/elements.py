"""The elements a map is made of: factors, links, and what hangs on them.

Names follow the field (Barbrook-Johnson & Penn 2022 for participatory systems mapping; Mayne 2015 for theories of
change). Each element can say where it comes from (`cite`) and whether the source states it or the modeller inferred it
(`basis`): a picture must never pass off a guess as the source's own claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core import words as w
from sysmap.core.record import attr, record

__all__ = [
    "Actor", "Assumption", "Change", "Cite", "Claim", "ClaimReview", "Condition", "EarlierState", "Factor", "FactorVoice",
    "Layer", "Link", "Loop", "Note",
    "Position", "Rival", "Score", "Session", "Version", "View", "Voice", "Waiver",
]

_X = "Anything of your own; kept untouched and never checked."
_CITE = "Where the source says so: one place or several."
_BASIS = "Whether the source states it or the modeller inferred it."
_NOTES = "Remarks, gaps, conflicts in the source, and quotations with their permission."
_BY = "The group or role (never the name) that says so."
_AT = "The table or session at which it was said."
_INTERNAL = "Left out of exports for clients and the public."
_ROUND = "The round of the evaluation in which it stood so: a word of the profile."
_AS_OF = "As of when it stood so: a year, month or day."
_EARLIER = "How it stood before, round by round, the earliest first."


_FAR = 1_000_000
"""How far from its origin a picture reaches, in pixels."""
_LABEL = 300
"""The most characters of a label."""


@record
class Cite:
    """A place in a source document."""

    source: str = attr("Id of the source, as in models/sources.yaml.", default="", ref="sources", required=True)
    at: str | None = attr("Chapter, section, table or page, so that a reader finds it within a minute.")
    line: str | None = attr("Line or lines in the plain-text edition of the source, e.g. 354 or 341-343.")
    note: str | None = attr("What is particular about this place, e.g. that the figure is an image.", prose=True)


@record
class Note:
    """A remark on an element. A bare text is read as a comment."""

    text: str = attr("The remark, in your own words unless its kind is quote.", default="", required=True, shorthand=True, prose=True)
    kind: w.NoteKind | None = attr("What sort of remark; a comment where it is not said.")
    by: str | None = attr("The role (never the name) of the person who said it.", private="roles")
    permission: bool | None = attr("Whether the person agreed to be quoted.")
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    internal: bool | None = attr(_INTERNAL, merge="any")


@record
class Position:
    """Where a person put a factor by hand; layouts leave it there."""

    x: float = attr("Distance from the left, in pixels at zoom 1.", default=0.0, required=True, low=-_FAR, high=_FAR)
    y: float = attr("Distance from the top, in pixels at zoom 1.", default=0.0, required=True, low=-_FAR, high=_FAR)


@record
class Layer:
    """A column of a theory of change (or a stage of a process), in the order in which it is written."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("What people call it.", default="", required=True, longest=_LABEL, shorthand=True)
    stage: w.Stage | None = attr("What the layer is in a theory of change; checks use it.")
    sphere: w.Sphere | None = attr("How far the programme's own power reaches here.")
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    notes: tuple[Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Actor:
    """Somebody an outcome can be about: an organisation, a kind of organisation, the public."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("What people call them.", default="", required=True, longest=_LABEL, shorthand=True)
    aliases: tuple[str, ...] = attr("Other names in use.", default=())
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    notes: tuple[Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Score:
    """A contribution score as somebody published it. A stored score never replaces the one a rubric proposes."""

    label: str = attr("The score in the rubric's words.", default="", required=True, longest=_LABEL)
    rubric: str | None = attr("Id of the rubric the score was given under.", ref="rubrics")
    rubric_version: str | None = attr("Version of that rubric.")
    reason: str | None = attr("Why, in a sentence or two.", prose=True)
    by: str | None = attr("Role of whoever gave it.", private="roles")
    round: str | None = attr("The round of the evaluation in which it was given: a word of the profile.", ref="rounds")
    date: str | None = attr("When: a year, month or day.")
    cite: tuple[Cite, ...] = attr(_CITE, default=())


@record
class EarlierState:
    """How an element stood in an earlier round, or in an earlier version of the theory."""

    round: str | None = attr(_ROUND, ref="rounds")
    as_of: str | None = attr(_AS_OF)
    version: str | None = attr("Id of the version of the theory in which it stood so.")
    status: w.ElementStatus | None = attr("Its status then.")
    score: Score | None = attr("The score published then.")
    why: str | None = attr("What it rested on, in a sentence.", prose=True)
    cite: tuple[Cite, ...] = attr(_CITE, default=())


@record
class ClaimReview:
    """What somebody other than its author found when they questioned a claim (steps 4 and 5 of contribution analysis)."""

    by: str | None = attr("Role of whoever reviewed it.", private="roles")
    round: str | None = attr("The round of the evaluation: a word of the profile.", ref="rounds")
    date: str | None = attr("When: a year, month or day.")
    verdict: w.ReviewVerdict = attr("stands, stands-weaker, needs-evidence or falls.", default="needs-evidence", required=True)
    why: str | None = attr("Why, in a sentence or two.", prose=True)
    wanted: tuple[str, ...] = attr("What evidence would settle it: the plan of the next collection.", default=())
    due: str | None = attr("By when it is to be collected: a year, month or day.")
    owner: str | None = attr("Role of whoever collects it.", private="roles")


@record
class Voice:
    """What one group says of a link, kept where groups differ: no voice is turned into an average of all.

    A link is contested where its voices give different signs and nobody has settled it. Contested is not mixed: mixed means
    that it depends on the context.
    """

    by: str | None = attr(_BY, private="roles")
    at: str | None = attr(_AT, private="roles")
    polarity: w.Polarity | None = attr("The sign they give it.")
    strength: w.Strength | None = attr("How strong they say it is.")
    delay: w.Delay | None = attr("How long they say it takes.")
    why: str | None = attr("Their reason, in a sentence.", prose=True)


@record
class FactorVoice:
    """What one group says of a factor, kept where groups differ."""

    by: str | None = attr(_BY, private="roles")
    at: str | None = attr(_AT, private="roles")
    definition: str | None = attr("What they mean by it.", prose=True)
    importance: int | None = attr("How much it matters to them: 1 little to 3 much.", low=1, high=3)
    control: w.Control | None = attr("Who can change it, as they see it.")
    why: str | None = attr("Their reason, in a sentence.", prose=True)


@record(block=True)
class Factor:
    """Something that can change and that people think matters: a box of the map.

    In a theory of change a factor is an input, activity, outcome or impact (its `layer` says which); in a systems map
    anything that can go up or down; in a process a stage, an enabler or a barrier (its `role` says which).
    """

    id: str = attr("Short, stable name; never changes, whatever happens to the label.", default="", slug=True,
                   required=True)
    label: str = attr("What people call it, as printed or as said.", default="", required=True, longest=_LABEL, merge="alias",
                      shorthand=True, group="apart")
    aliases: tuple[str, ...] = attr("Other wordings of the same factor, earlier labels among them.", default=(),
                                    group="sources")
    definition: str | None = attr("What exactly is meant, in a sentence.", prose=True)
    layer: str | None = attr("The layer it stands in.", ref="layers")
    theme: str | None = attr("The part of the system it belongs to, e.g. finance; groups factors of a map.")
    role: w.FactorRole | None = attr("What part it plays where the layer does not say it.")
    whose: tuple[str, ...] = attr("The actors it is about.", default=(), ref="actors")
    status: w.FactorStatus | None = attr(
        "in-place, observed (there is evidence), anticipated (drawn dotted) or retired (kept for the record).", group="stands")
    basis: w.Basis | None = attr(_BASIS, group="sources")
    focal: bool | None = attr("One of the factors the map was drawn around.", merge="any")
    intended: bool | None = attr("False for an unintended outcome.", group="stands")
    importance: int | None = attr("How much it matters to the people who drew the map: 1 little to 3 much.", low=1, high=3, group="stands")
    control: w.Control | None = attr("Who can change it: us, us by influence, or none of us.", group="stands")
    vulnerability: int | None = attr("How much change outside the system moves it: 0 not, to 2 strongly.", low=0, high=2, group="stands")
    owner: str | None = attr("Who looks after it.", group="who")
    indicators: tuple[str, ...] = attr("How one would see it change.", default=(), group="works")
    mechanisms: tuple[str, ...] = attr("Mechanisms an activity sets off.", default=(), ref="mechanisms", group="works")
    assumptions: tuple[str, ...] = attr("Assumptions the factor as a whole rests on.", default=(), ref="assumptions", group="works")
    conditions: tuple[str, ...] = attr("Conditions it depends on.", default=(), ref="conditions", group="works")
    maps_to: tuple[str, ...] = attr(
        "The same thing elsewhere, as `file-id/factor-id`: a theory and a map may point at each other.", default=(), group="sources")
    origin: w.Origin | None = attr("Whether it was brought to the table, said at it, or found in documents.", group="who")
    raised_by: tuple[str, ...] = attr("Roles of the people who raised it.", default=(), private="roles", group="who")
    seen_in: tuple[str, ...] = attr("Tables or sessions at which it came up.", default=(), private="roles", group="who")
    voices: tuple[FactorVoice, ...] = attr("What each group says of it, where they differ.", default=(), group="who")
    score: Score | None = attr("A published contribution score, with its reason.", group="stands")
    likelihood: int | None = attr("Place in a published order of likelihood, 1 for the likeliest; ties share it.", low=1, group="stands")
    round: str | None = attr(_ROUND, ref="rounds", group="stands")
    as_of: str | None = attr(_AS_OF, group="stands")
    earlier: tuple[EarlierState, ...] = attr(_EARLIER, default=(), group="stands")
    cite: tuple[Cite, ...] = attr(_CITE, default=(), group="sources")
    notes: tuple[Note, ...] = attr(_NOTES, default=(), group="apart")
    internal: bool | None = attr(_INTERNAL, merge="any", group="sources")
    position: Position | None = attr("Where somebody put it by hand.", merge="first", group="apart")
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record(block=True)
class Link:
    """A claim that one factor influences another: an arrow of the map.

    `from` and `to` name factors, or with `layer:` before the name a whole layer, where the source speaks of a layer
    only ("the inputs are needed for the activities"). Such a group link stands for one link from or to each factor of
    the layer, and every answer that uses it says that it does.
    """

    id: str = attr("Needed only where two links join the same two factors; otherwise it is `from->to`.", default="")
    from_: str = attr("The influencing factor, or `layer:` and a layer's id.", key="from", default="",
                      ref="factors|layers", required=True, merge="own")
    to: str = attr("The influenced factor, or `layer:` and a layer's id.", default="", ref="factors|layers", required=True,
                   merge="own")
    polarity: w.Polarity = attr("positive, negative, mixed (depends) or unknown (not said).", default="unknown", group="apart")
    kind: w.LinkKind | None = attr("What sort of link; an influence where it is not said.")
    strength: w.Strength | None = attr("How strongly, in the word people chose; unset where nobody said.")
    confidence: w.Confidence | None = attr("Whether people agreed on it.")
    delay: w.Delay | None = attr("How long until the effect shows, in the map's own scale.")
    why: str | None = attr("The reason people gave, in a sentence.", prose=True)
    mechanisms: tuple[str, ...] = attr("Mechanisms through which it works.", default=(), ref="mechanisms", group="works")
    assumptions: tuple[str, ...] = attr("What must hold for it to work.", default=(), ref="assumptions", group="works")
    conditions: tuple[str, ...] = attr("Conditions that help or hinder it.", default=(), ref="conditions", group="works")
    status: w.FactorStatus | None = attr("observed, anticipated or retired.", group="stands")
    round: str | None = attr(_ROUND, ref="rounds", group="stands")
    as_of: str | None = attr(_AS_OF, group="stands")
    earlier: tuple[EarlierState, ...] = attr(_EARLIER, default=(), group="stands")
    basis: w.Basis | None = attr(_BASIS, group="sources")
    still_direct: bool | None = attr(
        "True once people confirmed that the link is direct although a chain joins the same factors.", merge="any", group="stands")
    raised_by: tuple[str, ...] = attr("Roles of the people who raised it.", default=(), private="roles", group="who")
    seen_in: tuple[str, ...] = attr("Tables or sessions at which it came up.", default=(), private="roles", group="who")
    voices: tuple[Voice, ...] = attr("What each group says of it, where they differ.", default=(), group="who")
    cite: tuple[Cite, ...] = attr(_CITE, default=(), group="sources")
    notes: tuple[Note, ...] = attr(_NOTES, default=(), group="apart")
    internal: bool | None = attr(_INTERNAL, merge="any", group="sources")
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Assumption:
    """What must hold for a link to work (Mayne 2015): it sits on links, not in a box at the bottom of the picture."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("The assumption in a sentence.", default="", required=True, longest=_LABEL, shorthand=True)
    kind: w.AssumptionKind | None = attr("What sort of assumption.")
    critical: bool | None = attr("Whether the theory falls with it.")
    status: w.AssumptionStatus | None = attr("How it stands; unset where nobody looked.")
    round: str | None = attr(_ROUND, ref="rounds")
    as_of: str | None = attr(_AS_OF)
    earlier: tuple[EarlierState, ...] = attr(_EARLIER, default=())
    monitored_by: tuple[str, ...] = attr("How it is watched.", default=())
    supports: tuple[str, ...] = attr("Assumptions that follow from this one.", default=(), ref="assumptions")
    basis: w.Basis | None = attr(_BASIS)
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    notes: tuple[Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Condition:
    """A circumstance that helps or hinders activities, mechanisms or effects."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("The condition in a sentence.", default="", required=True, longest=_LABEL, shorthand=True)
    characteristic: str | None = attr("What quality it is about, e.g. capability; a row of the conditions grid.",
                                      ref="characteristics")
    organisation: str | None = attr("Whose quality it is; a column of the conditions grid.", ref="organisations")
    effect: w.Effect | None = attr("What it does where it is met.")
    status: w.ConditionStatus | None = attr("How it stands.")
    round: str | None = attr(_ROUND, ref="rounds")
    as_of: str | None = attr(_AS_OF)
    earlier: tuple[EarlierState, ...] = attr(_EARLIER, default=())
    action: str | None = attr("What the source recommends.")
    basis: w.Basis | None = attr(_BASIS)
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    notes: tuple[Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Claim:
    """A contribution claim: a statement that the programme helped to bring something about."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("The claim in a sentence.", default="", required=True, longest=_LABEL, shorthand=True)
    covers: tuple[str, ...] = attr("Factors, links and assumptions the claim speaks of.", default=(),
                                   ref="factors|links|assumptions")
    rivals: tuple[str, ...] = attr("Other explanations it has to stand against.", default=(), ref="rivals")
    score: Score | None = attr("A published score, with its reason.")
    reviews: tuple[ClaimReview, ...] = attr("What reviewers found when they questioned it, the earliest first.", default=())
    round: str | None = attr(_ROUND, ref="rounds")
    as_of: str | None = attr(_AS_OF)
    earlier: tuple[EarlierState, ...] = attr(_EARLIER, default=())
    basis: w.Basis | None = attr("Whether `covers` is stated or inferred.")
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    notes: tuple[Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Rival:
    """Another explanation of an outcome than the programme."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("The explanation in a sentence.", default="", required=True, longest=_LABEL, shorthand=True)
    about: tuple[str, ...] = attr("The outcomes it would explain.", default=(), ref="factors")
    basis: w.Basis | None = attr(_BASIS)
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    notes: tuple[Note, ...] = attr(_NOTES, default=())
    x: Mapping[str, Any] = attr(_X, default={}, private="own")


@record
class Version:
    """Which state of the map this file is."""

    name: str = attr("The version's name, often its date.", default="", required=True)
    supersedes: str | None = attr("Id of the file this one replaces.")
    date: str | None = attr("When it was made: a year, month or day.")
    status: w.VersionStatus | None = attr("draft, validated by those who drew it, or published.")


@record
class Session:
    """A workshop at which the map was drawn or checked."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("What it was.", default="", required=True, longest=_LABEL)
    date: str | None = attr("When: a year, month or day.")
    form: str | None = attr("In the room, online, mixed.")
    people: tuple[str, ...] = attr("Roles that took part.", default=(), private="roles")
    attended: Mapping[str, int] = attr("How many people of each role or group took part.", default={}, private="roles")
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    notes: tuple[Note, ...] = attr(_NOTES, default=())


@record
class Change:
    """One entry of the change log between two versions: what changed, and why."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    kind: w.ChangeKind = attr("What sort of change.", default="other", required=True)
    element: str | None = attr("Id of the factor, link or other element that changed; absent for the file as a whole.",
                               mentions=True)
    elements: tuple[str, ...] = attr("Every element it was carried out on, where one decision changed several.", default=(),
                                     mentions=True)
    field: str | None = attr("The field that changed.")
    before: str | None = attr("How it was.")
    after: str | None = attr("How it is.")
    reason: str | None = attr("Why it changed.")
    evidence: tuple[str, ...] = attr("Evidence items the change rests on.", default=())
    by: str | None = attr("Role of whoever decided.", private="roles")
    date: str | None = attr("When: a year, month or day.")
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    notes: tuple[Note, ...] = attr(_NOTES, default=())


@record
class Loop:
    """A feedback loop people named; analyses re-check it against the links."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("What people call it.", default="", required=True, longest=_LABEL)
    factors: tuple[str, ...] = attr("Its factors in order; the last leads back to the first.", default=(), ref="factors")
    kind: str | None = attr("reinforcing or balancing, as people said.")
    cite: tuple[Cite, ...] = attr(_CITE, default=())
    notes: tuple[Note, ...] = attr(_NOTES, default=())


@record(block=True)
class View:
    """A saved look at the map: a question, a filter, a caption."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("What the button says.", default="", required=True, longest=_LABEL)
    caption: str | None = attr("What the view shows, in a sentence or two.")
    query: Mapping[str, Any] = attr("The question, e.g. {upstream: prevention, steps: 2}.", default={}, mentions=True)
    filter: Mapping[str, Any] = attr("What to show, e.g. {layer: [immediate]}.", default={})
    style: Mapping[str, Any] = attr("What size and colour mean.", default={})
    positions: Mapping[str, Any] = attr("Places of factors in this view only.", default={}, mentions=True, low=-_FAR,
                                        high=_FAR)
    notes: tuple[Note, ...] = attr(_NOTES, default=())


@record
class Waiver:
    """Why a finding of `sysmap check` is left standing. The reason is printed with the finding."""

    code: str = attr("The rule's code, e.g. W24.", default="", required=True)
    element: str | None = attr("Id of the one element it is waived for; absent for the whole file.", mentions=True)
    reason: str = attr("Why the finding is right to stay.", default="", required=True)
