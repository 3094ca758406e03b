"""Parts that several templates share: the theory, the evidence on an element, the method, the limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sysmap.contribution.base import Said
from sysmap.core.elements import Note
from sysmap.core.evidence import Item
from sysmap.core.labels import element_label
from sysmap.core.sentences import count_text, join_words, link_sentence
from sysmap.core.small_numbers import is_small, shown_count
from sysmap.reports.bands_picture import bands_of, bands_svgs
from sysmap.reports.blocks import NO_SHEET, Block, Bullets, Cell, DataTable, Figure, Heading, Para, Report, Slide
from sysmap.reports.drawing import PAGE, needs_sheets, panels_of, svg_of_panel
from sysmap.reports.report_input import DIRECTIONS, ReportInput, direction_of
from sysmap.views.describe import long_description, short_description
from sysmap.views.key_findings import CHANGE_WORDS
from sysmap.views.layout import layout_of
from sysmap.views.layout.model import CAPTION_SIZE, FONT_SIZE
from sysmap.views.svg import svg_of

__all__ = [
    "LEVEL_WORDS", "assumptions_table", "balance", "bands_figure", "bullets", "case_names", "changes_table", "counted",
    "evidence_counts",
    "evidence_matrix", "evidence_table", "glossary_table", "links_table", "made_by", "map_figures", "missing",
    "notes_of", "participants_table", "problems_part", "references_part", "report_of", "sources_table", "spoken",
]

LEVEL_WORDS = {"internal": "for use inside the team", "client": "for the commissioner", "public": "for everybody"}
_KIND_WORDS = {"anticipated": "Too early, only expected", "hypothetical": "Made-up example"}


def report_of(given: ReportInput, name: str, blocks: Iterable[Block], data: Iterable[DataTable] = (),
              slides: tuple[Slide, ...] = ()) -> Report:
    """A report around its blocks: title, what stands under it, footer."""
    map_ = given.map
    version = map_.version
    everybody = given.level == "public"
    shown = [] if everybody else [("Map", map_.id)]
    if version:
        shown.append(("Version", version.name + (f", {version.status}" if version.status else "")))
        if version.supersedes:
            shown.append(("Replaces", given.previous.title if given.previous is not None else version.supersedes))
    if given.scoring is not None:
        shown.append(("Scoring rule", given.rule))
    shown.append(("Prepared", LEVEL_WORDS[given.level]))
    cover = given.cover
    if given.date and cover is None:
        shown.append(("Date", given.date))
    footer = [map_.title if everybody else map_.id, f"version {version.name}" if version else "no version stated"]
    if given.scoring is not None:
        footer.append(f"rule {given.rule}")
    footer += [given.level] + ([given.date] if given.date else [])
    details = given.details
    return Report(title=(details.title if details else "") or map_.title or map_.id, subtitle=(details and details.subtitle) or name,
                  cover=cover, slides=slides, facts=(*(cover.facts() if cover else ()), *shown), footer=" · ".join(footer),
                  blocks=tuple(blocks), data=tuple(data), date=given.date,
                  notes=(name + ": " + short_description(map_),), keywords=(map_.id, map_.kind))


def missing(what: str) -> Para:
    """A sentence where the file holds nothing: the report says so and does not fill the gap."""
    return Para(what, kind="note")


def bands_figure(given: ReportInput) -> list[Block]:
    """The map band by band: what a reader takes in first."""
    map_ = given.map
    if not map_.factors:
        return [missing("The file has no factors to draw.")]
    bands = bands_of(map_)
    words = "; ".join(f"{band.label}: {count_text(len(band.factors), 'factor')}" for band in bands)
    full = "\n".join(f"{band.label}: {'; '.join(f.label or f.id for f in band.factors)}." for band in bands)
    word = "layer by layer" if map_.layers else "theme by theme"
    svgs = bands_svgs(map_, bands)
    return [Figure(f"{map_.title or map_.id}, {word}" + (f" ({at + 1} of {len(svgs)})" if len(svgs) > 1 else ""), svg,
                   f"The {count_text(len(map_.factors), 'factor')} {word}. {words}.", full, name=f"bands-{at}" if at else "bands")
            for at, svg in enumerate(svgs)]


def map_figures(given: ReportInput, level: int) -> list[Block]:
    """The map whole, on a page large enough for its letters; where no page is, also in panels."""
    map_ = given.map
    if not map_.factors:
        return [missing("The file has no factors to draw.")]
    title = map_.title or map_.id
    layout = layout_of(map_)
    captions = not needs_sheets(layout, CAPTION_SIZE)
    layout = layout if captions else layout_of(map_, captions=False)
    whole = Figure(title, svg_of(map_, layout, title=False), short_description(map_), long_description(map_, layout.left_out),
                   wide=True, slide=True, draws="map", name="map", smallest=CAPTION_SIZE if captions else FONT_SIZE)
    panels = panels_of(map_, PAGE) if needs_sheets(layout, FONT_SIZE) else []
    if not panels:
        return [whole]
    out: list[Block] = [Heading(level, "The whole map", wide=True), whole, Heading(level, "The map in panels"), Para(
        f"The same {count_text(len(map_.links), 'link')} in {len(panels)} panels, causes on the left and effects on the right; "
        "each link is on one of them. Dotted frames are anticipated, hollow heads inferred; grey lines without a sign are "
        "sequences or associations.")]
    out += [Figure(panel.title, svg_of_panel(map_, panel), panel.words(map_),
                   "\n".join(link_sentence(map_, link) for link in panel.links), draws="panel") for panel in panels]
    return out


def counted(given: ReportInput, element: str) -> str:
    """The evidence on an element in a sentence: items, cases, audiences; items are not people."""
    said = given.on(element)
    if not said:
        return "No evidence item on record bears on it."
    count = given.count(element)
    parts = [f"{count[key]} {word}" for key, word in (
        ("supports", "for"), ("contradicts", "against"), ("alternative", "for another explanation"),
        ("neutral", "that found no effect"), ("context", "of context"), ("anticipated", "only expecting it"),
        ("hypothetical", "made up")) if count[key]]
    cases = {given.base.case_id(case) for one in said for case in one.item.cases}
    unnamed = sum(not one.item.cases for one in said)
    where = f" They name {shown_count(len(cases), 'case', given.level)}" if cases else " None names its case"
    left = f"; {unnamed} {'names' if unnamed == 1 else 'name'} none" if unnamed and cases and not is_small(unnamed, given.level) else ""
    return f"{count_text(len(said), 'evidence item')}: {join_words(parts)}.{where}{left}."


def case_names(given: ReportInput, item: Item, most: int | None = None) -> str:
    """Who says it: the cases where the source names them, else the audience."""
    names = [given.case_name(given.base.case_id(id_)) for id_ in item.cases]
    if most is not None and len(names) > most:
        names = [f"{len(names)} named cases"]
    amount = f" ({item.said_of})" if item.said_of else ""
    return (", ".join(names) or given.audiences(item.audience) or "not said") + amount


def spoken(said: Said) -> str:
    """For, against, another explanation, context, too early."""
    direction = direction_of(said)
    return DIRECTIONS.get(direction) or _KIND_WORDS[direction]


def evidence_table(given: ReportInput, element: str, title: str, most: int | None = None, *, slide: bool = False) -> DataTable | None:
    """The items on an element, grouped by what they say; nothing where there are none."""
    said = given.on(element)
    if not said:
        return None
    order = [*DIRECTIONS, "anticipated", "hypothetical"]
    chosen = said
    if most is not None and len(said) > most:
        chosen = _spread(said, most)
    chosen = sorted(chosen, key=lambda one: order.index(direction_of(one)))
    note = "" if len(chosen) == len(said) else (
        f"{len(chosen)} of {len(said)} items, the strongest of each direction; the evidence annex lists all.")
    rows = tuple((spoken(one), one.item.statement, case_names(given, one.item, 2),
                  one.bearing.strength or "not said", given.cited(one.item.cite[:1])) for one in chosen)
    return DataTable(title, ("Speaks", "What was said or seen", "Who", "Strength", "Place"), rows, note=note, name=f"evidence-{element}",
                 sheet="" if most is None else NO_SHEET, slide=slide)


def _spread(said: Sequence[Said], most: int) -> list[Said]:
    """Some of the items, the strongest of each direction in turn, so that what speaks against is never cut first."""
    piles: dict[str, list[Said]] = {}
    for one in said:
        piles.setdefault(direction_of(one), []).append(one)
    waiting = [piles[key] for key in (*DIRECTIONS, "anticipated", "hypothetical") if key in piles and key != "context"]
    waiting += [piles["context"]] if "context" in piles else []
    chosen: list[Said] = []
    while len(chosen) < most and any(waiting):
        for pile in waiting:
            if pile and len(chosen) < most:
                chosen.append(pile.pop(0))
    return chosen


def evidence_counts(given: ReportInput) -> DataTable | None:
    """How many items speak for and against each outcome that is scored, or each claim; nothing where none does."""
    ids = [id_ for id_, one in given.scored.items() if one.element.in_scope] or list(given.map.claims)
    ids = [id_ for id_ in ids if given.on(id_)]
    if not ids:
        return None
    words = {**DIRECTIONS, "anticipated": "Only expected"}
    counts = {id_: given.count(id_) for id_ in ids}
    used = [key for key in words if key != "context" and any(counts[id_][key] for id_ in ids)]
    rows: tuple[tuple[Cell, ...], ...] = tuple((given.labels.get(id_, id_), *(counts[id_][key] for key in used)) for id_ in ids)
    against = sum(counts[id_]["contradicts"] for id_ in ids)
    total = sum(counts[id_][key] for id_ in ids for key in used)
    return DataTable(f"{count_text(total, 'item')} of evidence on outcomes, {against or 'none'} of them against",
                     ("Outcome", *(words[key] for key in used)), rows, sheet="Evidence by outcome", chart="stacked",
                     note="Counts of evidence items, not of people or cases.")


def evidence_matrix(given: ReportInput, elements: Iterable[str], title: str, sheet: str = "", *, slide: bool = False) -> DataTable:
    """How many items of which audience speak for and against each element."""
    used = given.base.voices.in_order(audience for said in _all(given) for audience in said.item.audience)
    rows = []
    for element in elements:
        cells: list[Cell] = [given.labels.get(element, element)]
        for audience in used:
            said = [one for one in given.on(element) if audience in one.item.audience]
            words = {"supports": "for", "contradicts": "against", "alternative": "other", "neutral": "no effect", "anticipated": "too early"}
            counts = [f"{n} {word}" for key, word in words.items() if (n := sum(direction_of(one) == key for one in said))]
            cells.append(", ".join(counts) or "none")
        rows.append(tuple(cells))
    return DataTable(title, ("Element", *(given.audiences([one]) for one in used)), tuple(rows), sheet=sheet,
                 note="Counts of evidence items, not of people or cases; an item of two audiences counts under both.",
                 slide=slide)


def _all(given: ReportInput) -> list[Said]:
    return [said for group in given.base.by_element.values() for said in group]


def assumptions_table(given: ReportInput) -> DataTable | None:
    """What must hold, how critical it is and how it stands."""
    rows = tuple((one.label, one.kind or "not said", "yes" if one.critical else "no" if one.critical is False else "not said",
                  one.status or "untested", balance(given, one.id)) for one in given.map.assumptions.values())
    return DataTable("Assumptions of the theory", ("Assumption", "Kind", "Critical", "Stands", "Evidence"), rows,
                 sheet="Assumptions") if rows else None


def balance(given: ReportInput, element: str) -> str:
    """Counts of items by what they say, in a cell."""
    count = given.count(element)
    parts = [f"{count[key]} {word}" for key, word in (("supports", "for"), ("contradicts", "against"),
                                                      ("alternative", "other"), ("neutral", "no effect"),
                                                      ("anticipated", "too early")) if count[key]]
    return ", ".join(parts) or "none"


def links_table(given: ReportInput) -> DataTable | None:
    """Every link with its sign, whether the source states it, and where."""
    map_ = given.map
    rows = tuple((element_label(map_, link.from_), element_label(map_, link.to),
                  link.polarity if link.kind not in ("association", "sequence") else link.kind,
                  link.basis or "not said", link.why or "", given.cited(link.cite)) for link in map_.links.values())
    return DataTable("Links, with their reasons and places", ("From", "To", "Sign", "Basis", "Reason", "Place"), rows,
                 sheet="Links in words") if rows else None


def glossary_table(given: ReportInput) -> DataTable | None:
    """Every factor with its meaning, layer and status."""
    map_ = given.map
    rows = tuple((f.label or f.id, _group(given, f.layer, f.theme),
                  given.actors(f.whose), f.status or "not said", f.definition or "; ".join(f.aliases))
                 for f in map_.factors.values())
    return DataTable("Factors and what they mean", ("Factor", "Layer or theme", "Whose", "Status", "Meaning or other names"), rows,
                 sheet="Glossary") if rows else None


def _group(given: ReportInput, layer: str | None, theme: str | None) -> str:
    found = given.map.layers.get(layer or "")
    return found.label if found else theme or ""


def changes_table(given: ReportInput) -> DataTable | None:
    """The change log that the authors keep in the file."""
    map_ = given.map
    rows = tuple((change.id, CHANGE_WORDS.get(change.kind, change.kind),
                  given.element_name(change.element), given.named(change.before or ""), given.named(change.after or ""),
                  change.reason or "no reason given", given.cited(change.cite))
                 for change in map_.changes.values())
    return DataTable("Changes since the version before", ("No.", "Change", "Of", "Before", "After", "Why", "Place"), rows,
                 sheet="Changes", slide=True) if rows else None


def participants_table(given: ReportInput) -> DataTable | None:
    """Who took part, by case."""
    cases = [case for register in given.cases for case in register.cases.values()
             if case.total is not None and case.in_research]
    few = [case for case in cases if is_small(case.total or 0, given.level)]
    rows: list[tuple[Cell, ...]] = [
        (case.label, given.case_type(case.type), given.round(case.round), "withheld" if case in few else case.total)
        for case in cases]
    total = sum(case.total or 0 for case in cases if case not in few)
    note = f"{total} participants in {count_text(len(cases) - len(few), 'case')}, as printed in the source." if cases else ""
    return DataTable("Participants by case", ("Case", "Type", "Round", "Participants"), tuple(rows), note=note,
                 sheet="Participants") if rows else None


def references_part(given: ReportInput) -> list[Block]:
    """The list of references: every source that the report cited so far, by author and date."""
    entries = given.references.entries()
    return [Heading(1, "References"), *(Para(entry, kind="reference") for entry in entries)] if entries else []


def sources_table(given: ReportInput) -> DataTable | None:
    """The documents cited."""
    from sysmap.core.library import Sources

    rows = tuple((source.id, source.label, source.publisher or source.author or "", source.date or "")
                 for sources in given.of(Sources) for source in sources.sources.values())
    return DataTable("Sources", ("Id", "Title", "By", "Date"), rows, sheet="Sources") if rows else None


def problems_part(given: ReportInput, level: int) -> list[Block]:
    """What the checks found in the file, so that a reader knows what the report lacks."""
    found = [problem for problem in given.problems if problem.severity != "note"]
    if not found:
        return []
    errors = sum(problem.severity == "error" for problem in found)
    about = f"{count_text(len(found), 'point')}, {errors} of them errors" if errors else count_text(len(found), "point")
    return [Heading(level, "What the check of the file found"),
            Para(f"The automatic check of the theory found {about}. Where an element is faulty, this report rests on the rest."),
            DataTable("Open points of the file", ("Code", "Severity", "What", "Way out"),
                  tuple((one.code, one.severity, one.message, one.hint) for one in found),
                sheet="Open points")]


def notes_of(notes: Iterable[Note], kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Remarks of some kinds."""
    return tuple(note.text for note in notes if (note.kind or "comment") in kinds)


def made_by(given: ReportInput) -> list[Block]:
    """How to make the report again."""
    if given.level == "public":
        return [Para("Made with sysmap. The same files give the same report.", kind="note")]
    said = [Para(f"Made with sysmap from the file {given.map.id}. The same files give the same report.", kind="note")]
    return [*said, Para(given.command, lead="Command:", kind="note")] if given.command else list(said)


def bullets(items: Iterable[str], *, slide: bool = False) -> list[Block]:
    """A list, or nothing."""
    found = tuple(item for item in items if item)
    return [Bullets(found, slide=slide)] if found else []

