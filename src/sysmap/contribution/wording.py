"""A contribution score in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sysmap.contribution.case_counting import Tally
from sysmap.core.profile import Voices
from sysmap.core.sentences import count_text, join_words

if TYPE_CHECKING:
    from sysmap.contribution.criteria import CaseCounts, Judgement

__all__ = ["explain"]

_NOTHING = {
    "none": "There is no evidence that {action} contributed, nor that anybody expects it.",
    "anticipated-only": "People expect it or see the potential; nobody has seen it yet.",
    "alternative-only": "What evidence there is explains it in another way; no case supports a contribution.",
    "contradicted-only": "No case supports a contribution, and some contradict it.",
    "cqc-alone": "Only {name} supports it, and it is an outcome of others.",
    "mostly-contradicted": "Few cases support a contribution and many contradict it.",
    "beyond-ceiling": "It lies beyond what the theory answers for, so no score is proposed.",
}


def explain(found: Judgement, counts: CaseCounts, tally: Tally, chosen: Mapping[str, str], voices: Voices,
            aside: int = 0) -> tuple[str, ...]:
    """The reasons of a score as sentences, the most telling first.

    `aside` is how many speakers' contradictions were left aside as weaker than the support of their own kind.
    """
    reason = found.reason
    out = [_NOTHING[reason].format(action=voices.action, name=voices.name)] if reason in _NOTHING else []
    if reason == "beyond-ceiling":
        return tuple(out)
    least = "At least " if any(speaker.case is None for speaker in tally.stands) else ""
    strength = chosen["min-strength"]
    if counts.p:
        some = f"{least}{count_text(counts.p, 'case')}".strip()
        of = f"{counts.strong_enough or 'none'} of them with"
        if counts.p == 1:
            of = "with" if counts.strong_enough else "but not with"
        clause = "" if strength == "weak" else f", {of} {strength} support or more"
        heard = join_words(audience if audience in voices.own and number == 1 else f"{number} {voices.called(audience, number)}"
                           for audience, number in counts.heard.items())
        out.append(f"{some} {'supports' if counts.p == 1 else 'support'} it{clause}" + (f" ({heard})." if heard else "."))
    if counts.q:
        out.append(f"{least}{count_text(counts.q, 'case')} {'contradicts' if counts.q == 1 else 'contradict'} it"
                   f"; of the {counts.p + counts.q} that take a side, {counts.p} {'supports' if counts.p == 1 else 'support'} it.")
    if counts.a:
        out.append(f"{least}{count_text(counts.a, 'case')} {'explains' if counts.a == 1 else 'explain'} it otherwise "
                   f"and {'does' if counts.a == 1 else 'do'} not support it.")
    if aside:
        out.append(f"Weaker contradictions from {count_text(aside, 'speaker')} are left aside, since stronger evidence of "
                   "the same kind of audience supports it.")
    out += _flagged(found.flags, chosen, voices)
    if found.gates:
        out.append("Missing for Achieved: " + "; ".join(gate.missing for gate in found.gates) + ".")
    return tuple(out)


def _flagged(flags: Sequence[str], chosen: Mapping[str, str], voices: Voices) -> list[str]:
    out = []
    for flag in flags:
        if flag == "contested":
            out.append(f"Too few agree to call the views consistent ({chosen['min-agreement']}), too many to call them "
                       f"contradictory (below {chosen['contradiction-below']}).")
        elif flag == "contradictory":
            out.append(f"Fewer than {chosen['contradiction-below']} of the cases that take a side agree.")
        elif flag == "single_case_mixed":
            out.append("The people of one case disagree with each other.")
        elif flag == "minority_contradiction":
            out.append("A minority contradicts it.")
        elif flag.startswith("coverage_gap:"):
            out.append(f"No {voices.called(flag.partition(':')[2])} supports it strongly enough, and the outcome is theirs too.")
        elif flag == "self_report":
            out.append(f"Too much of the support is {voices.name}'s own word.")
    return out
