"""How far two coders agree: the same items in two registers, element by element.

Two people code the same material into a register each, under the same ids of items. What is compared is, for each item and
each element that either of them ties it to, the direction (an item that only one of them ties to the element is `not tied` for
the other), and the strength where both gave one. Three measures stand side by side, since each misleads alone: the share of
pairs that agree; Cohen's kappa, which takes off what two coders with these habits would agree on by chance; Krippendorff's
alpha, which does so for both together and takes strengths as ordered.

Source: Cohen, J. (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20: 37-46;
Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania. The known Python package of
alpha is under the GPL, which would bind whoever passes sysmap on; it is the oracle of a test instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sysmap.core.evidence import Evidence

__all__ = ["AgreementRow", "CoderAgreement", "Disagreement", "coder_agreement", "cohens_kappa", "krippendorffs_alpha"]

NOT_TIED = "not tied"
_STRENGTHS = ("weak", "moderate", "strong")


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement on one element, or on all (`element` is empty).

    kappa and alpha are `None` where they are not defined: without pairs, or where nobody ever varied.
    """

    element: str
    pairs: int
    agree: int
    kappa: float | None
    alpha: float | None

    @property
    def percent(self) -> float | None:
        """Per cent of the pairs that agree."""
        return None if not self.pairs else round(100 * self.agree / self.pairs, 1)

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {"element": self.element or None, "pairs": self.pairs, "agree": self.agree, "percent": self.percent,
                "kappa": self.kappa, "alpha": self.alpha}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One item that the two see otherwise on one element, each with direction and strength in words."""

    item: str
    element: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class CoderAgreement:
    """Two registers compared.

    `only_first` and `only_second` are items that the other register does not have; they are not compared.
    """

    whole: AgreementRow
    rows: tuple[AgreementRow, ...]
    strength: AgreementRow
    differing: tuple[Disagreement, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape; see docs/json-evidence.md."""
        return {"direction": self.whole.to_json(), "strength": self.strength.to_json(),
                "elements": [row.to_json() for row in self.rows],
                "differing": [{"item": d.item, "element": d.element, "first": d.first, "second": d.second} for d in self.differing],
                "only_first": list(self.only_first), "only_second": list(self.only_second)}


def coder_agreement(first: Evidence, second: Evidence) -> CoderAgreement:
    """Compare two codings of the same items.

    Parameters
    ----------
    first, second : two registers whose items have the same ids.

    >>> from sysmap.core.evidence import Bearing, Item
    >>> def coded(direction):
    ...     item = Item(id="a", statement="S", bears_on=(Bearing(element="trust", direction=direction),))
    ...     return Evidence(id="r", title="R", items={"a": item})
    >>> found = coder_agreement(coded("supports"), coded("context"))
    >>> found.whole.percent, found.differing[0].first, found.differing[0].second
    (0.0, 'supports', 'context')
    """
    shared = [id_ for id_ in first.items if id_ in second.items]
    pairs: dict[str, list[tuple[str, str]]] = {}
    strengths: list[tuple[str, str]] = []
    differing: list[Disagreement] = []
    for id_ in shared:
        one = {b.element: b for b in first.items[id_].bears_on}
        two = {b.element: b for b in second.items[id_].bears_on}
        for element in dict.fromkeys((*one, *two)):
            mine, yours = one.get(element), two.get(element)
            said = (mine.direction if mine else NOT_TIED, yours.direction if yours else NOT_TIED)
            pairs.setdefault(element, []).append(said)
            strong = (mine.strength if mine else None, yours.strength if yours else None)
            if strong[0] and strong[1]:
                strengths.append((strong[0], strong[1]))
            if said[0] != said[1] or (strong[0] and strong[1] and strong[0] != strong[1]):
                differing.append(Disagreement(id_, element, _word(said[0], strong[0]), _word(said[1], strong[1])))
    rows = tuple(_row(element, pairs[element]) for element in sorted(pairs))
    return CoderAgreement(
        _row("", [pair for element in sorted(pairs) for pair in pairs[element]]), rows,
        _row("", strengths, _STRENGTHS), tuple(differing),
        tuple(id_ for id_ in first.items if id_ not in second.items), tuple(id_ for id_ in second.items if id_ not in first.items))


def _word(direction: str, strength: str | None) -> str:
    return f"{direction}, {strength}" if strength else direction


def _row(element: str, pairs: Sequence[tuple[str, str]], order: tuple[str, ...] = ()) -> AgreementRow:
    return AgreementRow(element, len(pairs), sum(a == b for a, b in pairs), cohens_kappa(pairs), krippendorffs_alpha(pairs, order))


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of words; `None` without pairs, or where both always said one and the same.

    >>> cohens_kappa([("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15)
    0.4
    """
    if not pairs:
        return None
    total = len(pairs)
    seen = sum(a == b for a, b in pairs) / total
    one, two = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(one[word] * two[word] for word in one) / total**2
    return None if chance == 1 else round((seen - chance) / (1 - chance), 3)


def krippendorffs_alpha(pairs: Sequence[tuple[str, str]], order: tuple[str, ...] = ()) -> float | None:
    """Krippendorff's alpha of pairs of words: nominal, or ordinal where an order of the words is given.

    `None` without pairs, or where only one word occurs.

    >>> krippendorffs_alpha([("0", "0")] * 5 + [("0", "1")] * 3 + [("1", "0"), ("1", "1")])  # Krippendorff 2011, section A
    0.095
    """
    number = Counter(word for pair in pairs for word in pair)
    if len(number) < 2:
        return None
    words = list(order) or sorted(number)

    def apart(one: str, two: str) -> float:
        """The squared difference of two words: 1 for any two, or by how many values lie between them."""
        if one == two or not order:
            return float(one != two)
        first, last = sorted((words.index(one), words.index(two)))
        return (sum(number[word] for word in words[first:last + 1]) - (number[one] + number[two]) / 2) ** 2

    values = 2 * len(pairs)
    seen = 2 * sum(apart(a, b) for a, b in pairs) / values
    chance = sum(number[a] * number[b] * apart(a, b) for a in number for b in number) / (values * (values - 1))
    return round(1 - seen / chance, 3)
