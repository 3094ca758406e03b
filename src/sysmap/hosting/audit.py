"""The audit record: who signed in, invited, published, removed. Each line is chained to the one before, so that none can be
altered or taken out without being noticed."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping

from sysmap.core.problem import Problem, Refused
from sysmap.hosting.database import Connection, Database
from sysmap.workshop.room_log import chained

__all__ = ["check_audit", "note"]

_BEGINNING = hashlib.sha256(b"sysmap audit record").hexdigest()


def note(connection: Connection, by: str, action: str, about: Mapping[str, str]) -> None:
    """Add a line, in the transaction of what it speaks of.

    Parameters
    ----------
    by : id of the person, or ``command line``.
    action : what was done, in a word or two.
    about : what it was done to, by ids.
    """
    connection.execute("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE")
    last = connection.execute("SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    number, before = (1, _BEGINNING) if last is None else (int(last[0]) + 1, str(last[1]))
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
    row = (number, at, by, action, json.dumps(dict(about), ensure_ascii=False, sort_keys=True))
    connection.execute("INSERT INTO audit VALUES (%s, %s, %s, %s, %s, %s)", (*row, chained(before, row)))


def check_audit(database: Database) -> int:
    """Go through the record.

    Returns
    -------
    int : how many lines it has.

    Raises
    ------
    Refused : if a line was altered, or one is missing.
    """
    digest, count = _BEGINNING, 0
    with database.transaction() as connection:
        rows = connection.execute("SELECT number, at, by, action, about, digest FROM audit ORDER BY number").fetchall()
    for *row, kept in rows:
        digest, count = chained(digest, tuple(row)), count + 1
        if digest != kept or row[0] != count:
            raise Refused(Problem(code="H06", message=f"Line {count} of the audit record is not as it was written, or one before it is missing.",
                                  hint="Compare it with the last backup."))
    return count

