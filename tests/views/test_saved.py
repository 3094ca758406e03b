"""The saved views of the repository's own maps: they ask about what is there, and show something."""

from pathlib import Path

import pytest

from sysmap.core.elements import View
from sysmap.core.map import Map
from sysmap.formats.read import read_file
from sysmap.views.saved import shown_by

ROOT = Path(__file__).parents[2]
SAVED = [(map_, view) for path in sorted([*ROOT.glob("toc/*.yaml"), *ROOT.glob("maps/*.yaml")])
         for map_ in [read_file(path).map] for view in map_.views.values()]


def test_every_map_begins_its_tour_with_the_whole() -> None:
    firsts = {map_.id: next(iter(map_.views.values())) for map_, _ in SAVED}
    assert len(firsts) == 10
    assert {view.id for view in firsts.values()} == {"whole"}
    assert not any(view.query or view.filter for view in firsts.values())


@pytest.mark.parametrize(("map_", "view"), SAVED, ids=lambda one: one.id)
def test_a_saved_view_asks_about_what_is_there_and_has_a_caption(map_: Map, view: View) -> None:
    asked = [id_ for key, value in view.query.items() if key not in ("steps", "combine", "max_length", "link")
             for id_ in (value if isinstance(value, list | tuple) else [value]) if isinstance(id_, str)]
    assert [id_ for id_ in asked if id_ not in map_.factors] == []
    assert view.caption
    shown = shown_by(map_, view)
    assert len(shown.factors) > 1
    assert (len(shown.factors) < len(map_.factors)) == bool(view.query or view.filter)
