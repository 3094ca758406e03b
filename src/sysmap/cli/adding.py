"""`sysmap evidence add`: one item into a register, asked for question by question or given in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from sysmap.cli.common import say
from sysmap.core.problem import Problem, Refused
from sysmap.core.uses import Uses
from sysmap.formats.workspace import Workspace

if TYPE_CHECKING:
    from sysmap.checks.item_draft import ItemDraft

__all__ = ["add"]

_WAYS = {"id": "Give it with --id.", "statement": "Give it with --statement."}


@click.command()
@click.argument("register")
@click.option("--id", "id_", help="Short, stable name of the item.")
@click.option("--statement", help="What was said or seen, in your own words.")
@click.option("--kind", help="observed, anticipated or hypothetical.")
@click.option("--on", "elements", multiple=True, metavar="ELEMENT:DIRECTION[:STRENGTH]", help="What it bears on, and how.")
@click.option("--case", "cases", multiple=True, help="Case it comes from.")
@click.option("--audience", "audiences", multiple=True, help="Who says it: a word of the profile, or an actor of the theory.")
@click.option("--round", "rounds", multiple=True, help="The round: a word of the profile.")
@click.option("--number", type=int, help="How many cases, only where the source prints a number.")
@click.option("--said-of", help="The printed quantity, e.g. some schools.")
@click.option("--source-type", help="interview, survey, document, …")
@click.option("--date", help="When it was said or gathered.")
@click.option("--cite", "cites", multiple=True, metavar="SOURCE|PLACE|LINE", help="Where the source says so.")
@click.option("--set", "fields", multiple=True, metavar="FIELD=VALUE",
              help="Any other field, as in a cell of a spreadsheet: study_design=cohort, effect='value: 2; unit: points'.")
@click.option("--yes", is_flag=True, help="Ask nothing; refuse where something is missing.")
def add(register: str, id_: str | None, statement: str | None, yes: bool, **said: Any) -> None:
    """Add an item to a REGISTER: asks for what is not given, checks each answer, appends the item."""
    from sysmap.checks.item_draft import ItemDraft
    from sysmap.formats.registers import load_register, write_item

    workspace = Workspace()
    reading, document = load_register(register, workspace)
    assert reading.path is not None
    draft = ItemDraft(document, Uses(workspace.load(reading.path).used), _given(id_, statement, said))
    if wrong := list(draft.problems()):
        raise Refused(wrong)
    if not yes:
        _ask(draft)
    item = draft.finished(_WAYS)
    write_item(reading, item)
    about = ", ".join(bearing.element for bearing in item.bears_on) or "nothing yet"
    say(f"Added {item.id} to {workspace.name_of(reading.path)}; it bears on {about}.")


def _ask(draft: ItemDraft) -> None:
    """Ask for what is not given. An answer that cannot stand is asked for again, with what is wrong with it."""
    held = draft.document
    example = f" (one of them is {next(iter(held.items))})" if held.items else ""
    _answer(draft, "statement", "What was said or seen (your own words)", str)
    _answer(draft, "id", f"Id of the item{example}", str)
    _answer(draft, "kind", "observed, anticipated or hypothetical", str, default="observed")
    _answer(draft, "cases", "Cases it comes from, with semicolons (empty: not named)", _several, default="")
    _answer(draft, "audience", f"Audience{_offered(draft)} (with semicolons)", _several, default="")
    if "bears_on" not in draft.data:
        while _answer(draft, "bears_on", "Bears on (element:direction:strength, empty to end)",
                      lambda text: [*draft.data.get("bears_on", []), _bearing(text)], default="", again=True):
            pass
    _answer(draft, "cite", "Where: source | place | line", lambda text: [_cite(text)], default="")
    _answer(draft, "date", "When it was said (year, month or day)", _date, default="")


def _answer(
    draft: ItemDraft, name: str, question: str, read: Callable[[str], Any], *, default: str | None = None, again: bool = False,
) -> bool:
    """Put one question until its answer can stand; whether there was one. What is known already is not asked."""
    if name in draft.data and not again:
        return True
    while True:
        text: str = click.prompt(question, default=default, show_default=bool(default)).strip()
        if not text:
            return False
        try:
            value = read(text)
            wrong = list(draft.problems(**{name: value}))
        except Refused as refusal:
            wrong = list(refusal.problems)
        if not wrong:
            draft.data[name] = value
            return True
        for problem in wrong:
            say(f"{problem.message} {problem.hint}", indent="    ")


def _given(id_: str | None, statement: str | None, said: dict[str, Any]) -> dict[str, Any]:
    """What the options say, as plain data; all that cannot be read is refused at once."""
    wrong: list[Problem] = []

    def read(reader: Callable[[str], Any], texts: tuple[str, ...]) -> list[Any]:
        found = []
        for text in texts:
            try:
                found.append(reader(text))
            except Refused as refusal:
                wrong.extend(refusal.problems)
        return found

    data = {
        "id": id_, "statement": statement, "kind": said["kind"], "cases": list(said["cases"]),
        "audience": list(said["audiences"]), "round": list(said["rounds"]), "number": said["number"],
        "said_of": said["said_of"], "source_type": said["source_type"], "bears_on": read(_bearing, said["elements"]),
        "cite": read(_cite, said["cites"]), "date": next(iter(read(_date, (said["date"],) if said["date"] else ())), None),
    }
    fields, unread = _fields(said["fields"])
    if wrong := [*wrong, *unread]:
        raise Refused(wrong)
    data |= fields
    return {key: value for key, value in data.items() if value not in (None, [], "")}


def _fields(texts: tuple[str, ...]) -> tuple[dict[str, Any], list[Problem]]:
    """FIELD=VALUE pairs as plain data, each value as a cell of a spreadsheet would hold it; and what cannot be read."""
    from sysmap.core.evidence import Item
    from sysmap.core.problem import one_of
    from sysmap.core.record import fields_of
    from sysmap.formats.cells import put_cell
    from sysmap.formats.sheet import Cell, Sheet

    specs = {spec.key: spec for spec in fields_of(Item) if spec.name not in ("id", "bears_on", "passages", "x")}
    data: dict[str, Any] = {}
    wrong: list[Problem] = []
    for text in texts:
        name, equals, value = text.partition("=")
        spec = specs.get(name.strip().replace("-", "_"))
        if spec is None or not equals:
            wrong.append(Problem(code="S01", message=f"“{text[:40]}” does not name a field of an item.",
                                 hint=f"Write FIELD=VALUE. {one_of(name.strip(), specs)}"))
            continue
        sheet = Sheet("--set")
        put_cell(sheet, data, spec, Cell(value.strip(), 1, 1))
        wrong += [Problem(code=one.code, message=f"{spec.key}: “{value.strip()[:40]}” cannot stand there.", hint=one.hint)
                  for one in sheet.problems]
    return data, wrong


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _cite(text: str) -> dict[str, str]:
    """SOURCE|PLACE|LINE; place and line may be left out."""
    return {key: part.strip() for key, part in zip(("source", "at", "line"), text.split("|"), strict=False) if part.strip()}


def _date(text: str) -> str:
    from sysmap.formats.sheet import Cell, as_date

    told, why = as_date(Cell(text, 1, 1))
    if told is None:
        raise Refused(Problem(code="F57", message=f"The date: {why}.", hint="Write dates year first."))
    return told


def _bearing(text: str) -> dict[str, str]:
    """ELEMENT:DIRECTION[:STRENGTH]; the element itself may hold a colon (mechanism:guided)."""
    from sysmap.core.words import Direction, EvidenceStrength

    parts = text.split(":")
    strength = parts.pop() if parts[-1] in EvidenceStrength.__args__ else None  # type: ignore[attr-defined]
    direction = parts.pop() if parts[-1] in Direction.__args__ else None  # type: ignore[attr-defined]
    if direction is None or not parts:
        raise Refused(Problem(code="S03", message=f"“{text}” does not say how it bears on the element.",
                              hint="Write element:direction, e.g. improvements:supports:moderate."))
    return {"element": ":".join(parts), "direction": direction, **({"strength": strength} if strength else {})}


def _offered(draft: ItemDraft) -> str:
    """The audiences that there are, as an example in a question."""
    words = draft.uses.words("audiences") or ()
    return f": {', '.join(words[:6])}" if words else ""
