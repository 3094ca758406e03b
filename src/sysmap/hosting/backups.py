"""A backup of everything, as one file that any later release can read, and its way back into an empty database."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from psycopg import sql

from sysmap.core.problem import Place, Problem, Refused
from sysmap.hosting.database import Database

__all__ = ["back_up", "restore"]

TABLES = ("organisations", "people", "members", "workspaces", "files", "rooms", "room_values", "entries", "snapshots", "history", "audit")
"""In the order in which they can be filled. Sign-ins are left out: after a restore people sign in again."""


def back_up(database: Database, path: Path) -> dict[str, int]:
    """Write all tables as they are at one moment.

    Parameters
    ----------
    path : a new file, a zip archive.

    Returns
    -------
    dict : table -> rows.

    Raises
    ------
    Refused : if the file is there already or cannot be written, or the database is gone.
    """
    counts: dict[str, int] = {}
    try:
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive, database.transaction() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for table in TABLES:
                with archive.open(f"{table}.copy", "w", force_zip64=True) as out, connection.cursor() as cursor:
                    with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as rows:
                        for part in rows:
                            out.write(bytes(part))
                    counts[table] = cursor.rowcount
            archive.writestr("backup.json", json.dumps({"sysmap": "hosted backup", "version": database.version(), "rows": counts}))
    except FileExistsError:
        raise Refused(Problem(code="F35", message="There is such a file already.", hint="Choose another name.",
                              place=Place(str(path)))) from None
    except OSError as error:
        raise Refused(Problem(code="F36", message=f"The file cannot be written ({error.strerror}).", hint="Check the disk.",
                              place=Place(str(path)))) from None
    return counts


def restore(database: Database, path: Path) -> dict[str, int]:
    """Fill an empty database from a backup, all or nothing.

    Raises
    ------
    Refused : if the file is no backup or one of another version, or the database holds something already.
    """
    try:
        with zipfile.ZipFile(path) as archive, database.transaction() as connection:
            about = json.loads(archive.read("backup.json"))
            own = database.version()
            if about.get("version") != own:
                raise Refused(Problem(code="H02", message=f"The backup is of step {about.get('version')}, the database of step {own}.",
                                      hint="Restore it with the release that made it, then prepare the database with this one.",
                                      place=Place(str(path))))
            if connection.execute("SELECT 1 FROM organisations UNION ALL SELECT 1 FROM people LIMIT 1").fetchone() is not None:
                raise Refused(Problem(code="H09", message="The database is not empty.", hint="Restore into a new one."))
            for table in TABLES:
                columns = connection.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s "
                                             "AND table_schema = current_schema() ORDER BY ordinal_position", (table,)).fetchall()
                names = sql.SQL(", ").join(sql.Identifier(row[0]) for row in columns)
                query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
                with archive.open(f"{table}.copy") as held, connection.cursor() as cursor, cursor.copy(query) as rows:
                    while part := held.read(1 << 20):
                        rows.write(part)
            connection.execute("UPDATE workspaces SET server = NULL, address = NULL, lease_until = '-infinity', fence = fence + 1")
            connection.execute("SELECT setval(pg_get_serial_sequence('rooms', 'id'), (SELECT coalesce(max(id), 1) FROM rooms))")
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Refused(Problem(code="H09", message=f"This is no backup of a hosted sysmap ({type(error).__name__}).", hint="Name the file that "
                              "sysmap hosted backup wrote.", place=Place(str(path)))) from None
    return {str(name): int(count) for name, count in about["rows"].items()}
