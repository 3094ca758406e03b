"""Evidence in one line a piece, for tests that read like examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sysmap.contribution.base import EvidenceBase, gather
from sysmap.contribution.catalogue import rules
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.library import Case, Cases
from sysmap.core.profile import Profile
from sysmap.formats.read import read_file

__all__ = ["CASES", "PROFILE", "RULE", "base_of", "item"]

PROFILE = read_file(Path(__file__).parents[2] / "models/profiles/cqc.yaml").document
assert isinstance(PROFILE, Profile)

RULE = rules()["cqc-contribution"]
"""The contribution rule of the 2025 report, from its file."""

CASES = Cases(id="cases", title="Cases", cases={
    case.id: case for case in (
        *(Case(id=f"la{n}", label=f"LA {n}", type="LA", round="pilot" if n < 4 else "formal") for n in range(1, 7)),
        *(Case(id=f"ics{n}", label=f"ICS {n}", type="ICS", round="pilot") for n in range(1, 4)),
        Case(id="adass", label="ADASS", type="national", aliases=("Directors",)),
        Case(id="dhsc", label="DHSC", type="national"), Case(id="cqc", label="CQC", type="CQC"))})


def item(id_: str, says: str = "supports", strength: str | None = "moderate", on: str = "plans", **rest: Any) -> Item:
    """An item that bears on one element. The case gives the audience where none is given."""
    if "cases" in rest and "audience" not in rest:
        rest["audience"] = tuple(dict.fromkeys(CASES.cases[c].type for c in rest["cases"] if c in CASES.cases))
    bearing = Bearing(element=on, direction=says, strength=strength)  # type: ignore[arg-type]
    return Item(**{"id": id_, "statement": f"What {id_} tells.", "bears_on": (bearing,), **rest})


def base_of(*items: Item) -> EvidenceBase:
    """A base of these items."""
    return gather([Evidence(id="register", title="Register", items={i.id: i for i in items})], [CASES], PROFILE)
