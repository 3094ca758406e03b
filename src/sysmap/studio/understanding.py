"""Which question of the registry somebody means who writes one in words of her own, and about which factors.

Nothing is guessed silently: what was understood is shown with the answer, with the next best readings beside it, and each part
can be chosen otherwise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sysmap.core.label_words import words_of
from sysmap.core.map import Map
from sysmap.core.near_duplicates import key_of
from sysmap.questions.registry.finding import every
from sysmap.questions.registry.question import Question

__all__ = ["Understood", "mentioned", "understood"]

_CUES = {
    "mechanisms": "mechanism way reach lead work through condition",
    "upstream": "cause causes caused lead leads driver drives why behind influences influenced affects source",
    "downstream": "effect effects consequence consequences follow follows result results happen happens impact",
    "loops": "loop loops feedback circle vicious virtuous spiral",
    "ladder": "evidence strong strength known proof proven",
    "influence": "more less raise lower increase reduce improve worsen",
    "whatif": "fail fails wrong without stop ends",
    "find-out": "next study research gather look collect",
    "levers": "act lever levers change control intervene",
    "must-pass": "bottleneck single point failure hang",
    "margin": "turn overturn opposite",
    "earliest": "when soon early long time delay",
    "disagreements": "disagree disagrees disagreement differ contested argue",
    "case-table": "case cases",
    "rounds": "round year changed since",
    "rank": "central important key influential",
}
"""Words that people use for a question besides those of its own title; compared by their stems."""

_EMPTY = frozenset("a an and are as at be by can could do does from has have hello how i in is it its may more of on one or several should so "
                   "that the them then there these they thing things this those to us was we what where which who will with "
                   "would you".split())
"""Words that say nothing of what is asked."""
_NAME, _CUE = 4.0, 3.0
_MOST = 4
_LEAST_COVERED = 0.5


@dataclass(frozen=True, slots=True)
class Understood:
    """A reading of what somebody wrote: the question, its parameters, how well its words fit."""

    question: Question
    params: Mapping[str, object]
    fit: float


def mentioned(map_: Map, text: str) -> list[str]:
    """Ids of the factors that a text names, in the order in which it names them.

    A factor is named by the words of its label, of an alias or of its id; of several that claim the same words, the one with most
    of its own words there. Words of questions (lead, effect) name a factor only where all of its words are there.

    Examples
    --------
    >>> from sysmap.core.elements import Factor
    >>> small = Map(id="m", title="M", factors={"out": Factor(id="out", label="Outputs", aliases=("Assessment report",)),
    ...     "better": Factor(id="better", label="Improvements at system level"), "improvements": Factor(id="improvements", label="I")})
    >>> mentioned(small, "How do assessment reports lead to improvements?")
    ['out', 'improvements']
    """
    words = [_stems(word) for word in words_of(text)]
    there = {stem: i for i in range(len(words) - 1, -1, -1) for stem in words[i]}
    names = {(id_, stems) for id_, one in map_.factors.items() if one.status != "retired"
             for name in (one.label, *one.aliases, id_.replace("-", " ")) if (stems := _stems(name))}
    rare = Counter(stem for id_ in map_.factors for stem in {stem for named, stems in names if named == id_ for stem in stems})
    joining = _words(*_CUES.values())
    claims = []
    for id_, stems in names:
        held = stems & set(there)
        covered = len(held) / len(stems)
        if held and (covered == 1 or (held - joining and covered >= _LEAST_COVERED)):
            weight = sum(1 / rare[stem] for stem in held)
            claims.append((-covered * len(held), -weight, id_, held))
    found: dict[str, int] = {}
    taken: set[str] = set()
    for _, _, id_, held in sorted(claims, key=lambda one: (one[0], one[1], one[2])):
        if id_ not in found and not held & taken:
            found[id_] = min(there[stem] for stem in held)
            taken |= held
    return sorted(found, key=lambda id_: found[id_])


def understood(map_: Map, text: str) -> list[Understood]:
    """The readings of a question in somebody's own words, the best first; none where it has no word of any question or factor.

    Parameters
    ----------
    map_ : the map that it is about.
    text : the question.
    """
    factors = mentioned(map_, text)
    named = {stem for id_ in factors for name in (map_.factors[id_].label, *map_.factors[id_].aliases, id_.replace("-", " "))
             for stem in _stems(name)}
    asked = _words(text) - named
    questions = list(every("workshop"))
    titles = {one.name: _words(one.answers, one.asks) for one in questions}
    often = Counter(stem for held in titles.values() for stem in held)
    found = []
    for one in questions:
        params = _filled(one, factors)
        if params is None:
            continue
        fit = sum(math.log(1 + len(questions) / often[stem]) for stem in asked & titles[one.name])
        fit += _NAME * len(asked & _words(one.name.replace("-", " "), *one.aliases))
        fit += _CUE * len(asked & _words(_CUES.get(one.name, "")))
        fit += len([value for value in params.values() if value]) * (1.5 if one.name in ("mechanisms", "downstream", "upstream") else 1.0)
        if fit > 0:
            found.append(Understood(one, params, fit))
    return sorted(found, key=lambda one: (-one.fit, one.question.name))[:_MOST]


def _words(*texts: str) -> set[str]:
    return {stem for text in texts for word in words_of(text) if word not in _EMPTY for stem in _stems(word)}


def _filled(question: Question, factors: Iterable[str]) -> dict[str, object] | None:
    """The factors in the places of a question's parameters; None where it needs more than there are."""
    left = list(factors)
    params: dict[str, object] = {}
    for one in question.parameters:
        if one.kind == "factor" and (one.required or left) and not one.several:
            if not left and one.required:
                return None
            params[one.name] = left.pop(0)
        elif one.kind in ("factors", "elements") and left:
            params[one.name], left = left, []
        elif one.required:
            return None
    return None if left else params


def _stems(text: str) -> frozenset[str]:
    return frozenset(_root(stem) for stem in key_of(text))


def _root(word: str) -> str:
    """A word without the ending that makes a verb or a noun of it.

    >>> [_root(word) for word in ("skipped", "skipping", "disagreement", "leading", "use", "need")]
    ['skip', 'skip', 'disagree', 'lead', 'us', 'need']
    """
    for ending in ("ment", "ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word.removesuffix(ending)
            if word[-1] == word[-2] and word[-1] not in "aeiosl":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 2 and not word.endswith("ee") else word


_SHORTEST = 3
