"""Coded projects of NVivo, MAXQDA, ATLAS.ti and others into a register of evidence, and a register as such a project."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from sysmap.coding.code_table import CodeMeaning
from sysmap.coding.coded import coded_document
from sysmap.coding.places import passage_of
from sysmap.coding.recording import statement_of
from sysmap.core.edit import Add, Batch, Edit, apply
from sysmap.core.elements import Note
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.labels import labels_of
from sysmap.core.library import Case
from sysmap.core.map import Map
from sysmap.core.sentences import count_text, list_text
from sysmap.formats.foreign.draft import Remark
from sysmap.formats.foreign.ids import FreeIds, slug_of
from sysmap.formats.foreign.refi_project import RefiProject, RefiSelection, RefiText
from sysmap.formats.foreign.refi_writing import ORIGIN, PROJECT, WrittenCode, add_codes, archive, guid_for
from sysmap.formats.text_document import TextDocument, plain_document

__all__ = ["CodedImport", "coded_import", "coded_project", "made_for"]

KEY = "refi"
"""Under `x` of an item: the ids that its codings have in the other tool."""
_SAID = re.compile(r"sysmap: (direction|strength)=([a-z]+)")


@dataclass(frozen=True)
class CodedImport:
    """What an import of coded passages does.

    Attributes
    ----------
    register : as it is after the import.
    edit : what the map gets: factors and links that the table of codes names and the map does not have; `None` for nothing.
    documents : texts to be written into the workspace, by name.
    added, changed : ids of items.
    remarks : what was kept, guessed and dropped.
    """

    register: Evidence
    edit: Edit | None = None
    documents: Mapping[str, str] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def sentences(self) -> list[str]:
        """The report in words."""
        out = [f"{count_text(len(self.added), 'item')} added, {len(self.changed)} changed."]
        for bucket, title in (("kept", "Kept"), ("guessed", "Guessed"), ("dropped", "Dropped")):
            out += [f"{title}: {one.text}" for one in self.remarks if one.bucket == bucket]
        return out

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {"added": list(self.added), "changed": list(self.changed), "documents": list(self.documents),
                "report": [dataclasses.asdict(one) for one in self.remarks]}


def made_for(meanings: Iterable[CodeMeaning], map_: Map) -> Edit | None:
    """The edit that gives a map the factors and links that codes need; `None` where it has them all."""
    edits: dict[str, Edit] = {}
    found = list(meanings)
    for one in found:
        edits |= {factor.id: Add("factors", factor) for factor in one.factors if factor.id not in map_.factors}
    for one in found:
        if one.link is not None and one.link.id not in map_.links:
            edits[one.link.id] = Add("links", one.link)
    return Batch(tuple(edits.values()), "Made for codes") if edits else None


def coded_import(project: RefiProject, register: Evidence, map_: Map, meanings: Mapping[str, CodeMeaning], folder: str,
                 cases: Mapping[str, Case] | None = None) -> CodedImport:
    """A register with the coded passages of a project: one item a passage, one bearing a code.

    Importing the same project again changes nothing; a coding that is new there is added, and what was changed here stays.

    Parameters
    ----------
    project : the other tool's file.
    register : what it goes into.
    map_ : the map that the codes stand for.
    meanings : what each code means, by its id (`sysmap.coding.code_table`).
    folder : where its texts go in the workspace.
    cases : cases of the workspace; a case of the project with the name of one is taken over.
    """
    edit = made_for(meanings.values(), map_)
    map_ = apply(map_, edit) if edit is not None else map_
    remarks = list(project.remarks)
    labels = {text: id_ for id_, case in (cases or {}).items() for text in (id_.casefold(), case.label.casefold())}
    coders = _coders(project)
    items = dict(register.items)
    known = {id_: item.id for item in register.items.values() for id_ in _ids(item)}
    taken = FreeIds(items)
    added: list[str] = []
    changed: list[str] = []
    documents: dict[str, str] = {}
    left = Counter(" / ".join(project.codes[one.code].path) for text in project.texts for one in text.selections if one.code not in meanings)
    names = FreeIds()
    homeless: set[str] = set()
    for text in project.texts:
        name = f"{folder}/{names.take(slug_of(Path(text.name).stem, 'document', most=60))}.txt"
        document = plain_document(name, text.text)
        mine = [one for one in text.selections if one.code in meanings]
        if mine:
            documents[name] = text.text
        homeless.update(case for case in text.cases if case.casefold() not in labels)
        for group in _same_places(mine):
            first = group[0]
            before = items.get(known.get(first.id, ""))
            bearings = {meanings[one.code].element: _bearing(meanings[one.code], one) for one in group}
            if before is not None:
                more = [bearing for element, bearing in bearings.items() if element not in {b.element for b in before.bears_on}]
                if more:
                    items[before.id] = dataclasses.replace(before, bears_on=(*before.bears_on, *more))
                    changed.append(before.id)
                continue
            item = _item(document, text, group, tuple(bearings.values()), coders, labels, map_)
            item = dataclasses.replace(item, id=taken.take(f"{slug_of(Path(name).stem, 'document', most=40)}-{len(added) + 1}"))
            items[item.id] = item
            added.append(item.id)
    if left:
        remarks.append(Remark("dropped", "code", f"{count_text(sum(left.values()), 'coding')} with codes that the table leaves out: "
                                                 f"{list_text([f'{name} ({number})' for name, number in left.most_common()])}.", tuple(left)))
    if coders:
        roles = sorted(set(coders.values()))
        remarks.append(Remark("kept", "coder", f"{count_text(len(roles), 'coder')}, as {list_text(roles)}: names of people are not kept."))
    if homeless:
        remarks.append(Remark("dropped", "case", f"{count_text(len(homeless), 'case')} that the workspace does not have under that name: "
                                                 f"{list_text(sorted(homeless))}.", tuple(sorted(homeless))))
    if any(bearing.strength is None for id_ in added for bearing in items[id_].bears_on):
        remarks.append(Remark("kept", "strength", "How strong a passage is, nobody has judged in that tool; strength stays unset."))
    return CodedImport(dataclasses.replace(register, items=items), edit, documents, tuple(added), tuple(changed), tuple(remarks))


def _coders(project: RefiProject) -> dict[str, str]:
    """A role for each user that coded, in the order of the file."""
    used = dict.fromkeys(one.user for text in project.texts for one in text.selections if one.user)
    own = {id_: name.removeprefix("sysmap: ") for id_, name in project.users.items() if name.startswith("sysmap: ")}
    return {id_: own.get(id_, f"coder {number}") for number, id_ in enumerate(used, 1)}


def _same_places(selections: Iterable[RefiSelection]) -> list[list[RefiSelection]]:
    groups: dict[tuple[int, int, str], list[RefiSelection]] = {}
    for one in selections:
        groups.setdefault((one.start, one.end, one.user), []).append(one)
    return list(groups.values())


def _ids(item: Item) -> tuple[str, ...]:
    held = item.x.get(KEY)
    ids = held.get("selections") if isinstance(held, Mapping) else None
    return tuple(str(one) for one in ids) if isinstance(ids, (list, tuple)) else ()


def _bearing(meaning: CodeMeaning, selection: RefiSelection) -> Bearing:
    said = dict(_SAID.findall(selection.remark))
    why = " ".join(_SAID.sub("", selection.remark).replace(";", " ").split())
    return Bearing(element=meaning.element, direction=said.get("direction", meaning.direction),
                   strength=said.get("strength"), why=why or None)


def _item(document: TextDocument, text: RefiText, group: list[RefiSelection], bearings: tuple[Bearing, ...], coders: Mapping[str, str],
          labels: Mapping[str, str], map_: Map) -> Item:
    first = group[0]
    passage = passage_of(document, first.start, first.end)
    note = " ".join(dict.fromkeys(one.note for one in group if one.note))
    return Item(
        id="", statement=statement_of(map_, bearings[0]), kind="observed", bears_on=bearings, passages=(passage,),
        cases=tuple(dict.fromkeys(labels[case.casefold()] for case in text.cases if case.casefold() in labels)),
        coder=coders.get(first.user), notes=(Note(text=note),) if note else (),
        x={KEY: {"selections": list(dict.fromkeys(one.id for one in group if one.id))}})


def coded_project(register: Evidence, map_: Map, documents: Mapping[str, TextDocument]) -> tuple[bytes, list[str]]:
    """A register as a project of the REFI-QDA standard: elements as codes, documents as texts, passages as selections.

    Parameters
    ----------
    register : the coded items.
    map_ : the map that they bear on.
    documents : the texts, by the name that passages give them.

    Returns
    -------
    tuple : the bytes of the .qdpx, and what is not in it, in sentences.
    """
    labels = labels_of(map_, ())
    used = dict.fromkeys(b.element for item in register.items.values() for b in item.bears_on if item.passages)
    ids = {element: _code_id(map_, element) for element in dict.fromkeys((*map_.factors, *used))}
    coders = {role: guid_for(register.id, "coder", role) for item in register.items.values() if (role := item.coder)}
    project = Element("Project", {"xmlns": PROJECT, "name": register.title, "origin": ORIGIN})
    if coders:
        users = SubElement(project, "Users")
        for role, id_ in coders.items():
            SubElement(users, "User", guid=id_, name=f"sysmap: {role}")
    if ids:
        add_codes(SubElement(project, "CodeBook"), (
            WrittenCode(id_, labels.get(element, element) if element in map_.factors else _link_name(map_, labels, element),
                        (map_.factors[element].definition or "") if element in map_.factors else "",
                        "Factors" if element in map_.factors else "Links and other elements") for element, id_ in ids.items()), map_.id)
    sources = Element("Sources")
    notes = Element("Notes")
    texts: dict[str, str] = {}
    lost: list[str] = []
    for name in dict.fromkeys(p.document for item in register.items.values() for p in item.passages):
        if name not in documents:
            lost.append(f"The document {name} is not in the workspace, so that its passages are not in the project.")
            continue
        source = guid_for(register.id, "source", name)
        texts[source] = documents[name].text
        element = SubElement(sources, "TextSource", guid=source, name=Path(name).name, plainTextPath=f"internal://{source}.txt")
        for number, one in enumerate(coded_document(documents[name], [register]).passages):
            if one.place.how == "lost":
                lost.append(f"A passage of {one.item} is no longer in {name}.")
                continue
            held = _ids(register.items[one.item])
            selection = guid_for(register.id, "selection", name, str(number), held[0] if held else one.item)
            made = SubElement(element, "PlainTextSelection", guid=selection, name=one.passage.words[:80],
                              startPosition=str(one.place.start), endPosition=str(one.place.end))
            coder = coders.get(one.coder or "")
            for bearing in one.bears_on:
                coding = SubElement(made, "Coding", {"guid": guid_for(register.id, "coding", name, str(number), bearing.element, "of"),
                                                     **({"creatingUser": coder} if coder else {})})
                SubElement(coding, "CodeRef", targetGUID=ids[bearing.element])
                said = f"sysmap: direction={bearing.direction}" + (f"; sysmap: strength={bearing.strength}" if bearing.strength else "")
                note = guid_for(register.id, "note", name, str(number), bearing.element, "of")
                SubElement(coding, "NoteRef", targetGUID=note)
                held_note = SubElement(notes, "Note", guid=note, name=bearing.direction)
                SubElement(held_note, "PlainTextContent").text = f"{said}; {bearing.why}" if bearing.why else said
    for part in (sources, notes):
        if len(part):
            project.append(part)
    without = sum(not item.passages for item in register.items.values())
    if without:
        lost.append(f"{count_text(without, 'item')} without a passage of a document.")
    return archive(project, texts), lost


def _code_id(map_: Map, element: str) -> str:
    one: Any = map_.factors.get(element) or map_.links.get(element)
    for key in ("qdpx", "qdc"):
        held = one.x.get(key) if one is not None else None
        if isinstance(held, Mapping) and held.get("id"):
            return guid_for(map_.id, "code", str(held["id"]).lower())
    return guid_for(map_.id, "code", element)


def _link_name(map_: Map, labels: Mapping[str, str], element: str) -> str:
    link = map_.links.get(element)
    if link is None:
        return labels.get(element, element)
    return f"{labels.get(link.from_, link.from_)} -> {labels.get(link.to, link.to)}"
