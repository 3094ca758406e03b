"""Projects and codebooks of the REFI-QDA standard (.qdpx, .qdc) as one neutral value: codes, texts, selections, links, cases.

NVivo, MAXQDA, ATLAS.ti, QualCoder and others write them. What the standard leaves open they do differently, so that it is
found out from the file and reported: whether the last character of a selection is inside it, whether a line break counts as one
character or two, whether a character beyond the usual ones counts as one or two.

Source: REFI-QDA Standard 1.5 (2019), qdasoftware.org.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from sysmap.core.sentences import count_text, list_text
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Bucket, Remark

__all__ = ["RefiCode", "RefiLink", "RefiProject", "RefiSelection", "RefiText", "is_codebook", "is_project", "read_refi"]

_NAMESPACE = "urn:QDA-XML:"
_OTHER = {"PictureSource": "picture", "AudioSource": "recording", "VideoSource": "film"}
_REGIONS = {"PictureSelection": "area of a picture", "PDFSelection": "area of a PDF page", "AudioSelection": "stretch of a recording",
            "VideoSelection": "stretch of a film"}
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class RefiCode:
    """A code of a codebook; `path` holds the names of the codes above it and its own, `parent` the id of the one above."""

    id: str
    name: str
    path: tuple[str, ...]
    description: str = ""
    codable: bool = True
    parent: str = ""


@dataclass(frozen=True, slots=True)
class RefiSelection:
    """A coded stretch of a text, in characters of `RefiText.text`, with one code by one user."""

    id: str
    start: int
    end: int
    code: str
    user: str = ""
    note: str = ""
    remark: str = ""


@dataclass(slots=True)
class RefiText:
    """A source with text: line breaks are single line feeds."""

    id: str
    name: str
    text: str
    selections: list[RefiSelection] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RefiLink:
    """A link between two codes, as networks of codes hold it."""

    from_: str
    to: str
    name: str = ""
    direction: str = ""


@dataclass(slots=True)
class RefiProject:
    """A project or a codebook. `places` are centres of codes in its first drawing, by id."""

    name: str
    origin: str = ""
    codes: dict[str, RefiCode] = field(default_factory=dict)
    texts: list[RefiText] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    links: list[RefiLink] = field(default_factory=list)
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def say(self, bucket: Bucket, about: str, text: str, items: Sequence[str] = ()) -> None:
        """Add a line to the report."""
        self.remarks.append(Remark(bucket, about, text, tuple(items)))


def is_project(content: Content) -> bool:
    """Whether a file is a project: an archive with the project's XML in it, or that XML by itself."""
    return any(name.lower().endswith(".qde") for name in content.members) or (
        content.root[0] == "Project" and _NAMESPACE in content.root[1])


def is_codebook(content: Content) -> bool:
    """Whether a file is a codebook."""
    return content.root[0] == "CodeBook" and (_NAMESPACE in content.root[1] or "<Codes" in content.start)


def read_refi(content: Content) -> RefiProject:
    """A project or codebook.

    Raises
    ------
    Refused : the archive or its XML is damaged, declares entities, or is larger than can be.
    """
    if content.is_zip:
        name = next((name for name in content.members if name.lower().endswith(".qde")), "")
        if not name:
            content.fail("The archive holds no coded project.", "Export it again as REFI-QDA project (.qdpx); it may have been cut short.")
        inner = Content(f"{content.name}: {name}", content.member(name))
        root = inner.xml
        content.remarks += inner.remarks
    else:
        root = content.xml
    if _tag(root) not in ("Project", "CodeBook"):
        content.fail("This is no project and no codebook of the REFI-QDA standard.", "Export it again as .qdpx or .qdc.")
    found = RefiProject(root.get("name") or content.stem, root.get("origin") or "")
    _codes(found, _child(root, "CodeBook") if _tag(root) == "Project" else root)
    if _tag(root) == "Project":
        _Reader(found, content, root).read()
    return found


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: Element | None, name: str) -> Element | None:
    return next((one for one in element if _tag(one) == name), None) if element is not None else None


def _children(element: Element | None, *names: str) -> Iterator[Element]:
    return (one for one in element if _tag(one) in names) if element is not None else iter(())


def _guid(text: str | None) -> str:
    """An id without braces and in small letters: tools write one id in several ways."""
    return (text or "").strip().strip("{}").lower()


def _text_of(element: Element | None, name: str) -> str:
    return " ".join((getattr(_child(element, name), "text", None) or "").split())


def _codes(found: RefiProject, book: Element | None) -> None:
    waiting: list[tuple[Element, tuple[str, ...], str]] = [
        (one, (), "") for one in reversed([*_children(_child(book, "Codes"), "Code")])]
    doubled = 0
    while waiting:
        element, above, parent = waiting.pop()
        id_ = _guid(element.get("guid")) or f"code-{len(found.codes) + 1}"
        name = " ".join((element.get("name") or "").split())
        path = (*above, name)[-_DEEPEST:]
        if id_ in found.codes:
            doubled += 1
            continue
        found.codes[id_] = RefiCode(id_, name, path, _text_of(element, "Description"), (element.get("isCodable") or "true") != "false", parent)
        waiting += [(one, path, id_) for one in reversed([*_children(element, "Code")])]
    if doubled:
        found.say("dropped", "code", f"{count_text(doubled, 'code')} with an id that another code has.")


class _Reader:
    """Reads what a project holds beside its codes."""

    def __init__(self, found: RefiProject, content: Content, root: Element) -> None:
        self.found, self.content, self.root = found, content, root
        self.members = {name.rpartition("/")[2].lower(): name for name in content.members}
        self.notes: dict[str, str] = {}
        self.left: Counter[str] = Counter()

    def read(self) -> None:
        found, root = self.found, self.root
        found.users = {_guid(one.get("guid")): one.get("name") or "" for one in _children(_child(root, "Users"), "User")}
        for note in _children(_child(root, "Notes"), "Note"):
            self.notes[_guid(note.get("guid"))] = " ".join(self._plain(note).split())
        raw: list[tuple[RefiText, str, list[_Span]]] = []
        for source in _children(_child(root, "Sources"), "TextSource", "PDFSource", "AudioSource", "VideoSource", "PictureSource"):
            raw += self._source(source)
        self._place(raw)
        self._links()
        self._graph()
        self._cases()
        self._tell()

    def _source(self, source: Element) -> Iterator[tuple[RefiText, str, list[_Span]]]:
        tag, id_ = _tag(source), _guid(source.get("guid"))
        name = source.get("name") or id_
        for selection in source:
            if _tag(selection) in _REGIONS:
                self.left[_REGIONS[_tag(selection)]] += len([*_children(selection, "Coding")])
        self.left["coding of a whole source"] += len([*_children(source, "Coding")])
        parts = {"TextSource": [source], "PDFSource": [*_children(source, "Representation")],
                 "PictureSource": [*_children(source, "TextDescription")]}.get(tag, [*_children(source, "Transcript")])
        if not parts:
            self.left[f"{_OTHER.get(tag, 'PDF')} without text"] += 1
        for part in parts:
            plain = self._plain(part)
            if not plain:
                self.left["source whose text is not in the archive"] += 1
                continue
            text = RefiText(_guid(part.get("guid")) or id_, name, plain.replace("\r\n", "\n").replace("\r", "\n"))
            self.found.texts.append(text)
            yield text, plain, [*self._spans(part)]

    def _plain(self, element: Element) -> str:
        """The text of a source or note: inside the XML, or in a file of the archive."""
        inside = _child(element, "PlainTextContent")
        if inside is not None:
            return inside.text or ""
        path = (element.get("plainTextPath") or "").replace("\\", "/").rpartition("/")[2].lower()
        if path not in self.members:
            return ""
        return Content(path, self.content.member(self.members[path])).text

    def _spans(self, part: Element) -> Iterator[_Span]:
        sync = {_guid(one.get("guid")): _number(one.get("position")) for one in _children(part, "SyncPoint")}
        for selection in _children(part, "PlainTextSelection", "TranscriptSelection"):
            if _tag(selection) == "PlainTextSelection":
                start, end = _number(selection.get("startPosition")), _number(selection.get("endPosition"))
            else:
                start, end = sync.get(_guid(selection.get("fromSyncPoint"))), sync.get(_guid(selection.get("toSyncPoint")))
            codings = [*_children(selection, "Coding")]
            if start is None or end is None or end < start or start < 0:
                self.left["selection without a place in its text"] += len(codings)
                continue
            notes = self._note(selection) or _text_of(selection, "Description")
            if not codings:
                self.left["selection without a code"] += 1
            for coding in codings:
                code = _guid(getattr(_child(coding, "CodeRef"), "attrib", {}).get("targetGUID"))
                if code not in self.found.codes:
                    self.left["coding with a code that the codebook does not have"] += 1
                    continue
                user = _guid(coding.get("creatingUser") or selection.get("creatingUser"))
                yield _Span(_guid(selection.get("guid")), start, end, code, user, notes, self._note(coding),
                            " ".join((selection.get("name") or "").split()))

    def _note(self, element: Element) -> str:
        return " ".join(filter(None, (self.notes.get(_guid(one.get("targetGUID")), "") for one in _children(element, "NoteRef"))))

    def _place(self, raw: list[tuple[RefiText, str, list[_Span]]]) -> None:
        """Turn offsets as the tool counts them into characters of the texts; how it counts is told from the selections."""
        best = max(_COUNTINGS, key=lambda one: (sum(one.fits(plain, spans) for _, plain, spans in raw), -_COUNTINGS.index(one)))
        number = sum(len(spans) for _, _, spans in raw)
        outside = 0
        for text, plain, spans in raw:
            places = best.places(plain)
            for span in spans:
                start, end = places(span.start), places(span.end + best.last_inside)
                if start >= len(text.text) or end <= start:
                    outside += 1
                    continue
                text.selections.append(RefiSelection(span.id, start, min(end, len(text.text)), span.code, span.user, span.note, span.remark))
        if number and best is not _COUNTINGS[0]:
            self.found.say("guessed", "place", f"How the places of selections are counted: {best.words}. More selections begin and end "
                                               "with whole words so.")
        if outside:
            self.found.say("dropped", "selection", f"{count_text(outside, 'coding')} whose place is outside the text.")

    def _links(self) -> None:
        for link in _children(_child(self.root, "Links"), "Link"):
            ends = _guid(link.get("originGUID")), _guid(link.get("targetGUID"))
            if all(end in self.found.codes for end in ends):
                self.found.links.append(RefiLink(*ends, link.get("name") or "", link.get("direction") or ""))
            else:
                self.left["link between other things than codes"] += 1

    def _graph(self) -> None:
        graphs = [*_children(_child(self.root, "Graphs"), "Graph")]
        for graph in graphs[:1]:
            vertices = {_guid(one.get("guid")): _guid(one.get("representedGUID")) for one in _children(graph, "Vertex")}
            for one in _children(graph, "Vertex"):
                code = _guid(one.get("representedGUID"))
                corners = [_number(one.get(name)) for name in ("firstX", "firstY", "secondX", "secondY")]
                if code in self.found.codes and corners[0] is not None and corners[1] is not None:
                    x = (corners[0] + (corners[2] if corners[2] is not None else corners[0])) / 2
                    y = (corners[1] + (corners[3] if corners[3] is not None else corners[1])) / 2
                    self.found.places[code] = (x, y)
            known = {(one.from_, one.to) for one in self.found.links}
            for edge in _children(graph, "Edge"):
                ends = vertices.get(_guid(edge.get("sourceVertex")), ""), vertices.get(_guid(edge.get("targetVertex")), "")
                if all(end in self.found.codes for end in ends) and ends not in known:
                    self.found.links.append(RefiLink(*ends, edge.get("name") or "", edge.get("direction") or ""))
        self.left["further drawing"] += max(0, len(graphs) - 1)

    def _cases(self) -> None:
        texts = {text.id: text for text in self.found.texts}
        for case in _children(_child(self.root, "Cases"), "Case"):
            held = [texts[id_] for one in _children(case, "SourceRef") if (id_ := _guid(one.get("targetGUID"))) in texts]
            for text in held:
                text.cases.append(case.get("name") or "")
            if not held:
                self.left["case without a text"] += 1
        self.left["variable"] += len([*_children(_child(self.root, "Variables"), "Variable")])
        self.left["set"] += len([*_children(_child(self.root, "Sets"), "Set")])

    def _tell(self) -> None:
        for what, number in self.left.items():
            if number:
                self.found.say("dropped", "source", f"{count_text(number, *_PLURALS.get(what, (what,)))}: there is no place for it here.")
        unused = [code.name for code in self.found.codes.values() if not code.codable]
        if unused:
            self.found.say("kept", "code", f"Codes that only hold others: {list_text(unused)}.")


_PLURALS = {"area of a picture": ("area of a picture", "areas of pictures"), "area of a PDF page": ("area of a PDF page", "areas of PDF pages"),
            "stretch of a recording": ("stretch of a recording", "stretches of recordings"),
            "stretch of a film": ("stretch of a film", "stretches of films"), "PDF without text": ("PDF without text", "PDFs without text"),
            "picture without text": ("picture without text", "pictures without text"),
            "recording without text": ("recording without text", "recordings without text"),
            "film without text": ("film without text", "films without text"),
            "coding of a whole source": ("coding of a whole source", "codings of whole sources"),
            "source whose text is not in the archive": ("source whose text is not in the archive", "sources whose text is not in the archive"),
            "selection without a place in its text": ("selection without a place in its text", "selections without a place in their text"),
            "selection without a code": ("selection without a code", "selections without a code"),
            "coding with a code that the codebook does not have": ("coding with a code that the codebook does not have",
                                                                   "codings with codes that the codebook does not have"),
            "link between other things than codes": ("link between other things than codes", "links between other things than codes"),
            "case without a text": ("case without a text", "cases without a text")}


@dataclass(frozen=True, slots=True)
class _Span:
    """A coded selection with the offsets that the file says."""

    id: str
    start: int
    end: int
    code: str
    user: str
    note: str
    remark: str
    name: str


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,12}\s*", text) else None


@dataclass(frozen=True, slots=True)
class _Counting:
    """A way of counting characters: where the end of a selection is, and what counts as one."""

    words: str
    last_inside: int = 0
    one_break: bool = False
    halves: bool = False

    def places(self, plain: str) -> Callable[[int], int]:
        """From an offset of the file to one of the text with single line feeds."""
        if plain.isascii() and "\r" not in plain:
            return lambda offset: min(offset, len(plain))
        starts: list[int] = []
        out = 0
        for index, sign in enumerate(plain):
            pair = sign == "\r" and plain[index + 1:index + 2] == "\n"
            if not (pair and self.one_break):
                starts += [out] * (2 if self.halves and ord(sign) > 0xFFFF else 1)
            out += not pair
        starts.append(out)
        return lambda offset: starts[min(offset, len(starts) - 1)]

    def fits(self, plain: str, spans: Iterable[_Span]) -> int:
        """How many ends of selections stand between words, and how many selections begin with the words that name them."""
        text = plain.replace("\r\n", "\n").replace("\r", "\n")
        places = self.places(plain)
        score = 0
        for span in spans:
            start, end = places(span.start), places(span.end + self.last_inside)
            score += not (0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum())
            score += not (0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum())
            score += end <= len(text) and end > start and not text[start].isspace() and not text[end - 1].isspace()
            words = " ".join(text[start:end].split())
            score += 4 * (bool(span.name) and len(span.name) > 3 and words.startswith(span.name[:40]))
        return score


_COUNTINGS = tuple(
    _Counting("; ".join((("the end is the last character inside" if inside else "the end is behind the last character"),
                         ("a line break of two signs counts as one" if one_break else "every sign counts"),
                         *(("rare characters count as two",) if halves else ()))), int(inside), one_break, halves)
    for halves in (False, True) for one_break in (False, True) for inside in (False, True))
