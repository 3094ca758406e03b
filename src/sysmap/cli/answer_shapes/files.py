"""What commands about files answer with --json."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from sysmap.core.words import Polarity, Severity

__all__ = ["Checked", "ComparedVersions", "Diagnosis", "ExampleList", "ExportedMap", "Formatted", "ImportedMaps", "ImportedSources",
           "KeptWorkshops", "Packed", "PackChecked", "RenderedPages", "SourceList", "VerifiedWorkshops", "WrittenReport"]

Names = list[str]


class FoundProblem(TypedDict):
    """One finding."""

    code: Annotated[str, "the code of the rule or refusal; docs/problems.md and docs/checks.md list them"]
    severity: Annotated[Severity, "how bad it is"]
    message: Annotated[str, "what is wrong"]
    hint: Annotated[str, "the way out"]
    file: Annotated[str | None, "the file"]
    line: Annotated[int | None, "the line, from 1"]
    column: Annotated[int | None, "the column, from 1"]
    at: Annotated[Names, "the path of the element: collection, id, key"]
    waived: Annotated[str | None, "the reason why its author lets it stand; null where nobody does"]


class Checked(TypedDict):
    """check."""

    files: Annotated[int, "how many files were checked"]
    error: Annotated[int, "how many errors"]
    warning: Annotated[int, "how many warnings"]
    note: Annotated[int, "how many notes"]
    waived: Annotated[int, "how many findings are waived with a reason"]
    problems: Annotated[list[FoundProblem], "the findings, file by file; waived ones too"]


class Formatted(TypedDict):
    """format."""

    files: Annotated[int, "how many files were looked at"]
    changed: Annotated[Names, "the files that were changed (with --check: would be)"]
    problems: Annotated[list[FoundProblem], "faults of files that were left as they are"]


class DifferingPart(TypedDict):
    """One place where two files differ."""

    kind: Annotated[str, "what happened: add, remove, relabel, move, re-sign, …"]
    collection: Annotated[str, "the collection of the element"]
    element: Annotated[str, "the id of the element"]
    field: Annotated[str | None, "the key that differs; null where the whole element came or went"]
    before: Annotated[object, "the value before"]
    after: Annotated[object, "the value after"]
    name: Annotated[str, "what people call the element"]


class DescribedChange(TypedDict):
    """One change with its parts."""

    kind: Annotated[str, "what happened"]
    element: Annotated[str | None, "the element that the change log names"]
    id: Annotated[str, "that of the change-log entry, else made of element and field"]
    before: Annotated[str | None, "what it was, in words"]
    after: Annotated[str | None, "what it is, in words"]
    reason: Annotated[str | None, "why; null where nobody said"]
    field: Annotated[str | None, "the key that differs"]
    evidence: Annotated[Names, "ids of the evidence that the entry names"]
    logged: Annotated[bool, "whether the change log explains it"]
    elements: Annotated[Names, "ids of the elements that it concerns"]
    parts: Annotated[list[DifferingPart], "the differences that make it up"]
    sentence: Annotated[str, "the change in a sentence"]


class ComparedVersions(TypedDict):
    """diff."""

    before: Annotated[str, "the id of the earlier one"]
    after: Annotated[str, "the id of the later one"]
    changes: Annotated[list[DescribedChange], "in the order of the change log, then of the file"]
    findings: Annotated[list[DifferingPart], "what the newer file says for the first time of how things stand"]
    guesses: Annotated[list[Names], "pairs of a removed and an added factor with the same label"]
    unmatched: Annotated[Names, "ids of entries of the change log that no difference bears out"]
    left_out: Annotated[int, "how many elements differ only in notes, citations, aliases or places"]
    related: Annotated[bool, "whether the two are versions of one map"]


class RemarkOnImport(TypedDict):
    """One thing that was kept, guessed or dropped."""

    about: Annotated[str, "what it concerns, as a word"]
    text: Annotated[str, "the remark in a sentence"]
    items: Annotated[Names, "the elements that it concerns"]


class SignRead(TypedDict):
    """How a word was read as a sign."""

    place: Annotated[str, "where the word stood"]
    word: Annotated[str, "the word"]
    polarity: Annotated[Polarity, "the sign that it was read as"]
    links: Annotated[int, "how many links it gave a sign"]
    guessed: Annotated[bool, "whether that is a guess"]


class AccountOfImport(TypedDict):
    """The account of one import."""

    file: Annotated[str, "the file that was read"]
    format: Annotated[str, "what it was taken for"]
    counts: Annotated[dict[str, int], "how many factors, links, … came of it"]
    signs: Annotated[list[SignRead], "how each word was read as a sign"]
    kept: Annotated[list[RemarkOnImport], "what was kept"]
    guessed: Annotated[list[RemarkOnImport], "what was guessed"]
    dropped: Annotated[list[RemarkOnImport], "what was not taken over"]
    copies: Annotated[list[Names], "pairs of ids of factors whose labels nearly agree"]


class ConflictOnImport(TypedDict):
    """What the source and people here changed in different ways."""

    key: Annotated[str, "the name of the conflict"]
    kind: Annotated[str, "field, sign, removed or alike"]
    collection: Annotated[str, "the collection of the element"]
    id: Annotated[str, "the id of the element"]
    field: Annotated[str, "the key that differs"]
    kept: Annotated[str, "what stands, in words"]


class ImportedMap(TypedDict):
    """One map that was imported."""

    path: Annotated[str, "the file of the map"]
    written: Annotated[Names, "the files that were written; none with --dry-run, or where --update is wanted"]
    known: Annotated[bool, "whether it was imported before"]
    report: Annotated[AccountOfImport, "what was kept, guessed and dropped"]
    changes: Annotated[Names, "what changes in a map that was imported before, in sentences"]
    conflicts: Annotated[list[ConflictOnImport], "where ours stands against the source"]


class ImportedMaps(TypedDict):
    """import."""

    maps: Annotated[list[ImportedMap], "the maps, in the order of the files"]


class ExportedMap(TypedDict):
    """export."""

    map: Annotated[str, "the id of the map"]
    file: Annotated[str, "the file that was written"]
    format: Annotated[str, "its format; sysmap for a YAML file"]
    bytes: NotRequired[Annotated[int, "its size; not said of a YAML file"]]
    differs: Annotated[list[RemarkOnImport], "what the file does not carry, found by reading it back"]


class RenderedPage(TypedDict):
    """One page."""

    map: Annotated[str, "the id of the map"]
    title: Annotated[str, "its title"]
    page: Annotated[str, "the file that was written"]
    bytes: Annotated[int, "its size"]


class RenderedPages(TypedDict):
    """render."""

    pages: Annotated[list[RenderedPage], "the pages, in the order of the files"]


class WrittenReport(TypedDict):
    """report."""

    report: Annotated[str, "the file that was written"]
    beside: Annotated[Names, "pictures that were written with it"]
    template: Annotated[str, "the kind of report"]
    level: Annotated[Literal["internal", "client", "public"], "whom it is for"]
    problems: Annotated[int, "how many open points the file has"]
    tables: Annotated[int, "how many tables it has"]
    figures: Annotated[int, "how many figures it has"]
    bytes: Annotated[int, "its size"]
    notes: Annotated[Names, "what its author should know"]


class Packed(TypedDict):
    """pack."""

    archive: Annotated[str, "the file that was written"]
    level: Annotated[Literal["internal", "client", "public"], "whom it is for"]
    files: Annotated[Names, "what is in it"]
    missing: Annotated[Names, "files that lie outside the workspace or have faults, and were not packed"]
    bytes: Annotated[int, "its size"]


class PackChecked(TypedDict):
    """pack --check."""

    archive: Annotated[str, "the file"]
    whole: Annotated[bool, "whether it is as it was made"]
    problems: Annotated[list[FoundProblem], "what is not"]


class ExampleOfList(TypedDict):
    """One example workspace."""

    name: Annotated[str, "its name"]
    title: Annotated[str, "what it is about"]
    files: Annotated[int, "how many files it has"]


class ExampleList(TypedDict):
    """example."""

    examples: Annotated[list[ExampleOfList], "the examples that come with the package"]


class PartInstalled(TypedDict):
    """One extra of the package."""

    part: Annotated[str, "its name, as pip takes it"]
    missing: Annotated[Names, "packages of it that are not installed"]
    brings: Annotated[str, "what it brings"]


class ProgramInstalled(TypedDict):
    """One program that is used where it is there."""

    program: Annotated[str, "its name"]
    found: Annotated[bool, "whether it is installed"]
    brings: Annotated[str, "what it is used for"]


class Diagnosis(TypedDict):
    """doctor."""

    sysmap: Annotated[str, "the version of sysmap"]
    python: Annotated[str, "the version of Python"]
    system: Annotated[str, "the operating system"]
    parts: Annotated[list[PartInstalled], "the parts of the package"]
    programs: Annotated[list[ProgramInstalled], "other programs"]


class WorkshopOnDisk(TypedDict):
    """One workshop as it lies on the disk."""

    map: Annotated[str, "the file of the map"]
    began: Annotated[int | None, "when the first thing happened, in milliseconds since 1970"]
    last: Annotated[int | None, "when the last thing happened, in milliseconds since 1970"]
    changes: Annotated[int, "how many things happened"]
    people: Annotated[int, "how many people ever joined"]
    tables: Annotated[Names, "names of the tables that are out"]
    running: Annotated[bool, "whether it is running now"]
    problem: Annotated[FoundProblem | None, "why its log cannot be read"]


KeptWorkshops = Annotated[list[WorkshopOnDisk], "the workshops of the workspace"]


class VerifiedWorkshop(TypedDict):
    """One workshop, every entry looked at."""

    map: Annotated[str, "the file of the map"]
    changes: Annotated[int, "how many entries are as they were written"]
    saved: Annotated[int, "the revision that the file of the map holds"]
    whole: Annotated[bool, "whether nothing is wrong"]
    problems: Annotated[list[FoundProblem], "what is wrong"]
    notes: Annotated[Names, "what else is worth knowing"]


VerifiedWorkshops = Annotated[list[VerifiedWorkshop], "the workshop, then its tables"]


class ListedSource(TypedDict):
    """One source."""

    id: Annotated[str, "the id that files cite"]
    citation: Annotated[str, "author and date"]
    reference: Annotated[str, "the whole reference"]


class SourceList(TypedDict):
    """sources list."""

    sources: Annotated[list[ListedSource], "the sources, in the order of the file"]


class ImportedSources(TypedDict):
    """sources import."""

    added: Annotated[Names, "ids of new sources"]
    completed: Annotated[dict[str, Names], "keys that known sources did not have before, by id"]
    differing: Annotated[dict[str, Names], "keys in which the file says otherwise; the register's own stand"]
    written: Annotated[bool, "whether the register was changed"]
