"""The summary: on one page and in sentences, what was found, how sure that is, what changed, and what is not known.

Each of its parts is a place for the author's own words (`sysmap.reports.own_text`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sysmap.contribution.scoring import Scored
from sysmap.core.diff import diff
from sysmap.core.sentences import count_text, join_words, list_text
from sysmap.questions.registry.asking import ask
from sysmap.reports.blocks import Block, Para
from sysmap.reports.parts import CHANGE_WORDS, evidence_sentence
from sysmap.reports.report_input import ReportInput

__all__ = ["LEADS", "changed", "found", "summary", "sure", "unknown"]

LEADS = {"found": "What was found", "sure": "How sure it is", "changed": "What changed", "unknown": "What is not known"}
_MOST_NAMED = 3
_SECONDS = 0.4
_KIND = {"theory": "theory of change", "map": "systems map", "process": "process map"}


def summary(given: ReportInput) -> list[Block]:
    """The four parts, each the author's own words where she wrote some."""
    if own := given.own("summary"):
        return own
    out: list[Block] = []
    for name, part in (("found", found), ("sure", sure), ("changed", changed), ("unknown", unknown)):
        out += [Para("", lead=LEADS[name]), *given.own_or(f"summary-{name}", [Para(" ".join(part(given)), slide=True)])]
    return out


def found(given: ReportInput) -> list[str]:
    """What the scores, or the map alone, come to."""
    map_ = given.map
    parts = [count_text(len(map_.factors), "factor"), count_text(len(map_.links), "link")]
    parts += [count_text(len(group), word) for group, word in ((map_.claims, "contribution claim"), (map_.rivals, "rival explanation"))
              if group]
    out = [f"This report is about the {_KIND[map_.kind]} “{map_.title or map_.id}”, which holds {join_words(parts)}."]
    scored = [one for one in given.scored.values() if one.element.in_scope]
    decided = [one for one in scored if one.element.published or one.override]
    proposed = [one for one in scored if one not in decided]
    if scored:
        out.append(f"It answers for {count_text(len(scored), 'outcome')}.")
    if decided:
        out.append(f"People scored {len(decided)} of them: {_scores(decided)}.")
    if proposed:
        whom = f"the other {len(proposed)}" if decided else "them"
        out.append(f"For {whom} there is only what the rule proposes: {_scores(proposed)}.")
    if not scored and map_.links:
        out += [ask(given.project, "loops", seconds=_SECONDS).words(), ask(given.project, "rank", {"by": "leverage"}, seconds=_SECONDS).words()]
    return out


def sure(given: ReportInput) -> list[str]:
    """How much evidence there is, how much of it speaks against, and which scores stand on little."""
    out = [evidence_sentence(given)]
    links = given.map.links
    if given.on_record and links:
        against = {said.item.id for id_ in given.labels for said in given.on(id_) if said.bearing.direction == "contradicts"}
        some = sum(bool(given.on(id_)) for id_ in links)
        out.append(f"{count_text(len(against), 'item')} speak{'s' if len(against) == 1 else ''} against a part of it. "
                   f"{some} of {len(links)} links have evidence of their own.")
    scored = [one for one in given.scored.values() if one.element.in_scope]
    fragile = [one.element.label for one in scored if one.proposal.margin == 1]
    if fragile:
        out.append(f"One case more or fewer would change the proposed score of {len(fragile)} of {len(scored)} outcomes: {_names(fragile)}.")
    differing = [one.element.label for one in scored if one.agrees is False]
    if differing:
        out.append(f"For {count_text(len(differing), 'outcome')} the rule proposes another score than the published one: {_names(differing)}.")
    inferred = sum(link.basis == "inferred" for link in links.values())
    if inferred:
        out.append(f"{inferred} of {len(links)} links are inferred by the modeller; the source states the others.")
    return out


def changed(given: ReportInput) -> list[str]:
    """What differs from the version before, in numbers and by example."""
    map_, before = given.map, given.previous
    name = map_.version.supersedes if map_.version else None
    if before is None and not map_.changes:
        return ["The earlier version that it replaces is not at hand." if name else "No earlier version is on record."]
    changes = diff(before, map_).changes if before is not None else ()
    kinds = Counter(CHANGE_WORDS.get(one.kind, one.kind) for one in (changes or map_.changes.values()))
    number = sum(kinds.values())
    if not number:
        return [f"Nothing differs from “{before.title if before else name}”."]
    reasoned = sum(bool(one.reason) for one in (changes or map_.changes.values()))
    out = [f"Since “{before.title if before is not None else name or 'the version before'}” there are {count_text(number, 'change')} "
           f"({join_words([f'{n} {word}' for word, n in kinds.most_common()])}), {reasoned or 'none'} with a reason."]
    moved = [(score, given.labels.get(id_, id_)) for id_, score in _moved(given).items()]
    if moved:
        out.append(f"Scores that differ: {join_words([f'“{label}” {way}' for way, label in moved[:_MOST_NAMED]])}.")
    return out


def unknown(given: ReportInput) -> list[str]:
    """What no evidence speaks to, what was not tested, and whom nobody asked."""
    map_ = given.map
    out = []
    bare = [one.element.label for one in given.scored.values() if one.element.in_scope and not given.on(one.element.id)]
    if bare:
        out.append(f"No evidence on record bears on {count_text(len(bare), 'outcome')}: {_names(bare)}.")
    links = sum(not given.on(id_) for id_ in map_.links)
    if links:
        out.append(f"Nothing on record bears on {links} of {len(map_.links)} links.")
    untested = [one.label for one in map_.assumptions.values() if one.critical and (one.status or "untested") == "untested"]
    if untested:
        out.append(f"{count_text(len(untested), 'critical assumption')} {'is' if len(untested) == 1 else 'are'} not tested: {_names(untested)}.")
    looked = {rival for id_ in given.labels for said in given.on(id_) for rival in said.bearing.rivals}
    rivals = [one.label for one in map_.rivals.values() if one.id not in looked]
    if rivals:
        out.append(f"{count_text(len(rivals), 'rival explanation')} {'was' if len(rivals) == 1 else 'were'} not looked into: {_names(rivals)}.")
    if map_.absent:
        out.append(f"Not in the room: {_names(map_.absent)}.")
    return out or ["The rules see no gap in the evidence; the limits of the method stand under Limits."]


def _moved(given: ReportInput) -> dict[str, str]:
    """How the score that people gave differs from the one they gave in the version before, by outcome."""
    before = {id_: one for id_, one in given.previous_scores.items() if one.element.published or one.override}
    return {id_: f"from “{before[id_].score}” to “{one.score}”" for id_, one in given.scored.items()
            if id_ in before and before[id_].score != one.score and (one.element.published or one.override)}


def _scores(scored: list[Scored]) -> str:
    return "; ".join(f"“{score}” for {_names(one.element.label for one in group)}" for score, group in _by_score(scored))


def _by_score(scored: Iterable[Scored]) -> list[tuple[str, list[Scored]]]:
    groups: dict[str, list[Scored]] = {}
    for one in scored:
        groups.setdefault(one.score, []).append(one)
    return list(groups.items())


def _names(labels: Iterable[str]) -> str:
    labels = list(labels)
    return list_text([f"“{label.rstrip('.')}”" for label in labels[:_MOST_NAMED]], _MOST_NAMED, len(labels))
