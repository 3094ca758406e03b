"""What the head of a column means: an end of a link, a sign, a label; by the words that tools and people use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sysmap.formats.foreign.rows import cell_text

__all__ = ["FACTOR_ROLES", "LINK_ROLES", "plain_head", "roles_of"]

LINK_ROLES: dict[str, str] = {
    "from": "from|source|cause|causes|influencer|influences|source node|source factor|from label|from factor|cause label|driver|origin|"
            "start|tail|independent|von|de|ursache|node1|node 1|factor 1|factor a|concept 1|sender|influencing factor",
    "to": "to|target|effect|effects|consequence|isinfluenced|is influenced|target node|target factor|to label|to factor|effect label|"
          "destination|end|head|dependent|nach|wirkung|node2|node 2|factor 2|factor b|concept 2|receiver|influenced factor",
    "sign": "polarity|sign|rel|relation|relationship|+/-|valence|sentiment|influence|link polarity|effect sign|impact|"
            "correlation|link type|connection type|edge type|interaction|same/opposite|s/o|causality|effect type",
    "type": "type|kind",
    "weight": "weight|value|coefficient|causal weight|edge weight",
    "strength": "strength|link strength|magnitude",
    "delay": "delay|delayed|lag|time lag",
    "why": "why|reason|rationale|because|description|explanation|justification|comment|comments",
    "note": "note|notes|memo|link memo",
    "label": "label|edge label|link label|name|shared name",
    "key": "id|link id|edge id|_id|key",
    "direction": "direction|directed",
}
FACTOR_ROLES: dict[str, str] = {
    "key": "id|_id|key|node id|factor id|concept id|code|no|nr",
    "label": "label|name|factor|factor name|concept|element|node|variable|title|term|node label|shared name|nodes",
    "group": "theme|group|type|category|cluster|domain|element type|sector|modularity class|style",
    "note": "note|notes|memo|description|comment|comments|factor memo",
    "x": "x|pos x|x position|posx",
    "y": "y|pos y|y position|posy",
}
_TABLES = {name: {word: role for role, words in roles.items() for word in words.split("|")}
           for name, roles in (("link", LINK_ROLES), ("factor", FACTOR_ROLES))}


def plain_head(value: Any) -> str:
    """A head for comparing: small letters, words parted by one space.

    >>> plain_head("Source_Node "), plain_head("isInfluenced"), plain_head("+/-")
    ('source node', 'isinfluenced', '+/-')
    """
    return re.sub(r"[\s_.]+", " ", cell_text(value).lower()).strip(" :*")


def roles_of(head: Sequence[Any], table: str) -> dict[str, int]:
    """Which column plays which part, by its head; the first of several."""
    words = _TABLES[table]
    found: dict[str, int] = {}
    for column, value in enumerate(head):
        role = words.get(plain_head(value))
        if role in found and table == "link" and plain_head(value) in ("effect", "influences"):
            role = "sign"
        if role is not None:
            found.setdefault(role, column)
    return found
