"""Many long random histories of a room, with everything that may happen to it, and a count at the end.

    python -m tests.workshop.long_histories [COUNT] [--seed N]

People come, go, ask twice and do not read; the server is stopped or killed and started again from a snapshot or from the
beginning; the disk is full; the clock jumps; the file is saved while somebody edits it by hand; tables are broken out, changed
and brought together. After each history: what was acknowledged stands in the log, every copy is the server's, the file holds the
map or what somebody wrote by hand, the log verifies, and nothing that was refused was done.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from tests.workshop.test_agreement import PEOPLE, command
from tests.workshop.test_hub_agreement import Play

from sysmap.core.problem import Refused
from sysmap.workshop.history import map_at
from sysmap.workshop.hub import Hub
from sysmap.workshop.kept_sessions import verify_session
from sysmap.workshop.log import Log, log_path
from sysmap.workshop.protocol.from_browser import Hello
from sysmap.workshop.session import RoomSession, open_session
from sysmap.workshop.state import Request
from sysmap.workshop.tables import Tables

TOTALS: Counter[str] = Counter()
HOURS = 3_600_000_000_000
PART = 25
"""Histories of one seed."""


class LongPlay(Play):
    """A room to which everything happens."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = 0
        self.by_hand: str | None = None
        self.at_tables: dict[str, set[str]] = {}
        """Table -> the requests of its people that were accepted."""
        real = time.time_ns
        self.patches = [mock.patch("sysmap.workshop.client.time.time_ns", side_effect=lambda: real() + self.clock),
                        mock.patch("sysmap.workshop.session.EVERY", 7)]
        for patch in self.patches:
            patch.start()

    def opened(self) -> RoomSession:
        return open_session(self.path, anyway=True)

    def start(self) -> None:
        super().start()
        self.tables = Tables(self.hub)
        self.run(self.tables.resume())

    def rooms(self) -> list[Hub]:
        return [self.hub, *self.tables.hubs.values()]

    @rule(what=st.lists(st.tuples(st.sampled_from(PEOPLE), command, st.booleans()), min_size=2, max_size=8))
    def several_ask(self, what: list[tuple[str, tuple[str, dict[str, Any]], bool]]) -> None:
        for who, how, twice in what:
            self.comes(who)
            self.time_passes(3)
            self.reads(who)
            self.asks(who, how, twice)

    @rule(hours=st.sampled_from([-30, -1, 1, 1_000]))
    def clock_jumps(self, hours: int) -> None:
        self.clock += hours * HOURS
        TOTALS["jumps of the clock"] += 1

    @rule()
    def somebody_edits_the_file_by_hand(self) -> None:
        self.count += 1
        self.by_hand = self.path.read_text(encoding="utf-8") + f"# by hand {self.count}\n"
        self.path.write_text(self.by_hand, encoding="utf-8")
        TOTALS["edits by hand"] += 1

    # Each looks by itself whether there is something to do: what is drawn must not depend on how quick the disk was.

    @rule()
    def they_put_it_back(self) -> None:
        if self.by_hand is None:
            return
        text = self.hub.session.autosave.reading.text
        self.path.write_text(text, encoding="utf-8")
        self.by_hand = None

    @rule(number=st.integers(1, 2))
    def break_out(self, number: int) -> None:
        if self.tables.hubs or self.full:
            return
        try:
            for name in self.run(self.tables.break_out(number)):
                self.at_tables[name] = set()
            TOTALS["times broken out"] += 1
        except Refused:
            TOTALS["refused"] += 1

    @rule(who=st.sampled_from(PEOPLE), label=st.sampled_from(["Trust", "Time", "Money", "Rest"]))
    def adds_at_a_table(self, who: str, label: str) -> None:
        browser = self.browsers[who]
        if browser.client is None:
            return
        self.count += 1
        for name, hub in self.tables.hubs.items():
            person = self.hub.room.people[browser.client.person]
            try:
                client = self.run(hub.join(Hello(key=browser.key, name=who), like=person))
                hub.leave(client)
                element = {"id": f"at-table-{self.count}", "label": f"{label} {self.count}"}
                asked = Request(f"{who}-{self.count}", "edit", {"edit": {"do": "add", "in": "factors", "element": element}},
                                hub.room.revision)
                self.run(hub.ask(None, client.person, asked))
                self.at_tables[name].add(asked.id)
                TOTALS["accepted at tables"] += 1
            except Refused:
                TOTALS["refused"] += 1

    @rule()
    def bring_together(self) -> None:
        client = self.browsers["ann"].client
        if not self.tables.hubs or self.full or client is None:
            return
        old, began = self.tables._base().factors, self.hub.room.revision
        new = {id_ for hub in self.tables.hubs.values() for id_ in hub.room.map.factors if id_.startswith("at-table-") and id_ not in old}
        try:
            self.run(self.tables.bring_together(client.person, {"choices": {}}))
        except Refused:
            TOTALS["refused"] += 1
            return
        TOTALS["times brought together"] += 1
        # An undo or a restoring that was on its way may come right after: the moment counts at which the tables came together.
        together = next((entry.revision for entry in self.hub.room.entries if entry.revision > began and entry.do == "adopt"), None)
        assert not new or new <= set(map_at(self.hub.room, together or self.hub.room.revision).factors), "what a table added is in the map"

    @invariant()
    def what_was_written_by_hand_is_not_overwritten(self) -> None:
        if self.by_hand is not None:
            assert self.path.read_text(encoding="utf-8") == self.by_hand

    def all_agree(self) -> None:
        if self.by_hand is not None:
            self.they_put_it_back()
        if self.tables.hubs:
            self.run(self.tables.stop())
        super().all_agree()

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            for patch in self.patches:
                patch.stop()

    def at_the_end(self) -> None:
        TOTALS["entries"] += self.hub.room.revision
        for found in verify_session(self.path):
            assert not found.problems, found.problems
        for name, accepted in self.at_tables.items():
            table = self.path.with_name(f"{self.path.stem}.{name}.yaml")
            with Log(log_path(table)) as log:
                assert accepted <= {entry.id for entry in log.entries()}, "what was accepted at a table stands in its log"
        again = open_session(self.path, anyway=True)
        room = self.hub.room
        assert (again.room.map, again.room.revision, again.room.people) == (room.map, room.revision, room.people)
        again.log.close()
        TOTALS["histories"] += 1


def play(count: int, first: int, steps: int) -> Counter[str]:
    """So many histories of one seed, in this process."""
    TOTALS.clear()
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):  # what the server says in its terminal
        run_state_machine_as_test(seed(first)(LongPlay), settings=settings(
            max_examples=count, stateful_step_count=steps, deadline=None, database=None, print_blob=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck)))
    return +TOTALS


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--processes", type=int, default=4, help="they mostly wait for the disk")
    asked = parser.parse_args()
    begun = time.monotonic()
    totals: Counter[str] = Counter()
    parts = -(-asked.count // PART)
    failed = 0
    with ProcessPoolExecutor(asked.processes, mp_context=get_context("spawn")) as pool:
        parts_of = {pool.submit(play, min(PART, asked.count), asked.seed + at, asked.steps): asked.seed + at for at in range(parts)}
        for part in as_completed(parts_of):
            error = part.exception()
            if error is not None:
                failed += 1
                print(f"seed {parts_of[part]} failed:", flush=True)
                traceback.print_exception(error)
                continue
            totals = totals + part.result()
            print(f"{time.monotonic() - begun:.0f} s, {failed} parts failed: "
                  + ", ".join(f"{number:,} {what}" for what, number in sorted(totals.items())), flush=True)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
