"""What is handed out works by itself: wheel and sdist, installed alone into a bare environment, do what the tutorials say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TUTORIALS = sorted((ROOT / "docs").glob("tutorial-*.md"))
FROM_NOTHING = "tutorial-organisation"


def run(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program without what this environment would lend it."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run([str(word) for word in words], cwd=cwd, env=bare, capture_output=True, text=True, check=False)


def pythons() -> dict[str, str]:
    """The oldest and the newest Python here that sysmap promises to run on."""
    found: dict[tuple[int, int], str] = {sys.version_info[:2]: sys.executable}
    pyenv = sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin/python3"))
    for name in (*(f"python3.{minor}" for minor in range(11, 20)), *map(str, pyenv)):
        path = shutil.which(name)
        done = run(path, "-c", "import sys, venv, ensurepip; print(*sys.version_info[:2])") if path else None
        if path and done and done.returncode == 0:
            major, minor = map(int, done.stdout.split())
            if (major, minor) >= (3, 11):
                found.setdefault((major, minor), path)
    return {"oldest": found[min(found)], "newest": found[max(found)]}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel, and the sdist that the wheel is made of: kind -> file."""
    folder = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "hatchling", "build", "-d", folder, "-t", "sdist", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    sdist = next(folder.glob("*.tar.gz"))
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    done = run(sys.executable, "-m", "hatchling", "build", "-d", folder, "-t", "wheel", cwd=folder / sdist.name.removesuffix(".tar.gz"))
    assert done.returncode == 0, done.stderr
    return {"sdist": sdist, "wheel": next(folder.glob("*.whl"))}


def test_the_wheel_holds_every_file_that_git_knows_and_sysmap_promises(built: dict[str, Path]) -> None:
    names = set(zipfile.ZipFile(built["wheel"]).namelist())
    known = run("git", "ls-files", "src/sysmap", cwd=ROOT).stdout.split()
    assert {name.removeprefix("src/") for name in known} <= names
    for folder, inside in (("toc", "examples/cqc/toc"), ("maps", "examples/cqc/maps"), ("models", "examples/cqc/models"),
                           ("docs/examples/school-meals", "examples/school-meals"), ("models/rubrics", "rubrics")):
        files = run("git", "ls-files", folder, cwd=ROOT).stdout.split()
        assert files
        assert {f"sysmap/data/{inside}/{Path(file).relative_to(folder).as_posix()}" for file in files} <= names
    assert [name for name in names if "/tests/" in name or name.endswith(".pyc")] == []


@pytest.mark.parametrize(("kind", "age"), [("sdist", "oldest"), ("wheel", "newest")])
def test_a_bare_environment_does_the_tutorial_of_each_role(kind: str, age: str, built: dict[str, Path], tmp_path: Path) -> None:
    """Nothing but the built file and what it asks for is installed; the data is what `sysmap example` unpacks."""
    assert run(pythons()[age], "-m", "venv", tmp_path / "env").returncode == 0
    bin_ = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = (bin_ / "python", "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")
    installed = run(*pip, f"sysmap[pyvis,reports] @ {built[kind].as_uri()}")
    if installed.returncode and "CI" not in os.environ and re.search(r"ConnectionError|NewConnection|ConnectTimeout", installed.stderr):
        pytest.skip("there is no network to install what sysmap needs")
    assert installed.returncode == 0, installed.stderr[-2000:]
    typed = shutil.copy(ROOT / "tests" / "typed_pages.py", tmp_path)
    said = run(bin_ / "sysmap", "--version", cwd=tmp_path).stdout
    assert re.fullmatch(r"sysmap, version \d+\.\d+\.\d+\n", said)
    for page in TUTORIALS:
        place = tmp_path / page.stem
        if page.stem != FROM_NOTHING:
            unpacked = run(bin_ / "sysmap", "example", "cqc", place, cwd=tmp_path)
            assert unpacked.returncode == 0, unpacked.stderr
        place.mkdir(exist_ok=True)
        done = run(bin_ / "python", "-I", typed, page, cwd=place)
        assert done.returncode == 0, (page.stem, done.stdout[-2000:], done.stderr[-2000:])
        assert re.search(r": [1-9]\d* commands\n$", done.stdout) or "analyst" in page.stem
