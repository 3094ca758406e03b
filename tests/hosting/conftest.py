"""A database for each test, in one PostgreSQL server for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.postgres import Server, server

from sysmap.hosting.database import Database


@pytest.fixture(scope="session")
def cluster() -> Iterator[Server]:
    with server() as found:
        yield found


@pytest.fixture
def url(cluster: Server) -> str:
    """The address of an empty database with sysmap's tables."""
    made = cluster.database()
    database = Database(made, check=False)
    database.prepare()
    database.close()
    return made


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    found = Database(url)
    yield found
    found.close()
