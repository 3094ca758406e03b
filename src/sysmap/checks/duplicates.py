"""Two factors that may be one, under two names; labels that are not what they seem."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import ALL, Finding, rule
from sysmap.core.characters import as_latin, two_alphabets_in
from sysmap.core.near_duplicates import key_of, near_duplicates

__all__ = ["letters_of_two_alphabets", "same_factor_twice"]


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


@rule(
    "M20", "Word with letters of two alphabets", "warning", about=ALL,
    why="A letter of another alphabet that looks the same makes a word that nobody finds by searching, and a second factor that "
        "looks like the first.",
    source="Unicode Technical Standard 39, Unicode Security Mechanisms (mixed-script confusables)",
    broken="""
        factors:
          staff: {label: St\u0430ff, definition: How many people there are}
    """,
    passing="""
        factors:
          staff: {label: Staff, definition: How many people there are}
    """,
)
def letters_of_two_alphabets(look: Look) -> Iterator[Finding]:
    """Labels and other names of factors with a word that mixes Latin letters with others that look Latin."""
    for factor in look.factors:
        for name, text in (("label", factor.label), *(("aliases", alias) for alias in factor.aliases)):
            word = two_alphabets_in(text)
            if word is not None:
                yield ("factors", factor.id, name), f"The word “{word}” of {look.name(factor.id)} has letters of two alphabets.", (
                    f"Type it anew: {as_latin(word)}.")
