"""What an answer says can be read aloud: things by their names, whole sentences, nothing said twice."""

from __future__ import annotations

import functools
import re

import pytest
from tests.questions.putting import every_way, ways_to_put

from sysmap import questions
from sysmap.core.problem import Refused
from sysmap.project import Project

WORKSHOP = "tests/questions/hospital-and-home.yaml"
"""Thirty factors, 21 of them on loops together; links contested, of one voice, without a sign, with some strengths and delays."""
ENDS = {
    WORKSHOP: ("council-funding", "waiting-time"),
    "docs/examples/warm-homes.yaml": ("advice", "health"),
    "toc/cqc-system-assessment-2025.yaml": ("government-vision", "inclusive-improvements"),
    "docs/examples/school-meals/toc/school-meals-2025.yaml": ("funding", "attainment"),
}
WAYS = every_way()


@functools.cache
def project(name: str) -> Project:
    return Project.open(name)


@functools.cache
def ids_of(name: str) -> frozenset[str]:
    """Ids that no word of a sentence can be by chance: of several words, or of links."""
    map_ = project(name).map
    labels = " ".join(one.label for one in map_.factors.values()).lower()
    return frozenset(id_ for id_ in (*map_.factors, *map_.links, *map_.assumptions) if ("-" in id_ or "->" in id_) and id_ not in labels)


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("way", WAYS)
def test_an_answer_can_be_read_aloud(name: str, way: str) -> None:
    question, at = WAYS[way]
    said = questions.ask(project(name), question.name, list(ways_to_put(question, *ENDS[name]))[at][1]).explain()
    typed = {*ENDS[name], *re.findall(r"--part \w+:([\w-]+)", said)} if question.name in ("find", "loop-analysis") else set()
    own = re.sub(r"“[^”]*”", "“”", said)
    assert not [id_ for id_ in ids_of(name) - typed if re.search(rf"(?<![\w-]){re.escape(id_)}(?![\w-])", said)]
    assert said.endswith((".", "?")), said
    assert not re.search(r"\b(\w{2,}) \1\b", own), own
    assert not re.search(r"  | ,| \.(?!\w)|\bNone\b(?! of)|\{|\}|\b0 of the\b|\bthe 1\b|\b1 more \w+s\b", own), own


def test_a_link_of_a_whole_layer_that_stands_alone_is_one_link() -> None:
    said = questions.ask(project("toc/cqc-system-assessment-2025.yaml"), "must-pass",
                         {"start": "government-vision", "end": "inclusive-improvements"}).explain()
    assert "That link speaks of a whole layer and not of single factors." in said


def test_what_several_factors_share_says_how_many_of_them() -> None:
    said = questions.ask(project(WORKSHOP), "compound-risks", {"of": ["sick-days", "damp-homes", "joint-planning"]}).explain()
    assert said.startswith("What at least 2 of “Sick days”, “Damp homes” and “Joint planning” influence:")


def test_a_name_that_was_nearly_right_is_suggested_once() -> None:
    with pytest.raises(Refused) as refused:
        questions.ask(project("toc/cqc-system-assessment-2025.yaml"), "upstream", {"of": "improvements-inclusive"})
    assert str(refused.value).count("inclusive-improvements (") == 1
