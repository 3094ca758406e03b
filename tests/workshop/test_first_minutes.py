"""The first five minutes of a workshop, from two browsers: the beginning of the Birmingham and Solihull map."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.workshop.conftest import Place, say, see

from sysmap.formats.read import read_file

ROOT = Path(__file__).parents[2]


def test_the_first_twelve_factors_and_links_of_a_real_map_in_five_minutes(workshop: Callable[..., Place], tmp_path: Path) -> None:
    source = read_file(ROOT / "maps" / "bsol-ics-2024.yaml").map
    factors = list(source.factors.values())[:12]
    known = {factor.id for factor in factors}
    links = [link for link in source.links.values() if link.kind != "association"][:12]
    for link in links:
        for end in (link.from_, link.to):
            if end not in known:
                known.add(end)
                factors.append(source.factors[end])
    path = tmp_path / "maps" / "bsol.yaml"
    path.parent.mkdir()
    subprocess.run([sys.executable, "-m", "sysmap", "new", "map", "bsol", "-o", str(path)], check=True, capture_output=True)
    began = time.monotonic()
    place = workshop(path.read_text(encoding="utf-8"))
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    for page in (ann, bo):
        see(page, "!map.factors")
    for i, factor in enumerate(factors):
        say((ann, bo)[i % 2], factor.label)
    for page in (ann, bo):
        see(page, f"Object.keys(map.factors).length === {len(factors)}")
    sign = {"positive": " +", "negative": " -", "mixed": " ±", "unknown": ""}
    for i, link in enumerate(links):
        page = (ann, bo)[i % 2]
        start, end = source.factors[link.from_].label, source.factors[link.to].label
        say(page, f"{start} -> {end}{sign[link.polarity]} because {link.why or 'the report says so'}")
    for page in (ann, bo):
        see(page, f"map.links.length === {len(links)}")
    focal = ann.evaluate("""(label) => {
        const {room} = globalThis.workshop;
        const factor = Object.values(room.replica.map.factors).find((one) => one.label === label);
        room.set("factors", factor.id, "focal", true);
        return factor.id;
    }""", source.factors[links[0].to].label)
    ann.click("[data-panel-tab=check]")
    see(bo, f"map.factors['{focal}'].focal")
    ann.wait_for_selector(".checks")
    while True:
        ann.click("[data-panel-tab=check]")
        ann.wait_for_selector(".checks li")
        left = ann.locator("summary:has-text('It is right as it is')").count()
        if not left:
            break
        ann.locator("summary:has-text('It is right as it is')").first.click()
        ann.locator("input[aria-label='Why it is right as it is']").first.fill("So the report has it")
        before = ann.evaluate("(globalThis.workshop.room.replica.map.waive || []).length")
        ann.locator("button:text-is('Let it stand')").first.click()
        see(bo, f"(map.waive || []).length === {before + 1}")
        ann.wait_for_function(f"() => document.querySelectorAll('.checks summary').length === {left - 1}")
    see(ann, "room.saved >= room.replica.revision")
    took = time.monotonic() - began
    assert took < 300
    ann.screenshot(path=str(tmp_path / "first-minutes.png"))
    place.server.stop()
    written = read_file(place.server.path).map
    assert [f.label for f in written.factors.values()] == [f.label for f in factors]
    drawn = {(written.factors[k.from_].label, written.factors[k.to].label, k.polarity) for k in written.links.values()}
    assert drawn == {(source.factors[k.from_].label, source.factors[k.to].label, k.polarity) for k in links}
    checked = subprocess.run([sys.executable, "-m", "sysmap", "check", str(place.server.path)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
