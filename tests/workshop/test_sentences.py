"""An edit as people hear of it: by labels, never by ids."""

from __future__ import annotations

from sysmap.core.edit import Set
from sysmap.formats.read import read_text
from sysmap.workshop.sentences import edit_sentences

MAP = """
sysmap: 1
kind: map
id: town
title: Town
layers: [{id: staff, label: Staff and volunteers}]
factors: {drivers: {label: Drivers, layer: staff}, buses: {label: Buses that run}}
links: [{from: "layer:staff", to: buses}, {from: drivers, to: buses}]
"""


def test_a_link_is_named_by_the_labels_of_its_ends_a_whole_layer_too() -> None:
    map_ = read_text(MAP).map
    edits = [Set("links", link, "why", "They drive.") for link in ("drivers->buses", "layer:staff->buses")]
    first, second = (edit_sentences(map_, edit)[0] for edit in edits)
    assert first == "“Drivers” → “Buses that run”: why is now They drive."
    assert second.startswith("all of “Staff and volunteers” → “Buses that run”")
