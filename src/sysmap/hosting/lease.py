"""Which server holds a workspace. The database's clock decides, so that the clocks of the servers need not agree."""

from __future__ import annotations

from dataclasses import dataclass

from sysmap.hosting.database import Database
from sysmap.hosting.database_log import Hold

__all__ = ["LASTS", "RENEW", "Holder", "Leases"]

LASTS = 3.0
"""Seconds after which a workspace of a server that says nothing is free."""
RENEW = 1.0
"""Seconds between two signs of life."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The server that holds a workspace just now.

    Attributes
    ----------
    server : its name, made anew at each start.
    address : where other servers reach it, ``http://host:port``.
    """

    server: str
    address: str


class Leases:
    """The workspaces that one server holds.

    Parameters
    ----------
    database : where all servers look.
    server, address : this server's name, and where others reach it.
    """

    def __init__(self, database: Database, server: str, address: str) -> None:
        self.database, self.server, self.address = database, server, address

    def take(self, workspace: str) -> Hold | None:
        """Take a workspace that nobody holds; `None` where another server does, or there is none of that id."""
        with self.database.transaction() as connection:
            row = connection.execute(
                "UPDATE workspaces SET server = %s, address = %s, fence = fence + 1, lease_until = now() + make_interval(secs => %s) "
                "WHERE id = %s AND (server IS NULL OR lease_until < now()) RETURNING fence",
                (self.server, self.address, LASTS, workspace)).fetchone()
        return None if row is None else Hold(workspace, int(row[0]))

    def renew(self, holds: list[Hold]) -> set[str]:
        """Say that this server lives.

        Returns
        -------
        set of str : the workspaces that it still holds.
        """
        with self.database.transaction() as connection:
            rows = connection.execute(
                "UPDATE workspaces w SET lease_until = now() + make_interval(secs => %s) FROM unnest(%s::text[], %s::bigint[]) AS h(id, fence) "
                "WHERE w.id = h.id AND w.fence = h.fence AND w.server = %s RETURNING w.id",
                (LASTS, [one.workspace for one in holds], [one.fence for one in holds], self.server)).fetchall()
        return {str(row[0]) for row in rows}

    def release(self, hold: Hold) -> None:
        """Give a workspace free for others at once."""
        with self.database.transaction() as connection:
            connection.execute("UPDATE workspaces SET server = NULL, address = NULL, lease_until = '-infinity' WHERE id = %s AND fence = %s",
                               (hold.workspace, hold.fence))

    def exists(self, workspace: str) -> bool:
        """Whether there is a workspace of this id."""
        with self.database.transaction() as connection:
            return connection.execute("SELECT 1 FROM workspaces WHERE id = %s", (workspace,)).fetchone() is not None

    def holder(self, workspace: str) -> Holder | None:
        """Who holds a workspace, if anybody."""
        with self.database.transaction() as connection:
            row = connection.execute("SELECT server, address FROM workspaces WHERE id = %s AND lease_until >= now() AND server IS NOT NULL",
                                     (workspace,)).fetchone()
        return None if row is None else Holder(str(row[0]), str(row[1]))
