"""Links from the equations of a model: what an equation names influences what it works out, whichever way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.draft import Draft, DraftLink

__all__ = ["add_equation_links", "names_in"]

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COMMENT = re.compile(r"\{[^{}]*\}")
_BETWEEN = re.compile(r"[^\w\s'$.]+")


def names_in(equation: str) -> Iterator[str]:
    """Whatever may be a name in an equation: what stands in quotation marks, and each run of words between signs.

    >>> list(names_in('MAX(heat loss, "Bus lanes (new)") * 2 {of all}'))
    ['Bus lanes (new)', 'MAX', 'heat loss']
    """
    text = _COMMENT.sub(" ", equation)
    yield from _QUOTED.findall(text)
    runs = (" ".join(part.split()) for part in _BETWEEN.split(_QUOTED.sub(" , ", text)))
    yield from (run for run in runs if run and not run[0].isdigit() and run[0] != ".")


def add_equation_links(draft: Draft, equations: Iterable[tuple[str, str]], keys: Mapping[str, object], key_of: Callable[[str], str]) -> None:
    """Add to a draft, which has no arrows, a link for every factor that another factor's equation names, and say so.

    Parameters
    ----------
    draft : what the file held.
    equations : keys of factors, each with its equation.
    keys : the keys of all factors.
    key_of : from a name as equations write it to its key.
    """
    seen: set[tuple[str, str]] = {(one.from_, one.to) for one in draft.links}
    before = len(draft.links)
    for to, equation in equations:
        for name in names_in(equation):
            pair = key_of(name), to
            if pair[0] in keys and pair not in seen and pair[0] != to:
                seen.add(pair)
                draft.links.append(DraftLink(*pair, raw={"equation": True}))
    if len(draft.links) > before:
        draft.say("guessed", "equation", f"{count_text(len(draft.links) - before, 'link')} from equations, since the model has no drawing of "
                                         "arrows: what an equation names influences what it works out; which way is not said.")
