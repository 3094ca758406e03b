"""The table of rules: every rule is found in its broken example and not in its passing one, and the manual is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.checks.helpers import document

from sysmap.checks import RULES, check, rules_as_markdown
from sysmap.checks.context import Look
from sysmap.core.map import Map
from sysmap.core.uses import Uses

MANUAL = Path(__file__).parents[2] / "docs" / "checks.md"
MARK = "<!-- The table and the rules below are made from the code: python -m tests.checks.test_table -->\n"

METHOD = (["E01", "E02", "E03", "E04", "E05", "E06"] + [f"W{n:02}" for n in range(1, 26)]
          + ["I01", "I02", "I03", "I04"])
ASKED = [rule for rule in RULES.values() if rule.broken]


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.code)
def test_a_rule_is_found_in_its_broken_example_and_not_in_its_passing_one(rule):
    beside = Uses([document(text) for text in rule.with_files])
    codes = {}
    for which in ("broken", "passing"):
        map_ = document(rule.example(which))
        assert isinstance(map_, Map)
        codes[which] = [problem.code for problem in check(map_, beside)]
    assert rule.code in codes["broken"]
    assert rule.code not in codes["passing"]


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.code)
def test_a_finding_names_a_place_that_exists_and_a_way_out(rule):
    map_ = document(rule.example("broken"))
    for problem in check(map_, Uses([document(text) for text in rule.with_files])):
        if problem.code == rule.code:
            assert problem.severity == rule.severity
            assert problem.message.rstrip("?.") != problem.message
            assert problem.hint.endswith((".", "?"))
            assert problem.at
            if len(problem.at) > 1:
                assert problem.at[1] in getattr(map_, problem.at[0])


def test_every_rule_of_the_method_is_in_the_table():
    assert [code for code in METHOD if code not in RULES] == []


class Watched(Uses):
    """Documents beside a map, with a note of whether anybody looked for registers among them."""

    looked = False

    @property
    def evidence(self):
        Watched.looked = True
        return super().evidence


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.code)
def test_a_rule_says_whether_it_reads_evidence(rule):
    looked = False
    for which in ("broken", "passing"):
        Watched.looked = False
        list(rule(Look(document(rule.example(which)), Watched([document(text) for text in rule.with_files]))))
        looked = looked or Watched.looked
    assert rule.reads_evidence == looked


def test_every_rule_says_why_it_matters_and_who_holds_so():
    for rule in RULES.values():
        assert rule.why.endswith("."), rule.code
        assert rule.source, rule.code
        assert rule.about, rule.code


def test_the_manual_shows_the_rules_as_they_are():
    written = MANUAL.read_text(encoding="utf-8").partition(MARK)[2]
    assert written == "\n" + rules_as_markdown(), "run: python -m tests.checks.test_table"


def test_the_manual_speaks_only_of_rules_that_exist():
    intro = MANUAL.read_text(encoding="utf-8").partition(MARK)[0]
    assert [code for code in re.findall(r"\b[EWMIV]\d\d\b", intro) if code not in RULES] == []


if __name__ == "__main__":
    MANUAL.write_text(MANUAL.read_text(encoding="utf-8").partition(MARK)[0] + MARK + "\n" + rules_as_markdown(),
                      encoding="utf-8")
