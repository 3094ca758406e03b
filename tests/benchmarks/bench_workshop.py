"""A full room: real sockets, each person editing every two seconds, on a map of 150 factors and 400 links.

    python -m tests.benchmarks.bench_workshop                  # 40 people, 20 seconds
    python -m tests.benchmarks.bench_workshop --seconds 120 --clients 40 100

Told for each number of people: time from an edit leaving one client until everybody has it (p50, p95, max), how long it
takes the author to see it accepted, the server's CPU and memory, and edits lost, which must be 0. The clients run in
processes of their own, so that they do not slow each other down on the measured side more than a laptop's would.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from tests.workshop.serving import Guest, Server

from sysmap.formats.read import read_file


def yaml_map(factors: int = 150, links: int = 400) -> str:
    """A made-up map as a file."""
    chance = random.Random(4)
    lines = ["sysmap: 1", "kind: map", "id: bench", "title: Bench", "factors:"]
    lines += [f"  f{i}: {{label: Factor {i} of the bench}}" for i in range(factors)]
    lines.append("links:")
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < links:
        a, b = chance.randrange(factors), chance.randrange(factors)
        if a != b:
            pairs.add((a, b))
    lines += [f"  - {{from: f{a}, to: f{b}, polarity: positive}}" for a, b in sorted(pairs)]
    return "\n".join(lines) + "\n"


async def people(
    socket: str, code: str, first: int, number: int, total: int, seconds: float, every: float,
) -> dict[str, Any]:
    """Some of the people in the room: what they sent when, and what each of them heard when."""

    class Door:
        def __init__(self) -> None:
            self.socket, self.code, self.guests = socket, code, list[Guest]()

    sent: dict[str, float] = {}
    heard: dict[str, list[float]] = {}
    guests = [Guest(Door(), f"G{first + i}") for i in range(number)]  # type: ignore[arg-type]
    await asyncio.gather(*(guest.arrive() for guest in guests))
    # Everybody is here before anybody begins: each joining is one revision.
    await asyncio.gather(*(guest.until(lambda guest=guest: guest.revision >= total, 60) for guest in guests))

    for guest in guests:
        take = guest.entries.append

        def note(entry: dict[str, Any], take: Any = take) -> None:
            heard.setdefault(entry["id"], []).append(time.time())
            take(entry)

        guest.entries = type("Entries", (list,), {"append": lambda self, entry, note=note: note(entry)})()

    async def work(guest: Guest, number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.random() * every)
        end = time.time() + seconds
        turn = 0
        while time.time() < end:
            turn += 1
            kind = turn % 4
            target = f"f{chance.randrange(150)}"
            began = time.time()
            if kind == 0:
                id_ = await guest.factor(f"New {number} {turn}")
            elif kind == 1:
                id_ = await guest.do("note", id=target, text=f"Said by {number}", **{"in": "factors"})
            else:
                id_ = await guest.set(target, "position", {"x": chance.randrange(2000), "y": chance.randrange(1000)})
            sent[id_] = began
            await guest.say({"type": "here", "at": [chance.randrange(2000), chance.randrange(1000)]})
            await asyncio.sleep(max(0.0, every - (time.time() - began)))

    await asyncio.gather(*(work(guest, first + i) for i, guest in enumerate(guests)))
    await asyncio.sleep(2.0)
    refused = sum(len(guest.refused) for guest in guests)
    waiting = sum(len(guest.waiting) for guest in guests)
    for guest in guests:
        await guest.leave()
    return {"sent": sent, "heard": heard, "refused": refused, "waiting": waiting}


def crowd(arguments: tuple[Any, ...]) -> dict[str, Any]:
    return asyncio.run(people(*arguments))


def run(clients: int, seconds: float, every: float, processes: int) -> dict[str, Any]:
    """One room of so many people."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.yaml"
        path.write_text(yaml_map(), encoding="utf-8")
        with Server(path) as server:
            process = psutil.Process(server.process.pid)
            cpu, began = process.cpu_times(), time.time()
            share = [clients // processes + (i < clients % processes) for i in range(processes)]
            firsts = [sum(share[:i]) for i in range(processes)]
            with multiprocessing.get_context("spawn").Pool(processes) as pool:
                parts = pool.map(crowd, [(server.socket, server.code, first, number, clients, seconds, every)
                                         for first, number in zip(firsts, share, strict=True)])
            used = process.cpu_times()
            busy = (used.user + used.system - cpu.user - cpu.system) / (time.time() - began)
            memory = process.memory_info().rss / 1e6
            server.stop()
        written = read_file(path).map
    sent = {id_: at for part in parts for id_, at in part["sent"].items()}
    heard: dict[str, list[float]] = {}
    for part in parts:
        for id_, times in part["heard"].items():
            heard.setdefault(id_, []).extend(times)
    lost = [id_ for id_ in sent if len(heard.get(id_, [])) < clients]
    everyone = sorted((max(heard[id_]) - at) * 1000 for id_, at in sent.items() if id_ not in lost)
    return {
        "clients": clients, "seconds": seconds, "edits": len(sent), "deliveries": sum(map(len, heard.values())),
        "everyone p50 ms": round(statistics.median(everyone), 1),
        "everyone p95 ms": round(everyone[int(len(everyone) * 0.95)], 1),
        "everyone max ms": round(everyone[-1], 1), "server cpu %": round(busy * 100), "server MB": round(memory),
        "lost": len(lost), "refused": sum(p["refused"] for p in parts), "unanswered": sum(p["waiting"] for p in parts),
        "factors in the file": len(written.factors),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[40])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--every", type=float, default=2.0)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    for clients in asked.clients:
        print(json.dumps(run(clients, asked.seconds, asked.every, asked.processes)))


if __name__ == "__main__":
    main()
