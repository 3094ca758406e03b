"""A full room: real sockets, each person editing every two seconds, on a map of 150 factors and 400 links.

    python -m tests.benchmarks.bench_workshop                  # 40 people, 20 seconds
    python -m tests.benchmarks.bench_workshop --seconds 120 --clients 40 100
    python -m tests.benchmarks.bench_workshop --echo           # and, for each, a bare echo of the same messages (`echo`)

Told for each number of people: time from an edit leaving one client until it has arrived at everybody (p50, p95, p99,
max), until its author sees it accepted, the server's processor time in all and for each message it delivered, its highest
memory, and edits lost, which must be 0. An edit counts as lost if a client that was in the room did not hear of it exactly
once and in order, if it is missing in a client that joins afterwards, or in the file that is left.

People edit on a timetable, whether or not the server keeps up; moving boxes, noting, describing, and adding a factor with a
link, with a cursor that moves twice a second. They live in processes of their own (`sockets`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil
from tests.benchmarks.sockets import Person
from tests.workshop.serving import Server

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


def an_edit(chance: random.Random, turn: int, name: str) -> dict[str, Any]:
    """What one person does next."""
    target = f"f{chance.randrange(150)}"
    if turn % 4 == 0:
        id_ = f"new-{name}-{turn}"
        return {"do": "edit", "data": {"edit": {"do": "batch", "label": "add", "edits": [
            {"do": "add", "in": "factors", "element": {"id": id_, "label": f"New {name} {turn}"}},
            {"do": "add", "in": "links", "element": {"from": id_, "to": target, "polarity": "negative"}}]}}}
    if turn % 4 == 1:
        return {"do": "note", "data": {"in": "factors", "id": target, "text": f"Said by {name} at {turn}"}}
    field, value = (("position", {"x": chance.randrange(2000), "y": chance.randrange(1000)}) if turn % 4 == 2
                    else ("definition", f"As {name} put it in turn {turn}"))
    return {"do": "edit", "data": {"edit": {"do": "set", "in": "factors", "id": target, "field": field, "value": value}}}


async def people(port: int, code: str, first: int, number: int, total: int, seconds: float, every: float,
                 barrier: Any) -> dict[str, Any]:
    """Some of the people in the room: what they sent when, and what each of them heard when."""
    room = [await Person.arrive(port, code, f"g{first + i}") for i in range(number)]
    while any(person.revision < total for person in room):  # each joining is a revision: wait until everybody is here
        await asyncio.sleep(0.05)
    await asyncio.to_thread(barrier.wait)
    begin = {person.name: person.revision for person in room}
    for person in room:
        person.heard.clear()
    sent: dict[str, float] = {}
    late = 0.0

    async def work(person: Person, seed: int) -> None:
        nonlocal late
        chance = random.Random(seed)
        due = time.monotonic() + chance.random() * every
        end = time.monotonic() + seconds
        turn = 0
        while due < end:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            late = max(late, time.monotonic() - due)
            id_ = secrets.token_hex(6)
            message = {"type": "do", "id": id_, "base": person.revision, **an_edit(chance, turn, person.name)}
            sent[id_] = time.monotonic()
            person.say(message)
            for _ in range(2):
                person.say({"type": "here", "at": [chance.randrange(2000), chance.randrange(1000)]})
                await asyncio.sleep(every / 4)
            turn += 1
            due += every

    await asyncio.gather(*(work(person, first + i) for i, person in enumerate(room)))
    await asyncio.to_thread(barrier.wait)  # everybody has sent all; an edit of one's own now comes after all of them
    last = secrets.token_hex(6)
    room[0].say({"type": "do", "id": last, "do": "note", "data": {"in": "factors", "id": "f0", "text": "The last word"}})
    deadline = time.monotonic() + 60
    while not any(f'"{last}"'.encode() in text for _, text in room[0].heard[-400:]) and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    await asyncio.to_thread(barrier.wait)
    late_comer = await Person.arrive(port, code, f"late{first}")
    welcome = json.loads(late_comer.welcome)
    while any(person.revision < welcome["revision"] for person in room) and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    refused = {json.loads(text)["id"] for person in room for text in person.refused}
    sent = {id_: when for id_, when in sent.items() if id_ not in refused}  # a refusal is told as one, it is no loss
    out = {"sent": sent, "last": last, "late": late, "gone": sum(person.lost for person in room),
           "refused": sum(len(person.refused) for person in room), "map": welcome["map"], "heard": [], "gaps": 0}
    for person in room:
        told = person.entries()
        revisions = [entry["revision"] for _, entry in told]
        out["gaps"] += revisions != list(range(begin[person.name] + 1, begin[person.name] + 1 + len(revisions)))
        out["heard"].append({entry["id"]: (at, entry["by"]) for at, entry in told})
    out["data"] = {entry["id"]: entry["data"] for _, entry in room[0].entries()}
    for person in (*room, late_comer):
        person.leave()
    return out


def crowd(arguments: tuple[Any, ...]) -> dict[str, Any]:
    return asyncio.run(people(*arguments))


def echo(clients: int, seconds: float, every: float) -> dict[str, Any]:
    """The same people and messages with a server that sends on what it gets and does nothing else."""
    with subprocess.Popen([sys.executable, "-m", "tests.benchmarks.echo"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        port = int(server.stdout.readline())
        part = crowd((port, "", 0, clients, clients, seconds, every, threading.Barrier(1)))
        server.terminate()
    times = sorted((max(heard[id_][0] for heard in part["heard"]) - sent) * 1000 for id_, sent in part["sent"].items())
    return {"bare echo": clients, "edits": len(times), "everyone p50 ms": round(statistics.median(times), 1),
            "everyone p95 ms": at(times, 0.95), "load": round(os.getloadavg()[0], 1)}


def run(clients: int, seconds: float, every: float, processes: int) -> dict[str, Any]:
    """One room of so many people."""
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Manager() as manager:
        path = Path(folder) / "bench.yaml"
        path.write_text(yaml_map(), encoding="utf-8")
        barrier = manager.Barrier(processes)
        with Server(path, "--role", "editor") as server:
            process = psutil.Process(server.process.pid)
            cpu, began = process.cpu_times(), time.monotonic()
            share = [clients // processes + (i < clients % processes) for i in range(processes)]
            firsts = [sum(share[:i]) for i in range(processes)]
            with multiprocessing.get_context("spawn").Pool(processes) as pool:
                parts = pool.map(crowd, [(server.port, server.code, first, number, clients, seconds, every, barrier)
                                         for first, number in zip(firsts, share, strict=True)])
            used = process.cpu_times()
            busy = used.user + used.system - cpu.user - cpu.system
            clock = time.monotonic() - began
            peak = highest_memory(server.process.pid)
            server.stop()
        written = read_file(path).map
    return result(parts, clients, seconds, busy, clock, peak, written)


def highest_memory(pid: int) -> float:
    """The most memory a process has held, in MB."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return float(psutil.Process(pid).memory_info().rss / 1e6)


def result(parts: list[dict[str, Any]], clients: int, seconds: float, busy: float, clock: float, peak: float,
           written: Any) -> dict[str, Any]:
    """The figures of a run."""
    sent = {id_: at for part in parts for id_, at in part["sent"].items()}
    ears = [heard for part in parts for heard in part["heard"]]
    everyone = sorted((max(heard[id_][0] for heard in ears) - at) * 1000
                      for id_, at in sent.items() if all(id_ in heard for heard in ears))
    lost = {id_ for id_ in sent if not all(id_ in heard for heard in ears)}
    data = parts[0]["data"]
    for id_ in sent:
        edit = data.get(id_, {}).get("edit", {})
        for part in edit.get("edits", [edit]):
            if part.get("do") == "add" and part["in"] == "factors":
                new = part["element"]["id"]
                if new not in written.factors or any(new not in one["map"]["factors"] for one in parts):
                    lost.add(id_)
    notes = sum(len(factor.notes) for factor in written.factors.values())
    told = sum(data[id_]["edit"].get("field") == "notes" for id_ in sent if id_ in data) + len(parts)
    deliveries = sum(map(len, ears))
    return {
        "clients": clients, "seconds": seconds, "edits": len(sent), "deliveries": deliveries,
        "everyone p50 ms": round(statistics.median(everyone), 1), "everyone p95 ms": at(everyone, 0.95),
        "everyone p99 ms": at(everyone, 0.99), "everyone max ms": round(everyone[-1], 1),
        "server cpu s": round(busy, 2), "server cpu %": round(100 * busy / clock, 1),
        "cpu us a delivery": round(1e6 * busy / max(1, deliveries)), "server peak MB": round(peak),
        "lost": len(lost), "gaps": sum(p["gaps"] for p in parts), "dropped": sum(p["gone"] for p in parts),
        "refused": sum(p["refused"] for p in parts), "notes missing": told - notes,
        "generator late ms": round(1000 * max(p["late"] for p in parts), 1), "load": round(os.getloadavg()[0], 1),
    }


def at(times: list[float], share: float) -> float:
    return round(times[min(len(times) - 1, int(len(times) * share))], 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[40])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--every", type=float, default=2.0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--echo", action="store_true")
    asked = parser.parse_args()
    for clients in asked.clients:
        if asked.echo:
            print(json.dumps(echo(clients, asked.seconds, asked.every)))
        print(json.dumps(run(clients, asked.seconds, asked.every, asked.processes)))


if __name__ == "__main__":
    main()
