"""sysmap for an organisation: many workspaces, maps and rooms on one address, kept in PostgreSQL.

A workshop on a laptop needs none of this. The rooms, the pages and the studio are the same here as there.
"""

from __future__ import annotations
