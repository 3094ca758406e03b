"""A factor opens its own map: questions go on into the maps that factors point at."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tests.analysis.made import drawn

import sysmap as sm
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.questions.shared.nested import across, joined


def named(text: str, id_: str, **maps_to: str) -> Map:
    """A map in which some factors point at others."""
    map_ = dataclasses.replace(drawn(text), id=id_)
    return dataclasses.replace(map_, factors={
        name: dataclasses.replace(one, maps_to=(maps_to[name],)) if name in maps_to else one for name, one in map_.factors.items()})


LANES = named("lanes + use", "lanes", use="town/riders")
TOWN = named("riders - cars\n cars - air", "town", air="region/air")
REGION = named("air + health", "region")


def test_an_influence_is_followed_through_three_maps() -> None:
    whole = joined(LANES, [TOWN, REGION])
    answer = sm.influence(whole, "lanes", "region/health")
    assert answer.verdict == "positive"
    assert answer.chains["positive"].factors == ("lanes", "use", "town/cars", "town/air", "region/health")


def test_a_pointer_from_the_other_side_joins_as_well() -> None:
    town = named("riders - cars", "town", riders="lanes/use")
    lanes = named("lanes + use\n lanes + noise", "lanes", noise="town/cars")
    whole = joined(lanes, [town])
    assert set(whole.factors) == {"lanes", "use", "noise"}
    assert sm.influence(whole, "use", "noise").verdict == "negative"


def test_a_map_that_points_nowhere_is_itself_and_refused_across() -> None:
    assert joined(REGION, [TOWN]) is REGION
    with pytest.raises(Refused, match="A23"):
        across(Project.of(REGION))


def test_the_repository_s_theory_goes_on_into_the_map_it_points_at(root: Path) -> None:
    project = Project.open("cqc-system-assessment-2025", Workspace(root))
    whole = across(project)
    assert set(project.map.factors) < set(whole.map.factors)
    assert sm.communities(whole).found
