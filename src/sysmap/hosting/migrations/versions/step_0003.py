"""Sign-ins through an identity provider that have been used, so that none serves twice."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.execute("CREATE TABLE used_attempts (attempt text PRIMARY KEY, until timestamptz NOT NULL)")
