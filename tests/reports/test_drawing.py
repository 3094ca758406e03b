"""A map too large for one page is drawn in panels: every link once, in letters that can be read."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import sysmap as sm
from sysmap.formats.workspace import Workspace
from sysmap.reports.drawing import PAGE, SLIDE, fits, panels_of, svg_of_panel
from sysmap.views.layout import layout_of


def read(text: str):  # type: ignore[no-untyped-def]
    return sm.read(text).map


SMALL = """
sysmap: 1
kind: map
id: buses
title: Buses
factors:
  fares: {label: Fares, theme: money}
  riders: {label: Riders, theme: people}
  cars: {label: "Cars < vans & trams", theme: streets}
links:
  - {from: fares, to: riders, polarity: negative}
  - {from: riders, to: cars, polarity: unknown}
"""


def test_each_link_is_on_one_panel_with_what_it_leads_to() -> None:
    panels = panels_of(read(SMALL), PAGE)
    assert [panel.title for panel in panels] == ["What leads to: people", "What leads to: streets"]
    assert [list(panel.causes) for panel in panels] == [["fares"], ["riders"]]
    assert [list(panel.effects) for panel in panels] == [["riders"], ["cars"]]


def test_a_panel_escapes_text_and_shows_signs() -> None:
    map_ = read(SMALL)
    svg = svg_of_panel(map_, panels_of(map_, PAGE)[1])
    assert "Cars &lt; vans &amp; trams" in svg
    assert ">?<" in svg
    assert "What leads to: streets. 1 causes on the left" in svg


def test_a_small_map_needs_no_panels_on_paper() -> None:
    assert fits(layout_of(read(SMALL)), PAGE)


def test_panels_of_the_theory_of_2025_hold_every_link_once_and_fit(workspace: Workspace) -> None:
    map_ = workspace.read(workspace.find("cqc-system-assessment-2025")).document
    for room in (PAGE, SLIDE):
        panels = panels_of(map_, room)  # type: ignore[arg-type]
        counted = Counter(link.id for panel in panels for link in panel.links)
        assert set(counted) == set(map_.links)  # type: ignore[union-attr]
        assert set(counted.values()) == {1}
        assert all(panel.height <= room.height for panel in panels)
        assert all(panel.size in room.sizes for panel in panels)
        for panel in panels:
            for column in (panel.causes, panel.effects):
                boxes = list(column.values())
                assert all(a.top + a.height <= b.top for a, b in pairwise(boxes))
