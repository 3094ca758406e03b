"""The English of the page's own controls: labels and short sentences by name, a part of `sysmap.core.english`."""

from __future__ import annotations

from typing import Final

__all__ = ["PAGE"]

PAGE: Final[dict[str, str]] = {
    # Used in several places
    "label.undrawn": "Links that cannot be drawn ({n})", "label.from": "From", "label.to": "To",
    "label.drop-the-filter": "Drop the filter", "label.evidence": "Evidence", "label.in-no-layer": "In no layer",
    "label.status": "Status", "label.since-the-earlier-version": "Since the earlier version",
    "label.published-score": "Published score", "label.polarity": "Polarity", "label.basis": "Basis",
    "label.strength": "Strength", "label.outline": "Outline", "label.factor": "Factor",
    "label.where-it-is-said": "Where it is said", "label.version": "Version", "label.views-and-files": "Views and files",
    "label.show": "Show", "label.field": "Field", "label.before": "Before", "label.after": "After", "label.tables": "Tables",
    "label.critical": "critical", "label.untested": "untested", "label.inferred": "inferred",
    # What is known of a factor, a link, the map
    "about.causes": "Caused by ({n})", "about.effects": "Leads to ({n})", "about.link-kind": "Link · {kind}",
    "about.the-link": "About the link {link}", "about.status": "status: {status}",
    "about.published": "published score: {score}", "about.ask-about-this-factor": "Ask about this factor",
    "about.causes-of-it": "What leads to it", "about.effects-of-it": "What follows", "about.paths-from-it": "Paths from it",
    "about.loops-through-it": "Loops through it", "about.no-cause-on-this-map": "No cause on this map.",
    "about.no-effect-on-this-map": "No effect on this map.", "about.named-together-with": "Named together with",
    "about.what-each-voice-says": "What each voice says", "about.rests-on": "Rests on", "about.works-through": "Works through",
    "about.helped-or-hindered-by": "Helped or hindered by", "about.claims-about-it": "Claims about it",
    "about.other-explanations": "Other explanations", "about.published-contribution-score": "Published contribution score",
    "about.notes": "Notes", "about.link": "Link", "about.theory-of-change": "Theory of change",
    "about.participatory-systems-map": "Participatory systems map", "about.process": "Process", "about.asked": "Asked: ",
    "about.size": "Size", "about.aim": "Aim", "about.boundary": "Boundary", "about.led-by": "Led by",
    "about.sessions": "Sessions", "about.not-in-the-room": "Not in the room", "about.focal-factors": "Focal factors",
    "about.what-this-map-is-not": "What this map is not", "about.claims": "Claims",
    "about.keys-of-the-picture": "Keys of the picture", "about.whole-layer": "whole layer", "about.link-button": "link",
    # Answers
    "answer.in-all": "in all of these",
    # The panel of questions
    "ask.remove": "Remove {label}", "ask.away": "{links} away ({n})",
    "ask.strengths": "strength said for {known} of {of} links", "ask.weakest": "weakest link: {strength}",
    "ask.inferred": "{links} inferred", "ask.rests-on": "What it rests on ({links})", "ask.grade": "evidence: {grade}",
    # The question box, and an answer about two factors in short
    "askbox.label": "What do you want to know?", "askbox.kept": "kept by the authors", "askbox.none": "No question of these words",
    "brief.name": "In short", "brief.way": "The way", "brief.evidence": "Evidence on the way",
    "brief.score": "Contribution score", "brief.by-people": "{score} (given by people)",
    "brief.by-rule": "{score} (only proposed by the rule)", "brief.weakest": "{grade}, at its weakest link",
    "brief.none": "none on record", "brief.more": "and {n} more",
    "ask.heading": "Ask the map", "ask.question": "Question",
    "ask.choose-one": "Choose a question. The answer is drawn in the picture and written here.",
    "ask.came-with-view": "This answer was worked out when the page was made.",
    "ask.through": "Through (all loops if empty)", "ask.turn-round": "Turn round",
    "ask.add-another-factor": "Add another factor", "ask.name-a-factor": "Name a factor",
    "ask.starting-factors": "Starting factors", "ask.of-several-starts": "Of several starts", "ask.union": "what any gives",
    "ask.intersection": "what all share", "ask.all-loops": "All loops", "ask.how-many-links-away": "How many links away",
    "ask.links-at-most": "Links at most", "ask.all-the-way": "all the way",
    "ask.passes-anticipated": "passes something only anticipated", "ask.uses-layer-link": "uses a link of a whole layer",
    "ask.strongest-weakest-link": "strongest weakest link", "ask.best-evidence": "best evidence", "ask.first": "First",
    "ask.must-factors": "Factors every path passes", "ask.must-links": "Links every path rests on",
    "ask.links-that-cut": "Links that together cut it off", "ask.shortest": "shortest",
    # The line above the picture
    "bar.what-is-shown": "What is shown", "bar.whole-map": "Whole map", "bar.drop-the-question": "Drop the question",
    "bar.one-link": "one link", "bar.read": "Read", "bar.one-link-less": "One link less", "bar.one-link-more": "One link more",
    "bar.show-the-rest-faintly": "Show the rest faintly", "bar.hide-the-rest": "Hide the rest",
    # Sources
    "cite.line": "line {line}",
    # Evidence and scores
    "evidence.published": "Published: {score}{same, select, yes { (the same)} other {}}",
    "evidence.override": "{origin, select, published {Published as} other {Set by people to}} “{score}”{reason}",
    "evidence.counted": "{items} counted, {n} set aside", "evidence.margin": "{cases} would change it",
    "evidence.rule": "rule {rule}", "evidence.supports": "Evidence for", "evidence.contradicts": "Evidence against",
    "evidence.alternative": "Evidence for another explanation", "evidence.neutral": "Looked for, and no effect found",
    "evidence.context": "Context (change without a link to the programme)",
    "evidence.none-on-link": "Untested: no evidence item bears on this link.",
    "evidence.none-on-factor": "No evidence item bears on this factor.", "evidence.proposed": "Proposed contribution score",
    "evidence.fragile": "fragile: one case would change it",
    "evidence.gates": "What stood in the way of a higher score: {gates}", "evidence.standing": "Where the score stands",
    "evidence.reading": "{name} reading", "evidence.the-rule": "The rule",
    "evidence.as-published": "{same, select, yes {Published (the same)} other {Published}}",
    "evidence.set-aside": "Items set aside, and why",
    # What can be filtered and coloured by
    "filter.unset": "Not said", "filter.layer": "Layer", "filter.theme": "Theme", "filter.role": "Role",
    "filter.whose": "Whose", "filter.nobody-named": "Nobody named", "filter.control": "Control", "filter.unchanged": "the same",
    "filter.evidence-on-it": "Evidence on it", "filter.no-evidence-on-it": "No evidence on it",
    "filter.proposed-score": "Proposed score", "filter.mechanism": "Mechanism", "filter.none-named": "None named",
    "filter.kind-of-link": "Kind of link", "filter.status-of-link": "Status of link", "filter.agreement": "Agreement",
    "filter.evidence-on-link": "Evidence on link", "filter.untested": "Untested",
    # Keys of the picture
    "keys.help": "Keys: {keys}. The outline holds the same in text.", "keys.arrows": "Arrow keys",
    "keys.nearest": "go to the nearest factor in that direction", "keys.shift-arrows": "Shift and arrow keys",
    "keys.move": "move the picture", "keys.fit": "fit the whole map",
    "keys.ask": "ask what leads to the factor, what follows from it, or both",
    "keys.steps": "how many links away the question goes; A for all the way", "keys.hide": "hide the rest, or show it faintly",
    "keys.let-go": "let go", "keys.shift-click": "Shift and click", "keys.start": "one more starting factor of the question",
    "keys.plus-minus": "+ and −", "keys.zoom": "zoom",
    # The legend
    "legend.undrawn": "Not drawn: {links} whose end is not there",
    "legend.badge": "{numbered, select, yes {Number in} other {In}} the corner: {what}",
    "legend.range": "{from} to {to}", "legend.others": "{n} others", "legend.sequence": "Comes before",
    "legend.association": "Associated, no direction said", "legend.inferred": "Hollow head: inferred, not stated in the source",
    "legend.anticipated": "Ring at the start: anticipated", "legend.delayed": "Delayed",
    "legend.untested": "Thin: untested, no evidence item on it",
    "legend.group": "From or to a header: a link of the whole layer", "legend.focal": "Focal factor",
    "legend.heading": "Legend",
    # How boxes look
    "looks.score": "contribution score; in brackets where only the rule proposes it",
    # What became of an element
    "mark.added": "new", "mark.removed": "gone", "mark.changed": "changed",
    # Measures of factors
    "measure.in": "Factors that influence it directly", "measure.out": "Factors it influences directly",
    "measure.leverage": "Leverage (factors out for each factor in)",
    "measure.leverage.note": "A sign of how much people talked about it as much as of anything else.",
    "measure.importance": "Importance, 1 to 3", "measure.vulnerability": "Vulnerability, 0 to 2",
    "measure.likelihood": "Place in the published order of likelihood", "measure.raised": "Sessions or tables it came up in",
    "measure.items": "Number of evidence items", "measure.items.note": "How much was said, not how strong the effect is.",
    # Nouns
    "noun.path": "influence path", "noun.loop": "feedback loop",
    # Numbers in place of words
    "numbers.title": "What the numbers stand for ({factors})", "numbers.zoom": "Zoom in to read the boxes themselves.",
    # The outline
    "outline.help": "The map as text. Choose a factor to read about it; the picture follows.",
    "outline.other-factors": "Other factors", "outline.both": "cause and effect", "outline.must": "passed by every path",
    "outline.start": "chosen", "outline.cause": "cause", "outline.effect": "effect",
    # Figures beside the map
    "findings.title": "Findings", "findings.none": "The files hold no findings.", "findings.table": "{title}: table",
    "findings.as-table": "The same as a table",
    # The page as a whole
    "page.opening": "Opening the map …",
    "page.no-script": "This page draws its map with JavaScript, which is switched off here. Nothing is fetched from a network.",
    "opening.heading": "In short",
    "page.only": "Only {filter}", "page.back": "Back", "page.panels": "What to read", "page.details": "Details",
    "page.ask": "Ask", "page.show-the-panel": "Show the panel", "page.hide-the-panel": "Hide the panel",
    "page.find-a-factor": "Find a factor", "page.details-and-questions": "Details and questions",
    "page.whole-map": "Whole map.", "page.picture": "Picture", "page.tabs": "How to read the map",
    # The picture
    "picture.name": "Picture of the map", "picture.zoom": "Zoom", "picture.zoom-in": "Zoom in", "picture.zoom-out": "Zoom out",
    "picture.fit": "Fit", "picture.fit-all": "Fit the whole map into the frame",
    # Print
    "print.at-most": "at most {links}", "print.level": "for {level, select, public {the public} other {clients}}",
    "print.rubric": "scores by {rubric}", "print.undrawn": "{links} not drawn", "print.factors": "Factors shown ({n})",
    "print.links": "Links shown ({n})", "print.appendix": "Appendix", "print.made-with": "made with sysmap",
    # Search
    "search.no-factor-of-that-name": "No factor of that name",
    # Views and files
    "share.saved-views": "Views saved with the map", "share.start-the-tour": "Start the tour", "share.this-view": "This view",
    "share.address": "Link that opens exactly this view", "share.copy-the-link": "Copy the link",
    "share.marked": " The link is marked: press Ctrl+C (or Cmd+C) to copy it.", "share.save": "Save",
    "share.svg": "Picture as SVG", "share.png": "Picture as PNG", "share.data": "Data of the map (JSON)",
    "share.print": "Print or save as PDF",
    "share.help": "Pictures show the current view with its legend. Tables are saved as CSV where the tables are.",
    "share.copied": " Copied.",
    # What the picture shows
    "show.by": "By {what} (stripe)", "show.colour": "Colour of the boxes", "show.badge": "Number in the corner",
    "show.none": "None", "show.rest": "The rest of the map", "show.faint": "Faint", "show.hidden": "Hidden",
    "show.look": "Look", "show.bands": "A row for each set of actors", "show.high-contrast": "High contrast",
    "show.keep-only": "Keep only",
    "show.help": "Nothing ticked under a heading keeps everything. The rest is drawn faintly or hidden.",
    # Tables
    "tables.loops-note": "{loops} of at most {most} links.", "tables.rows": "{rows} of {all}. {note}",
    "tables.show-all": "Show all {n} rows", "tables.factors": "Factors", "tables.definition": "Definition",
    "tables.links": "Links", "tables.why": "Why", "tables.assumptions": "Assumptions", "tables.loops": "Loops",
    "tables.kind": "Kind", "tables.called": "Called", "tables.loop": "Loop", "tables.uncertain": "Why it is not certain",
    "tables.assumption": "Assumption", "tables.critical": "Critical", "tables.links-that-rest-on-it": "Links that rest on it",
    "tables.not-looked-at": "not looked at", "tables.about": "About", "tables.direction": "Direction", "tables.item": "Item",
    "tables.cases": "Cases", "tables.said-by": "Said by", "tables.scores": "Scores", "tables.outcome": "Outcome",
    "tables.proposed-by-rule": "Proposed by rule", "tables.margin": "Cases that would change it",
    "tables.evidence-items": "Evidence items", "tables.reason-given": "Reason given",
    "tables.reasons-of-the-rule": "Reasons of the rule", "tables.changes": "Changes", "tables.change": "Change",
    "tables.element": "Element", "tables.reason": "Reason", "tables.the-whole-file": "the whole file", "tables.table": "Table",
    "tables.pick": "Table ", "tables.find": "Rows that hold ", "tables.only": "Only what the picture shows",
    "tables.save-as-csv": "Save as CSV",
    # The tour
    "tour.at": " {n} of {all}", "tour.previous": "Previous", "tour.next": "Next", "tour.leave-the-tour": "Leave the tour",
    # Two versions
    "versions.changed": "Changed since the earlier version: {change}", "versions.log": "Changes and why ({n})",
    "versions.findings": "{n, plural, one {# finding} other {# findings}} (scores, statuses, order of "
                         "likelihood) {n, plural, one {is} other {are}} stated for the first time; they are not drawn as changes.",
    "versions.difference": "Difference", "versions.same": "The two versions say the same.",
    # Light and dark
    "look.label": "Look", "look.system": "As the computer", "look.light": "Light", "look.dark": "Dark", "look.contrast": "High contrast",
}
