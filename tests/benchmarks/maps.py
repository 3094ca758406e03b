"""Made-up maps of any size, always the same for the same numbers."""

from __future__ import annotations

import random

__all__ = ["map_text"]

_WORDS = ("capacity demand trust waiting-lists funding staffing prevention discharge housing carers data leadership "
          "access quality safety equity inspection learning voice partnership").split()


def map_text(factors: int, links: int, seed: int = 1) -> str:
    """YAML of a systems map with notes, reasons, citations, 15 % of links pointing back."""
    rng = random.Random(seed)
    lines = ["sysmap: 1", "kind: map", f"id: made-up-{factors}", f"title: Made-up map of {factors} factors", "factors:"]
    for i in range(factors):
        one, two = rng.choice(_WORDS), rng.choice(_WORDS)
        lines += [f"  f{i}:", f"    label: Level of {one} for {two} in place {i}", f"    theme: {one}",
                  f"    definition: How much {one} there is where people need {two}, as those in the room see it",
                  "    cite: {source: made-up, at: table 1}"]
    lines.append("links:")
    seen: set[tuple[int, int]] = set()
    while len(seen) < links:
        a, b = rng.randrange(factors), rng.randrange(factors)
        if a == b or (a, b) in seen:
            continue
        if (a > b) != (rng.random() < 0.15):
            a, b = b, a
        if (a, b) in seen:
            continue
        seen.add((a, b))
        lines += [f"  - from: f{a}", f"    to: f{b}",
                  f"    polarity: {rng.choice(['positive', 'positive', 'negative', 'unknown'])}",
                  f"    why: People said that more of {a} goes with {b}"]
        if rng.random() < 0.5:
            lines.append(f"    strength: {rng.choice(['weak', 'medium', 'strong'])}")
    return "\n".join(lines) + "\n"
