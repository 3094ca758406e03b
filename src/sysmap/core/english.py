"""The English of sysmap's sentences, as data: patterns of `sysmap.core.message_format` by name.

Python and the browser read the same patterns: `make docs` writes them to `web/english.js`, and a test holds the two
equal. A translation is another table with the same names and the same places.
"""

from __future__ import annotations

from typing import Final

from sysmap.core.english_answers import ANSWERS
from sysmap.core.english_page import PAGE

__all__ = ["ENGLISH"]

ENGLISH: Final[dict[str, str]] = {
    # Counts and lists
    "count": "{n, plural, =0 {{zero} {many}} one {# {one}} other {# {many}}}",
    "count.at-least": "at least {n, plural, one {# {one}} other {# {many}}}",
    "count.share": "{n, plural, one {# of {among} has} other {# of {among} have}}",
    "list.more": "{names, list}{left, plural, =0 {} other { and # more}}",

    # The ends of a link, and its name
    "end.factor": "{label, name}",
    "end.layer": "all of {label, name}",
    "link.name": "{start} → {end}",

    # A link: what one reads aloud. In a theory factors are outcomes and activities, of which there is no more or less.
    "link.amount": "{layer, select, yes {in} other {of}} {label, name}",
    "link.positive": "More {start} leads to more {end}{because}",
    "link.negative": "More {start} leads to less {end}{because}",
    "link.theory.positive": "{start} contributes to {end}{because}",
    "link.theory.negative": "{start} works against {end}{because}",
    "link.mixed": "{start} influences {end}{because}; which way depends on the context",
    "link.unknown": "{start} influences {end}{because}; which way is not stated",
    "link.contested": "{start} influences {end}{because}; people disagree which way",
    "link.voices": " ({voices})",
    "voice": "{who}: {said}", "voice.who": "{by} at {at}", "voice.unnamed": "somebody", "voice.because": "because {reason}",
    "voice.sign": "{word, select, positive {positive} negative {negative} mixed {mixed, it depends} other {the sign is open}}",
    "voice.importance": "importance {n}", "voice.means": "it means {text}",
    "link.sequence": "{start} comes before {end}{because}",
    "link.association": "{start} goes together with {end}{because}; no direction is stated",
    "link.because": ", because {reason}",
    "link.remarks": " ({remarks})",

    # Why a link is not in the picture
    "undrawn": "an end of it cannot be shown",
    "undrawn.line": "Not drawn: {link}: {why}.",
    "undrawn.empty": "no factor is in {end}",
    "undrawn.missing": "{end} is not on the map",
    "undrawn.retired": "{end} is retired",

    # What else a link says, in a few words each
    "remark.strength": "{word} influence",
    "remark.delay": "{word} delay",
    "remark.agreed": "agreed", "remark.one-voice": "one voice", "remark.contested": "contested",
    "remark.feedback": "leads back to an earlier layer",
    "remark.inferred": "inferred by the modeller",
    "remark.anticipated": "anticipated",
    "remark.retired": "retired",

    # A factor: what it is, its causes, its effects
    "factor": "{label, name}{facts, plural, =0 {} other { {said, list}}}.",
    "factor.with-id": "{label, name} ({id}){facts, plural, =0 {} other { {said, list}}}.",
    "factor.layer": "is in the layer {label, name}",
    "factor.theme": "belongs to the theme {label, name}",
    "factor.whose": "is about {actors, list}",
    "factor.status": "is {word}",
    "factor.basis": "is {word, select, stated {stated in the source} other {inferred by the modeller}}",
    "factor.definition": "It means: {text}",
    "factor.aliases": "Also called: {text}.",
    "factor.score": "Published score: {label}.",
    "causes.positive": "Caused by {others, names}.",
    "causes.negative": "Held back by {others, names}.",
    "causes.mixed": "Influenced, depending on the context, by {others, names}.",
    "causes.unknown": "Influenced, which way is not stated, by {others, names}.",
    "causes.contested": "Influenced, people disagree which way, by {others, names}.",
    "causes.sequence": "Comes after {others, names}.",
    "causes.none": "No cause is on the map.",
    "effects.positive": "Leads to {others, names}.",
    "effects.negative": "Holds back {others, names}.",
    "effects.mixed": "Influences, depending on the context, {others, names}.",
    "effects.unknown": "Influences, which way is not stated, {others, names}.",
    "effects.contested": "Influences, people disagree which way, {others, names}.",
    "effects.sequence": "Comes before {others, names}.",
    "effects.none": "No effect is on the map.",
    "associations": "Goes together with {others, list}.",

    # A map
    "map.name": "{title} ({kind} {id}).",
    "map.version": "Version {name}{status}{replaces}.",
    "map.holds": "It holds {parts, list}.",
    "map.signs": "By sign: {parts, list}.",
    "map.unsigned": "{n} without a sign",
    "map.basis": "The source states {stated} of the links; {inferred, plural, one {# is} other {# are}} inferred"
                 "{unset, plural, =0 {} other {; for # it is not stated}}.",
    "map.groups": "{n, plural, one {# link joins} other {# links join}} whole layers and {n, plural, one {stands} "
                  "other {stand}} for {spread} between factors.",
    "map.short": "{kind} {title, name} with {size}.",
    "map.size": "{factors} and {links}",

    # Words of the file format, as people say them
    "kind.theory": "theory of change", "kind.map": "systems map", "kind.process": "process map",
    "sign.positive": "positive", "sign.negative": "negative", "sign.mixed": "mixed", "sign.unknown": "not stated",
    "sign.contested": "contested",
    "means.positive": "more leads to more", "means.negative": "more leads to less",
    "means.mixed": "depends on the context", "means.unknown": "nobody said which way",
    "means.contested": "people disagree which way",
    "word.in-place": "in place", "word.one-voice": "one voice",
    "word.status.anticipated": "anticipated (expected, not yet seen)",
    "word.status.observed": "observed (there is evidence)",
    "word.status.retired": "retired (kept for the record)",
    "word.basis.stated": "stated in the source", "word.basis.inferred": "inferred by the modeller",
    "word.control.us": "within our control", "word.control.influence": "we can influence it",
    "word.control.none": "outside our control",
    "word.importance.1": "1 (little)", "word.importance.3": "3 (much)",
    "word.vulnerability.0": "0 (not)", "word.vulnerability.2": "2 (strongly)",
    "word.kind.causal-link": "about the causal link", "word.kind.association": "named together, no direction stated",
    "word.kind.sequence": "one step before the other", "word.kind.feedback": "leads back to an earlier layer",

    # Fields of the file format as headings; those that are called as their key is are not here
    "field.about": "About", "field.absent": "Perspectives that were absent", "field.aliases": "Also called",
    "field.cite": "Places in the sources", "field.confidence": "Agreement", "field.control": "Who can change it",
    "field.definition": "It means", "field.likelihood": "Place in the order of likelihood",
    "field.maps_to": "The same as", "field.rivals": "Rival explanations", "field.roles": "In settings",
    "field.seen_in": "Came up in", "field.uses": "Files used", "field.waive": "Findings waived", "field.whose": "About",

    # A form for what an element says, and its values
    "fact.of": "{n} of {high}",
    "group.what": "What it is", "group.stands": "How it stands", "group.works": "How it works",
    "group.who": "Who says so, who looks after it", "group.sources": "Where it comes from",
    "form.unset": "not stated", "form.yes": "yes", "form.no": "no", "form.lines": "{doc} One a line.",
    "form.add": "Add", "form.add-one": "Add: {name}",
    "form.remove": "Take out", "form.remove-one": "Take out: {name}",
    # Asking the map
    "ask.saved": "Answered when the page was made",
    "ask.every": "Every question", "ask.choose": "choose a question", "ask.send": "Ask", "ask.waiting": "Working it out …",
    "ask.usual": "{help} Where nothing is stated: {usual}.", "ask.table": "The answer as a table",
    "ask.picture": "The answer as a picture", "ask.enlarge": "Enlarge", "ask.close": "Close", "ask.parts": "Parts of the map",
    "ask.offline": "This page works without a network, so it answers these questions alone. Ask the others in the studio (sysmap studio), in a "
                   "workshop or at the command line; a question saved as a view comes with its answer.",
    "ask.changed": "The map has changed since this was asked.", "ask.again": "Ask again",

    # Fields within a sentence; those that are called as their key is are not here
    "noun.polarity": "sign", "noun.confidence": "agreement", "noun.why": "reason", "noun.raised_by": "group that raised it",
    "noun.control": "answer to who can change it", "noun.still_direct": "answer to whether it is direct",
    "noun.focal": "answer to whether it is focal",

    # One element of a part of a file; those whose key is a plain plural are not here
    "part.absent": "perspective", "part.categories": "category", "part.challenges": "challenge",
    "part.cite": "place in a source", "part.items": "item", "part.kinds": "kind of source", "part.practices": "practice",
    "part.rivals": "rival explanation", "part.waive": "waiver",
    **ANSWERS, **PAGE,
}
