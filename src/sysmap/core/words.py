"""The words of the field that a file may use, each a closed choice.

Kinds of case, audiences, rounds, settings and kinds of source are open: an organisation's profile adds its own
(`sysmap.core.profile`).

What is not said stays unsaid: an unset strength is unset, never "medium"; an unset polarity is `unknown`.
"""

from __future__ import annotations

from typing import Literal

__all__ = [
    "BackgroundKind", "Colour", "TextSize",
    "ContributionRole", "Direction", "EvidenceKind", "EvidenceStatus", "EvidenceStrength",
    "AssumptionKind", "AssumptionStatus", "Basis", "ChangeKind", "Confidence", "Control", "Delay",
    "FactorRole", "FactorStatus", "LinkKind", "MapKind", "NoteKind", "Origin", "Polarity", "Sphere", "Stage",
    "ProcessTest", "Quality", "Certainty", "SourceForm",
    "Strength", "Severity", "VersionStatus", "MechanismFamily", "MechanismTier", "ConditionStatus", "Effect", "ElementKind",
    "ElementStatus", "ReviewVerdict",
]

ElementKind = Literal["factor", "link", "claim", "assumption", "mechanism", "condition"]
"""What evidence may bear on and a rubric may score."""

MapKind = Literal["theory", "map", "process"]
"""theory: a theory of change; map: a participatory systems map; process: steps with their enablers and barriers."""

Polarity = Literal["positive", "negative", "mixed", "unknown"]
"""positive: more leads to more; negative: more leads to less; mixed: depends on context; unknown: not said."""

Strength = Literal["weak", "medium", "strong"]
Confidence = Literal["agreed", "one-voice", "contested"]
Delay = Literal["short", "medium", "long"]

Basis = Literal["stated", "inferred"]
"""stated: the source says so in words; inferred: the modeller read it into the source."""

LinkKind = Literal["influence", "sequence", "feedback", "association"]
"""influence: cause to effect (what an unset kind means); sequence: one step before another; feedback: an influence
that runs back to an earlier layer on purpose; association: named together, no direction said, no part of analyses."""

Stage = Literal["input", "activity", "output", "outcome", "impact", "context", "risk"]
Sphere = Literal["control", "direct-influence", "indirect-influence", "context"]
FactorStatus = Literal["in-place", "observed", "anticipated", "retired"]
FactorRole = Literal["stage", "enabler", "barrier", "context", "risk", "activity", "outcome"]
Control = Literal["us", "influence", "none"]
Origin = Literal["desk", "workshop", "interview", "document"]

AssumptionKind = Literal[
    "causal-link", "reach", "capacity", "behaviour", "benefit", "rationale", "external", "constraint"
]
AssumptionStatus = Literal["untested", "holding", "partly", "failing"]
ConditionStatus = Literal["met", "partly", "not", "unknown"]
ElementStatus = Literal[
    "in-place", "observed", "anticipated", "retired", "untested", "holding", "partly", "failing", "met", "not", "unknown"
]
"""The statuses of factors, links, assumptions and conditions together."""
ReviewVerdict = Literal["stands", "stands-weaker", "needs-evidence", "falls"]
Effect = Literal["enables", "weakens", "blocks", "depends"]

BackgroundKind = Literal["text", "frame", "picture"]
TextSize = Literal["small", "medium", "large"]
Colour = Literal["blue", "teal", "sand", "violet", "green", "red", "purple", "grey"]
"""The colours of the picture, in the order in which they are given out (`sysmap.views.style`)."""

NoteKind = Literal["comment", "quote", "gap", "conflict", "method", "definition", "parked"]
"""gap: the source is silent; conflict: the source contradicts itself; parked: raised and put aside for later."""

ChangeKind = Literal[
    "add", "remove", "relabel", "move", "link", "unlink", "re-sign", "status", "whose", "format", "other"
]
VersionStatus = Literal["draft", "validated", "published"]
MechanismFamily = Literal["direct", "indirect"]
MechanismTier = Literal["most-impact", "some-weaker", "needs-wider-activity", "not-applicable"]
Severity = Literal["error", "warning", "note"]

EvidenceKind = Literal["observed", "anticipated", "hypothetical"]
"""observed: said to have happened; anticipated: too early, expected or potential; hypothetical: a made-up example."""

Direction = Literal["supports", "contradicts", "alternative", "neutral", "context"]
"""neutral: somebody looked, and saw no effect either way; context: a change that nobody ties to the programme."""
ContributionRole = Literal["initiating", "accelerating", "reinforcing", "justifying", "refining", "none"]
EvidenceStrength = Literal["weak", "moderate", "strong"]
Quality = Literal["high", "moderate", "low"]
Certainty = Literal["high", "moderate", "low", "very-low"]
ProcessTest = Literal["straw-in-the-wind", "hoop", "smoking-gun", "doubly-decisive"]
SourceForm = Literal[
    "report", "article", "book", "chapter", "paper", "thesis", "news", "page", "data", "law", "other"
]
"""paper: in the proceedings of a conference; page: of a website; data: a data set or statistics."""

EvidenceStatus = Literal["active", "superseded", "withdrawn"]
