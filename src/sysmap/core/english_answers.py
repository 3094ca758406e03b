"""The English of answers: patterns by name (`sysmap.core.message_format`), a part of `sysmap.core.english`."""

from __future__ import annotations

from typing import Final

__all__ = ["ANSWERS"]

ANSWERS: Final[dict[str, str]] = {
    # What answers have in common
    "limit.time": "time limit", "limit.work": "limit of work",
    "answer.links": "at most {n, plural, one {# link} other {# links}}",
    "answer.stopped": "The search stopped at its {limit}.",
    "answer.groups": "Some links speak of a whole layer and not of single factors (marked *).",

    # A chain of influence
    "chain.conflicting": "both raises and lowers (parallel links conflict)",
    "chain.sequence": "comes before",
    "chain.positive": "raises", "chain.negative": "lowers", "chain.mixed": "raises or lowers, depending on context,",
    "chain.unknown": "influences (sign not stated)",
    "chain.theory.positive": "contributes to", "chain.theory.negative": "works against",
    "chain.theory.mixed": "helps or hinders, depending on context,", "chain.theory.unknown": "influences (sign not stated)",
    "chain.start": "{start, name} {says} {end, name}",
    "chain.step": ", which {says} {end, name}",
    "why.conflict": "parallel links conflict", "why.mixed": "a link depends on context", "why.unknown": "a link has no sign",

    # A part of a map
    "submap.upstream": "What influences {of, names}{bound}",
    "submap.downstream": "What {of, names} {n, plural, one {influences} other {influence}}{bound}",
    "submap.ego": "Around {of, names}{bound}",
    "submap.upstream.nothing": "Nothing on the map influences {of, names, or}{bound}.",
    "submap.downstream.nothing": "{of, names, or} influences nothing on the map{bound}.",
    "submap.ego.nothing": "Nothing lies around {of, names, or}{bound}.",
    "submap.bound": "{n, plural, one { within # link} other { within # links}}",
    "submap.size": "{title}: {factors}{whole, plural, =0 {} other { of the # on the map}}, joined by {links}.",
    "submap.nothing": "{title}: nothing on the map.",
    "submap.far": "They lie up to {n} links away.",
    "submap.distances": "By distance: {parts, list}.",
    "submap.distance": "{n, plural, one {# is} other {# are}} {links} away",
    "submap.cut": "The limit of {links} cuts the answer here: the paths go on from "
                  "{found, plural, one {it} other {{n} of them}}.",
    "submap.loops-back": "{names, names} {n, plural, one {comes back to itself} other {come back to themselves}} through a "
                         "feedback loop.",
    "submap.groups": "{n, plural, one {# link used here speaks} other {# links used here speak}} of a whole layer and not of "
                     "single factors.",
    "submap.rule": "Rule: {rule}",
    "submap.upstream.rule": "Every factor with a path{bound} to {of, names, or}, and the links on those paths.",
    "submap.downstream.rule": "Every factor with a path{bound} from {of, names, or}, and the links on those paths.",
    "submap.ego.rule": "Every factor with a path{bound} to or from {of, names, or}, and every link among them.",
    "submap.rule.bound": " of {links}",
    "submap.between": "Between {of, names}{bound}",
    "submap.combined": "{kind} of {parts}",
    "submap.combined.rule": "What is {which}: {parts}.",
    "submap.part": "({n}) {text}",

    # Which way the factors of a part work
    "signs.parts": "{parts, list}.",
    "signs.all": "{n, plural, =2 {Both} other {All #}} {words}.",
    "signs.lone.positive": "More of one pushes towards more of the other.",
    "signs.lone.negative": "More of one pushes towards less of the other.",
    "signs.lone.depends": "Which way depends on context.", "signs.lone.not said": "Which way is not stated.",
    "signs.lone.open": "It may work both ways.",
    "signs.upstream.positive": "{n, plural, one {works} other {work}} towards it",
    "signs.upstream.negative": "{n, plural, one {works} other {work}} against it",
    "signs.upstream.depends": "{n, plural, one {works} other {work}} one way or the other, depending on context",
    "signs.upstream.not said": "{n, plural, one {influences} other {influence}} it in a way that is not stated",
    "signs.upstream.open": "may work both ways",
    "signs.downstream.positive": "{n, plural, one {is} other {are}} pushed up when it rises",
    "signs.downstream.negative": "{n, plural, one {is} other {are}} pushed down when it rises",
    "signs.downstream.depends": "{n, plural, one {changes} other {change}} one way or the other, depending on context",
    "signs.downstream.not said": "{n, plural, one {changes} other {change}} in a way that is not stated",
    "signs.downstream.open": "may change either way",
    "signs.part": "{n} {words}",

    # Influence paths
    "paths": "Paths from {start, name} to {end, name}",
    "paths.none": "There is no influence path from {start, name} to {end, name}, of any length.",
    "paths.none.bound": "There is no influence path from {start, name} to {end, name} of {links}; the shortest has "
                        "{shortest}. Ask again with {more}.",
    "paths.none.stopped": "The search stopped at its {limit} before it found a path from {start, name} to {end, name} "
                          "({links}, {order}).",
    "paths.count": "{number} of {links} from {start, name} to {end, name}{order}.",
    "paths.order": ", in order {order}",
    "paths.stopped": "The search stopped at its {limit}; there are no more than {most}.",
    "paths.listed": "{counted, select, yes {The first} other {Of those found, the first}} "
                    "{n, plural, one {# is} other {# are}} listed.",
    "paths.only": "It runs: {sentence}", "paths.first": "The first runs: {sentence}",
    "order.weakest-link": "of the strength of their weakest link", "order.shortest": "of length",
    "order.evidence": "of the evidence for their least evidenced link",
    "order.weakest-link.none": "of length, since no link has a stated strength",
    "order.evidence.none": "of length, since no link has an evidence grade",
    "paths.signs.all": "{n, plural, =2 {Both} other {All}}{whole, select, yes {} other { that are listed}} are {word}.",
    "paths.signs": "{whole, select, yes {Of these} other {Of those listed}}, {parts, list}.",
    "paths.signs.part": "{n, plural, one {# is} other {# are}} {word}",
    "paths.sign.positive": "positive", "paths.sign.negative": "negative",
    "paths.sign.mixed": "mixed (depends on context or on conflicting links)",
    "paths.sign.unknown": "without a sign (a link on them is unsigned)",

    # Feedback loops
    "loops": "Feedback loops", "loops.of": "Feedback loops through {names, list}",
    "loops.none": "There is no feedback loop on this map: nothing leads back to where it began.",
    "loops.none.bound": "There is no feedback loop {bound}.{longer, select, yes { Longer ones may exist.} other {}}",
    "loops.none.stopped": "The search stopped at its {limit} before it found a feedback loop {bound}.",
    "loops.bound": "of {links}{through}", "loops.through": " through {names, list}",
    "loops.count": "{number} {bound}: {kinds, list}.",
    "loops.kind": "{n} {kind}", "loops.all": "all {kind}",
    "loops.one.reinforcing": "a reinforcing one", "loops.one.balancing": "a balancing one",
    "loops.one.undetermined": "an undetermined one",
    "loops.listed": "The {n} listed are the shortest{counted, select, yes {} other { of those found}}.",
    "loops.groups": "{n, plural, one {It lies} other {They lie}} in {groups, plural, one {one group} other {# groups}} of "
                    "factors that all influence each other; {groups, plural, one {it} other {the largest}} holds {largest} of "
                    "{whole} factors.",
    "loops.shortest": "The shortest ({kind}): {sentence}",
    "loops.undetermined": "Undetermined loops have a link without a sign, or one that depends on context.",
    "loops.stored.open": "The loop {label, name} is open: {steps, list} {n, plural, one {is} other {are}} not on the map any "
                         "more.",
    "loops.stored.factors": "its factors",
    "loops.stored.differs": "The loop {label, name} was called {said}, but by its links it is {kinds, list, or}.",
    "loops.stored.closed": "The loop {label, name} is closed and {kinds, list, or}.",

    # What every path passes
    "must-pass": "What every path from {start, name} to {end, name} passes",
    "must-pass.none": "{start, name} does not reach {end, name} by any path, so there is nothing that it relies on.",
    "must-pass.factors": "Every path from {start, name} to {end, name} passes {names, names}: {n, plural, one {a single point} "
                         "other {single points}} of failure.",
    "must-pass.no-factor": "No single factor is passed by every path from {start, name} to {end, name}.",
    "must-pass.links": "Every path uses the {n, plural, one {link} other {links}} {steps, list}.",
    "must-pass.link": "from {start} to {end}",
    "must-pass.several": "Every path takes the {n, plural, one {step} other {steps}} {steps, list}, which more than one link "
                         "states.",
    "must-pass.step": "from {start, name} to {end, name}",
    "must-pass.direct": "A link joins the two directly, so the loss of other factors would not cut the influence off.",
    "must-pass.cut": "To cut it off, {what} would have to be lost together, for example {names, list}.",
    "must-pass.cut-factors": "Of factors, {n} would have to be lost together to cut it off, for example {names, list}.",
    "must-pass.groups": "{n, plural, =1 {That link speaks} other {Some of these links speak}} of a whole layer and not of single factors.",
    "must-pass.stopped": "The search for the smallest set whose loss cuts it off stopped at its {limit}.",
    "must-pass.whole": "This holds for every path on the map, however long.",

    # What an answer rests on
    "footing.inferred": "inferred by the modeller", "footing.contested": "contested",
    "footing.one_voice": "raised by one voice only", "footing.anticipated": "only anticipated",
    "footing.unsigned": "without a sign",
    "footing.one": "The link used is {doubts, list}.",
    "footing.several": "Of the {n} links used, {doubts, list}.",
    "footing.all": "all are {word}", "footing.some": "{n, plural, one {# is} other {# are}} {word}",
    "footing.factors": "{n, plural, one {# factor is} other {# factors are}} only anticipated.",
    "footing.untested": "No evidence on record speaks to {n, plural, one {the link used} other {any of the # links used}}.",
    "footing.evidence": "The evidence for {n, plural, one {the link used} other {each of the # links used}} is {grade}.",
    "footing.grades": "The evidence for the {n} links used is {grades, list}{untested, plural, =0 {} one {; # is untested} "
                      "other {; # are untested}}.",
    "footing.grade": "{grade} for {n}",
}
