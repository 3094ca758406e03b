"""Two factors that may be one, under two names."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import ALL, Finding, rule
from sysmap.core.near_duplicates import key_of, near_duplicates

__all__ = ["same_factor_twice"]


@rule(
    "M08", "Two factors that may be one", "warning", about=ALL,
    why="The same thing under two names splits its causes and effects, and every answer about it is half of one.",
    source="Barbrook-Johnson and Penn 2022, Systems Mapping, ch. 5 (consolidating factors)",
    broken="""
        factors:
          waits: {label: Waiting list for care}
          lists: {label: Waiting lists for care}
    """,
    passing="""
        factors:
          waits: {label: Waiting lists for care}
          formal: {label: Availability of formal care}
          informal: {label: Availability of informal care}
    """,
)
def same_factor_twice(look: Look) -> Iterator[Finding]:
    """Factors whose labels or aliases are nearly the same. In a theory or process only the same label counts.

    There, versions of one wording stand side by side on purpose (locally, nationally), and a barrier may come up at
    two stages.
    """
    whole = look.map.kind == "map"
    groups: dict[str | None, dict[str, list[frozenset[str]]]] = {}
    for factor in look.factors:
        texts = (factor.label, *factor.aliases) if whole else (factor.label,)
        group = groups.setdefault(factor.layer if look.map.kind == "process" else None, {})
        group[factor.id] = [key_of(text) for text in texts]
    for names in groups.values():
        for first, second in near_duplicates(names, exact=not whole):
            yield ("factors", second, "label"), f"{look.name(second)} may be the same factor as {look.name(first)}.", (
                f"If it is, merge it into {shown(first)}, which keeps both names; if not, say in `definition:` how "
                "they differ.")
