"""Process-tracing tests of a claim against named rival explanations.

Definition. A test asks for a trace that one explanation would leave and the rival would not (or would only perhaps).
Hoop: the claim must leave it; failing eliminates the claim, passing only keeps it in the running. Smoking gun: only the
claim would leave it; passing confirms, failing proves little. Straw in the wind: slightly likelier under one; it leans.
Doubly decisive: passing confirms the claim and eliminates the rival, failing eliminates the claim.

Guard. The kind of test is a decision that has to stand before the item is coded: an item whose test was set later than
the item was gathered, or on no known day, does not decide anything. A test without a named rival tests nothing.

Source: Van Evera, S. (1997), Guide to Methods for Students of Political Science; Collier, D. (2011), Understanding process
tracing, PS: Political Science and Politics 44(4), 823-830.
"""

from __future__ import annotations

from collections.abc import Mapping

from sysmap.contribution.admissible_items import same_content
from sysmap.contribution.base import Element, EvidenceBase, Said
from sysmap.contribution.rubric import Gate, Ignored, Proposal, Rule, make_rubric

__all__ = ["ProcessTracing"]


class ProcessTracing(Rule):
    """Eliminated, confirmed, or leaning; see the module."""

    rubric = make_rubric(
        "process-tracing", "Process-tracing tests against named rivals", "1",
        levels={"eliminated": "Eliminated", "weakened": "Weakened", "not-tested": "Not tested",
                "in-the-running": "In the running", "strengthened": "Strengthened", "confirmed": "Confirmed"},
        options={"late-tests": ("ignored", ("ignored", "counted"),
                                "Do tests count that were set after the item was gathered?")})
    kinds = ("claim", "factor", "link", "assumption")

    def score(self, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
              variant: str | None = None) -> Proposal:
        """Weigh the tests on an element, rival by rival."""
        chosen = self.settings(options, variant)
        tests: list[Said] = []
        ignored: list[Ignored] = []
        seen: dict[tuple[object, ...], str] = {}
        for said in evidence.on(element.id):
            why = _unfit(said, chosen["late-tests"])
            twin = seen.setdefault((*same_content(said.item), said.bearing), said.item.id)
            if twin != said.item.id:
                why = f"says the same as {twin}"
            if why:
                ignored.append(Ignored(said.item.id, why))
            else:
                tests.append(said)
        level, reasons = _verdict(tests)
        named = sorted({rival for said in tests for rival in said.bearing.rivals})
        known = element.map.claims[element.id].rivals if element.map and element.id in element.map.claims else ()
        untested = [rival for rival in known if rival not in named]
        if untested:
            reasons.append(f"No test against {', '.join(untested)}.")
        return self.proposal(
            element, level, reason=level, reasons=tuple(reasons), variant=variant, options=chosen,
            counts={"tests": len(tests), "passed": sum(s.bearing.passed is True for s in tests),
                    "failed": sum(s.bearing.passed is False for s in tests), "rivals_tested": len(named)},
            gates=tuple(Gate("rival", f"a test against {rival}") for rival in untested),
            used=tuple(sorted({s.item.id for s in tests})), ignored=tuple(dict.fromkeys(ignored)))


def _unfit(said: Said, late: str) -> str | None:
    item, bearing = said.item, said.bearing
    if item.kind != "observed" or item.status in ("superseded", "withdrawn"):
        return "not observed, or no longer held"
    if bearing.test is None or bearing.passed is None:
        return "says no test and how it came out"
    if not bearing.rivals:
        return "a test without a rival tests nothing"
    if late == "ignored":
        if bearing.test_set is None:
            return "when the test was set is not said"
        gathered = item.date or ""
        if gathered and bearing.test_set[: len(gathered)] > gathered[: len(bearing.test_set)]:
            return f"the test was set ({bearing.test_set}) after the item was gathered ({gathered})"
    return None


def _verdict(tests: list[Said]) -> tuple[str, list[str]]:
    def of(kind: str, passed: bool) -> list[Said]:
        return [s for s in tests if s.bearing.test == kind and s.bearing.passed is passed]

    def told(found: list[Said]) -> str:
        return ", ".join(f"{s.item.id} against {' and '.join(s.bearing.rivals)}" for s in found)

    killed = of("hoop", False) + of("doubly-decisive", False)
    proven = of("smoking-gun", True) + of("doubly-decisive", True)
    if killed and proven:
        return "weakened", [f"The tests contradict each other: failed {told(killed)}, passed {told(proven)}."]
    if killed:
        return "eliminated", [f"It failed a test it had to pass: {told(killed)}."]
    if proven:
        return "confirmed", [f"It passed a test that a rival would not: {told(proven)}."]
    lean = len(of("straw-in-the-wind", True)) - len(of("straw-in-the-wind", False)) - len(of("smoking-gun", False))
    if lean > 0:
        return "strengthened", [f"Straws lean its way: {told(of('straw-in-the-wind', True))}."]
    if lean < 0:
        return "weakened", [f"Straws lean against it: {told(of('straw-in-the-wind', False) + of('smoking-gun', False))}."]
    if tests:
        return "in-the-running", [f"It passed what it had to pass, and nothing decides: {told(tests)}."]
    return "not-tested", ["No item is coded as a test against a named rival."]
