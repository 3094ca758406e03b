"""Every command that has --json publishes what it answers, and answers nothing else."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner
from tests.workshop.test_session import add_many, begin, join

from sysmap import questions
from sysmap.cli import cli
from sysmap.cli.answer_schemas import COMMANDS, answer_schema, every_answer

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "formats" / "foreign" / "samples"
MEALS = ROOT / "docs" / "examples" / "school-meals"
MAPS = [(ROOT, f"{folder.as_posix()}/{path.name}") for folder in (Path("toc"), Path("maps"), Path("docs/examples"))
        for path in sorted((ROOT / folder).glob("*.yaml")) if path.stem not in ("mechanisms", "sources")]
MAPS += [(MEALS, f"toc/{path.name}") for path in sorted((MEALS / "toc").glob("*.yaml"))]

DESK = {
    "toc/club.yaml": """\
sysmap: 1
kind: theory
id: club
title: Breakfast club
version: {name: "2", supersedes: club-1}
uses: [../models/profile.yaml]
layers: [{id: act, label: Activities, stage: activity}, {id: early, label: Early outcomes, stage: outcome}]
factors:
  club: {label: A club before school, layer: act, assumptions: [open]}
  arrive: {label: Pupils arrive on time, layer: early, status: observed, score: {label: Supported}}
  calm: {label: Lessons begin calmly, layer: early}
links: [{from: club, to: arrive, polarity: positive, assumptions: [open]}, {from: arrive, to: calm, polarity: positive}]
assumptions: {open: {label: The school is open early}}
rivals: {buses: {label: Buses run earlier}, fines: {label: Fines for coming late}}
claims:
  on-time:
    label: The club gets pupils to school on time
    covers: [arrive, club->arrive]
    rivals: [buses]
    reviews: [{by: panel, verdict: needs-evidence, why: Nobody asked., wanted: [Timetables], due: 2024-06, owner: evaluator}]
changes: [{id: c1, kind: other, field: id, before: arive, after: arrive, reason: A slip of the pen.}]
""",
    "toc/club-1.yaml": """\
sysmap: 1
kind: theory
id: club-1
title: Breakfast club
layers: [{id: act, label: Activities, stage: activity}, {id: early, label: Early outcomes, stage: outcome}]
factors: {club: {label: A club, layer: act}, arive: {label: Pupils arrive on time, layer: early}}
links: [{from: club, to: arive, polarity: positive}]
""",
    "models/profile.yaml": """\
sysmap: 1
kind: profile
id: desk
title: Words of the desk
rounds: {first: {label: First round, start: 2022-01, end: 2022-12}}
""",
    "toc/evidence/ann.yaml": """\
sysmap: 1
kind: evidence
id: ann
title: Coded by Ann
uses: [../club.yaml, ../club-1.yaml]
items:
  hill: {statement: More are on time in Hill., kind: observed, date: 2022-03, cases: [hill],
         bears_on: {element: arrive, direction: supports, strength: moderate}}
  lake: {statement: More are on time in Lake., kind: observed, cases: [lake], bears_on: {element: arive, direction: supports, strength: strong}}
  wood: {statement: No change in Wood., kind: observed, date: 2023-03, cases: [wood],
         bears_on: {element: arrive, direction: contradicts, strength: weak}}
  gone: {statement: The kitchen was painted., kind: observed, cases: [wood], bears_on: {element: kitchen, direction: supports}}
  hope: {statement: Teachers expect calm., kind: anticipated, bears_on: {element: on-time, direction: supports}}
  bus: {statement: The bus came earlier., kind: observed, cases: [hill], bears_on: {element: arrive, direction: alternative}}
overrides:
  arrive: {score: Supported, reason: We saw it., role: evaluator, date: 2024-02}
  on-time: {score: Supported, reason: We saw it., role: evaluator}
  kitchen: {score: Supported, reason: We saw it., role: evaluator}
""",
    "models/cases.yaml": """\
sysmap: 1
kind: cases
id: cases
title: Cases
surveys: {s: {label: S, figures: {a: {label: A, percent: 84, base: 49}, b: {label: B, percent: 40}}}}
""",
    "toc/monitoring/counts.yaml": """\
sysmap: 1
kind: monitoring
id: counts
title: What we count
uses: [../club.yaml]
indicators:
  late:
    {label: Pupils who come late, about: [arrive], unit: per cent, better: lower, baseline: {date: "2022", value: 12},
     target: {date: "2026", value: 6},
     observations: [{date: "2023", value: 11}, {date: "2024", value: 9}, {date: "2025", value: 7}]}
actions: {ask: {label: Ask parents, finding: Nobody asked parents., about: [arrive], state: planned, due: 2024-06, owner: head}}
""",
    "models/sources.yaml": "sysmap: 1\nkind: sources\nid: sources\ntitle: Sources\nsources: {old: {label: An old report, date: \"1999\"}}\n",
    "new.ris": "TY  - RPRT\nID  - old\nTI  - An old report\nPY  - 2001\nAU  - Grey, A.\nER  -\nTY  - RPRT\nID  - new\nTI  - A new one\nER  -\n",
    "broken.yaml": "sysmap: 1\nkind: map\nid: broken\ntitle: Broken\nfactors: {a: {label: A, lable: B}}\nlinks: [{from: a, to: nowhere}]\n",
    "loose.yaml": "sysmap:   1\nkind: map\nid: loose\ntitle: Loose\nfactors:\n      a: {label: A}\n",
    "maps/ward.yaml": "sysmap: 1\nkind: map\nid: ward\ntitle: The ward\nfactors: {course: {label: Course on safe dosing}}\n",
    "toc/evidence/talks.yaml": "sysmap: 1\nkind: evidence\nid: talks\ntitle: Talks\nuses: [../../maps/ward.yaml]\n",
    "drawn.csv": "from,to,sign\nRain,Mud,+\nMud,Slips,more or less\nSlip,Slips,\n",
}


def desk(folder: Path) -> Path:
    """A small workspace with one of everything that an answer may speak of, some of it wrong on purpose."""
    for name, text in DESK.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ann = DESK["toc/evidence/ann.yaml"]
    (folder / "toc/evidence/bo.yaml").write_text(ann.replace("id: ann", "id: bo\ncodes_again: ann").replace(
        "direction: supports, strength: strong", "direction: context, strength: weak").split("overrides:")[0], encoding="utf-8")
    session = begin(folder / "maps")
    join(session)
    add_many(session, 2)
    session.log.close()
    (folder / "maps/torn.yaml").write_text(DESK["maps/ward.yaml"].replace("id: ward", "id: torn"), encoding="utf-8")
    (folder / "maps/torn.workshop.db").write_bytes(b"no database")
    (folder / "ward.qde").write_bytes((SAMPLES / "ward.qde").read_bytes())
    return folder


def edited(path: Path, tab: str, head: str, value: str | float, *, new: dict[str, str] | None = None, drop: bool = False) -> None:
    """Change the first cell under a heading of a workbook, add a row, take the last one out."""
    book = openpyxl.load_workbook(path)
    sheet = book[tab] if tab else book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    if drop:
        sheet.delete_rows(sheet.max_row)
    sheet.cell(row=2, column=heads[head], value=value)
    for name, text in (new or {}).items():
        sheet.cell(row=sheet.max_row + (name == next(iter(new or {}))), column=heads[name], value=text)
    book.save(path)


def prepare(step: str, out: Path) -> None:
    """What somebody does between two commands."""
    match step:
        case "register":
            ran("evidence export ann ann.xlsx")
            edited(Path("ann.xlsx"), "", "statement", "More come on time.", drop=True)
        case "sheet":
            ran("sheet export club club.xlsx")
            edited(Path("club.xlsx"), "rivals", "label", "Buses", drop=True, new={"id": "thaw", "label": "A mild winter"})
            edited(Path("club.xlsx"), "evidence", "statement", "More come on time.", drop=True)
        case "observations":
            ran("indicators export counts counts.xlsx")
            edited(Path("counts.xlsx"), "", "value", 10)
        case "codes":
            ran("evidence import talks ward.qde")
            table = Path("ward.codes.csv")
            said = table.read_text(encoding="utf-8-sig").replace("Night staff,1,,", "Night staff,1,new: Night staff,")
            table.write_text(said, encoding="utf-8")
        case "import":
            ran("import drawn.csv")
            ours = Path("maps/drawn.yaml")
            ours.write_text(ours.read_text(encoding="utf-8").replace("positive", "negative"), encoding="utf-8")
            drawn = Path("drawn.csv")
            drawn.write_text(drawn.read_text(encoding="utf-8").replace("Rain,Mud,+", "Rain,Mud,depends") + "Mud,Boots,+\n", encoding="utf-8")
        case "tear":
            with zipfile.ZipFile(out / "club.zip") as whole, zipfile.ZipFile(out / "torn.zip", "w") as torn:
                for name in whole.namelist():
                    torn.writestr(name, whole.read(name) + b" " * name.endswith(".yaml"))
        case _:
            raise AssertionError(step)


def ran(line: str) -> str:
    """What a command prints, as a person or a program calls it."""
    done = CliRunner().invoke(cli, line.split())
    assert isinstance(done.exception, SystemExit | None), (line, done.output, done.exception)
    assert done.exit_code in (0, 1)
    return done.stdout


ASKED: dict[str, tuple[str, ...]] = {
    "actions": ("club",),
    "agreement": ("toc/evidence/ann.yaml toc/evidence/bo.yaml",),
    "carried": ("club",),
    "check": ("", "broken.yaml"),
    "contribution": ("club",),
    "diff": ("club-1 club", f"{ROOT}/docs/examples/shared-lifts-2024.yaml {ROOT}/docs/examples/shared-lifts-2025.yaml"),
    "doctor": ("",),
    "evidence import": ("(register)", "ann ann.xlsx --dry-run", "(codes)", "talks ward.qde --dry-run"),
    "evidence show": ("club", "club arrive"),
    "example": ("",),
    "export": ("club -o {out}/club.graphml", "club -o {out}/club.net", "club -o {out}/club.yaml"),
    "format": ("loose.yaml broken.yaml --check",),
    "gaps": ("club", "club --plan"),
    "import": ("drawn.csv --dry-run",
               *(f"{SAMPLES}/{name} --dry-run" for name in ("bees.prsm", "trust.kumu.json", "flow.mmd")),
               "(import)", "drawn.csv --update --dry-run"),
    "indicators import": ("(observations)", "counts counts.xlsx --dry-run"),
    "indicators show": ("club",),
    "pack": ("club -o {out}/club.zip", "{out}/club.zip --check", "(tear)", "{out}/torn.zip --check"),
    "rate": (f"{ROOT}/docs/examples/rating/made-up-county.yaml",),
    "render": ("club -o {out}",),
    "report": ("club -o {out}/club.html",),
    "rubric": ("", "contribution"),
    "score": ("club --switches", "club --as-of first", "club --rubric claim-strength"),
    "session list": ("",),
    "session verify": ("maps/town.yaml", "maps/torn.yaml"),
    "sheet import": ("(sheet)", "club club.xlsx --dry-run", "club club.xlsx --dry-run --remove"),
    "show": ("club", "club arrive", "club claims", "club changes", "club on-time", "models/cases.yaml", "models/profile.yaml"),
    "sources import": ("new.ris --dry-run",),
    "sources list": ("",),
    "story": ("club on-time",),
    "survey recompute": ("models/cases.yaml",),
}
"""Command -> what it is asked for in the workspace of the desk; what stands in brackets is done before."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What every command of the table answers."""
    out = tmp_path_factory.mktemp("out")
    found: dict[str, list[Any]] = {name: [] for name in ASKED}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(desk(tmp_path_factory.mktemp("desk")))
        for name, calls in ASKED.items():
            for call in calls:
                if call.startswith("("):
                    prepare(call[1:-1], out)
                else:
                    found[name].append(json.loads(ran(f"{name} {call.format(out=out)} --json")))
    return found


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command that takes --json."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if any("--json" in one.opts for one in command.params):
            yield " ".join((*words, name))
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))


def parts(schema: Any, at: str = "") -> Iterator[str]:
    """Every record, and every key that may lack, that the schema itself describes (records of the file format are not)."""
    if "properties" in schema:
        yield at or "/"
        for key, one in schema["properties"].items():
            if key not in schema["required"]:
                yield f"{at}/{key}"
            yield from parts(one, f"{at}/{key}")
    for number, one in enumerate(schema.get("anyOf", ())):
        yield from parts(one, f"{at}|{number}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from parts(schema[key], f"{at}/*")


def seen(schema: Any, value: Any, records: dict[str, Any], at: str = "") -> Iterator[str]:
    """Those of these parts that a value has."""
    if "properties" in schema and isinstance(value, dict):
        yield at or "/"
        for key, one in value.items():
            yield f"{at}/{key}"
            yield from seen(schema["properties"][key], one, records, f"{at}/{key}")
    for number, one in enumerate(schema.get("anyOf", ())):
        if jsonschema.Draft202012Validator({**one, "$defs": records}).is_valid(value):
            yield from seen(one, value, records, f"{at}|{number}")
    inside = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            for one in inside:
                yield from seen(schema[key], one, records, f"{at}/*")


def faults(name: str, value: Any) -> list[str]:
    """Where an answer is not as its schema says."""
    found = jsonschema.Draft202012Validator(answer_schema(name)).iter_errors(value)
    return [f"{name} {'/'.join(map(str, one.absolute_path))}: {one.message[:300]}" for one in found]


def test_every_command_with_json_publishes_what_it_answers() -> None:
    asked = set(commands(cli))
    assert asked == {name for name, _ in every_answer()}
    assert asked - set(questions.own_names()) == set(COMMANDS) == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_a_command_answers_as_its_schema_says(name: str, answers: dict[str, list[Any]]) -> None:
    assert answers[name]
    assert [fault for value in answers[name] for fault in faults(name, value)] == []


@pytest.mark.parametrize("name", ASKED)
def test_what_a_schema_describes_is_seen_in_an_answer(name: str, answers: dict[str, list[Any]]) -> None:
    schema = answer_schema(name)
    found = {part for value in answers[name] for part in seen(schema, value, schema.get("$defs", {}))}
    assert set(parts(schema)) - found == set()


@pytest.mark.parametrize(("folder", "file"), MAPS, ids=[file for _, file in MAPS])
def test_answers_about_every_map_are_as_the_schemas_say(folder: Path, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names = ("check", "show", "evidence show", "gaps", "carried", "contribution", "indicators show", "actions", "score")
    assert [fault for name in names for fault in faults(name, json.loads(ran(f"{name} {file} --json")))] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_key_too_many_or_too_few_is_found(name: str, answers: dict[str, list[Any]]) -> None:
    value = answers[name][0]
    record = value[0] if isinstance(value, list) else value
    assert faults(name, [{**record, "unheard-of": 1}] if isinstance(value, list) else {**record, "unheard-of": 1})
    for key in () if name in ("show", "rubric") else record:
        if key not in ("seen_from", "switches", "bytes"):
            less = {one: held for one, held in record.items() if one != key}
            assert faults(name, [less] if isinstance(value, list) else less), key


def test_an_answer_on_every_step_of_the_evidence_has_its_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    schema = answer_schema("upstream")
    value = json.loads(ran("upstream cqc-system-assessment-2025 improvements --rung each --json"))
    each = {"$schema": schema["$schema"], "$id": "urn:upstream", **schema}
    jsonschema.validate(value["rungs"]["weak"], each)
    rungs = schema["$defs"]["each-rung"]["properties"]["rungs"]
    assert list(value) == ["rungs"]
    assert set(value["rungs"]) == set(rungs["propertyNames"]["enum"])


def test_the_schemas_are_published_with_the_manual() -> None:
    folder = ROOT / "docs" / "json-schemas"
    made = {f"{name.replace(' ', '-')}.schema.json": schema for name, schema in every_answer()}
    kept = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    assert kept == made, "write them anew: make docs"


def test_a_schema_is_printed_and_an_unknown_name_is_answered_with_the_nearest() -> None:
    done = CliRunner().invoke(cli, ["schema", "--answer", "evidence show"])
    assert json.loads(done.stdout) == answer_schema("evidence show")
    missing = CliRunner().invoke(cli, ["schema", "--answer", "evidense show"])
    assert "evidence show" in str(missing.exception)
