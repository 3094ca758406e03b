"""The widget passes the selection both ways (the browser's half is tested in tests/web)."""

from __future__ import annotations

import pytest

import sysmap as sm

BUSES = """
sysmap: 1
kind: map
id: buses
title: Buses
factors: {fares: {label: Fares}, riders: {label: Riders}}
links: [{from: fares, to: riders}]
"""


def test_a_click_arrives_in_python() -> None:
    widget = sm.read(BUSES).widget()
    heard: list[str] = []
    widget.observe(lambda change: heard.append(change["new"]), "selected")
    widget.set_state({"_selection": {"kind": "factor", "id": "fares"}})
    assert widget.selected == "fares"
    widget.set_state({"_selection": None})
    assert heard == ["fares", None]


def test_python_selects_in_the_page() -> None:
    widget = sm.read(BUSES).widget()
    widget.selected = "fares->riders"
    assert widget.get_state()["_selection"] == {"kind": "link", "id": "fares->riders"}
    with pytest.raises(sm.Refused, match="fares"):
        widget.selected = "fare"
