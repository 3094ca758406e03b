"""A rubric in words: what it scores, its levels, what it counts, its steps, and every setting with its reason."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from sysmap.contribution.rubric import Rule
from sysmap.core.rubric_rule import Counting, NamedCount

__all__ = ["RubricTable", "rubric_paragraphs", "rubric_tables"]


@dataclass(frozen=True, slots=True)
class RubricTable:
    """One table about a rubric."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def rubric_paragraphs(rule: Rule) -> list[tuple[str, str]]:
    """What a rubric is, as paragraphs with a lead: Definition, Guard, Fit, Note."""
    rubric = rule.rubric
    found = [("Definition", rubric.about), ("Guard", rubric.guard)]
    found += [(f"Fit of {v.id}", f"{v.fitted[0].upper()}{v.fitted[1:]}.") for v in rubric.variants.values() if v.fitted]
    found += [("Note", note.text) for note in rubric.notes]
    return [(lead, " ".join(text.split())) for lead, text in found if text]


def rubric_tables(rule: Rule) -> list[RubricTable]:
    """Levels, counts, steps, gates and settings of a rubric, as far as it has them."""
    rubric = rule.rubric
    tables = [
        RubricTable("Levels", ("level", "criterion"), tuple(
            (level.label, " ".join((level.criterion or "").split())) for level in rubric.levels.values())),
        RubricTable("What counts", ("setting", "value", "meaning"), tuple(_counting(rubric.counting))),
        RubricTable("Counts", ("name", "what it is"), tuple((c.id, count_text_of(c)) for c in rubric.counts.values())),
        RubricTable("Steps, the first that holds", ("level", "when", "reason", "gates"), tuple(
            (s.level, " ".join((s.when or "otherwise").split()), s.reason,
             ", ".join(s.gates) + (f" (else {s.otherwise})" if s.otherwise else "")) for s in rubric.steps)),
        RubricTable("Gates", ("gate", "has to hold", "missing"), tuple(
            (g.id, g.need + (f" (asked where {g.when})" if g.when else "") + (" for each required audience" if g.each else ""),
             g.missing) for g in rubric.gates.values())),
        RubricTable("Settings", ("setting", "what it settles", "settled as", "value", "choices"), tuple(
            (o.id, o.question, o.resolution, o.value or "explains only", ", ".join(o.choices)) for o in rubric.options.values())),
        RubricTable("Readings", ("reading", "what it is", "sets"), tuple(
            (f"{rule.id}:{v.id}", " ".join((v.about or v.label).split()), ", ".join(f"{k}={x}" for k, x in v.options.items()))
            for v in rubric.variants.values())),
    ]
    return [table for table in tables if table.rows]


def _counting(counting: Counting | None) -> list[tuple[str, str, str]]:
    if counting is None:
        return []
    usual = Counting()
    return [(f.name, " | ".join(value) if isinstance(value := getattr(counting, f.name), tuple) else str(value), f.metadata["doc"])
            for f in dataclasses.fields(counting) if getattr(counting, f.name) != getattr(usual, f.name)]


def count_text_of(count: NamedCount) -> str:
    """What a count counts, in a sentence.

    >>> count_text_of(NamedCount(id="firm", direction=("supports",), strength="moderate", who="others"))
    'cases that support, moderate or more, of others than the organisation itself'
    >>> count_text_of(NamedCount(id="share", value="a / b"))
    'a / b'
    """
    if count.about:
        return " ".join(count.about.split())
    if count.value is not None:
        return " ".join(count.value.split())
    verbs = {"supports": "support", "contradicts": "contradict", "alternative": "explain it otherwise",
             "neutral": "found no effect", "context": "tell of the context"}
    parts = [f"{count.of} that {' or '.join(verbs[d] for d in count.direction)}" if count.direction else count.of]
    parts += [f"{count.strength} or more"] if count.strength else []
    parts += [f"and do not {verbs[count.besides]}"] if count.besides else []
    whose = {"own": "of the organisation itself", "others": "of others than the organisation itself",
             "assessed": "of those whom the programme acts on", "each": "of the audience that is asked about"}
    parts += [whose[count.who]] if count.who else []
    parts += [" or ".join(group) for group in (count.kinds, count.designs, count.source_types, count.quality, count.tests) if group]
    parts += [{True: "passed", False: "failed"}[count.passed]] if count.passed is not None else []
    parts += ["by which an outcome moved too"] if count.moves else []
    parts += [f"with {count.effect} effect"] if count.effect else []
    return ", ".join(parts)
