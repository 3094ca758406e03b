"""How long files of other tools take: python -m tests.benchmarks.bench_foreign [FORMAT …]

A made-up map of 5,000 factors and 20,000 links is written in each format and read back: opening the bytes, telling what they
are, reading them into a draft and making the map with its account. Beside it stands the reader of networkx or pandas for the
same file, where there is one; those give a graph or a frame and no map. Times are of the processor. Nothing is asserted:
machines differ.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
from tests.benchmarks.bench_analysis import made_map

from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.drafting import draft_of
from sysmap.formats.foreign.porting import import_contents
from sysmap.formats.foreign.registry import formats, recognise

FACTORS, LINKS = 5_000, 20_000

THEIRS: dict[str, Callable[[Path], Any]] = {
    "graphml": nx.read_graphml, "gexf": nx.read_gexf, "gml": lambda path: nx.read_gml(path, label="id"), "pajek": nx.read_pajek,
    "json": lambda path: nx.node_link_graph(json.loads(path.read_text()), edges="links"), "table": pd.read_csv,
    "xlsx": lambda path: pd.read_excel(path, sheet_name=None, engine="openpyxl"),
    "kumu-sheet": lambda path: pd.read_excel(path, sheet_name=None, engine="openpyxl"),
    "causal-map": lambda path: pd.read_excel(path, sheet_name=None, engine="openpyxl"),
    "kumu": lambda path: json.loads(path.read_text()), "prsm": lambda path: json.loads(path.read_text()),
    "canvas": lambda path: json.loads(path.read_text()), "loopy": lambda path: json.loads(path.read_text()),
}


def main() -> None:
    """Print a table: a row a format."""
    map_ = made_map(FACTORS, LINKS)
    print(f"{FACTORS:,} factors and {LINKS:,} links; seconds of processor time\n")
    print(f"{'format':<12} {'MB':>6} {'write':>7} {'read':>7}   theirs")
    with tempfile.TemporaryDirectory() as folder:
        for one in formats():
            if one.write is None or (sys.argv[1:] and one.name not in sys.argv[1:]):
                continue
            start = time.process_time()
            data = one.write(draft_of(map_, one.name))
            wrote = time.process_time() - start
            start = time.process_time()
            made = import_contents([recognise(Content(f"x{one.endings[0]}", data))])
            read = time.process_time() - start
            assert len(made.map.factors) == FACTORS
            print(f"{one.name:<12} {len(data) / 1e6:>6.1f} {wrote:>7.2f} {read:>7.2f}   {_theirs(one.name, data, Path(folder))}")


def _theirs(name: str, data: bytes, folder: Path) -> str:
    reader = THEIRS.get(name)
    if reader is None:
        return ""
    path = folder / f"{name}{'.xlsx' if data.startswith(b'PK') else '.txt'}"
    path.write_bytes(data)
    start = time.process_time()
    try:
        reader(path)
    except Exception as error:
        return f"refuses: {type(error).__name__}"
    return f"{time.process_time() - start:.2f}"


if __name__ == "__main__":
    main()
