"""The least that can be done with the same messages: whoever sends an edit has it sent to everybody, and nothing else happens.

    python -m tests.benchmarks.echo        # prints its port and serves until it is ended

No decision, no disk, no state: what a room takes beyond this is what the room costs.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

people: set[ServerConnection] = set()
revision = 0


def entry(id_: str, data: dict[str, Any]) -> None:
    """The next revision, for everybody."""
    global revision
    revision += 1
    broadcast(people, json.dumps({"type": "entries", "entries": [{"revision": revision, "id": id_, "by": "", "data": data}]},
                                 separators=(",", ":")))


async def person(line: ServerConnection) -> None:
    """One connection: a welcome for its hello, an entry for each edit; where pointers are goes to everybody as it came."""
    with contextlib.suppress(ConnectionClosed):  # a client that is ended says no goodbye
        async for text in line:
            said: dict[str, Any] = json.loads(text)
            if said["type"] == "hello":
                entry("", {})
                await line.send(f'{{"type":"welcome","revision":{revision},"map":{{"factors":{{}}}}}}')
                people.add(line)
            elif said["type"] == "do":
                entry(said["id"], said["data"])
            else:
                broadcast(people, text)
    people.discard(line)


async def main() -> None:
    async with serve(person, "127.0.0.1", 0, compression=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
