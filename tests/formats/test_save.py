"""A file is written whole or not at all, and never over somebody else's change."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.benchmarks.maps import map_text

from sysmap.core.edit import Set, apply
from sysmap.core.problem import Refused
from sysmap.formats.read import Reading, read_file
from sysmap.formats.save import save

TEXT = "sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors:\n  a: {label: Trust}  # asked\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "map.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def labelled(reading: Reading, label: str) -> Reading:
    return save(reading, apply(reading.map, Set("factors", "a", "label", label)))


def refused(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.problems[0].code, caught.value.problems[0].message


def test_save_writes_the_change_and_gives_what_the_file_holds_now(file: Path) -> None:
    after = labelled(read_file(file), "Trust: slow")
    assert file.read_text(encoding="utf-8") == TEXT.replace("Trust", '"Trust: slow"')
    assert after.digest == hashlib.sha256(file.read_bytes()).hexdigest()
    labelled(after, "Trust")
    assert file.read_text(encoding="utf-8") == TEXT
    assert os.listdir(file.parent) == ["map.yaml"]


def test_a_file_that_changed_on_disk_is_left_alone(file: Path) -> None:
    reading = read_file(file)
    file.write_text(TEXT + "# by somebody else\n", encoding="utf-8")
    code, message = refused(lambda: labelled(reading, "Faith"))
    assert (code, message) == ("F34", "The file changed on disk since it was read; nothing was written.")
    assert file.read_text(encoding="utf-8") == TEXT + "# by somebody else\n"


def test_a_file_that_is_gone_is_not_made_again(file: Path) -> None:
    reading = read_file(file)
    file.unlink()
    assert refused(lambda: labelled(reading, "Faith"))[0] == "F34"
    assert not file.exists()


def test_a_file_with_faults_is_not_written(file: Path) -> None:
    file.write_text(TEXT + "  b: {lable: B}\n", encoding="utf-8")
    before = file.read_bytes()
    reading = read_file(file)
    code, _ = refused(lambda: labelled(reading, "Faith"))
    assert code == "F30"
    assert file.read_bytes() == before


def test_a_link_on_disk_is_followed_and_rights_are_kept(file: Path) -> None:
    file.chmod(0o640)
    link = file.parent / "link.yaml"
    link.symlink_to(file)
    labelled(read_file(link), "Faith")
    assert link.is_symlink()
    assert "Faith" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_folder_one_may_not_write_to(file: Path) -> None:
    reading = read_file(file)
    with without_rights(file.parent, 0o555):
        code, _ = refused(lambda: labelled(reading, "Faith"))
    assert code in ("F34", "F36")
    assert file.read_text(encoding="utf-8") == TEXT


def test_a_disk_that_is_full(file: Path) -> None:
    reading = read_file(file)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, hard))
    try:
        code, message = refused(lambda: labelled(reading, "Faith"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert code == "F36"
    assert "cannot be written" in message
    assert file.read_text(encoding="utf-8") == TEXT
    assert os.listdir(file.parent) == ["map.yaml"]


SAVE_FOR_EVER = """
import itertools, sys
from sysmap.core.edit import Set, apply
from sysmap.formats.read import read_file
from sysmap.formats.save import save
reading = read_file(sys.argv[1])
print("ready", flush=True)
for label in itertools.cycle(["Old", "New"]):
    reading = save(reading, apply(reading.map, Set("factors", "f0", "label", label)))
"""


def test_killed_while_saving_the_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(map_text(300, 900), encoding="utf-8")
    first = read_file(path).map
    whole = {hash_of(apply(first, Set("factors", "f0", "label", label)).factors) for label in ("Old", "New")}
    whole.add(hash_of(first.factors))
    rng = random.Random(1)
    for _ in range(8):
        writer = subprocess.Popen([sys.executable, "-c", SAVE_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.0, 0.15))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        reading = read_file(path)
        assert reading.problems == []
        assert hash_of(reading.map.factors) in whole
        assert len(reading.map.links) == len(first.links)


def hash_of(factors: object) -> str:
    return hashlib.sha256(repr(factors).encode()).hexdigest()


@contextmanager
def without_rights(folder: Path, mode: int) -> Iterator[None]:
    """As somebody whom the folder's mode keeps out, whoever runs the tests."""
    before = folder.stat().st_mode
    folder.chmod(mode)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(before)
