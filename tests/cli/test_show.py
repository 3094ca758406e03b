"""`sysmap show`: anything a file holds, in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sysmap.cli import cli, main

LIBRARY = """\
sysmap: 1
kind: map
id: library
title: The library
facilitator: A neighbour
sessions:
  - {id: first, label: First evening, date: "2026-01-09", form: in the room}
notes:
  - {text: Nobody under twenty came., kind: gap, cite: {source: minutes, at: p. 1, line: 3}}
layers:
  - {id: work, label: What we do}
factors:
  opening: {label: Opening hours, layer: work}
  visits: {label: Visits}
  noise: {label: Noise}
  peace: {label: Peace and quiet}
links:
  - {from: opening, to: visits, polarity: positive, why: A door that is open invites.}
  - {from: visits, to: noise, polarity: positive}
  - {from: noise, to: peace, polarity: negative, assumptions: [walls]}
  - {from: visits, to: peace, polarity: unknown}
  - {from: "layer:work", to: noise, polarity: positive, why: We move shelves.}
assumptions:
  walls: {label: The walls stay thin, critical: true, notes: {text: The owner was not asked., kind: gap}}
"""


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What `sysmap show library …` prints, on one line."""
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "library.yaml").write_text(LIBRARY)
    monkeypatch.chdir(tmp_path)

    def ask(*words: str) -> str:
        done = CliRunner().invoke(cli, ["show", "library", *words])
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    return ask


def test_the_file_says_when_it_was_drawn_and_what_else_it_holds(said) -> None:
    whole = said()
    assert "Drawn at 1 session: First evening, 2026-01-09, in the room. Facilitated by A neighbour." in whole
    assert "Also in the file: sessions (1), notes (1), layers (1), links (5) and assumptions (1)." in whole


def test_a_factor_says_what_causes_it_and_what_holds_it_back(said) -> None:
    peace = said("peace")
    assert "Held back by “Noise”. Influenced, which way is not stated, by “Visits”." in peace
    assert "More of “Noise” leads to less of “Peace and quiet”." in peace
    assert "More in “What we do” leads to more of “Noise”, because we move shelves." in said("noise")
    assert "Leads to “Visits”" in said("opening hours")
    assert "because a door that is open invites." in said("visits")


def test_an_assumption_a_link_and_the_notes_are_told_too(said) -> None:
    assert said("walls") == ("“The walls stay thin” (assumption walls). Critical: yes. "
                             "Notes - Gap: The owner was not asked.")
    assert said("noise->peace") == "More of “Noise” leads to less of “Peace and quiet”. Assumptions: The walls stay thin."
    assert said("notes") == "- Gap: Nobody under twenty came. [minutes, p. 1, line 3]"
    assert said("ASSUMPTIONS") == "- The walls stay thin (walls): critical: yes. - Gap: The owner was not asked."


def test_the_same_as_json(said) -> None:
    assert json.loads(said("walls", "--json"))["critical"] is True
    assert json.loads(said("notes", "--json"))[0]["kind"] == "gap"
    assert json.loads(said("peace", "--json"))["causes"] == ["noise", "visits"]


def test_a_name_that_nothing_has_is_answered_with_the_nearest(said, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["show", "library", "wals"])
    assert "no factor or other element “wals”. Did you mean walls?" in " ".join(capsys.readouterr().err.split())
