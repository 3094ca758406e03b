"""Improvement actions: what is done about findings, what is due, what is late.

An action is late where the day by which it was due is over and it is neither done nor dropped. What is late depends on the day one
asks, so the day is always given and always said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sysmap.core.dates import last_day
from sysmap.core.monitoring import ImprovementAction
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import count_text, join_words

__all__ = ["ActionRow", "actions_on", "actions_words"]


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with how it stands on a day; `late` is None where no day is given or it says none."""

    action: ImprovementAction
    late: bool | None

    @property
    def stands(self) -> str:
        """Its state in words."""
        return f"{self.action.state.replace('-', ' ')}{', late' if self.late else ''}"

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape; see docs/monitoring.md."""
        one = self.action
        return {"id": one.id, "label": one.label, "finding": one.finding, "about": list(one.about), "evidence": list(one.evidence),
                "state": one.state, "due": one.due, "done": one.done, "result": one.result, "owner": one.owner, "late": self.late}


def actions_on(actions: Iterable[ImprovementAction], day: str | None = None) -> list[ActionRow]:
    """Actions as they stand on a day: late ones first, then those that are open by when they are due, then the rest.

    Raises
    ------
    Refused : the day is no date.

    >>> plan = ImprovementAction(id="a", label="Ask parents", finding="Nobody asked parents.", due="2024-06")
    >>> [row.stands for day in ("2024-06-30", "2024-07-01") for row in actions_on([plan], day)]
    ['planned', 'planned, late']
    """
    today = last_day(day) if day is not None else None
    if day is not None and today is None:
        raise Refused(Problem(code="A18", message=f"“{day}” is no date.", hint="Write a year, a month (2024-03) or a day."))
    rows = []
    for one in actions:
        due = last_day(one.due or "")
        late = None if today is None or due is None else one.state in ("planned", "under-way") and due < today
        rows.append(ActionRow(one, late))
    open_ = ("planned", "under-way")
    return sorted(rows, key=lambda row: (not row.late, row.action.state not in open_, str(last_day(row.action.due or "") or "9999"),
                                         row.action.id))


def actions_words(rows: list[ActionRow], day: str | None) -> str:
    """How many there are, by state, and how many are late on the day."""
    if not rows:
        return "No improvement action is on record."
    states = [f"{count} {state.replace('-', ' ')}" for state in ("planned", "under-way", "done", "dropped")
              if (count := sum(row.action.state == state for row in rows))]
    late = sum(bool(row.late) for row in rows)
    undated = sum(row.action.due is None and row.action.state in ("planned", "under-way") for row in rows)
    out = f"{count_text(len(rows), 'improvement action')}: {join_words(states)}."
    if day is not None:
        out += f" On {day}, {late} {'is' if late == 1 else 'are'} late."
    return out + (f" {undated} {'says' if undated == 1 else 'say'} no day." if undated else "")
