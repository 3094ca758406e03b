"""What the site has besides the pages of docs/: the pages at the top of the repository, the list of pages, the API by topic.

MkDocs calls these functions (`hooks` of mkdocs.yml). Nothing is written by hand twice: the list of pages is that of index.md.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

from sysmap import PUBLIC, questions

ROOT = Path(__file__).resolve().parents[2]
TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
"""Pages at the top of the repository; on the site they lie in top/."""
_LINK = re.compile(r"(\]\()([^)#:\s]+)((?:#[^)]*)?\))")
API = "api-reference.md"


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that do not lie in docs/."""
    from mkdocs.structure.files import File

    for name in TOP:
        files.append(File.generated(config, f"top/{name}", content=(ROOT / name).read_text(encoding="utf-8")))
    files.append(File.generated(config, API, content=api_page()))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Let links between pages of docs/ and of the top lead where these pages are on the site; others name the file."""
    at = page.file.src_uri
    here = (ROOT / Path(at).name).parent if at.startswith("top/") else (ROOT / "docs" / at).parent
    up = "../" * at.count("/")

    def moved(found: re.Match[str]) -> str:
        target = (here / found.group(2)).resolve()
        if not target.is_relative_to(ROOT):
            return found.group()
        inside = target.relative_to(ROOT).as_posix()
        place = inside.removeprefix("docs/") if inside.startswith("docs/") else f"top/{inside}"
        if target.is_dir() and files.get_file_from_path(f"{place}/README.md"):
            place += "/README.md"
        return f"{found.group(1)}{up}{place}{found.group(3)}" if files.get_file_from_path(place) else f"](# \"{inside}\")"

    return _LINK.sub(moved, markdown)


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Take the script that lets search work from disk from the site itself, in place of an address on the internet."""
    return output.replace("https://unpkg.com/iframe-worker/shim", f"{'../' * page.file.dest_uri.count('/')}site/file_worker.js")


def api_page() -> str:
    """The public names of sysmap by topic, each with its docstring."""
    topics: dict[str, list[str]] = {"Open, make, show and hand in": [], "Values": []}
    for name, module in PUBLIC.items():
        if module.startswith("sysmap.questions."):
            topics.setdefault(f"Ask: {questions.GROUPS[questions.named(name.replace('_', '-')).group].lower()}", []).append(name)
        else:
            topics["Values" if name[0].isupper() else "Open, make, show and hand in"].append(name)
    parts = ["# API reference by topic\n\nWhat `import sysmap as sm` gives. [The guide](api.md) shows how they work together.\n"]
    for topic, names in topics.items():
        parts.append(f"## {topic}\n")
        parts += [f"::: {PUBLIC[name]}.{name}\n" for name in sorted(names)]
    return "\n".join(parts)
