"""A facilitator's whole afternoon in four browsers, one of them a phone: gather, cluster, link, vote, tables that disagree, bring
together, check, close, restart, archive. With SYSMAP_SHOTS=FOLDER each station leaves pictures to look at, on screens of three widths.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page
from tests.workshop.conftest import Place, open_panel, say, see

from sysmap.core.sentences import link_sentence
from sysmap.core.voices import is_contested
from sysmap.formats.read import read_file

Begin = Callable[..., Place]
SHOTS = os.environ.get("SYSMAP_SHOTS")

TOWN = """\
sysmap: 1
kind: map
id: town
title: Waiting for care
question: What makes people wait for care at home?
factors:
  waits: {label: Waiting lists for care, focal: true}
links: []
"""
SAID = {
    "Bo": ("Staff sickness", "Number of nurses", "Hours of travel", "Workload per nurse"),
    "Cy": ("Agency staff", "Level of pay", "Number of nurse", "Budget for home care"),
    "Pat": ("Trust in the service", "Help from family"),
}
LINKS = {
    "Bo": ("Number of nurses -> Waiting lists for care - because more people are seen", "Workload per nurse -> Staff sickness +",
           "Staff sickness -> Number of nurses -", "Hours of travel -> Workload per nurse +", "Waiting lists for care -> Workload per nurse +"),
    "Cy": ("Level of pay -> Number of nurses +", "Budget for home care -> Level of pay +", "Trust in the service -> Help from family ?"),
}


def shot(page: Page, name: str) -> None:
    if not SHOTS:
        return
    own = page.viewport_size
    for width, height in ((390, 844), (1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"))
    if own:
        page.set_viewport_size(own)
        page.wait_for_timeout(300)


def test_an_afternoon(workshop: Begin, tmp_path: Path) -> None:
    place = workshop(TOWN)
    people = {
        "Ann": place.guest("Ann", host=True, size=(1366, 768), group="team"), "Bo": place.guest("Bo", group="nurses"),
        "Cy": place.guest("Cy", group="managers"), "Pat": place.guest("Pat", group="patients", size=(390, 844), touch=True)}
    ann, bo, cy, pat = people.values()

    # gather, unseen, and reveal
    ann.select_option("select[aria-label=Phase]", "gather-private")
    for name, labels in SAID.items():
        see(people[name], "room.state.private")
        for label in labels:
            say(people[name], label)
        see(people[name], f"room.state.own_ideas.length === {len(labels)}")
    shot(pat, "1-gather-phone")
    assert "Staff sickness" not in ann.inner_text("body")
    ann.select_option("select[aria-label=Phase]", "consolidate")
    for page in people.values():
        see(page, "Object.keys(map.factors).length === 11")

    # cluster: what means the same becomes one, in the name of both groups; themes give colours
    ann.evaluate("workshop.room.do('merge', {keep: 'number-of-nurses', drop: 'number-of-nurse'})")
    see(cy, "!map.factors['number-of-nurse'] && map.factors['number-of-nurses'].raised_by.length === 2")
    for theme, ids in (("staff", ["staff-sickness", "number-of-nurses", "workload-per-nurse", "agency-staff"]),
                       ("money", ["level-of-pay", "budget-for-home-care"])):
        ann.evaluate("([theme, ids]) => { for (const id of ids) workshop.room.set('factors', id, 'theme', theme); }", [theme, ids])
    see(bo, "map.factors['level-of-pay'].theme === 'money'")

    # link: typed, and proposed from a phone
    ann.select_option("select[aria-label=Phase]", "connect")
    for name, lines in LINKS.items():
        for line in lines:
            say(people[name], line)
            see(people[name], "!room.replica.waiting.length")
    pat.select_option("select[aria-label=From]", "waits")
    pat.select_option("select[aria-label=To]", "trust-in-the-service")
    pat.click("[data-form-sign=negative]")
    pat.click("button:has-text('Propose the link')")
    for page in people.values():
        see(page, "map.links.length === 9")
    ann.click("button:has-text('Lay out')")
    ann.wait_for_selector("text=Only you see it")
    shot(ann, "2-layout-tried")
    ann.click("button:has-text('Move the boxes for everybody')")
    see(bo, "Object.values(map.factors).every((one) => one.position)")
    shot(bo, "3-linked")
    pat.click("[data-way-to=map]")
    shot(pat, "3-linked-phone")
    pat.click("[data-way-to=form]")

    # vote: nobody sees the result before it is closed
    open_panel(ann, "vote")
    ann.fill("[aria-label=Question]", "What should we work on?")
    ann.click("button:has-text('Open the vote')")
    pat.wait_for_selector(".ballot")
    for _ in range(2):
        pat.click("[aria-label='One dot more for Level of pay']")
    open_panel(bo, "vote")
    bo.click(".side [aria-label='One dot more for Staff sickness']")
    see(ann, "room.state.ballots[0].voters === 2 && !room.state.ballots[0].distribution")
    shot(pat, "4-vote-phone")
    ann.click("button:has-text('Close the vote')")
    see(pat, "(room.state.ballots[0].distribution || {})['level-of-pay']?.all === 2")

    # tables that disagree
    open_panel(ann, "tables")
    ann.click("button:text-is('Break out')")
    see(ann, "room.tables.length === 2")
    ann.evaluate("""() => {
        const {room, editor} = workshop;
        const others = room.state.people.filter((one) => one.id !== room.you.id);
        editor.side.tables.seat(Object.fromEntries(others.map((one) => [one.id, one.group === 'managers' ? 2 : 1])));
    }""")
    for page, table in ((bo, "table-1"), (pat, "table-1"), (cy, "table-2")):
        see(page, f"room.table === '{table}' && room.joined", 15)
    say(bo, "Agency staff -> Staff sickness + because strangers tire a team")
    say(cy, "Agency staff -> Staff sickness - because there are more hands")
    for page in (bo, cy):
        see(page, "map.links.length === 10 && !room.replica.waiting.length")
    ann.click("button:has-text('Bring the tables together …')")
    ann.wait_for_selector("text=1 to decide")
    shot(ann, "5-bring-together")
    ann.click("button:text-is('Bring them together now')")
    for page in people.values():
        see(page, "room.table === '' && map.links.length === 10 && (map.links[9].voices || []).length === 2", 15)
    ann.evaluate("workshop.editor.board.fit(); workshop.editor.chooseLink('agency-staff->staff-sickness')")
    ann.wait_for_selector(".side:has-text('people disagree which way')")
    shot(ann, "6-contested")

    # check, one by one, in the room's words
    ann.select_option("select[aria-label=Phase]", "check")
    ann.click("button:has-text('Go through them one by one')")
    shot(ann, "7-check")
    assert "`" not in ann.inner_text(".side")
    ann.click("button:has-text('Settled: tick it off')")
    see(bo, "Object.keys(room.state.ticks).length === 1")

    # the page to take away looks as the board does; close
    with ann.expect_download() as saved:
        open_panel(ann, "take")
        ann.click("[data-file='map.html']")
    page_file = tmp_path / "town.html"
    saved.value.save_as(page_file)
    reader = ann.context.new_page()
    reader.goto(page_file.as_uri())
    reader.wait_for_selector("canvas")
    shot(reader, "8-page")
    reader.close()
    open_panel(ann, "people")
    ann.click("button:has-text('Close the workshop')")
    see(bo, "room.state.closed && map.sessions")
    see(ann, "room.saved >= room.replica.revision")
    shot(bo, "9-closed")

    # restart: the same people, the same map; then it is stopped and kept
    place.server.kill()
    place.server.start()
    for page in people.values():
        see(page, "room.line.state === 'open' && map.links.length === 10 && room.state.closed", 20)
    said = place.server.stop()
    assert "Stopped." in said
    written = read_file(tmp_path / "town.yaml").map
    link = written.links["agency-staff->staff-sickness"]
    assert is_contested(link)
    assert [(voice.by, voice.at, voice.polarity) for voice in link.voices] == [
        ("nurses", "table-1", "positive"), ("managers", "table-2", "negative")]
    assert "people disagree which way" in link_sentence(written, link)
    [session] = written.sessions.values()
    assert dict(session.attended) == {"managers": 1, "nurses": 1, "patients": 1, "team": 1}
    assert all(factor.position for factor in written.factors.values())
    kept = subprocess.run([sys.executable, "-m", "sysmap", "session", "archive", str(tmp_path / "town.yaml")],
                          capture_output=True, text=True)
    assert kept.returncode == 0, kept.stderr
    assert not list(tmp_path.glob("town.workshop.db*"))
