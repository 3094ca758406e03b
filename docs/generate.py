"""The pages and pictures of docs/ that are made and not written: `make docs`.

docs/cli.md is what every command says of itself with --help; docs/rubrics.md what every rule says of itself and what its
rubric holds; the picture of the README is drawn from the data.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sysmap import PUBLIC
from sysmap.cli import cli
from sysmap.contribution.catalogue import rule_for, rules
from sysmap.contribution.rubric import Rule
from sysmap.core.english import ENGLISH
from sysmap.core.library import Rubric
from sysmap.formats.workspace import Workspace

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

Made by `make docs` from the rules and their rubrics.

A rubric is data: levels with their criteria, options (each a question that the criteria leave open, with how it is settled)
and variants (sets of options with a name). A rule is a pure function from an element and its evidence to a proposal; order and
repeats of items cannot change it. What a rule gives is a **proposal**: it names the rule, its version and its settings, the
items used and left aside, the gates failed and how many cases would change it. People decide, and both are shown.

```sh
sysmap score cqc-system-assessment-2025 --rubric list
sysmap score cqc-system-assessment-2025 --rubric literal
sysmap score cqc-system-assessment-2025 --rubric claim-strength
sysmap score cqc-system-assessment-2025 improvements --option min-strength=weak
```

A file of kind `rubric` in `models/rubrics/` can word a rule anew or set other values: give it an id of its own and `rule:` with
the id of one of the rules below. A package can add a rule through the entry point group `sysmap.rubrics`.

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
    workspace = Workspace(DOCS.parent)
    own = {one.id: one for path in sorted((DOCS.parent / "models" / "rubrics").glob("*.yaml"))
           if isinstance(one := workspace.read(path).document, Rubric)}
    parts = [RUBRICS]
    for id_ in rules():
        if not type(rules()[id_]).__module__.startswith("sysmap."):
            continue
        rule, _ = rule_for(id_, own.values())
        parts.append(rule_part(rule, own.get(id_)))
    return "\n".join(parts)


def rule_part(rule: Rule, file: Rubric | None) -> str:
    """What one rule says of itself, its levels, its options and its variants."""
    rubric = rule.rubric
    told = inspect.getdoc(sys.modules[type(rule).__module__]) or ""
    lines = [f"## {rubric.title}", "", f"`{rule.id}`, version {rule.version}; scores: {', '.join(rule.kinds)}."
             + (f" Data: `models/rubrics/{file.id}.yaml`." if file else ""), "", told, "", "| level | criterion |", "|---|---|"]
    lines += [f"| {cell(level.label)} | {cell(level.criterion or 'see the definition above')} |" for level in rubric.levels.values()]
    if rubric.options:
        lines += ["", "| option | what it settles | settled as | value | choices |", "|---|---|---|---|---|"]
        lines += [f"| `{id_}` | {cell(one.question)} | {cell(one.resolution or '')} | {cell(one.value or 'explains only')} | "
                  f"{cell(', '.join(one.choices))} |" for id_, one in rubric.options.items()]
    for id_, variant in rubric.variants.items():
        settings = ", ".join(f"`{name}={value}`" for name, value in variant.options.items())
        lines += ["", f"**`{rule.id}:{id_}`** {' '.join((variant.about or '').split())} Sets {settings}."]
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

`sysmap import FILE…` reads a file of another tool, told by its content and not by its ending, and writes a map; `sysmap export
NAME -o FILE` writes a map for another tool. In Python: `sm.read(path)`, `sm.write(map, path)`.

- **Every import gives an account**: which word was read as which sign, what was kept, guessed and dropped, and why (`--json` for
  programs, `--dry-run` to look before anything is written).
- **Unknown is no sign and zero is no sign.** Signs are read from words, style names, labels and signed weights by one table;
  `--sign WORD=positive` adds to it (`--sign colour:red=negative`, `--sign line:dashed=negative`). Colours are read by themselves
  only where nothing else in the file says a sign and both green and red are drawn. A plain weight is no sign and no strength;
  `--strengths 0.33,0.66` reads its size as weak, medium, strong.
- **Nothing is thrown away.** What has no place in a map stays under `x:`, by the name of the format, and goes back when the map
  is exported to that format.
- **A later import updates.** Beside the map lies `.NAME.imported`, the map as it last came from its source. `sysmap import` of the
  newer file shows what would change, `--update` takes it over: what the source changed is taken, what was changed or added here
  stays, and what both changed is named.
- **An export says what it does not carry**: the file is read back and compared, field by field.
- **Copies of one factor** (“Trust” and “Trust 2”) are named one by one; `--merge trust=trust-2` takes them as one.
- **Text** is a format too: `echo "A -> B + because" | sysmap import - -o name.yaml`, or an indented outline.
- **Limits**: 64 MB a file, 300,000 factors and links; XML with entities, archives that unpack to more than 256 MB and formulas
  without a value are refused or told.

A format is one module that defines `FORMAT` (`sysmap.formats.foreign.kinds`); another package adds its own by an entry point in
the group `sysmap.formats`.

| `--as` | format | endings | written | kept | guessed | lost |
|---|---|---|---|---|---|---|
"""


def formats_page() -> str:
    """docs/formats.md as it should be."""
    from sysmap.formats.foreign.registry import formats

    rows = [f"| `{one.name}` | {cell(one.label)} | {' '.join(f'`{ending}`' for ending in one.endings)} | "
            f"{'yes' if one.write else 'no'} | {cell(one.kept)} | {cell(one.guessed)} | {cell(one.lost)} |" for one in formats()]
    return FORMATS + "\n".join(rows) + "\n"


def cell(text: str) -> str:
    """Text in one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def english_js() -> str:
    """web/english.js as it should be: the patterns of sentences for the browser."""
    lines = [f"  {json.dumps(name)}: {json.dumps(pattern, ensure_ascii=False)}," for name, pattern in ENGLISH.items()]
    return "\n".join(["/** The patterns of `sysmap.core.english`. Made by `make docs`; not written by hand. */", "",
                      "/** @type {Record<string, string>} */", "export const ENGLISH = {", *lines, "};", ""])


def main() -> None:
    """Write what differs, and say what was written."""
    (DOCS.parent / "src" / "sysmap" / "web" / "english.js").write_text(english_js(), encoding="utf-8")
    for name, text in (("cli.md", cli_page()), ("rubrics.md", rubrics_page()), ("decisions/README.md", decisions_page()),
                       ("formats.md", formats_page())):
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/{name}")
    (DOCS.parent / "src" / "sysmap" / "__init__.pyi").write_text(stubs(), encoding="utf-8")
    for name in FIGURES:
        cli(["figure", name, "-o", str(DOCS / "images" / f"{name}.svg"), "--shape", "slide"], standalone_mode=False)


if __name__ == "__main__":
    main()
