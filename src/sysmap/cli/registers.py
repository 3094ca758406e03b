"""`sysmap evidence`: what bears on an element, and registers as spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sysmap.cli.common import emit_json, say, show_problems, table
from sysmap.core.evidence import Evidence, Item
from sysmap.core.problem import Problem, Refused
from sysmap.formats.read import Reading
from sysmap.formats.workspace import Workspace

__all__ = ["evidence"]


class _Group(click.Group):
    """`sysmap evidence FILE` is short for `sysmap evidence show FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Group)
def evidence() -> None:
    """Show what bears on FILE or one ELEMENT of it; add items; take registers to a spreadsheet and back."""


@evidence.command()
@click.argument("file")
@click.argument("element", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def show(file: str, element: str | None, as_json: bool) -> None:
    """Show the evidence on FILE: how many items on each element, or every item on one ELEMENT."""
    from sysmap.cli.evidence import study
    from sysmap.contribution.base import elements_of

    this = study(file)
    if element is not None:
        _show_one(this, this.element(element), as_json)
        return
    rows = []
    for one in elements_of(this.map, this.mechanisms):
        said = this.base.on(one.id)
        counts = {word: sum(s.bearing.direction == word and s.item.kind == "observed" for s in said)
                  for word in ("supports", "contradicts", "alternative", "context")}
        expected = sum(s.item.kind == "anticipated" for s in said)
        made_up = sum(s.item.kind == "hypothetical" for s in said)
        rows.append({"id": one.id, "kind": one.kind, "label": one.label, "items": len(said), **counts, "anticipated": expected,
                     "hypothetical": made_up})
    if as_json:
        emit_json({"registers": [r.document.id for r in this.registers if r.document is not None], "items": len(this.base.items),
                   "elements": rows})
        return
    say(f"{this.map.title}: {len(this.base.items)} items in {len(this.registers)} registers.\n")
    table(["element", "of", "supports", "contradicts", "otherwise", "context", "expected", "made up"], [
        (r["id"], r["kind"], r["supports"] or "", r["contradicts"] or "", r["alternative"] or "", r["context"] or "",
         r["anticipated"] or "", r["hypothetical"] or "") for r in rows if r["items"]])
    bare = [r["id"] for r in rows if not r["items"]]
    if bare:
        say(f"\nNothing bears on {len(bare)} elements; see sysmap gaps {this.map.id}.")


def _show_one(this: Any, element: Any, as_json: bool) -> None:
    from sysmap.core.describe import cite_text
    from sysmap.formats.plain import plain

    said = this.base.on(element.id)
    if as_json:
        emit_json({"id": element.id, "kind": element.kind, "label": element.label, "items": [
            {**plain(s.item), "register": s.register, "bearing": plain(s.bearing)} for s in said]})
        return
    say(f"“{element.label}” ({element.id}): {len(said)} items.\n")
    order = {"supports": 0, "contradicts": 1, "alternative": 2, "context": 3}
    for s in sorted(said, key=lambda s: (s.item.kind != "observed", order[s.bearing.direction], s.item.id)):
        item, bearing = s.item, s.bearing
        kind = "" if item.kind == "observed" else f", {item.kind}"
        strength = f", {bearing.strength}" if bearing.strength else ""
        who = ", ".join(item.cases) or " ".join([*item.round, *item.audience]) or "nobody in particular"
        say(f"{item.id} ({bearing.direction}{strength}{kind}; {who}{f'; “{item.said_of}”' if item.said_of else ''})")
        say(item.statement, indent="    ")
        if bearing.why:
            say(f"Why: {bearing.why}", indent="    ")
        if item.cite:
            say("; ".join(cite_text(c) for c in item.cite[:3]) + ("; …" if len(item.cite) > 3 else ""), indent="    ")


@evidence.command("export")
@click.argument("register")
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace an existing file.")
def export(register: str, output: Path, force: bool) -> None:
    """Write a REGISTER as a spreadsheet: OUTPUT ends with .xlsx or .csv."""
    from sysmap.formats.evidence_sheet import export_register
    from sysmap.formats.save import write_whole

    workspace = Workspace()
    reading = _register(workspace, register)
    write_whole(output, export_register(_document(reading), output), new=not force)
    say(f"Wrote {len(_document(reading).items)} items to {output}. Back again: sysmap evidence import {register} {output}")


@evidence.command("import")
@click.argument("register")
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def import_(register: str, sheet: Path, dry_run: bool, as_json: bool) -> None:
    """Take a spreadsheet over into a REGISTER: all of it, or with a single fault nothing."""
    from sysmap.core.checks import check_document
    from sysmap.core.uses import Uses
    from sysmap.formats.evidence_sheet import import_register
    from sysmap.formats.save import save

    workspace = Workspace()
    reading = _register(workspace, register)
    assert reading.path is not None
    found = import_register(_document(reading), sheet)
    before = {(p.code, p.at, p.message) for p in check_document(_document(reading), Uses(workspace.load(reading.path).used))}
    wrong = [p for p in check_document(found.register, Uses(workspace.load(reading.path).used))
             if p.severity == "error" and (p.code, p.at, p.message) not in before]
    if wrong:
        raise Refused(wrong)
    if not dry_run and (found.added or found.changed):
        save(reading, found.register)
    if as_json:
        emit_json({**found.to_json(), "written": not dry_run and bool(found.added or found.changed)})
        return
    show_problems(found.warnings)
    for sentence in found.sentences():
        say(sentence)
    if dry_run:
        say("Nothing was written (--dry-run).")


@evidence.command()
@click.argument("register")
@click.option("--id", "id_", help="Short, stable name of the item.")
@click.option("--statement", help="What was said or seen, in your own words.")
@click.option("--kind", help="observed, anticipated or hypothetical.")
@click.option("--on", "elements", multiple=True, metavar="ELEMENT:DIRECTION[:STRENGTH]", help="What it bears on, and how.")
@click.option("--case", "cases", multiple=True, help="Case it comes from.")
@click.option("--audience", "audiences", multiple=True, help="ICS, LA, national, CQC, …")
@click.option("--round", "rounds", multiple=True, help="pilot or formal.")
@click.option("--number", type=int, help="How many cases, only where the source prints a number.")
@click.option("--said-of", help="The printed quantity, e.g. some pilot LAs.")
@click.option("--source-type", help="interview, survey, document, …")
@click.option("--date", help="When it was said or gathered.")
@click.option("--cite", "cites", multiple=True, metavar="SOURCE|PLACE|LINE", help="Where the source says so.")
@click.option("--yes", is_flag=True, help="Ask nothing; refuse where something is missing.")
def add(register: str, id_: str | None, statement: str | None, yes: bool, **said: Any) -> None:
    """Add an item to a REGISTER: asks for what is not given, checks it, appends it."""
    from sysmap.core.checks import check_document
    from sysmap.core.uses import Uses
    from sysmap.formats.plain import record_from
    from sysmap.formats.save import save

    workspace = Workspace()
    reading = _register(workspace, register)
    document = _document(reading)
    assert reading.path is not None
    uses = Uses(workspace.load(reading.path).used)
    data = _asked(document, id_, statement, said, ask=not yes)
    item: Item = record_from(Item, data, register)
    if item.id in document.items:
        raise Refused(Problem(code="D02", message=f"{document.id} has an item {item.id} already.", hint="Choose another id."))
    import dataclasses

    after = dataclasses.replace(document, items={**document.items, item.id: item})
    wrong = [p for p in check_document(after, uses) if p.severity == "error" and p.element == item.id]
    if wrong:
        raise Refused(wrong)
    save(reading, after)
    about = ", ".join(bearing.element for bearing in item.bears_on) or "nothing yet"
    say(f"Added {item.id} to {workspace.name_of(reading.path)}; it bears on {about}.")


def _asked(document: Evidence, id_: str | None, statement: str | None, said: dict[str, Any], *, ask: bool) -> dict[str, Any]:
    """The item as plain data, with questions for what is missing."""
    from sysmap.formats.sheet import Cell, as_date

    def answer(given: str | None, question: str, default: str | None = None) -> str | None:
        if given is not None or not ask:
            return given if given is not None else default
        text: str = click.prompt(question, default=default or "", show_default=default is not None)
        return text.strip() or None

    data: dict[str, Any] = {
        "statement": answer(statement, "What was said or seen (your own words)"),
        "id": answer(id_, f"Id of the item (one of them is {next(iter(document.items), 'still missing')})"),
        "kind": answer(said["kind"], "observed, anticipated or hypothetical", "observed"),
    }
    cases = list(said["cases"])
    if not cases and ask:
        cases = [c.strip() for c in (answer(None, "Cases it comes from, with semicolons (empty: not named)") or "").split(";")]
    audiences = list(said["audiences"])
    if not audiences and ask:
        audiences = [a.strip() for a in (answer(None, "Audience: ICS, LA, national, CQC (with semicolons)") or "").split(";")]
    bearings = list(said["elements"])
    while ask and not said["elements"]:
        more = answer(None, "Bears on (element:direction:strength, empty to end)")
        if more is None:
            break
        bearings.append(more)
    cites = list(said["cites"])
    if not cites and ask:
        cites = [c for c in (answer(None, "Where: source | place | line") or "").split("\n") if c]
    date = answer(said["date"], "When it was said (year, month or day)")
    if date:
        told, why = as_date(Cell(date, 1, 1))
        if told is None:
            raise Refused(Problem(code="F57", message=f"The date: {why}.", hint="Write dates year first."))
        date = told
    data |= {
        "cases": [c for c in cases if c], "audience": [a for a in audiences if a], "round": list(said["rounds"]),
        "number": said["number"], "said_of": said["said_of"], "source_type": said["source_type"], "date": date,
        "bears_on": [_bearing(text) for text in bearings],
        "cite": [{k: v for k, v in zip(("source", "at", "line"), (p.strip() for p in text.split("|")), strict=False) if v}
                 for text in cites],
    }
    return {key: value for key, value in data.items() if value not in (None, [], "")}


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


def _register(workspace: Workspace, name: str) -> Reading:
    reading = workspace.read(workspace.find(name))
    if reading.document is None:
        raise Refused(reading.problems)
    if not isinstance(reading.document, Evidence):
        known = [p.stem for p in workspace.files() if "evidence" in p.parts]
        raise Refused(Problem(code="F18", message=f"{name} holds {reading.kind}, not a register of evidence.",
                              hint=f"Registers here: {', '.join(known[:12])}." if known else "Make one in toc/evidence/."))
    if reading.problems:
        raise Refused(reading.problems)
    return reading


def _document(reading: Reading) -> Evidence:
    assert isinstance(reading.document, Evidence)
    return reading.document
