"""What the making of a map has to say: one line for everything that was decided, kept or set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sysmap.core.elements import Factor, Link
from sysmap.core.sentences import count_text
from sysmap.formats.foreign.columns import Columns, key_name
from sysmap.formats.foreign.draft import Draft
from sysmap.formats.foreign.link_making import LinkMaker

__all__ = ["tell"]


def tell(draft: Draft, factors: Mapping[str, Factor], maker: LinkMaker, *columns: Columns) -> None:
    """Add the lines to the draft's remarks."""
    say, outcome, links = draft.say, maker.outcome, maker.links
    extra: Counter[str] = sum((one.extra for one in columns), Counter())
    unfit: Counter[str] = sum((one.unfit for one in columns), Counter())
    if outcome["weight"] and not outcome["scaled"]:
        say("kept", "weight", f"{count_text(outcome['weight'], 'weight')} under `x`, not as strengths; `--strengths LOW,HIGH` "
                              "reads them as weak, medium and strong.")
    if outcome["scaled"]:
        say("guessed", "strength", f"{count_text(outcome['scaled'], 'strength')} by the bounds that were given.")
    if outcome["strength"]:
        say("guessed", "strength", f"{count_text(outcome['strength'], 'strength')} from the word for the sign (“strong "
                                   "positive”, “++”).")
    if outcome["delay"]:
        say("guessed", "delay", f"{count_text(outcome['delay'], 'delay mark')} read as a long delay: the file does not say how "
                                "long.")
    if outcome["undirected"]:
        read = ("read as drawn from the first end to the second." if maker.choices.directed else
                "kept as an association, which analyses leave out; `--directed` reads them as drawn.")
        say("guessed", "direction", f"{count_text(outcome['undirected'], 'link')} without an arrow head {read}")
    if outcome["mutual"]:
        say("kept", "direction", f"{count_text(outcome['mutual'], 'link')} drawn with two arrow heads: two links each.")
    for look, number in maker.reader.unread.items():
        say("kept", "look", f"{count_text(number, 'link')} drawn {look.partition(':')[2]} and without another sign: no sign was read "
                            f"from that; `--sign {look}=POLARITY` says what it means.")
    if maker.self_links:
        number = sum(map(len, maker.self_links.values()))
        say("dropped", "self-link", f"{count_text(number, 'link')} from a factor to itself, kept under `x` of the factor: a factor "
                                    "acts on itself only by way of others.",
            [factors[id_].label for id_ in maker.self_links])
    if maker.dangling:
        say("dropped", "end", f"{count_text(len(maker.dangling), 'link')} with an end that is not in the file, kept under `x` of "
                              "the map.", [f"{one.from_ or '?'} → {one.to or '?'}" for one in maker.dangling])
    parallel = len(links) - len({(link.from_, link.to) for link in links.values()})
    if parallel:
        say("kept", "parallel", f"{count_text(parallel, 'link')} beside another one between the same two factors; each stays a "
                                "claim of its own.")
    elements: list[Factor | Link] = [*factors.values(), *links.values()]
    hidden = sum("hidden" in one.x for one in elements)
    if hidden:
        say("kept", "hidden", f"{count_text(hidden, 'hidden element')}; hidden in the drawing, here marked `hidden` under `x`.")
    joined = {end for link in links.values() for end in (link.from_, link.to)}
    alone = [factor.label for id_, factor in factors.items() if id_ not in joined]
    if alone and links:
        say("kept", "unlinked", f"{count_text(len(alone), 'factor')} without a link; a legend or a title drawn as boxes would look "
                                "so too.", alone)
    placed = sum(factor.position is not None for factor in factors.values())
    if placed:
        say("kept", "position", f"{count_text(placed, 'position')} of the authors.")
    notes = sum(bool(one.notes) for one in elements)
    if notes:
        say("kept", "note", f"{count_text(notes, 'note')}.")
    if extra:
        say("kept", "column", f"{count_text(len(extra), 'column')} of the file's own under `x`.", list(extra))
    for title, number in unfit.items():
        say("kept", "column", f"{count_text(number, 'value')} of “{title}” under `x`: not what `{key_name(title)}` takes here.")
