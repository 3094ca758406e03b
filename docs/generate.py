"""The pages and pictures of docs/ that are made and not written: `make docs`.

docs/cli.md is what every command says of itself with --help; docs/rubrics.md what every rule says of itself and what its
rubric holds; the picture of the README is drawn from the data.
"""

from __future__ import annotations

import inspect
import json
import os
import runpy
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from sysmap import PUBLIC, questions
from sysmap.cli import cli
from sysmap.cli.answer_schemas import every_answer
from sysmap.contribution.catalogue import rubric_files, rules
from sysmap.contribution.rubric import Rule
from sysmap.contribution.rubric_text import rubric_paragraphs, rubric_tables
from sysmap.core.background import BackgroundItem
from sysmap.core.elements import Assumption, Factor, Link
from sysmap.core.english import ENGLISH
from sysmap.core.english_coding import CODING
from sysmap.core.english_moving import MOVING
from sysmap.core.english_room import ROOM
from sysmap.core.english_studio import STUDIO
from sysmap.core.evidence import Item, Override
from sysmap.core.form_fields import form_records
from sysmap.formats.read import read_file
from sysmap.workshop.protocol.schema import protocol_schema

DOCS = Path(__file__).resolve().parent
FIGURES = ["cqc-system-assessment-2025"]

HEAD = """\
# Commands

Made by `make docs` from what each command says of itself; `sysmap COMMAND --help` says the same.

Where a command takes a FILE it takes a path or a name in the workspace (`cqc-system-assessment-2025`); where it takes a
FACTOR, an id, a label or an alias. A name that is not known is answered with the nearest ones. Exit codes: 0 fine, 1
problems found, 2 cannot run. `--json` answers for programs: see [json.md](json.md).
"""


def cli_page() -> str:
    """docs/cli.md as it should be."""
    parts = [HEAD]
    for words, command, context in commands(cli, click.Context(cli, info_name="sysmap", **cli.context_settings), ("sysmap",)):
        parts.append(f"## {' '.join(words)}\n\n```text\n{command.get_help(context).strip()}\n```\n")
    return "\n".join(parts)


def commands(
    group: click.Group, context: click.Context, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command, click.Context]]:
    """Every command and what is under it, in the order in which --help lists them."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100, max_content_width=100)
        yield (*words, name), command, inner
        if isinstance(command, click.Group):
            yield from commands(command, inner, (*words, name))


RUBRICS = """\
# Rubrics

Made by `make docs` from the rules and their rubrics; the guide below stands in docs/generate.py.

A rubric is data: its levels, the items that count, what is counted, and the steps that make a level of the counts. What it
gives is a **proposal**: it names the rule, its version and its settings, the items used and left aside, the gates failed and
how many cases would change it. People decide, and both are shown. An element on which no item bears gets no level: it is
**No evidence yet**, whatever the rubric's lowest level is called.

```sh
sysmap rubric                                  # those there are
sysmap rubric contribution                     # what one says
sysmap score cqc-system-assessment-2025 --rubric literal
sysmap score cqc-system-assessment-2025 --rubric claim-strength
sysmap score cqc-system-assessment-2025 improvements --option min-strength=weak
```

## Your own rubric

Start from one that is near: `sysmap rubric contribution --yaml > models/rubrics/ours.yaml`, give it an id of its own, and name
it under `uses` of the theory (or as `rubric:` of your profile, see [profiles.md](profiles.md)). The smallest one that says
something:

```yaml
sysmap: 1
kind: rubric
id: two-schools
title: Seen in two schools
rubric_version: 1
scores: [factor]
levels:
  - {id: not-yet, label: Not yet}
  - {id: seen, label: Seen}
options:
  enough: {question: How many schools are enough?, resolution: Two., value: 2, choices: [1, 2, 3]}
counts:
  schools: {direction: supports, strength: moderate}
  against: {direction: contradicts}
steps:
  - {level: seen, reason: enough, when: schools >= $enough and against = 0, say: "{schools:school|schools} saw {action} at work."}
  - {level: not-yet, reason: too-few}
```

- **`counting`** says which items count, and as how many: the unit (case, audience, participant, source, item), what is done
  with surveys, summings-up, expectations, repeated events, cases without a name, divided cases, the organisation's own word.
- **`counts`** have a name, directions, a least strength, an audience (`who: own`, `others`, `assessed`), study designs, kinds
  of source, quality, tests of process tracing and how they came out, effects that are clear or not. `value` makes one of others.
- **`steps`** are tried in order; the first whose `when` holds gives its level. With `order: exclusive` exactly one may hold.
  `gates` are asked at the end of a step, and those that fail are what is missing for its level; `otherwise` is the level then.
- **Conditions** compare counts, numbers and settings (`$name`) with `< <= = != >= >`, may add, subtract, multiply and divide,
  and are joined by `and`, `or`, `not` and brackets. Facts: `in-scope`, `own-outcome` (an outcome of the organisation itself),
  `whose-said`, `expected` (somebody expects it). Shares are exact: `2/3` is two thirds. A share of nothing makes a comparison false.
- **Sentences** (`say`, `missing`) fill in `{count}`, `{count:case|cases}`, `{$setting}`, `{action}`, `{name}` (the
  organisation), `{audience}` and `{items:count}`.
- **`counting: {missing: …}`** says what it means where no item bears on an element, if not a state of its own.

`sysmap check models/rubrics/ours.yaml` names words it cannot read with the nearest ones. It also tries small bodies of evidence
and says, with an example, a level that none of them gives (R06), two levels at once (R07) and a body that no step fits (R08).
`rule: contribution` in place of steps words a shipped rule anew. A package can add a rule in code through the entry point group
`sysmap.rubrics`.

## What none of them can do

- Items are what somebody coded from documents; another coder would have coded some of them otherwise, and no rule sees that.
- Counts are of cases and of items, not of people; where a source does not name its cases they are counted from below.
- A stated rule makes a judgement repeatable. It does not make it true, and it does not replace one.
- **`calibrated` is a fit.** Its gates and the way it weighs were chosen while looking at the six scores that the report of 2025
  prints, and five of the six come out. With so many settings and six scores that shows that the reading is plausible, not that
  it is the authors'. The report does not publish its evidence grid. Read `literal` beside it: the settings that the printed
  table itself gives.
- The thresholds of the other rules (from how many cases an observation is strong, which likelihood ratios belong to a band)
  are ours too, and are options for that reason.
"""


def rubrics_page() -> str:
    """docs/rubrics.md as it should be."""
    files = {path.stem: path for path in rubric_files()}
    parts = [RUBRICS]
    for rule in rules().values():
        if type(rule).__module__.startswith("sysmap."):
            parts.append(rule_part(rule, files.get(rule.id)))
    return "\n".join(parts)


def rule_part(rule: Rule, file: Path | None) -> str:
    """What one rule says of itself: its paragraphs and its tables."""
    lines = [f"## {rule.rubric.title}", "", f"`{rule.id}`, version {rule.version}; scores: {', '.join(rule.kinds)}."
             + (f" Data: `{file.relative_to(DOCS.parent)}`." if file else "")]
    for lead, text in rubric_paragraphs(rule):
        lines += ["", f"**{lead}.** {text}"]
    if not rule.rubric.about:
        lines += ["", inspect.getdoc(sys.modules[type(rule).__module__]) or ""]
    for one in rubric_tables(rule):
        lines += ["", f"### {one.title} of {rule.id}", "", f"| {' | '.join(one.head)} |", "|" + "---|" * len(one.head)]
        lines += [f"| {' | '.join(cell(text) for text in row)} |" for row in one.rows]
    return "\n".join(lines) + "\n"


DECISIONS = """\
# Decision records

Made by `make docs` from the records. A record says what was decided, why, and what was rejected. It is not rewritten when the
decision changes: a newer record amends or supersedes it, and the status of the older one says so. A new record takes the next
number: `docs/decisions/NNNN-name.md`, with the first lines as in the others.

| number | decision | date | status |
|---|---|---|---|
"""


def decisions_page() -> str:
    """docs/decisions/README.md as it should be."""
    rows = []
    for path in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        title, _, about = path.read_text(encoding="utf-8").split("\n", 3)[:3]
        number, _, name = title.removeprefix("# ").partition(". ")
        date, _, status = about.removeprefix("Date: ").partition(". Status: ")
        rows.append(f"| {number} | [{name}]({path.name}) | {date} | {status.rstrip('.')} |")
    return DECISIONS + "\n".join(rows) + "\n"


ASKING = """\
# The questions

Made by `make docs` from what each question says of itself (`src/sysmap/questions/`, one file a question).

Every question can be asked on the command line (`sysmap NAME FILE …`), in Python (`sm.NAME(map, …)`), as a method of a study in a
notebook, and by name from a program (`sysmap.questions.ask(project, "NAME", {…})`). The answer is the same: sentences, a table,
data with a published schema (`sysmap schema --answer NAME`), what it rests on (`footing`, `--links`) and, where it is about a
part of the map, that part as a map of its own (`--save`, `.submap`). Factors are named by id, label or alias. [json.md](json.md)
shows an answer of each, [questions.md](questions.md) what people have asked with them.

Adding a question is adding one file: see the module text of `sysmap.questions`. Another package brings its own through the entry
point group `sysmap.questions`.
"""


def asking_page() -> str:
    """docs/asking.md as it should be."""
    from sysmap.questions.registry.shapes import keys_of

    parts = [ASKING]
    group = ""
    for one in questions.every():
        if one.group != group:
            group = one.group
            parts.append(f"## {questions.GROUPS[one.group]}\n")
        about = one.help.split("\nParameters\n")[0].split("\nRaises\n")[0].split("\nReturns\n")[0].strip()
        lines = [f"### {one.name}", "", one.asks, "", about, "", "| parameter | on the command line | what it is | usually |",
                 "|---|---|---|---|"]
        lines += [f"| `{it.name}` | {', '.join(f'`{flag}`' for flag in it.flags) or 'by its place'} | "
                  f"{cell(it.help + (' One of: ' + ', '.join(it.choices) + '.' if it.choices else ''))} | "
                  f"{'has to be given' if it.required else '' if it.default in (None, ()) else it.default} |" for it in one.parameters]
        lines += ["", "| key of the answer | what it means |", "|---|---|"]
        lines += [f"| `{key}` | {cell(words)} |" for key, words in keys_of(one).items() if words]
        saved = f" In a saved view: `query: {{{one.view_keys[0]}: …}}`." if one.view_keys else ""
        lines += ["", f"In Python: `{one.function}`, a function `sm.{one.function}(map, …)` and a method of a study.", "",
                  f"Example: `sysmap {one.name} docs/examples/warm-homes.yaml {one.examples[0]}`.{saved}", ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)


QUESTION_INDEX = """\
# A page a question

Made by `make docs` from what each question says of itself (`src/sysmap/questions/`). What all have in common, their parameters and
the keys of their answers: [asking.md](../asking.md). The example is [warm-homes](../examples/warm-homes.yaml), a small made-up map.

| you ask | question |
|---|---|
"""
NOT_BUILT = """\

## Not built on purpose

- **Controllability** (which factors would have to be driven to steer all others): it takes inputs without limit and linear
  dynamics that nobody has measured; its answer says nothing that somebody can do. Ask `levers` and `control-profile`.
- **Boolean dynamics** (factors on or off, stepping in time): the order of the updates makes up a time that nobody stated. Ask
  `earliest` for time and `loop-analysis` for where things settle.
- **Weighted scoring** (importance times control plus …): the weights decide the order, and nobody can defend them. `levers` shows the
  columns side by side and places one factor above another only where it is better in every respect.
- **One probability for a pathway**: products of made-up numbers punish a map for its detail. Ask `ladder`.
"""


def question_index() -> str:
    """docs/questions/README.md as it should be."""
    rows, group = [], ""
    for one in questions.every():
        if one.name in questions.own_names():
            head = f"| **{questions.GROUPS[one.group]}** | |" if one.group != group else ""
            group = one.group
            rows += [*filter(None, [head]), f"| {cell(one.answers)} | [{one.name}]({one.name}.md) |"]
    return QUESTION_INDEX + "\n".join(rows) + "\n" + NOT_BUILT


def question_page(one: questions.Question) -> str:
    """docs/questions/NAME.md as it should be."""
    command = f"{one.name} docs/examples/warm-homes.yaml {one.examples[0]}".strip()
    done = CliRunner().invoke(cli, shlex.split(command))
    about = one.help.split("\nParameters\n")[0].split("\nRaises\n")[0].split("\nReturns\n")[0].strip()
    module = (sys.modules[one.body.__module__].__doc__ or "").strip()
    drawn = f"![What the answer is about]({one.name}.svg)\n\n" if one.about_a_part else ""
    return (f"# {one.name}: {one.answers}\n\n{one.asks} {about}\n\n{drawn}```console\n$ sysmap {command}\n{done.output.strip()}\n```\n\n"
            f"**What it cannot say.** {one.cannot}\n\n**How it is worked out.** {module}\n\n**Source.** {one.source}.\n\n"
            + (f"Also found as {', '.join(f'`{name}`' for name in one.aliases)}. " if one.aliases else "") +
            f"Parameters and keys: [asking.md](../asking.md#{one.name}). All questions: [index](README.md).\n")


def question_picture(one: questions.Question) -> bytes | None:
    """docs/questions/NAME.svg: the answer's own picture, or the part of the map that it is about."""
    import sysmap as sm
    from sysmap.cli.ask import command_for
    from sysmap.core.map import Map
    from sysmap.views.answer_picture import drawing_svg
    from sysmap.views.figure import figure

    file = "docs/examples/warm-homes.yaml"
    given = command_for(one.name).make_context(one.name, [file, *shlex.split(one.examples[0])]).params
    own = {param.name: given[param.name] for param in one.parameters if given.get(param.name) not in (None, ())}
    drawing = one.ask(sm.load(file), own).drawing
    if drawing is not None:
        return drawing_svg(drawing).encode()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part.yaml"
        CliRunner().invoke(cli, [*shlex.split(f"{one.name} docs/examples/warm-homes.yaml {one.examples[0]}"), "--save", str(path)])
        part = read_file(path).document if path.exists() else None
    return figure(part, "svg") if isinstance(part, Map) and part.factors else None


STUBS = """\
# Made by `make docs` from the questions and from what else is public.
"""


def stubs() -> str:
    """src/sysmap/__init__.pyi as it should be: the type checker's view of names that are imported when first asked for."""
    lines = [f"from {module} import {name} as {name}" for name, module in sorted(PUBLIC.items(), key=lambda one: (one[1], one[0]))]
    return f"{STUBS}{chr(10).join(lines)}\n\nPUBLIC: dict[str, str]\n__version__: str\n"


FORMATS = """\
# Files of other tools

Made by `make docs` from what each format says of itself.

`sysmap import FILE…` reads a file of another tool, which it recognises by its content and not by its ending, and writes a map; `sysmap export
NAME -o FILE` writes a map for another tool. In Python: `sm.read(path)`, `sm.write(map, path)`.

- **Every import gives an account**: which word was read as which sign, what was kept, guessed and dropped, and why (`--json` for
  programs, `--dry-run` to look before anything is written).
- **Unknown is no sign and zero is no sign.** Signs are read from words, style names, labels and signed weights by one table;
  `--sign WORD=positive` adds to it (`--sign colour:red=negative`, `--sign line:dashed=negative`). Colours are read by themselves
  only where nothing else in the file says a sign and both green and red are drawn. A plain weight is no sign and no strength;
  `--strengths 0.33,0.66` reads its size as weak, medium, strong.
- **Nothing is thrown away.** What has no place in a map stays under `x:`, by the name of the format, and goes back when the map
  is exported to that format.
- **A later import updates.** Next to the map lies `.NAME.imported`, the map as it last came from its source. `sysmap import` of the
  newer file shows what would change, `--update` takes it over: what the source changed is taken, what was changed or added here
  stays, and what both changed is named.
- **An export says what it does not carry**: the file is read back and compared, field by field.
- **Copies of one factor** (“Trust” and “Trust 2”) are named one by one; `--merge trust=trust-2` takes them as one.
- **Text** is a format too: `echo "A -> B + because" | sysmap import - -o name.yaml`, or an indented outline.
- **Limits**: 64 MB a file, 300,000 factors and links; XML with entities, archives that unpack to more than 256 MB and formulas
  without a value are refused or reported.

A format is one module that defines `FORMAT` (`sysmap.formats.foreign.kinds`); another package adds its own by an entry point in
the group `sysmap.formats`.

| `--as` | format | endings | written | kept | guessed | lost |
|---|---|---|---|---|---|---|
"""


FORMAT_PICTURES = runpy.run_path(str(DOCS / "format_pictures.py"))


def formats_page() -> str:
    """docs/formats.md as it should be."""
    from sysmap.formats.foreign.registry import formats

    rows = [f"| `{one.name}` | {cell(one.label)} | {' '.join(f'`{ending}`' for ending in one.endings)} | "
            f"{'yes' if one.write else 'no'} | {cell(one.kept)} | {cell(one.guessed)} | {cell(one.lost)} |" for one in formats()]
    return FORMATS + "\n".join(rows) + "\n" + str(FORMAT_PICTURES["section"]())


def cell(text: str) -> str:
    """Text in one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def english_js() -> str:
    """web/english.js as it should be: the patterns of sentences for the browser."""
    return "\n".join(["/** The patterns of `sysmap.core.english`. Made by `make docs`; not written by hand. */", "",
                      "/** @type {Record<string, string>} */", "export const ENGLISH = {", *pattern_lines(ENGLISH), "};", ""])


def questions_js() -> str:
    """web/questions.js as it should be: the questions that the page works out by itself, as the registry has them."""
    lines = [f"  {json.dumps([one.on_page, one.in_short], ensure_ascii=False)}," for one in questions.every("page")]
    return "\n".join(["/** What the page answers by itself, from the registry of questions. Made by `make docs`; not written by hand. */", "",
                      "/** @type {[string, string][]} the kind of question in view.js, and how people ask it */",
                      "export const QUESTIONS = [", *lines, "];", ""])


def labels_js(module: str, patterns: dict[str, str]) -> str:
    """english.js of a folder with labels of its own (room, studio, coding, moving): them, and a `say` that knows the patterns of all."""
    return "\n".join([f"/** The patterns of `sysmap.core.{module}`. Made by `make docs`; not written by hand. */", "",
                      'import { sayer } from "../sentences.js";', "", "/** A label of these, or a sentence of all, by its name. */",
                      "export const say = sayer({", *pattern_lines(patterns), "});", ""])


def pattern_lines(patterns: dict[str, str]) -> list[str]:
    """A line of JavaScript a pattern."""
    return [f"  {json.dumps(name)}: {json.dumps(pattern, ensure_ascii=False)}," for name, pattern in patterns.items()]


WEB = Path(__file__).parent.parent / "src" / "sysmap" / "web"
PATTERNS = {WEB / "english.js": english_js, WEB / "questions.js": questions_js,
            WEB / "workshop" / "english.js": lambda: labels_js("english_room", ROOM),
            WEB / "studio" / "english.js": lambda: labels_js("english_studio", STUDIO),
            WEB / "coding" / "english.js": lambda: labels_js("english_coding", CODING),
            WEB / "moving" / "english.js": lambda: labels_js("english_moving", MOVING)}
"""The files of words for the browser, with what makes them."""


def fields_js() -> str:
    """web/fields.js as it should be: the fields of factors, links, items and overrides, for forms and panels."""
    lines = [f"  {name}: [\n" + "".join(f"    {json.dumps(one, ensure_ascii=False)},\n" for one in fields) + "  ],"
             for name, fields in form_records(Factor, Link, BackgroundItem, Item, Override, Assumption).items()]
    return "\n".join(["/** What a form has to know of the fields of records (`sysmap.core.form_fields`). Made by `make docs`. */",
                      "", "/**",
                      " * @typedef {{key: string, doc: string, group: string, kind: string, choices?: string[], low?: number,",
                      " *   high?: number, longest?: number, ref?: string[], of?: string, required?: boolean, prose?: boolean,",
                      " *   who?: boolean}} Field", " */", "",
                      "/** @type {Record<string, Field[]>} by the class of the record */", "export const FIELDS = {", *lines, "};", ""])


def protocol_schema_json() -> str:
    """docs/workshop-protocol.schema.json as it should be."""
    return json.dumps(protocol_schema(), indent=1, ensure_ascii=False) + "\n"


def protocol_d_ts() -> str:
    """web/workshop/protocol.d.ts as it should be: the types that the browser's code is checked against."""
    types: str = runpy.run_path(str(DOCS / "typescript.py"))["protocol_types"](protocol_schema())
    return types


def write_answer_schemas() -> None:
    """Write docs/json-schemas: the schema of what every command prints with --json, a file a command."""
    folder = DOCS / "json-schemas"
    folder.mkdir(exist_ok=True)
    made = {f"{name.replace(' ', '-')}.schema.json": schema for name, schema in every_answer()}
    for old in folder.glob("*.json"):
        if old.name not in made:
            old.unlink()
    for name, schema in made.items():
        (folder / name).write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("wrote docs/json-schemas")


def write_question_pages() -> None:
    """Write docs/questions: the index, a page and a picture a question."""
    os.chdir(DOCS.parent)
    folder = DOCS / "questions"
    folder.mkdir(exist_ok=True)
    for one in questions.every():
        if one.name in questions.own_names():
            picture = question_picture(one) if one.about_a_part else None
            page = question_page(one)
            if picture is not None:
                (folder / f"{one.name}.svg").write_bytes(picture)
            else:
                page = page.replace(f"![What the answer is about]({one.name}.svg)\n\n", "")
            (folder / f"{one.name}.md").write_text(page, encoding="utf-8")
    (folder / "README.md").write_text(question_index(), encoding="utf-8")
    print("wrote docs/questions")


def main() -> None:
    """Write what differs, and say what was written."""
    (DOCS.parent / "src" / "sysmap" / "web" / "fields.js").write_text(fields_js(), encoding="utf-8")
    (DOCS / "workshop-protocol.schema.json").write_text(protocol_schema_json(), encoding="utf-8")
    (DOCS.parent / "src" / "sysmap" / "web" / "workshop" / "protocol.d.ts").write_text(protocol_d_ts(), encoding="utf-8")
    for path, made in PATTERNS.items():
        path.write_text(made(), encoding="utf-8")
    for name, text in (("cli.md", cli_page()), ("rubrics.md", rubrics_page()), ("decisions/README.md", decisions_page()),
                       ("formats.md", formats_page()), ("asking.md", asking_page())):
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/{name}")
    (DOCS.parent / "src" / "sysmap" / "__init__.pyi").write_text(stubs(), encoding="utf-8")
    write_answer_schemas()
    write_question_pages()
    runpy.run_path(str(DOCS / "gallery.py"))["write_gallery"]()
    FORMAT_PICTURES["write"]()
    for name in FIGURES:
        cli(["figure", name, "-o", str(DOCS / "images" / f"{name}.svg"), "--shape", "slide"], standalone_mode=False)


if __name__ == "__main__":
    main()
