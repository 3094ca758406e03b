"""Every question of the registry is asked in the room: of the server, on the map as it is, drawn and said on one's own screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.workshop.conftest import Place, open_panel, see
from tests.workshop.serving import Guest, Server, a_map, play_out

from sysmap.formats.read import read_file
from sysmap.project import Project
from sysmap.questions.registry.asking import ask
from sysmap.questions.registry.catalogue import catalogue

CHAIN = """\
sysmap: 1
kind: map
id: town
title: Warm homes
factors:
  advice: {label: Visits by advisers}
  homes: {label: Homes with insulation}
  bills: {label: Heating bills}
  health: {label: Health of tenants}
links:
  - {from: advice, to: homes, polarity: positive}
  - {from: homes, to: bills, polarity: negative}
  - {from: bills, to: health, polarity: negative}
"""
REGISTER = """\
sysmap: 1
kind: evidence
id: seen
title: What was seen
uses: [town.yaml]
items:
  visits: {statement: Homes that were visited were insulated., kind: observed, cases: [leeds], internal: true,
           bears_on: [{element: advice->homes, direction: supports, strength: strong}]}
"""


def test_the_server_offers_the_registrys_questions_and_answers_as_python_does(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        assert [one["name"] for one in await ann.ask("questions")] == [one["name"] for one in catalogue("workshop")]
        said = await ann.ask("question", name="influence", params={"start": "advice", "end": "Health of tenants"})
        assert said["words"] == ask(Project.of(read_file(server.path).map), "influence", {"start": "advice", "end": "health"}).explain()
        assert set(said["factors"]) == {"advice", "homes", "bills", "health"}
        assert said["starts"] == ["advice", "health"]
        await ann.factor("Trust")
        await ann.settled()
        assert "Trust" in str((await ann.ask("question", name="rank"))["table"]), "on the map as it is now"
        for params, wrong in (
                ({}, "needs start"), ({"start": 3, "end": "advice"}, "takes a name"), ({"start": "nowhere", "end": "advice"}, "nowhere")):
            assert wrong in (await ann.ask("question", name="influence", params=params))[0]["message"]
        assert (await ann.ask("question", name="influense"))[0]["code"] == "A17"

    with Server(a_map(tmp_path, CHAIN)) as server:
        play_out(server, play)


def test_who_asks_without_pause_is_told_to_wait_and_holds_up_nobody_else(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
        said = [await bo.ask("question", name="loops", params={"max_length": 2 + n}) for n in range(12)]
        assert {one[0]["code"] for one in said if isinstance(one, list)} == {"L12"}
        assert "words" in await ann.ask("question", name="loops")

    with Server(a_map(tmp_path, CHAIN)) as server:
        play_out(server, play)


@pytest.mark.parametrize("role", ["host", "contributor"])
def test_what_may_not_be_published_stays_with_hosts_and_editors(tmp_path: Path, role: str) -> None:
    async def play(server: Server) -> None:
        guest = await Guest(server, "Guest", server.host_code if role == "host" else None).arrive()
        said = await guest.ask("question", name="paths", params={"start": "advice", "end": "homes"})
        assert ("strong" in said["words"] or "moderate" in said["words"]) == (role == "host"), said["words"]

    (tmp_path / "seen.yaml").write_text(REGISTER, encoding="utf-8")
    with Server(a_map(tmp_path, CHAIN)) as server:
        play_out(server, play)


def test_a_question_is_chosen_asked_drawn_and_shown_to_everybody(workshop: Callable[..., Place]) -> None:
    place = workshop(CHAIN)
    ann, bo = place.guest("Ann", host=True), place.guest("Bo")
    open_panel(ann, "ask")
    ann.select_option("select[aria-label='Every question']", "only-through")
    ann.select_option("select[aria-label=Through]", "bills")
    ann.click("#ask-server")
    ann.wait_for_selector(".answer:has-text('only through “Heating bills”')")
    assert ann.locator(".answer table").count() == 1
    see(ann, "editor.view.ask.answer.factors.length === 4")
    see(bo, "!editor.view.ask")
    ann.click("button:text-is('Show everybody')")
    bo.wait_for_selector(".shown:has-text('only through “Heating bills”')")
    ann.evaluate("workshop.room.set('factors', 'bills', 'theme', 'money')")
    ann.wait_for_selector(".answer:has-text('The map has changed since this was asked.')")
    ann.click("button:text-is('Ask again')")
    see(ann, "editor.view.ask.revision === room.replica.revision")


_SIGNS, _STRENGTHS = ["positive"] * 3 + ["negative"] + ["positive"] * 3, ["strong", "weak"]
_AROUND = [f"{{from: f{at}, to: f{(at + 1) % 30}, polarity: {_SIGNS[at % 7]}, strength: {_STRENGTHS[at % 2]}}}" for at in range(30)]
_ACROSS = [f"{{from: f{at}, to: f{(at + 11) % 30}, polarity: positive}}" for at in range(0, 30, 3)]
RING = ("sysmap: 1\nkind: map\nid: ring\ntitle: A town\nscales: {weak: 0.1 to 0.4, strong: 0.5 to 0.9}\nfactors:\n"
        + "".join(f"  f{at}: {{label: Factor {at}}}\n" for at in range(30)) + "links:\n" + "".join(f"  - {one}\n" for one in _AROUND + _ACROSS))
"""A cyclic map of 30 factors, as one evening brings it."""


@pytest.mark.parametrize(("question", "said"), [("press", "draws"), ("scenario", "compared with a baseline")])
def test_dynamics_are_asked_through_the_form_on_a_cyclic_map_of_30_factors(workshop: Callable[..., Place], question: str, said: str) -> None:
    place = workshop(RING)
    ann = place.guest("Ann", host=True)
    open_panel(ann, "ask")
    ann.select_option("select[aria-label='Every question']", question)
    form = ann.locator(".every-question")
    form.locator("[role=group]").first.locator("select").select_option("f0")
    form.get_by_label("Draws").fill("300")
    form.get_by_label("Draws").press("Tab")
    ann.click("#ask-server")
    ann.wait_for_selector(f".answer:has-text('{said}')", timeout=20_000)
    assert ann.locator(".answer table tbody tr").count() == 29 + (question == "press")
    see(ann, "editor.view.ask.params.draws === 300 && editor.view.ask.params.of[0] === 'f0'")
