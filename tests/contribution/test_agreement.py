"""Two coders, the same items: how far they agree, where they differ, and what each coding gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from krippendorff import alpha

from sysmap.cli import cli
from sysmap.contribution.base import gather
from sysmap.contribution.coder_agreement import coder_agreement, cohens_kappa, krippendorffs_alpha
from sysmap.core.evidence import Evidence
from sysmap.formats.read import read_text

THEORY = """sysmap: 1
kind: theory
id: meals
title: Meals
layers: [{id: early, label: Early, stage: outcome}]
factors: {eating: {label: More pupils eat at noon, layer: early}}
"""

FIRST = """sysmap: 1
kind: evidence
id: ann
title: Coded by Ann
uses: [../meals.yaml]
items:
  hill: {statement: More eat in Hill., kind: observed, cases: [hill], bears_on: {element: eating, direction: supports, strength: moderate}}
  lake: {statement: More eat in Lake., kind: observed, cases: [lake], bears_on: {element: eating, direction: supports, strength: strong}}
  wood: {statement: No change in Wood., kind: observed, cases: [wood], bears_on: {element: eating, direction: contradicts, strength: weak}}
"""

SECOND = FIRST.replace("id: ann", "id: bo\ncodes_again: ann").replace("Ann", "Bo").replace(
    "direction: supports, strength: strong", "direction: context, strength: weak")


def read(text: str) -> Evidence:
    reading = read_text(text)
    assert not reading.problems, reading.problems
    assert isinstance(reading.document, Evidence)
    return reading.document


def test_what_two_coders_see_otherwise_is_listed() -> None:
    found = coder_agreement(read(FIRST), read(SECOND))
    assert (found.whole.pairs, found.whole.agree, found.whole.percent) == (3, 2, 66.7)
    assert [(d.item, d.first, d.second) for d in found.differing] == [("lake", "supports, strong", "context, weak")]
    assert found.strength.agree == 2


def test_a_second_coding_is_never_counted() -> None:
    assert list(gather([read(FIRST), read(SECOND)]).items) == ["hill", "lake", "wood"]
    assert gather([read(FIRST), read(SECOND)]).problems == ()


def test_the_command_scores_under_each_coding(tmp_path: Path, monkeypatch) -> None:
    for name, text in {"toc/meals.yaml": THEORY, "toc/evidence/ann.yaml": FIRST, "toc/evidence/bo.yaml": SECOND}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    answer = CliRunner().invoke(cli, ["agreement", "ann", "bo", "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    assert told["direction"]["percent"] == 66.7
    assert told["scores"] == [{"id": "eating", "first": "Partly supported", "second": "Contested"}]
    shown = CliRunner().invoke(cli, ["agreement", "ann", "bo"])
    assert "2 of 3 directions agree (66.7 per cent" in " ".join(shown.output.split())


def test_kappa_is_cohens() -> None:
    """The worked example of many textbooks: 35 of 50 agree, 25 expected by chance."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert cohens_kappa(pairs) == 0.4
    assert cohens_kappa([("yes", "yes")] * 3) is None


words = st.sampled_from(["supports", "contradicts", "context"])


@given(st.lists(st.tuples(words, words), min_size=1, max_size=30))
def test_measures_know_no_first_and_second(pairs) -> None:
    turned = [(b, a) for a, b in pairs]
    assert cohens_kappa(pairs) == cohens_kappa(turned)
    assert krippendorffs_alpha(pairs) == krippendorffs_alpha(turned)
    if all(a == b for a, b in pairs) and len(set(pairs)) > 1:
        assert cohens_kappa(pairs) == krippendorffs_alpha(pairs) == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=30), st.booleans())
def test_alpha_is_what_the_known_package_works_out(pairs: list[tuple[str, str]], ordinal: bool) -> None:
    order = ("a", "b", "c") if ordinal else ()
    numbers = [["abc".index(a) for a, _ in pairs], ["abc".index(b) for _, b in pairs]]
    got = krippendorffs_alpha(pairs, order)
    if got is None:
        assert len({word for pair in pairs for word in pair}) == 1
    else:
        assert got == pytest.approx(alpha(reliability_data=numbers, level_of_measurement="ordinal" if ordinal else "nominal"), abs=6e-4)
