"""The YAML file was changed by hand while a workshop ran: said plainly, nothing overwritten, three ways out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.workshop.serving import MAP, Guest, Server, a_map, play_out

from sysmap.formats.read import read_file

BY_HAND = MAP.replace("staff: {label: Number of staff}", "staff: {label: Number of nurses}   # by hand\n  pay: {label: Pay}")


async def in_trouble(server: Server, text: str = BY_HAND) -> Guest:
    """The host adds something after somebody else has changed the file."""
    ann = await Guest(server, "Ann", server.host_code).arrive()
    server.path.write_text(text, encoding="utf-8")
    await ann.factor("Trust")
    await ann.until(lambda: any(m["type"] == "saved" and m["trouble"] for m in ann.other))
    return ann


def play(tmp_path: Path, text: str, then: Any) -> None:
    async def whole(server: Server) -> None:
        await then(await in_trouble(server, text))

    with Server(a_map(tmp_path)) as server:
        play_out(server, whole)


def test_a_copy_of_the_workshops_map_is_kept_beside_the_file(tmp_path: Path) -> None:
    async def then(ann: Guest) -> None:
        assert (await ann.ask("file", do="copy"))["file"] == "town.workshop-2.yaml"

    play(tmp_path, BY_HAND, then)
    assert list(read_file(tmp_path / "town.workshop-2.yaml").map.factors) == ["waits", "staff", "trust"]
    assert (tmp_path / "town.yaml").read_text(encoding="utf-8") == BY_HAND


def test_what_was_changed_by_hand_is_looked_at_and_taken_into_the_room(tmp_path: Path) -> None:
    async def then(ann: Guest) -> None:
        told = await ann.ask("file")
        assert (told["changed"], told["conflicts"], told["trouble"]["code"]) == (True, [], "F34")
        assert told["changes"] == ["New factor: “Pay”.", "“Number of staff” is now called “Number of nurses”."]
        at = ann.revision
        taken = await ann.ask("file", do="take")
        assert (taken["changes"], taken["trouble"], taken["saved"]) == (2, None, at + 1)
        await ann.until(lambda: ann.revision == at + 1)

    play(tmp_path, BY_HAND, then)
    text = (tmp_path / "town.yaml").read_text(encoding="utf-8")
    assert "staff: {label: Number of nurses}   # by hand" in text
    assert list(read_file(tmp_path / "town.yaml").map.factors) == ["waits", "staff", "trust", "pay"]


def test_where_room_and_file_disagree_the_host_chooses(tmp_path: Path) -> None:
    async def then(ann: Guest) -> None:
        await ann.set("waits", "label", "Waiting times")
        await ann.settled()
        [one] = (await ann.ask("file"))["conflicts"]
        assert [(c["key"], c["says"]) for c in one["choices"]] == [
            ("workshop", "Waiting times"), ("file", "Queues"), ("base", "As before: Waiting lists")]
        assert (await ann.ask("file", do="take", choices={}))[0]["code"] == "L19"
        assert (await ann.ask("file", do="take", choices={one["id"]: "file"}))["trouble"] is None

    play(tmp_path, MAP.replace("Waiting lists", "Queues"), then)
    assert read_file(tmp_path / "town.yaml").map.factors["waits"].label == "Queues"


def test_the_workshops_map_goes_over_the_file_only_when_asked_and_keeps_what_was_there(tmp_path: Path) -> None:
    async def then(ann: Guest) -> None:
        over = await ann.ask("file", do="over")
        assert (over["kept"], over["trouble"]) == ("town.by-hand-1.yaml", None)

    play(tmp_path, BY_HAND, then)
    assert list(read_file(tmp_path / "town.yaml").map.factors) == ["waits", "staff", "trust"]
    assert (tmp_path / "town.by-hand-1.yaml").read_text(encoding="utf-8") == BY_HAND
    with Server(tmp_path / "town.yaml"):  # and the log knows the file
        pass


def test_a_file_with_faults_or_of_another_map_is_never_taken_but_may_be_replaced(tmp_path: Path) -> None:
    async def then(ann: Guest) -> None:
        for text, said in (("factors: [", "faults"), (MAP.replace("id: town", "id: city"), "another map")):
            ann.server.path.write_text(text, encoding="utf-8")
            for do in ("look", "take"):
                [problem] = await ann.ask("file", do=do)
                assert (problem["code"], said in problem["message"]) == ("L21", True)
        ann.server.path.unlink()
        assert (await ann.ask("file", do="take"))[0]["code"] == "L21"
        assert (await ann.ask("file", do="over")) | {"saved": 2} == {
            "kept": "", "name": "town.yaml", "saved": 2, "revision": 2, "trouble": None}

    play(tmp_path, "not a map", then)
    assert "trust" in read_file(tmp_path / "town.yaml").map.factors


def test_a_change_by_hand_is_noticed_although_nobody_edits_and_forgotten_when_it_is_put_back(tmp_path: Path) -> None:
    async def whole(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        server.path.write_text(BY_HAND, encoding="utf-8")
        await ann.until(lambda: any(m["type"] == "saved" and m["trouble"] for m in ann.other))
        server.path.write_text(MAP, encoding="utf-8")
        await ann.until(lambda: ann.other[-1]["type"] == "saved" and not ann.other[-1]["trouble"], 20)

    with Server(a_map(tmp_path)) as server:
        play_out(server, whole)
    assert (tmp_path / "town.yaml").read_text(encoding="utf-8") == MAP


def test_only_the_host_decides_what_becomes_of_the_file(tmp_path: Path) -> None:
    async def then(ann: Guest) -> None:
        bo = await Guest(ann.server, "Bo").arrive()
        for do in ("look", "copy", "take", "over"):
            assert (await bo.ask("file", do=do))[0]["code"] == "L01"
        assert (await ann.ask("file", do="burn"))[0]["code"] == "L04"

    play(tmp_path, BY_HAND, then)
    assert (tmp_path / "town.yaml").read_text(encoding="utf-8") == BY_HAND
