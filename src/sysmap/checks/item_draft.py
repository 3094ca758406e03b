"""An item of evidence while somebody writes it: judged as the finished item would be."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from sysmap.checks.run import check_document
from sysmap.core.evidence import Evidence, Item
from sysmap.core.problem import Problem, Refused
from sysmap.core.uses import Uses
from sysmap.formats.plain import record_from
from sysmap.formats.registers import id_taken

__all__ = ["ItemDraft"]

_STAND_IN = {"id": "item-to-be-added", "statement": "Still to be said.", "kind": "observed"}


class ItemDraft:
    """An item as far as it is known.

    Parameters
    ----------
    document : the register that it is to stand in.
    uses : what the register refers to.
    data : what is known of the item, under the keys of the file format.
    replaces : the id of the item that it is a new state of; a new item where not given.

    Examples
    --------
    >>> draft = ItemDraft(Evidence(id="r", title="R"), Uses(), {"kind": "seen"})
    >>> [problem.code for problem in draft.problems()]
    ['S03']
    """

    def __init__(self, document: Evidence, uses: Uses, data: dict[str, Any], replaces: str | None = None) -> None:
        self.document, self.uses, self.data, self.replaces = document, uses, data, replaces

    def problems(self, **more: Any) -> Iterator[Problem]:
        """What is wrong with what is known, and with a further answer; what is not known yet is not wrong."""
        data = {**_STAND_IN, **({"id": self.replaces} if self.replaces else {}), **self.data, **more}
        if data["id"] in self.document.items and data["id"] != self.replaces:
            yield id_taken(self.document, data["id"])
            data["id"] = _STAND_IN["id"]
        try:
            item: Item = record_from(Item, data)
        except Refused as refusal:
            yield from refusal.problems
            return
        after = dataclasses.replace(self.document, items={**self.document.items, item.id: item})
        yield from (p for p in check_document(after, self.uses) if p.severity == "error" and p.element == item.id)

    def finished(self, ways: Mapping[str, str]) -> Item:
        """The item.

        Parameters
        ----------
        ways : what an item has to have, each with the sentence that says how to give it.

        Raises
        ------
        Refused : with each thing that is missing.
        """
        missing = [name for name in ways if not self.data.get(name)]
        if missing:
            raise Refused([Problem(code="S04", message=f"The new item has no {name}.", hint=ways[name]) for name in missing])
        item: Item = record_from(Item, {"kind": "observed", **self.data})
        return item
