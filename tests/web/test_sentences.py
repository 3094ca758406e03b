"""The browser says of a link, a factor, a count and a list what Python says, word for word."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from tests import strategies

from sysmap.core import message_format, sentences
from sysmap.core.elements import Assumption, Factor, Link
from sysmap.core.english import ENGLISH
from sysmap.core.kinds import KINDS as KINDS_OF_FILE
from sysmap.core.map import Map
from sysmap.core.message_format import render, slots_of
from sysmap.core.record import fields_of
from sysmap.formats.read import read_text
from sysmap.formats.workspace import Workspace
from sysmap.views.bundle import bundle
from sysmap.views.document import to_plain

Ask = Callable[..., Any]

SAYS = """
(map) => {
  const model = modelOf({ map, layout: { boxes: {}, routes: {}, headers: [] } });
  const links = [...model.links.values()];
  return {
    links: links.map((link) => [linkName(model, link), linkSentence(model, link), linkSentence(model, link, { reason: false, remarks: true }),
      endLabel(model, link.from), endLabel(model, link.to)]),
    factors: Object.keys(model.factors).map((id) => [factorName(model, id), factorSentence(model, id),
      ...factorSentences(model, id, { withId: true })]),
    size: sizeText(model),
  };
}
"""

KINDS = """\
sysmap: 1
kind: map
id: town
title: Every kind of link
layers: [{id: input, label: Inputs}]
factors:
  money: {label: Money, layer: input}
  trust: {label: Trust}
  walks: {label: "Walks\\nin the park"}
  home: {label: "בית"}
links:
  - {from: "layer:input", to: trust, polarity: positive, why: We pay people.}
  - {from: money, to: trust, kind: association}
  - {from: trust, to: walks, kind: sequence}
  - {from: walks, to: home, polarity: mixed, strength: strong, delay: long}
  - {from: home, to: money, basis: inferred, why: CQC says so}
  - from: home
    to: trust
    voices:
      - {by: nurses, at: table-1, polarity: positive, strength: strong, delay: long, why: A home steadies people.}
      - {at: table-2, polarity: negative}
      - {polarity: unknown}
  - {from: walks, to: money, confidence: contested}
  - {from: trust, to: home, polarity: negative, voices: [{by: us, polarity: positive}, {by: them, polarity: negative}]}
"""


@pytest.fixture(scope="module")
def ask(browser: Browser) -> Iterator[Ask]:
    """Runs a function of the browser code with some values."""
    page = browser.new_page()
    known: list[str] = []
    for module in ("sentences.js", "messageformat.js", "model.js"):
        names = re.findall(r"^export function (\w+)", (Path(sentences.__file__).parents[1] / "web" / module).read_text(), re.M)
        page.evaluate(bundle(module, f"Object.assign(globalThis.made ||= {{}}, {{ {', '.join(names)} }})"))
        known += names
    head = f"(values) => {{ const {{ {', '.join(known)} }} = globalThis.made; return"
    yield lambda function, *values: page.evaluate(f"{head} ({function})(...values) }}", list(values))
    page.close()


def python_says(map_: Map) -> dict[str, Any]:
    links = [[sentences.link_name(map_, link), sentences.link_sentence(map_, link),
              sentences.link_sentence(map_, link, reason=False, remarks=True),
              sentences.end_label(map_, link.from_), sentences.end_label(map_, link.to)] for link in map_.links.values()]
    factors = [[sentences.factor_name(map_, factor.id), sentences.factor_sentence(map_, factor),
                *sentences.factor_sentences(map_, factor)] for factor in map_.factors.values()]
    return {"links": links, "factors": factors, "size": sentences.size_text(map_)}


def test_the_patterns_of_the_browser_are_those_of_python(root: Path) -> None:
    for path, made in runpy.run_path(str(root / "docs" / "generate.py"))["PATTERNS"].items():
        assert path.read_text(encoding="utf-8") == made(), "run: make docs"


def test_every_kind_of_link_is_said_by_its_labels_and_its_kind(ask: Ask) -> None:
    map_ = read_text(KINDS).map
    said = ask(SAYS, to_plain(map_))
    assert [link[1] for link in said["links"]] == [
        "More in “Inputs” leads to more of “Trust”, because we pay people.",
        "“Money” goes together with “Trust”; no direction is stated.",
        "“Trust” comes before “Walks in the park”.",
        "“Walks in the park” influences “\u2068בית\u2069”; which way depends on the context.",
        "“\u2068בית\u2069” influences “Money”, because CQC says so; which way is not stated.",
        "“\u2068בית\u2069” influences “Trust”; people disagree which way (nurses at table-1: positive, strong influence, long delay, "
        "because a home steadies people; table-2: negative; somebody: the sign is open).",
        "“Walks in the park” influences “Money”; people disagree which way.",
        "More of “Trust” leads to less of “\u2068בית\u2069”.",
    ]
    assert said == python_says(map_)


def test_in_a_theory_one_factor_contributes_to_another() -> None:
    map_ = read_text(KINDS.replace("kind: map", "kind: theory")).map
    assert sentences.link_sentence(map_, map_.links["layer:input->trust"], reason=False) == "All of “Inputs” contributes to “Trust”."


@given(strategies.maps())
def test_random_maps_are_said_in_the_same_words(ask: Ask, map_: Map) -> None:
    assert ask(SAYS, to_plain(map_)) == python_says(map_)


def test_the_repositorys_maps_are_said_in_the_same_words(ask: Ask, workspace: Workspace) -> None:
    for path in workspace.maps():
        map_ = workspace.read(path).map
        assert ask(SAYS, to_plain(map_)) == python_says(map_)


@given(st.integers(0, 10**7), st.sampled_from(["factor", "category", "pathway", "loss", "branch"]), st.booleans())
def test_counts_are_the_same(ask: Ask, number: int, word: str, at_least: bool) -> None:
    said = ask("(n, word, atLeast) => [countText(n, word, { atLeast }), countText(n, word, { zero: 'no' })]", number, word, at_least)
    assert said == [sentences.count_text(number, word, at_least=at_least), sentences.count_text(number, word, zero="no")]


@given(st.lists(strategies.texts, max_size=9), st.integers(1, 4), st.integers(0, 2000))
def test_lists_are_the_same(ask: Ask, names: list[str], most: int, more: int) -> None:
    said = ask("(names, most, all) => [joinWords(names), joinWords(names, 'or'), listText(names, most), listText(names, most, all)]",
               names, most, len(names) + more)
    assert said == [sentences.join_words(names), sentences.join_words(names, "or"), sentences.list_text(names, most),
                    sentences.list_text(names, most, len(names) + more)]


@given(strategies.texts)
def test_labels_are_cleaned_alike(ask: Ask, label: str) -> None:
    assert ask("(label) => [clean(label), quoted(label), capital(label)]", label) == [
        message_format.clean(label), message_format.quoted(label), sentences.capital(label)]


@given(strategies.texts.filter(lambda word: "{" not in word), st.sampled_from(["", "control", "kind", "status", "constructor"]))
def test_words_of_the_file_format_are_called_alike(ask: Ask, word: str, field: str) -> None:
    assert ask("(word, field) => [wordText(word, field), fieldName(word), partName(word)]", word, field) == [
        sentences.word_text(word, field), sentences.field_name(word), sentences.part_name(word)]


def test_every_word_of_the_file_format_is_called_alike(ask: Ask) -> None:
    choices = sorted({(spec.key, choice) for kind in KINDS_OF_FILE.values() for spec in fields_of(kind) for choice in spec.shape.choices}
                     | {(spec.key, choice) for record in (Factor, Link, Assumption) for spec in fields_of(record)
                        for choice in spec.shape.choices})
    keys = sorted({spec.key for record in (Map, Factor, Link, Assumption) for spec in fields_of(record)})
    assert ask("(words) => words.map(([field, word]) => wordText(word, field))", choices) == [
        sentences.word_text(word, field) for field, word in choices]
    assert ask("(keys) => keys.map((key) => [fieldName(key), partName(key)])", keys) == [
        [sentences.field_name(key), sentences.part_name(key)] for key in keys]


@given(st.data())
def test_every_pattern_is_rendered_alike(ask: Ask, data: st.DataObject) -> None:
    pattern = ENGLISH[data.draw(st.sampled_from(sorted(ENGLISH)))]
    kinds = dict(re.findall(r"\{(\w+), (plural|list|names)", pattern))
    values = {name: data.draw(st.integers(0, 3) if kinds.get(name) == "plural" else st.lists(strategies.texts, max_size=4)
                              if name in kinds else st.sampled_from(["yes", "stated", "other"]) | strategies.texts)
              for name in sorted(slots_of(pattern))}
    assert ask("render", pattern, values) == render(pattern, values)
