"""Causal Map and rows like its: one row a coded claim, with the source who says it and the words.

Claims become items of evidence on their links; many claims between the same two factors are one link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftClaim, DraftFactor, DraftLink, DraftSource
from sysmap.formats.foreign.heads import plain_head
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.rows import RowTable, cell_text, tables_of, typed, workbook
from sysmap.formats.foreign.signs import number_of

__all__ = ["FORMAT"]

_FROM = ("from label", "cause label", "cause", "influence", "from")
_TO = ("to label", "effect label", "effect", "consequence", "to")
_WORDS = ("quote", "text", "selected text", "quotation", "statement text")
_SOURCE = ("source id", "source", "respondent", "source title", "interviewee", "who says it")
_MARKS = frozenset({"statement id", "quote", "source id", "selected text", "link memo", "question id"})
_DERIVED = re.compile(r"filtered|legend|bundle", re.IGNORECASE)
_TAG = re.compile(r"#([\w-]+):([^#,;]+)")


def _recognise(content: Content) -> str | None:
    if content.root[0] or content.start.startswith(("{", "[")):
        return None
    for table in tables_of(content):
        if table.rows and not _DERIVED.search(table.name) and _is_links([plain_head(cell) for cell in table.rows[0]]):
            return "a Causal Map workbook of claims" if content.is_zip else "a table of claims with their sources"
    return None


def _is_links(heads: Sequence[str]) -> bool:
    there = set(heads)
    ends = _first(there, _FROM) and _first(there, _TO)
    return bool(ends) and (bool(_MARKS & there) and bool(_first(there, _WORDS) or _first(there, _SOURCE) or "statement id" in there))


def _first(there: Any, names: Sequence[str]) -> str:
    return next((name for name in names if name in there), "")


def _read(contents: Sequence[Content]) -> Draft:
    tables = {table.name.strip().lower(): _rows(table) for content in contents for table in tables_of(content)
              if not _DERIVED.search(table.name)}
    links = next((rows for name, rows in tables.items() if name == "links" and rows), None) or next(
        (_rows(table) for content in contents for table in tables_of(content)
         if table.rows and _is_links([plain_head(cell) for cell in table.rows[0]])), [])
    draft = Draft("causal-map", title=contents[0].stem, keys_are_labels=True, ends_make_factors=True)
    names = {cell_text(row.get("factor id")): cell_text(row.get("label")) for row in tables.get("factors", ())}
    for row in tables.get("factors", ()):
        label = cell_text(row.get("label"))
        if label:
            note = cell_text(row.get("factor memo"))
            draft.factors.append(DraftFactor(label, label, note=note))
    statements = {cell_text(row.get("statement id")): row for row in tables.get("statements", ())}
    for row in tables.get("sources", ()):
        key = cell_text(row.get("source id") or row.get("id"))
        if key:
            draft.sources.append(DraftSource(key, cell_text(row.get("title")) or key, _rest(row, ("source id", "id", "title"))))
    questions = {cell_text(row.get("question id")): cell_text(row.get("question text")) for row in tables.get("questions", ())}
    made: dict[tuple[str, str], DraftLink] = {}
    for number, row in enumerate(links, 1):
        _claim(draft, row, number, names, statements, questions, made)
    draft.factors = list({one.key: one for one in draft.factors}.values())
    used = {end for pair in made for end in pair}
    draft.factors.sort(key=lambda one: one.key not in used)
    flipped = sum(one.label.lstrip().startswith("~") for one in draft.factors)
    if flipped:
        draft.say("kept", "opposite", f"{flipped} factors marked with ~ as the opposite of another; each stands by itself.")
    left = [name for name in tables if name not in ("links", "factors", "statements", "sources", "questions", "settings", "")]
    if left and len(tables) > 1:
        draft.say("dropped", "sheet", "Sheets that are worked out from others, or hold something else.", left)
    return draft


def _rows(table: RowTable) -> list[dict[str, Any]]:
    if not table.rows:
        return []
    heads = [plain_head(cell) for cell in table.rows[0]]
    return [row for row in ({head: value for head, value in zip(heads, cells, strict=False) if head and value != ""}
                            for cells in table.rows[1:]) if row]


def _claim(draft: Draft, row: Mapping[str, Any], number: int, names: Mapping[str, str], statements: Mapping[str, Mapping[str, Any]],
           questions: Mapping[str, str], made: dict[tuple[str, str], DraftLink]) -> None:
    ends = []
    for words, key in ((_FROM, "from"), (_TO, "to")):
        said = cell_text(row.get(_first(row, words), ""))
        by_id = names.get(cell_text(row.get(key, "")), "")
        ends.append(said if words[0] in row or not by_id else by_id)
    start, end = ends
    if not start or not end:
        draft.say("dropped", "end", "A row without a cause or an effect.", [f"row {number + 1}"])
        return
    statement = statements.get(cell_text(row.get("statement id")), {})
    source = cell_text(row.get(_first(row, _SOURCE), "") or statement.get("source id", ""))
    quote = cell_text(row.get(_first(row, _WORDS), "") or statement.get("text", ""))
    fields = _rest(row, (*_FROM, *_TO, *_WORDS, *_SOURCE, "link id", "id", "link memo", "hashtags"))
    tags = cell_text(row.get("hashtags", ""))
    if tags:
        fields["hashtags"] = tags
        fields |= {key: value.strip() for key, value in _TAG.findall(tags)}
    question = questions.get(cell_text(statement.get("question id", "")))
    if question:
        fields["question"] = question
    at = f"statement {cell_text(row.get('statement id'))}" if row.get("statement id") not in (None, "") else ""
    draft.claims.append(DraftClaim(start, end, cell_text(row.get("link id") or row.get("id")) or str(number), source, quote,
                                   cell_text(row.get("link memo", "")), at, fields))
    if (start, end) not in made:
        made[start, end] = DraftLink(start, end)
        draft.links.append(made[start, end])
    sentiment = number_of(row.get("sentiment"))
    if sentiment is not None:
        fields["sentiment"] = sentiment


def _rest(row: Mapping[str, Any], taken: Sequence[str]) -> dict[str, Any]:
    return {name: typed(value) if isinstance(value, str) else value for name, value in row.items()
            if name not in taken and value not in ("", None)}


def _write(draft: Draft) -> bytes:
    label = {one.key: one.label for one in draft.factors}
    rows: list[list[Any]] = [["link_id", "from_label", "to_label", "source_id", "quote", "link_memo"]]
    if draft.claims:
        rows += [[one.key, label.get(one.from_, one.from_), label.get(one.to, one.to), one.source, one.quote, one.note]
                 for one in draft.claims]
    else:
        rows += [[number, label.get(one.from_, one.from_), label.get(one.to, one.to), "", "", one.why or one.note]
                 for number, one in enumerate(draft.links, 1)]
    factors: list[list[Any]] = [["factor_id", "label", "factor_memo"],
                                *([number, one.label, one.note] for number, one in enumerate(draft.factors, 1))]
    sources: list[list[Any]] = [["source_id", "title"], *([one.key, one.label] for one in draft.sources)]
    return workbook([RowTable("links", rows), RowTable("factors", factors), *([RowTable("sources", sources)] if draft.sources else [])])


FORMAT = Format(
    "causal-map", "Causal Map", (".causal-map.xlsx",), _recognise, _read, _write, rank=5,
    kept="Each claim as an item of evidence with its source and quotation, on its link; factors, notes, hashtags, respondents' "
         "columns.",
    guessed="Nothing: a claim says that one thing influences another, not which way; opposites (`~`) and levels (`;`) stay in labels.",
    lost="Sheets that are worked out from the links; settings. In Causal Map: signs, strengths and places.")
