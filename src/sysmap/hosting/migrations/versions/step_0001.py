"""Organisations, people, workspaces with their files, rooms with their logs, sessions, the audit record."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE organisations (
  id text PRIMARY KEY, name text NOT NULL);
CREATE TABLE people (
  id text PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, password text, issuer text, subject text,
  UNIQUE (issuer, subject));
CREATE TABLE members (
  organisation text NOT NULL REFERENCES organisations ON DELETE CASCADE, person text NOT NULL REFERENCES people ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'editor', 'facilitator', 'commenter', 'reader')),
  PRIMARY KEY (organisation, person));
CREATE TABLE workspaces (
  id text PRIMARY KEY, organisation text NOT NULL REFERENCES organisations ON DELETE CASCADE, name text NOT NULL,
  server text, address text, lease_until timestamptz NOT NULL DEFAULT '-infinity', fence bigint NOT NULL DEFAULT 0,
  UNIQUE (organisation, name));
CREATE TABLE files (
  workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE, path text NOT NULL, data bytea NOT NULL,
  changed timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (workspace, path));
CREATE TABLE rooms (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, workspace text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  path text NOT NULL, UNIQUE (workspace, path));
CREATE TABLE room_values (
  room bigint NOT NULL REFERENCES rooms ON DELETE CASCADE, key text NOT NULL, value text NOT NULL, PRIMARY KEY (room, key));
CREATE TABLE entries (
  room bigint NOT NULL REFERENCES rooms ON DELETE CASCADE, revision integer NOT NULL, id text NOT NULL, by text NOT NULL,
  "do" text NOT NULL, at bigint NOT NULL, data text NOT NULL, role text NOT NULL, speaks_for text NOT NULL, digest text NOT NULL,
  PRIMARY KEY (room, revision), UNIQUE (room, by, id));
CREATE TABLE snapshots (
  room bigint NOT NULL REFERENCES rooms ON DELETE CASCADE, revision integer NOT NULL, entry text NOT NULL, data text NOT NULL,
  digest text NOT NULL, PRIMARY KEY (room, revision));
CREATE TABLE sign_ins (
  token text PRIMARY KEY, person text NOT NULL REFERENCES people ON DELETE CASCADE, since timestamptz NOT NULL DEFAULT now(),
  until timestamptz NOT NULL);
CREATE TABLE audit (
  number bigint PRIMARY KEY, at text NOT NULL, by text NOT NULL, action text NOT NULL, about text NOT NULL, digest text NOT NULL)
"""


def upgrade() -> None:
    """Make the tables."""
    for statement in TABLES.split(";"):
        op.execute(statement)
