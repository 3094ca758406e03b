"""A workspace as a static site: an index, pages, reports, versions; nobody else's words are in it, and it reads without script."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from sysmap.cli import cli
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.reports.site import site, zipped

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def meals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("meals") / "meals"
    shutil.copytree(ROOT / "docs" / "examples" / "school-meals", folder)
    theory = folder / "toc" / "school-meals-2025.yaml"
    text = theory.read_text(encoding="utf-8")
    internal = "factors:\n  closed-kitchen: {label: Secret closure of a kitchen, internal: true}\n"
    theory.write_text(text.replace("factors:\n", internal, 1), encoding="utf-8")
    return folder


def test_the_site_has_every_map_and_its_links_lead_somewhere(meals: Path, browser: Browser, tmp_path: Path) -> None:
    pages = {one.name: one.data for one in site(Workspace(meals), "public")}
    assert {"index.html", "school-meals-2025.html", "school-meals-2025-report.html", "school-meals-2025.docx", "school-meals-2025.xlsx",
            "school-meals-2025.svg", "school-meals-2011.html", "school-meals-2025-since-school-meals-2011.html"} <= set(pages)
    assert not [name for name, data in pages.items() if b"Secret closure" in data]
    index = pages["index.html"].decode()
    assert set(re.findall(r'href="([^"#]+)"', index)) == set(pages) - {"index.html"}
    for name, data in pages.items():
        (tmp_path / name).write_bytes(data)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    assert page.get_by_role("heading", level=2).count() == 2
    page.get_by_role("link", name="Report to read").first.click()
    assert "Free school meals" in page.content()
    context.close()


def test_the_command_writes_the_folder_and_the_archive_is_the_same_each_time(
    meals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(meals)
    said = CliRunner().invoke(cli, ["site", "-o", str(tmp_path / "out"), "--level", "client"])
    assert said.exit_code == 0, said.output
    assert (tmp_path / "out" / "index.html").is_file()
    one, two = (zipped(page for page in site(Workspace(meals), "client") if page.name.endswith((".html", ".svg"))) for _ in range(2))
    assert one == two
    assert "index.html" in zipfile.ZipFile(io.BytesIO(one)).namelist()


def test_a_workspace_without_maps_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no map"):
        list(site(Workspace(tmp_path)))
