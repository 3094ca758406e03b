"""No browser module and no page template holds English of its own: labels are patterns of `sysmap.core.english`, by name."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sysmap.core.english import ENGLISH
from sysmap.core.english_coding import CODING
from sysmap.core.english_moving import MOVING
from sysmap.core.english_page import PAGE
from sysmap.core.english_room import ROOM
from sysmap.core.english_studio import STUDIO
from sysmap.core.message_format import slots_of

WEB = Path(__file__).parents[2] / "src" / "sysmap" / "web"
MADE = {"english.js", "fields.js", "questions.js"}
"""Written by `make docs`: the patterns themselves, and what the format says of its fields."""
FILES = [file.relative_to(WEB).as_posix() for file in sorted(WEB.rglob("*.js")) if file.name not in MADE and "vendor" not in file.parts]
TABLES = {"workshop": ROOM, "studio": STUDIO, "coding": CODING, "moving": MOVING}
"""Labels of the room, the studio, the page for coding and the moving picture, by their folder: pages of one map do not carry them."""

EXCEPTIONS = {
    r"\bclass: $": "names of styles",
    r"new (?:Error|CannotApply)\($": "for whoever changes the code, never for a reader",
    r"\bclassName = $": "names of styles",
    r"\bheaders\.get\($": "names that the web gives to headers",
    r"\b(?:closest|matches|querySelector|querySelectorAll)\($": "elements of a page by their names",
    r"\bkey === $": "names that browsers give to keys",
}
"""Where a literal stands that no reader sees: what comes before it, and why."""
WORDS = {
    **dict.fromkeys(("Enter", "Backspace", "Tab"), "a name that browsers give to a key"),
    "Escape": "what is written on the key", "Factor": "a record of the format",
    "Assumption": "a record of the format", "Link": "a record of the format",
    "not said": "a class of sign, as a question's data names it",
}
"""Literals that stand for something else than their words."""

TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`
    |(?<=[(,=:\[!&|?{};\n])\s*/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*""", re.S | re.X)
ENGLISH_TEXT = re.compile(
    r"(?<![\w.$#<-])[A-Z][a-z]+(?![\w.(])|(?<![\w.#-])[a-z]{2,},? (?:a )?[a-z]{2,}(?![\w-]*[.(=])|\ba [a-z]{3,}(?![\w-]*[.(=])"
)


def texts(code: str) -> list[str]:
    """Every literal of a module that reads as English, but for the exceptions."""
    found = []
    for token in TOKEN.finditer(code):
        literal = token[0].strip()
        if literal[0] not in "\"'`":
            continue
        text = re.sub(r"\$\{(?:[^{}]|\{[^{}]*\})*\}", "…", literal[1:-1])
        before = code[max(0, token.start() - 40):token.start() + token[0].index(literal[0])]
        if ENGLISH_TEXT.search(text) and text not in WORDS and not any(re.search(where, before) for where in EXCEPTIONS):
            found.append(f"line {code.count(chr(10), 0, token.start()) + 1}: {literal}")
    return found


def test_a_label_in_a_module_is_found():
    code = 'el("h2", { class: "plain small" }, "Ask the map"); say("ask.heading"); button(`Remove ${label}`); // In words'
    assert texts(code) == ['line 1: "Ask the map"', "line 1: `Remove ${label}`"]


@pytest.mark.parametrize("name", FILES)
def test_a_module_holds_no_english(name: str):
    found = texts((WEB / name).read_text(encoding="utf-8"))
    assert found == [], "give it a name in core/english_page.py (english_room, english_studio, english_coding) and write say(name)"


@pytest.mark.parametrize("name", FILES)
def test_every_name_that_a_module_says_is_a_pattern(name: str):
    code = (WEB / name).read_text(encoding="utf-8")
    source = re.search(r'import \{[^}]*\bsay\b[^}]*\} from "(.*)"', code)
    known = {**ENGLISH, **TABLES.get(name.split("/")[0] if source and source[1] == "./english.js" else "", {})}
    assert [said for said in re.findall(r'(?<![\w.])say\("([^"]+)"', code) if source and said not in known] == []


def arguments(code: str, at: int) -> str:
    """What stands between the bracket that opens before a place and the one that closes it."""
    depth = 1
    for end in range(at, len(code)):
        depth += {"(": 1, ")": -1}.get(code[end], 0)
        if not depth:
            return code[at:end]
    return code[at:]


@pytest.mark.parametrize("name", FILES)
def test_every_place_of_a_label_is_filled(name: str):
    code = (WEB / name).read_text(encoding="utf-8")
    known = {**ENGLISH, **TABLES.get(name.split("/")[0], {})}
    given = {found[1]: arguments(code, found.end()) for found in re.finditer(r'(?<![\w.])say\("([^"]+)"', code) if found[1] in known}
    literal = re.compile(r"$|, \{ (?!.*\.\.\.)")  # of the other calls tests/web/test_answers.py speaks
    given = {label: values for label, values in given.items() if literal.match(values)}
    assert [(label, slot) for label, values in given.items() for slot in slots_of(known[label])
            if not re.search(rf"[{{,]\s*{slot}\s*[:,}}]", values)] == []


@pytest.mark.parametrize(("patterns", "folder"), [(PAGE, "."), (ROOM, "workshop"), (STUDIO, "studio"), (CODING, "coding"), (MOVING, "moving")])
def test_every_label_is_used_and_none_stands_twice(patterns: dict[str, str], folder: str):
    code = "\n".join((WEB / name).read_text(encoding="utf-8") for name in FILES if name.startswith(folder.strip(".")))
    code += "\n".join(file.read_text(encoding="utf-8") for file in sorted((WEB.parent / "views").glob("*.py")))
    begun = tuple(re.findall(r"\bsay\(`([\w.-]+\.)\$", code))
    assert [name for name in patterns if f'say("{name}"' not in code and not name.startswith(begun)] == []
    assert folder == "." or not set(patterns) & set(ENGLISH)


class Words(HTMLParser):
    """The text of a template outside its scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip() and not re.fullmatch(r"\$\w+", data.strip()):
            self.found.append(data.strip())


def test_the_template_of_the_page_holds_no_english():
    words = Words()
    words.feed((WEB / "page.html").read_text(encoding="utf-8"))
    assert words.found == []
