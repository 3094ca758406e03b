"""The database of a hosted sysmap: connections, the version of its tables, and what goes wrong with it in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import psycopg
import psycopg_pool
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.rows import TupleRow
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from sysmap.core.problem import Problem, Refused

__all__ = ["Connection", "Database"]

Connection = psycopg.Connection[TupleRow]
_WAIT = 5.0
"""Seconds to wait for a connection before saying that the database is gone."""


class Database:
    """Connections to one PostgreSQL database.

    Parameters
    ----------
    url : its address, ``postgresql://user:password@host/name``.
    most : connections held at once.

    Raises
    ------
    Refused : if the address is not one, nothing answers there, or the tables are of another release.
    """

    def __init__(self, url: str, *, most: int = 10, check: bool = True) -> None:
        if not re.match(r"postgres(ql)?://", url):
            raise Refused(Problem(code="H01", message="This is not the address of a PostgreSQL database.",
                                  hint="Write it as postgresql://user:password@host:5432/name."))
        self.url = url
        self._pool: psycopg_pool.ConnectionPool[Connection] = psycopg_pool.ConnectionPool(
            url, min_size=1, max_size=most, timeout=_WAIT, open=False, kwargs={"connect_timeout": 5},
            check=psycopg_pool.ConnectionPool.check_connection)
        try:
            with psycopg.connect(url, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
        except (psycopg.Error, UnicodeError, ValueError) as error:
            raise _refused(error) from None
        if check:
            self.check()
        self._pool.open()

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection in a transaction: all that is done in it stands when the block ends, or nothing.

        Raises
        ------
        Refused : if the database is gone or full; then nothing was changed.
        """
        try:
            with self._pool.connection(timeout=_WAIT) as connection:
                yield connection
        except (psycopg.Error, psycopg_pool.PoolTimeout, UnicodeError) as error:
            raise _refused(error) from None

    def version(self) -> str | None:
        """The version of the tables; `None` in an empty database."""
        with self._engine() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def check(self) -> None:
        """Whether the tables are those of this release.

        Raises
        ------
        Refused : if there are none, or they are older or newer.
        """
        version, own = self.version(), newest()
        if version == own:
            return
        if version is None:
            raise Refused(Problem(code="H02", message="The database has no tables of sysmap yet.",
                                  hint="Run: sysmap hosted prepare --database …"))
        if version in _steps():
            raise Refused(Problem(code="H02", message=f"The database is of an older release (step {version}; this one needs {own}).",
                                  hint="Make a backup, then run: sysmap hosted prepare --database …"))
        raise Refused(Problem(code="H02", message=f"The database is of a newer release (step {version}).",
                              hint="Use the release of sysmap that prepared it, or a later one."))

    def prepare(self) -> None:
        """Make the tables, or bring those of an older release up to date, in one transaction."""
        with self._engine() as connection:
            version = MigrationContext.configure(connection).get_current_revision()
            if version is not None and version not in _steps():
                self.check()
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    @contextmanager
    def _engine(self) -> Iterator[Any]:
        engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(self.url, connect_timeout=5), poolclass=NullPool)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("sysmap.hosting").joinpath("migrations")))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str | None:
    """The version of the tables that this release needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _steps() -> frozenset[str]:
    return frozenset(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _refused(error: Exception) -> Refused:
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, psycopg.errors.DiskFull):
        return Refused(Problem(code="H04", message="The database is full; the change was not made.",
                               hint="Free some space; nothing that was accepted is lost."))
    if isinstance(error, psycopg.OperationalError | psycopg_pool.PoolTimeout):
        return Refused(Problem(code="H03", message=f"The database does not answer ({text}).",
                               hint="Check its address, and that PostgreSQL is running; nothing that was accepted is lost."))
    return Refused(Problem(code="H03", message=f"The database refused ({text}).", hint="Nothing was changed."))
