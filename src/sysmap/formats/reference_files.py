"""Sources from a reference manager: BibTeX, RIS and CSL-JSON files become entries of the register of sources.

The files are read by bibtexparser and rispy. What an entry says beyond a source's own fields (abstract, keywords, files on
somebody's disk) is left out. Reading is all or nothing: with a single fault nothing is taken over.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sysmap.core.library import Source, Sources
from sysmap.core.parts import way_to
from sysmap.core.problem import Place, Problem, Refused
from sysmap.core.record import fields_of, is_slug
from sysmap.formats.plain import plain, record_from

__all__ = ["FORMS", "SourcesImport", "import_sources", "read_references", "source_id"]

MAX_BYTES = 20_000_000

FORMS: Mapping[str, str] = {
    "report": "report", "article": "article-journal", "book": "book", "chapter": "chapter", "paper": "paper-conference",
    "thesis": "thesis", "news": "article-newspaper", "page": "webpage", "data": "dataset", "law": "legislation",
    "other": "document"}
"""The form of a source and what CSL calls it."""

_FORM_OF = {csl: form for form, csl in FORMS.items()} | {
    "article": "article", "article-magazine": "news", "post-weblog": "page", "post": "page", "bill": "law", "manuscript": "other"}
_BIBTEX_FORMS = {
    "article": "article", "book": "book", "booklet": "book", "inbook": "chapter", "incollection": "chapter", "collection": "book",
    "inproceedings": "paper", "conference": "paper", "proceedings": "book", "phdthesis": "thesis", "mastersthesis": "thesis",
    "thesis": "thesis", "techreport": "report", "report": "report", "manual": "report", "online": "page", "electronic": "page",
    "dataset": "data", "legislation": "law", "misc": "other", "unpublished": "other"}
_RIS_FORMS = {
    "JOUR": "article", "JFULL": "article", "EJOUR": "article", "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter",
    "ECHAP": "chapter", "CONF": "paper", "CPAPER": "paper", "THES": "thesis", "RPRT": "report", "GOVDOC": "report", "NEWS": "news",
    "MGZN": "news", "ELEC": "page", "BLOG": "page", "WEB": "page", "DATA": "data", "STAT": "law", "BILL": "law", "LEGAL": "law"}


@dataclass(frozen=True)
class SourcesImport:
    """What taking references over does to a register of sources.

    Attributes
    ----------
    sources : the register after it.
    added : ids of new sources. `filled`: known sources with the fields that they did not have before.
    differing : known sources with the fields in which the file says otherwise; the register's own stand.
    """

    sources: Sources
    added: tuple[str, ...] = ()
    filled: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    differing: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.added or self.filled)

    def sentences(self) -> list[str]:
        """The report in words."""
        out = [f"{len(self.added)} added, {len(self.filled)} completed, {len(self.differing)} differ."]
        out += [f"Added {id_}." for id_ in self.added]
        out += [f"Completed {id_}: {', '.join(names)}." for id_, names in self.filled.items()]
        out += [f"{id_} says otherwise in the file and stays as it is here: {', '.join(names)}." for id_, names in self.differing.items()]
        return out

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {"added": list(self.added), "completed": {k: list(v) for k, v in self.filled.items()},
                "differing": {k: list(v) for k, v in self.differing.items()}}


def read_references(path: Path, name: str | None = None) -> list[Source]:
    """The sources that a file of a reference manager holds, in its order.

    Parameters
    ----------
    path : a .bib, .ris or .json (CSL-JSON) file.
    name : what to call it in problems.

    Raises
    ------
    Refused : with every fault and its line, if the file is none of these, breaks off, has an entry without a title or an id
        twice; or if the libraries that read it are not installed.
    """
    name = name or str(path)
    readers: dict[str, Callable[[str, str, list[Problem]], list[_Entry]]] = {".bib": _bibtex, ".ris": _ris, ".json": _csl}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise _refused(name, "F71", f"{path.suffix or 'A file without ending'} is no file of references that can be read.",
                       "Export .bib (BibTeX), .ris or .json (CSL-JSON) from the reference manager.")
    if not path.is_file():
        raise _refused(name, "F01", "There is no such file.", "Check the path.")
    if path.stat().st_size > MAX_BYTES:
        raise _refused(name, "F04", f"The file has {path.stat().st_size / 1e6:.0f} MB.", f"The limit is {MAX_BYTES / 1e6:.0f} MB.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(name, "F05", "The file is not UTF-8.", "Export it again as UTF-8.") from None
    problems: list[Problem] = []
    try:
        entries = reader(text, name, problems)
    except ImportError:
        raise _refused(name, "F02", "The libraries that read files of references are not installed.", way_to("reports")) from None
    if not entries and not problems:
        raise _refused(name, "F72", "The file holds no entry.", "Is it the right file?")
    return _checked(entries, name, problems)


@dataclass(frozen=True)
class _Entry:
    """An entry as its file says it, under the keys of a source; the line it begins in."""

    key: str
    data: dict[str, Any]
    line: int | None = None


def _checked(entries: Iterable[_Entry], name: str, problems: list[Problem]) -> list[Source]:
    found: dict[str, Source] = {}
    for entry in entries:
        place = Place(name, entry.line)
        said = {key: value for key, value in entry.data.items() if value}
        id_ = source_id(entry.key, said)
        if not said.get("label"):
            problems.append(Problem(code="F72", message=f"The entry {entry.key or 'without a key'} has no title.",
                                    hint="Give it one, or take it out.", place=place))
            continue
        if id_ in found:
            problems.append(Problem(code="F72", message=f"Two entries have the id {id_}.", hint="Give one of them another key.",
                                    place=place))
            continue
        try:
            found[id_] = record_from(Source, {"id": id_, **said}, name)
        except Refused as refused:
            problems += [p.placed(place) for p in refused.problems]
    if problems:
        raise Refused(problems)
    return list(found.values())


def source_id(key: str, said: Mapping[str, Any] | None = None) -> str:
    """The id of a source: the key of its entry as a slug, else the first author's name with the year.

    >>> source_id("Mayne:2012_contribution"), source_id("", {"authors": ["Mayne, John"], "date": "2012-07"})
    ('mayne-2012-contribution', 'mayne-2012')
    """
    said = said or {}
    who = str((said.get("authors") or [said.get("publisher") or "source"])[0]).partition(",")[0]
    raw = key or f"{who} {str(said.get('date') or '')[:4]}"
    from anyascii import anyascii

    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(raw).lower()).strip("-")[:60].strip("-")
    return slug if is_slug(slug) else f"s-{slug}".strip("-")[:64]


def import_sources(register: Sources, found: Iterable[Source]) -> SourcesImport:
    """A register of sources with references taken over.

    A reference is a source of the register where the ids, DOIs or addresses are the same. Of such a source only what it did not
    say is filled in; where both say something else, the register's own words stand and the difference is named.

    >>> have = Sources(id="s", title="S", sources={"m12": Source(id="m12", label="Contribution analysis", doi="10.1/a")})
    >>> done = import_sources(have, [Source(id="mayne-2012", label="Contribution Analysis", doi="10.1/A", date="2012")])
    >>> done.added, done.filled, done.differing
    ((), {'m12': ('date',)}, {'m12': ('label',)})
    """
    sources = dict(register.sources)
    added: list[str] = []
    filled: dict[str, tuple[str, ...]] = {}
    differing: dict[str, tuple[str, ...]] = {}
    for source in found:
        known = next((one for one in sources.values() if _same(one, source)), None)
        if known is None:
            sources[source.id] = source
            added.append(source.id)
            continue
        new: dict[str, Any] = {}
        odd: list[str] = []
        for spec in fields_of(Source):
            mine, theirs = getattr(known, spec.name), getattr(source, spec.name)
            if spec.name == "id" or not theirs or mine == theirs:
                continue
            if not mine:
                new[spec.name] = theirs
            elif spec.name not in ("doi", "url") or _address(mine) != _address(theirs):
                odd.append(spec.name)
        if new:
            sources[known.id] = dataclasses.replace(known, **new)
            filled[known.id] = tuple(new)
        if odd:
            differing[known.id] = tuple(odd)
    return SourcesImport(dataclasses.replace(register, sources=sources), tuple(added), filled, differing)


def _same(one: Source, two: Source) -> bool:
    return one.id == two.id or any(
        mine and theirs and _address(mine) == _address(theirs) for mine, theirs in ((one.doi, two.doi), (one.url, two.url)))


def _address(text: str) -> str:
    """A DOI or an address without what makes no difference."""
    return re.sub(r"^(https?://)?(www\.)?((dx\.)?doi\.org/|doi:\s*)?", "", text.strip().lower()).rstrip("/")


# ---- the three formats


def _bibtex(text: str, name: str, problems: list[Problem]) -> list[_Entry]:
    import logging

    from bibtexparser.entrypoint import parse_string
    from bibtexparser.library import Library
    from bibtexparser.middlewares import SeparateCoAuthors
    from pylatexenc.latex2text import LatexNodes2Text

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library: Library = parse_string(text, append_middleware=[SeparateCoAuthors()])
    decode = LatexNodes2Text(keep_comments=True, strict_latex_spaces="macros").latex_to_text
    problems += [Problem(code="F72", message=f"{_why_failed(block.error)}", hint="Mend it, or export the file again.",
                         place=Place(name, (block.start_line or 0) + 1)) for block in library.failed_blocks]
    entries = []
    for block in library.entries:
        said: dict[str, Any] = {
            field.key.lower(): [decode(one) for one in field.value] if isinstance(field.value, list) else decode(str(field.value))
            for field in block.fields}

        def text_of(*keys: str, said: dict[str, Any] = said) -> str:
            return next((_clean(said[key]) for key in keys if said.get(key)), "")

        data = {"label": text_of("title"), "form": _BIBTEX_FORMS.get(block.entry_type.lower(), "other"),
                "authors": _names(said.get("author")), "editors": _names(said.get("editor")),
                "date": text_of("date") or _bibtex_date(text_of("year"), text_of("month")),
                "part_of": text_of("journal", "journaltitle", "booktitle"), "volume": text_of("volume"),
                "issue": text_of("number", "issue"), "pages": _pages(text_of("pages")), "edition": text_of("edition"),
                "publisher": text_of("publisher", "institution", "school", "organization", "howpublished"),
                "town": text_of("address", "location"), "isbn": text_of("isbn"), "doi": _doi(text_of("doi")), "url": text_of("url"),
                "accessed": text_of("urldate")}
        if data["form"] == "other" and data["url"]:
            data["form"] = "page"
        entries.append(_Entry(block.key, data, (block.start_line or 0) + 1))
    return entries


def _why_failed(error: object) -> str:
    said = str(error).partition("\n")[0].strip(". ")
    return f"This entry cannot be read: {said}." if said else "This entry breaks off: a bracket or a quotation mark is not closed."


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def _bibtex_date(year: str, month: str) -> str:
    at = month.lower()[:3]
    number = int(month) if month.isdigit() else _MONTHS.index(at) + 1 if at in _MONTHS else 0
    return f"{year}-{number:02}" if year and 1 <= number <= 12 else year


def _ris(text: str, name: str, problems: list[Problem]) -> list[_Entry]:
    import rispy

    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("TY  -")]
    ends = sum(line.startswith("ER  -") for line in text.splitlines())
    if len(starts) != ends:
        raise _refused(name, "F72", f"{len(starts)} entries begin (TY) and {ends} end (ER): the file breaks off.", "Export it again.",
                       starts[-1] if starts else None)
    try:
        read = rispy.loads(text)
    except Exception as error:
        raise _refused(name, "F72", f"It cannot be read as RIS: {error}.".replace("..", "."), "Export it again.") from None
    entries = []
    for number, said in enumerate(read):
        def text_of(*keys: str, said: Mapping[str, Any] = said) -> str:
            for key in keys:
                value = said.get(key)
                if value:
                    return _clean(value[0] if isinstance(value, list) else value)
            return ""

        form = _RIS_FORMS.get(str(said.get("type_of_reference")), "other")
        first, last = text_of("start_page"), text_of("end_page")
        data = {"label": text_of("title", "primary_title"), "form": form,
                "authors": _names(said.get("authors") or said.get("first_authors")), "editors": _names(said.get("secondary_authors")),
                "date": _ris_date(text_of("date")) or _ris_date(text_of("year", "publication_year")),
                "part_of": text_of("journal_name", "secondary_title", "alternate_title3") if form != "book" else "",
                "volume": text_of("volume"), "issue": text_of("number"), "pages": f"{first}-{last}" if last else first,
                "edition": text_of("edition"), "publisher": text_of("publisher"), "town": text_of("place_published"),
                "isbn": text_of("issn") if form in ("book", "chapter", "report") else "", "doi": _doi(text_of("doi")),
                "url": text_of("url", "urls"), "accessed": _ris_date(text_of("access_date"))}
        entries.append(_Entry(text_of("id", "label"), data, starts[number] if number < len(starts) else None))
    return entries


def _ris_date(text: str) -> str:
    """A date of RIS (2012/07/03/) as this format writes it."""
    parts = [part.zfill(2) for part in re.split(r"[/-]", text)[:3] if part.strip().isdigit()]
    return "-".join(parts) if parts and len(parts[0]) == 4 else ""


def _csl(text: str, name: str, problems: list[Problem]) -> list[_Entry]:
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        raise _refused(name, "F72", f"It is no JSON: {error.msg}.", "Export it again.", error.lineno) from None
    except RecursionError:
        raise _refused(name, "F72", "It is nested too deep to be CSL-JSON.", "Export it again.") from None
    if isinstance(read, Mapping):
        read = read.get("items", [read])
    if not isinstance(read, list) or not all(isinstance(one, Mapping) for one in read):
        raise _refused(name, "F72", "CSL-JSON is a list of entries, and this is none.", "Export CSL-JSON from the reference manager.")
    return [_csl_entry(one) for one in read]


def _csl_entry(said: Mapping[str, Any]) -> _Entry:
    def text_of(key: str) -> str:
        value = said.get(key)
        return _clean(value) if isinstance(value, str | int) else ""

    data = {"label": text_of("title"), "form": _FORM_OF.get(text_of("type"), "other"), "authors": _csl_names(said.get("author")),
            "editors": _csl_names(said.get("editor")), "date": _csl_date(said.get("issued")), "part_of": text_of("container-title"),
            "volume": text_of("volume"), "issue": text_of("issue"), "pages": _pages(text_of("page")), "edition": text_of("edition"),
            "publisher": text_of("publisher"), "town": text_of("publisher-place"), "isbn": text_of("ISBN"), "doi": _doi(text_of("DOI")),
            "url": text_of("URL"), "accessed": _csl_date(said.get("accessed"))}
    return _Entry(text_of("citation-key") or text_of("id"), data)


def _csl_names(value: Any) -> list[str]:
    names = []
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping):
            family = " ".join(str(one[key]) for key in ("dropping-particle", "non-dropping-particle", "family") if one.get(key))
            names.append(str(one.get("literal") or ", ".join(filter(None, (family, str(one.get("given") or ""))))))
    return [_clean(name) for name in names if name.strip()]


def _csl_date(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return "-".join(str(part).zfill(2) for part in parts[0][:3] if str(part).strip())
    raw = str(value.get("raw") or value.get("literal") or "")
    found = re.match(r"\d{4}(-\d{2}){0,2}$", raw)
    return raw if found else ""


def _names(value: Any) -> list[str]:
    return [name for one in (value if isinstance(value, list) else [value] if value else []) if (name := _clean(one))]


def _clean(value: Any) -> str:
    return " ".join(re.sub(r"[{}]", "", str(value)).split())


def _pages(text: str) -> str:
    return re.sub(r"\s*[-–—]+\s*", "-", text)


def _doi(text: str) -> str:
    return re.sub(r"^(https?://)?(dx\.)?doi\.org/|^doi:\s*", "", text.strip(), flags=re.IGNORECASE)


def _refused(name: str, code: str, message: str, hint: str, line: int | None = None) -> Refused:
    return Refused(Problem(code=code, message=message, hint=hint, place=Place(name, line)))


def csl_of(source: Source) -> dict[str, Any]:
    """A source as CSL-JSON has it.

    A source without authors is by its publisher, which then is not named twice.

    >>> csl_of(Source(id="m", label="CA", authors=("Mayne, John",), date="2012-07"))["author"]
    [{'family': 'Mayne', 'given': 'John'}]
    """
    said = plain(source)
    authors = list(source.authors) or [one for one in (source.author or source.publisher,) if one]
    by_publisher = not source.authors and not source.author
    out: dict[str, Any] = {"id": source.id, "type": FORMS[source.form or ("report" if authors else "other")],
                           "title": source.label, "author": [_csl_name(name, bool(source.authors)) for name in authors],
                           "editor": [_csl_name(name, True) for name in source.editors],
                           "publisher": None if by_publisher else source.publisher, "issued": _csl_parts(source.date),
                           "accessed": _csl_parts(source.accessed)}
    out |= {csl: said.get(own) for csl, own in {
        "container-title": "part_of", "volume": "volume", "issue": "issue", "page": "pages", "edition": "edition",
        "publisher-place": "town", "ISBN": "isbn", "DOI": "doi", "URL": "url"}.items()}
    return {key: value for key, value in out.items() if value}


def _csl_name(name: str, split: bool) -> dict[str, str]:
    family, comma, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma and split else {"literal": name}


def _csl_parts(date: str | None) -> dict[str, Any] | None:
    parts = [int(part) for part in (date or "").partition("/")[0].split("-") if part.isdigit()]
    return {"date-parts": [parts]} if parts else None
