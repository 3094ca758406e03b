"""Vensim: the sketch of a model (.mdl), its arrows with their signs. Equations say what influences what where there is no sketch."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink, DraftView
from sysmap.formats.foreign.equations import add_equation_links
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import SignTable, number_of

__all__ = ["FORMAT"]

_MARK = "\\\\\\---///"
_SIGNS = {43: "+", 45: "-", 83: "S", 115: "S", 79: "O", 111: "O"}
_SPACE = re.compile(r"\s+")
_CONTROLS = {"FINAL TIME": "1", "INITIAL TIME": "0", "SAVEPER": "TIME STEP", "TIME STEP": "1"}
"""What every model says of its own clock; without it other programs do not open one."""
_CLOCK = re.compile(r"^\s*(?:FINAL[ _]TIME|INITIAL[ _]TIME|SAVEPER|TIME[ _]STEP)\s*=", re.MULTILINE | re.IGNORECASE)
_DEFINED = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^=("\[:~]+?)\s*(?:\[[^\]]*\]\s*)*(?::\w+:\s*)*:?(=(?!=).*|\(.*)', re.DOTALL)
"""The name of a variable, and its equation or its table."""


def _recognise(content: Content) -> str | None:
    if not content.is_text:
        return None
    if _MARK in content.text and "sketch information" in content.text.lower():
        return "a Vensim model with a sketch"
    return "a Vensim model without a sketch" if len(_CLOCK.findall(content.text)) == 4 and "~" in content.text else None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    if _MARK not in content.text and "~" not in content.text:
        content.fail("The model holds no sketch and no equations.", "Save it in Vensim as .mdl (text).")
    draft = Draft("vensim", title=content.stem)
    equations, _, sketch = content.text.partition(_MARK)
    sketch = sketch.partition("///---\\\\\\")[0]
    views = [part for part in (_MARK + sketch).split(_MARK) if part.strip()]
    factors: dict[str, DraftFactor] = {}
    seen: set[tuple[str, str, str]] = set()
    copies = hidden = 0
    for number, view in enumerate(views):
        copies, hidden = _view(draft, view, number, factors, seen, copies, hidden)
    if not draft.factors:
        _from_equations(draft, equations)
    notes = _documentation(equations)
    for one in draft.factors:
        one.note = notes.get(_plain(one.label), "")
    if equations.strip().strip("{}").strip():
        draft.say("dropped", "equation", "Equations: the map says what influences what, not by how much.")
    if copies:
        draft.say("kept", "shadow", f"{count_text(copies, 'further drawing')} of a variable that is there already: one factor.")
    if hidden:
        draft.say("kept", "hidden", f"{count_text(hidden, 'hidden arrow')}.")
    return draft


def _view(draft: Draft, text: str, number: int, factors: dict[str, DraftFactor], seen: set[tuple[str, str, str]], copies: int,
          hidden: int) -> tuple[int, int]:
    lines = text.splitlines()
    name = next((line[1:].strip() for line in lines if line.startswith("*")), f"View {number + 1}")
    here: dict[str, str] = {}
    valves: dict[str, str] = {}
    clouds: set[str] = set()
    arrows = []
    places: dict[str, tuple[float, float]] = {}
    waiting = ""
    for line in lines:
        if not re.match(r"\d+,\d+,", line):
            continue
        cells = next(csv.reader([line], skipinitialspace=True), [])
        kind = cells[0]
        if kind == "10" and len(cells) > 4:
            label = _SPACE.sub(" ", cells[2].replace("_", " ") if " " not in cells[2] else cells[2]).strip().strip('"')
            key = _plain(label)
            here[cells[1]] = key
            if waiting:
                valves[waiting] = key
                waiting = ""
            if key not in factors:
                factors[key] = DraftFactor(key, label)
                draft.factors.append(factors[key])
            else:
                copies += 1
            x, y = number_of(cells[3]), number_of(cells[4])
            if x is not None and y is not None:
                places.setdefault(key, (x, y))
        elif kind == "11":
            waiting = cells[1]
        elif kind == "12":
            clouds.add(cells[1])
        elif kind == "1" and len(cells) > 6:
            arrows.append(cells)
    here |= valves
    flows = 0
    for cells in arrows:
        start, end = here.get(cells[2]), here.get(cells[3])
        thick = number_of(cells[7]) if len(cells) > 7 else 0
        if start is None or end is None or (thick or 0) > 20:
            if start is not None and end is not None and cells[2] in valves:
                flows += 1
                draft.links.append(DraftLink(start, end, sign={"4": "+", "100": "-"}.get(cells[4]), raw={"flow": True}))
            continue
        code = number_of(cells[6])
        one = DraftLink(start, end, sign=_SIGNS.get(int(code or 0)))
        if one.sign is None and code not in (None, 0):
            one.sign = chr(int(code or 0)) if 32 < int(code or 0) < 127 else None
        one.hidden = cells[5] == "1"
        drawn = (start, end, str(one.sign))
        if drawn in seen:
            continue
        seen.add(drawn)
        hidden += one.hidden
        draft.links.append(one)
    if flows:
        draft.say("guessed", "flow", f"{count_text(flows, 'flow')} of a stock: the end with the arrow head raises it, the other lowers it.")
    if number == 0:
        for key, place in places.items():
            factors[key].position = place
    elif places:
        draft.views.append(DraftView(name, places))
    return copies, hidden


def _from_equations(draft: Draft, equations: str) -> None:
    """The variables of a model that nobody drew, and links from what their equations name."""
    found: dict[str, list[str]] = {}
    for part in equations.replace("{UTF-8}", "").split("|"):
        said = _DEFINED.match(part.partition("~")[0].replace("\\\n", " "))
        name = _SPACE.sub(" ", said.group(1).replace("_", " ")).strip().strip('"') if said else ""
        if said and name and name.upper() not in _CONTROLS and not name.startswith("*"):
            key = _plain(name)
            if key not in found:
                draft.factors.append(DraftFactor(key, name))
            found.setdefault(key, []).append(said.group(2))
    add_equation_links(draft, ((key, text) for key, texts in found.items() for text in texts), found, _plain)


def _documentation(equations: str) -> dict[str, str]:
    """What a model says of each variable: name = equation ~ units ~ words |."""
    found = {}
    for part in equations.split("|"):
        pieces = part.split("~")
        if len(pieces) >= 3:
            name = re.split(r"=|\(", pieces[0].replace("{UTF-8}", ""), maxsplit=1)[0]
            words = _SPACE.sub(" ", pieces[2].replace("\\\n", " ")).strip()
            if words and not words.startswith(":"):
                found[_plain(name.strip().strip('"'))] = words
    return found


def _plain(label: str) -> str:
    return _SPACE.sub(" ", label.replace("_", " ")).strip().casefold()


def _write(draft: Draft) -> bytes:
    out = ["{UTF-8}"]
    causes: dict[str, list[str]] = {}
    names = _names(draft)
    for link in draft.links:
        if link.to in names and link.from_ in names:
            causes.setdefault(link.to, []).append(names[link.from_])
    for one in draft.factors:
        note = " ".join(one.note.replace("~", "-").replace("|", "/").split())
        out.append(f"{names[one.key]}  = A FUNCTION OF( {','.join(dict.fromkeys(causes.get(one.key, [])))})\n\t~\t\n\t~\t{note}\n\t|\n")
    out += ["********************************************************\r\n\t.Control\r\n"
            "********************************************************~\r\n\t\tSimulation Control Parameters\r\n\t|\r\n",
            *(f"{name}  = {value}\r\n\t~\t\r\n\t~\t\r\n\t|\r\n" for name, value in _CONTROLS.items())]
    out += [f"{_MARK} Sketch information - do not modify anything except names", "V300  Do not put anything below this section - it will "
            "be ignored", "*View 1", "$192-192-192,0,Times New Roman|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0"]
    at = {one.key: number for number, one in enumerate(draft.factors, 1)}
    for one in draft.factors:
        x, y = one.position or (at[one.key] % 8 * 150, at[one.key] // 8 * 90)
        out.append(f"10,{at[one.key]},{names[one.key]},{x:.0f},{y:.0f},60,20,8,3,0,0,0,0,0,0")
    table = SignTable()
    for number, link in enumerate((link for link in draft.links if link.from_ in at and link.to in at), len(at) + 1):
        code = {"positive": 43, "negative": 45}.get(table.read(link.sign).polarity, 0)
        out.append(f"1,{number},{at[link.from_]},{at[link.to]},0,{int(link.hidden)},{code},0,2,64,0,-1--1--1,|12||0-0-0,1|(0,0)|")
    return "\r\n".join([*out, "///---\\\\\\", ""]).encode()


def _names(draft: Draft) -> dict[str, str]:
    """Names as Vensim writes them: quoted where they hold more than letters, digits and spaces."""
    found, taken = {}, set()
    for one in draft.factors:
        label = _SPACE.sub(" ", one.label.replace('"', "'").replace("\\", "/")).strip()
        while _plain(label) in taken:
            label += " 2"
        taken.add(_plain(label))
        found[one.key] = label if re.fullmatch(r"[^\W\d_][\w ]*", label) else f'"{label}"'
    return found


FORMAT = Format(
    "vensim", "Vensim (sketch)", (".mdl",), _recognise, _read, _write, rank=2,
    kept="Variables, arrows with their signs, descriptions, places; further views; shadow variables as one factor.",
    guessed="S and O as signs; flows from a valve as links; links from equations where nobody drew the model.",
    lost="Equations, clouds, comments. In Vensim: mixed signs, delays, strengths, everything that is no name, sign or description.")
