"""The history of each workspace: commits as git packs, in order."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.execute("CREATE TABLE history (workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE, number integer NOT NULL, "
               "tip text NOT NULL, pack bytea NOT NULL, PRIMARY KEY (workspace, number))")
