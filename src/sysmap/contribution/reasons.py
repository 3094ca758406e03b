"""A score in sentences: what was counted, and a rubric's own sentences with their numbers filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from sysmap.contribution.base import Said
from sysmap.contribution.conditions import Env, RuleCondition, Value
from sysmap.core.profile import Voices
from sysmap.core.sentences import join_words

__all__ = ["blanks_of", "counted_sentences", "filled"]

_BLANK = re.compile(r"\{([^{}]*)\}")


def blanks_of(text: str) -> list[str]:
    """What a rubric's sentence leaves to be filled in.

    >>> blanks_of("{$min-cases - firm} more {noun}")
    ['$min-cases - firm', 'noun']
    """
    return _BLANK.findall(text)


def filled(text: str, read: Callable[[str], RuleCondition], env: Env, voices: Voices | None = None, audience: str | None = None,
           items: Iterable[tuple[str, Said]] = (), *, plain: bool = False) -> str:
    """A rubric's sentence with its blanks filled in.

    Parameters
    ----------
    text : the sentence; {name}, {action} and {audience} are the organisation's words, {items:COUNT} names the items of a
        count with the rivals they set the element against, {COUNT:case|cases} a number with its noun, everything else is
        worked out like a condition.
    read : reads a condition of the rubric.
    env : the counts, facts and settings.
    items : the items of each count, by the count's name.
    plain : audiences by their id instead of in words, for codes.
    """
    voices = voices or Voices()

    def blank(found: re.Match[str]) -> str:
        what = found.group(1).strip()
        if what == "name":
            return voices.name
        if what == "action":
            return voices.action
        if what in ("audience", "audiences"):
            return (audience or "") if plain else voices.called(audience or "", 1 + (what == "audiences"))
        if what.startswith("items:"):
            return ", ".join(_item_text(said) for name, said in items if name == what.removeprefix("items:").strip())
        if what in env:
            return _text(env[what])
        expression, colon, nouns = what.partition(":")
        if colon:
            number = _text(read(expression.strip()).run(env))
            one, _, many = nouns.partition("|")
            return f"{number} {one if number == '1' else many or one}"
        return _text(read(what).run(env))

    return _BLANK.sub(blank, text)


def _item_text(said: Said) -> str:
    return f"{said.item.id} against {' and '.join(said.bearing.rivals)}" if said.bearing.rivals else said.item.id


def _text(value: Value) -> str:
    if isinstance(value, Fraction) and value.denominator == 1:
        return str(value.numerator)
    return "nothing" if value is None else str(value)


def counted_sentences(
    *, support: int, enough: int, against: int, otherwise: int, nothing: int, heard: Mapping[str, int], strength: str, noun: tuple[str, ...],
    voices: Voices, at_least: bool, aside: int,
) -> list[str]:
    """How many support, contradict and explain otherwise, as sentences.

    Parameters
    ----------
    support, enough, against, otherwise : cases that support at all, with the strength asked for, that contradict, that
        explain it otherwise and do not support it.
    nothing : cases that looked for it and found no effect.
    heard : by audience, how many support it with the strength asked for.
    noun : what one and several of the unit are called.
    at_least : True where cases without a name are among them, so that the numbers are lower bounds.
    aside : speakers whose weaker contradictions were left aside.
    """
    least = "At least " if at_least else ""

    def many(number: int) -> str:
        return f"{least}{number:,} {noun[0] if number == 1 else noun[-1]}"

    out = []
    if support:
        of = f"{enough or 'none'} of them with"
        if support == 1:
            of = "with" if enough else "but not with"
        clause = "" if strength == "weak" else f", {of} {strength} support or more"
        who = join_words(audience if audience in voices.own and number == 1 else f"{number} {voices.called(audience, number)}"
                         for audience, number in heard.items() if audience)
        out.append(f"{many(support)} {'supports' if support == 1 else 'support'} it{clause}" + (f" ({who})." if who else "."))
    if against:
        out.append(f"{many(against)} {'contradicts' if against == 1 else 'contradict'} it; of the {support + against} that take "
                   f"a side, {support} {'supports' if support == 1 else 'support'} it.")
    if otherwise:
        out.append(f"{many(otherwise)} {'explains' if otherwise == 1 else 'explain'} it otherwise and "
                   f"{'does' if otherwise == 1 else 'do'} not support it.")
    if nothing:
        out.append(f"{many(nothing)} looked for it and found no effect.")
    if aside:
        out.append(f"Weaker contradictions from {aside} {'speaker' if aside == 1 else 'speakers'} are left aside, since stronger "
                   "evidence of the same kind of audience supports it.")
    return out
