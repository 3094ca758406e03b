"""Evidence at size: 20,000 items on a theory of 500 elements; each step is to take under 2 s.

Run: python -m tests.benchmarks.bench_evidence
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from sysmap.contribution.base import gather, outcomes
from sysmap.contribution.catalogue import rules
from sysmap.contribution.gaps import gaps
from sysmap.contribution.score_margin import what_would_change
from sysmap.contribution.scoring import score_elements
from sysmap.core.evidence import Evidence
from sysmap.core.library import Case, Cases
from sysmap.core.map import Map
from sysmap.formats.read import read_text

__all__ = ["main", "register_text", "theory_text"]

FACTORS, LINKS, ITEMS = 200, 300, 20_000


def theory_text(factors: int = FACTORS, links: int = LINKS, seed: int = 1) -> str:
    """A theory with four layers, most factors in the two of outcomes."""
    draw = random.Random(seed)
    layers = [("activity", "activity"), ("early", "outcome"), ("later", "outcome"), ("impact", "impact")]
    lines = ["sysmap: 1", "kind: theory", "id: big", "title: Big", "review_from: 2023-01", "layers:"]
    lines += [f"  - {{id: {name}, label: {name}, stage: {stage}}}" for name, stage in layers]
    lines.append("factors:")
    of = [layers[min(3, n * 4 // factors)][0] for n in range(factors)]
    lines += [f"  f{n}: {{label: Factor {n}, layer: {of[n]}, whose: [ICS, LA]}}" for n in range(factors)]
    lines.append("links:")
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < links:
        a = draw.randrange(factors - 1)
        pairs.add((a, draw.randrange(a + 1, factors)))
    lines += [f"  - {{from: f{a}, to: f{b}, polarity: positive}}" for a, b in sorted(pairs)]
    return "\n".join(lines) + "\n"


def register_text(names: list[str], items: int = ITEMS, seed: int = 2) -> str:
    """Items as in a real register: half of them without a named case, one or two elements each."""
    draw = random.Random(seed)
    lines = ["sysmap: 1", "kind: evidence", "id: register", "title: Register", "items:"]
    for n in range(items):
        audience = draw.choice(["LA", "LA", "ICS", "national", "CQC"])
        named = [f"    cases: [{audience.lower()}-{draw.randrange(12)}]"] if draw.random() < 0.5 else []
        lines += [
            f"  item-{n}:", f"    statement: What somebody said about matter {n} when they were asked.",
            f"    kind: {draw.choice(['observed', 'observed', 'observed', 'anticipated'])}", *named,
            f"    audience: [{audience}]", f"    round: {draw.choice(['pilot', 'formal'])}", "    source_type: interview",
            "    bears_on:"]
        for name in draw.sample(names, draw.choice([1, 1, 2])):
            lines += [f"      - element: {name}",
                      f"        direction: {draw.choice(['supports', 'supports', 'contradicts', 'alternative', 'context'])}",
                      f"        strength: {draw.choice(['weak', 'moderate', 'strong'])}"]
        lines += ['    date: "2024"', "    cite: {source: report, at: ch. 10, line: '12'}"]
    return "\n".join(lines) + "\n"


def timed(name: str, action: Callable[[], Any]) -> Any:
    """Do something and print how long it took."""
    start, cpu = time.perf_counter(), time.process_time()
    result = action()
    print(f"{name:<44} {time.perf_counter() - start:6.2f} s  ({time.process_time() - cpu:.2f} s of processor)")
    return result


def main() -> None:
    """Print one line a step."""
    theory = theory_text()
    map_ = read_text(theory).document
    assert isinstance(map_, Map)
    text = register_text([*map_.factors, *map_.links])
    print(f"{len(map_.factors)} factors, {len(map_.links)} links, {ITEMS:,} items, {len(text) / 1e6:.1f} MB of YAML")
    reading = timed("load (read the register)", lambda: read_text(text))
    assert not reading.problems
    assert isinstance(reading.document, Evidence)
    cases = Cases(id="c", title="C", cases={
        f"{a.lower()}-{n}": Case(id=f"{a.lower()}-{n}", label=f"{a} {n}", type=a, round="pilot" if n < 6 else "formal")  # type: ignore[arg-type]
        for a in ("LA", "ICS", "national", "CQC") for n in range(12)})
    register = reading.document
    base = timed("gather by element", lambda: gather([register], [cases]))
    rule = rules()["cqc-contribution"]
    scope = [e for e in outcomes(map_) if e.in_scope]
    everything = [*outcomes(map_), *(e for e in _links(map_))]
    timed(f"score the {len(scope)} outcomes in scope, with margins", lambda: score_elements(scope, base, rule))
    timed(f"score all {len(everything)} elements", lambda: score_elements(everything, base, rule, margins=False))
    timed(f"what would change, {len(everything)} elements",
          lambda: [what_would_change(rule, e, base) for e in everything])
    timed("what would change one of them, all ways", lambda: what_would_change(rule, scope[0], base, deep=True))
    found = timed("gaps", lambda: gaps(map_, base))
    print(f"{len(found)} gaps")


def _links(map_: Map) -> list[Any]:
    from sysmap.contribution.base import element_of

    return [element_of(map_, link) for link in map_.links]


if __name__ == "__main__":
    main()
