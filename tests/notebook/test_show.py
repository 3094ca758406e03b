"""What people see in a notebook, with and without a kernel."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from IPython.core.interactiveshell import InteractiveShell
from tests.questions.putting import given_to

import sysmap as sm
from sysmap import questions
from sysmap.notebook.display import register
from sysmap.notebook.show import html_of

HOSTILE = """
sysmap: 1
kind: map
id: hostile
title: "<script>alert(1)</script> \\"quoted\\""
factors:
  a: {label: "<img src=x onerror=alert(2)>"}
  b: {label: "</iframe><script>alert(3)</script>"}
links:
  - {from: a, to: b, polarity: positive}
"""


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(html: str) -> list[str]:
    return [tag for tag, _ in Tags(html).seen]


def test_a_map_is_a_sandboxed_frame_with_all_it_needs() -> None:
    html = html_of(sm.read(HOSTILE))
    frames = [attrs for tag, attrs in Tags(html).seen if tag == "iframe"]
    assert [frame["sandbox"] for frame in frames] == ["allow-scripts"]
    assert "default-src 'none'" in str(frames[0]["srcdoc"])
    assert frames[0]["title"] == '<script>alert(1)</script> "quoted"'


def test_nothing_reaches_the_notebook_around_it() -> None:
    study = sm.read(HOSTILE)
    for thing in (study, study.map, study.upstream("b"), study.paths("a", "b"), study.loops()):
        outside = tags(html_of(thing))
        assert not {"script", "style", "link", "img"} & set(outside)


def test_an_answer_shows_sentence_table_and_its_part_of_the_map() -> None:
    study = sm.read(HOSTILE)
    html = html_of(study.upstream("b"))
    assert html.index("<p>") < html.index("<table") < html.index("<iframe")
    assert "<iframe" not in html_of(study.loops())
    still = html_of(study.upstream("b"), picture="figure")
    assert "data:image/svg+xml" in still
    assert "<iframe" not in still
    assert len(still) < 60_000


def test_unknown_picture() -> None:
    with pytest.raises(sm.Refused, match="figure"):
        sm.show(sm.read(HOSTILE), picture="figur")  # type: ignore[arg-type]


def test_answers_show_themselves_in_ipython() -> None:
    shell = InteractiveShell()
    assert register(shell)
    study = sm.read(HOSTILE)
    for thing in (study, study.map, study.upstream("b"), study.paths("a", "b")):
        data, _ = shell.display_formatter.format(thing)
        assert "text/html" in data
        assert "Map(" not in data["text/plain"]
    assert "influences" in shell.display_formatter.format(study.upstream("b"))[0]["text/plain"]


def test_every_kind_of_answer_prints_what_it_says() -> None:
    shell = InteractiveShell()
    study = sm.read(HOSTILE)
    for question in questions.every():
        answer = questions.ask(study, question.name, given_to(question, "a", "b"))
        assert shell.display_formatter.format(answer)[0]["text/plain"] == answer.explain()


def test_a_level_holds_for_what_is_shown() -> None:
    study = sm.read(HOSTILE.replace("b: {", "secret: {label: Quietword, internal: true}\n  b: {"))
    assert "Quietword" in sm.show(study).html
    assert "Quietword" not in sm.show(study, level="public").html
    assert "Quietword" not in sm.show(study, level="public", picture="figure").html


def test_bars_write_their_numbers_out() -> None:
    chart = sm.bars({"Useful": 92, "Clear": None}, title="Survey", unit="%")
    assert repr(chart) == "Survey. Useful: 92%; Clear: not printed."
    assert 'alt="Survey. Useful: 92%; Clear: not printed."' in chart.html
