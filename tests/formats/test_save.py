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


ADD = """
import sys
from pathlib import Path
from dataclasses import replace
from sysmap.core.elements import Factor
from sysmap.core.problem import Refused
from sysmap.formats.read import read_file
from sysmap.formats.save import change_file, save
path, who, way = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
for n in range(25):
    id_ = f"{who}-{n}"
    one_more = lambda map_: replace(map_, factors={**map_.factors, id_: Factor(id=id_, label=id_)})
    while True:
        reading = read_file(path)
        try:
            if way == "save":
                save(reading, one_more(reading.map))
            else:
                change_file(reading, one_more)
        except Refused as refused:
            assert refused.problems[0].code == "F34" and way == "save", refused
            continue
        print(id_, flush=True)
        break
"""


@pytest.mark.parametrize("way", ["save", "change_file"])
def test_what_several_programs_were_assured_of_is_in_the_file(file: Path, way: str) -> None:
    """Four programs add 25 factors each at the same time: all 100 that were acknowledged stand in the file."""
    running = [subprocess.Popen([sys.executable, "-c", ADD, str(file), f"p{n}", way], stdout=subprocess.PIPE, text=True)
               for n in range(4)]
    acknowledged = {line for program in running for line in program.communicate(timeout=120)[0].split()}
    assert [program.returncode for program in running] == [0] * 4
    assert len(acknowledged) == 100
    assert set(read_file(file).map.factors) == {"a"} | acknowledged
    assert os.listdir(file.parent) == ["map.yaml"]


CREATE = """
import sys
from pathlib import Path
from sysmap.core.problem import Refused
from sysmap.formats.save import write_whole
try:
    write_whole(Path(sys.argv[1]), sys.argv[2].encode() * 100_000, new=True)
    print("made")
except Refused as refused:
    print(refused.problems[0].code)
"""


def test_of_several_programs_that_make_a_file_one_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    running = [subprocess.Popen([sys.executable, "-c", CREATE, str(path), str(n)], stdout=subprocess.PIPE, text=True)
               for n in range(6)]
    told = [program.communicate(timeout=60)[0].strip() for program in running]
    assert sorted(told) == ["F35"] * 5 + ["made"]
    assert path.read_text(encoding="utf-8") == str(told.index("made")) * 100_000


def test_what_a_killed_save_left_is_cleared_by_the_next_one_and_nothing_else_is(file: Path) -> None:
    left = file.parent / ".map.yaml-abc_12xy.tmp"
    others = [file.parent / ".map.yaml-notes.tmp", file.parent / ".other.yaml-abcd1234.tmp"]
    for path in (left, *others):
        path.write_text("half", encoding="utf-8")
    labelled(read_file(file), "Faith")
    assert not left.exists()
    assert all(path.exists() for path in others)


def test_a_writer_that_never_ends_is_named_after_a_while(file: Path) -> None:
    from sysmap.formats.lock import writing_in

    hold = "import sys, time; from pathlib import Path; from sysmap.formats.lock import writing_in\n" \
           "with writing_in(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(file.parent)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        code, message = refused(lambda: writing_in(file.parent, seconds=0.2).__enter__())
        assert (code, message) == ("F37", "Another program has been writing in this folder for 0 seconds.")
    finally:
        holder.kill()
        holder.communicate()
    labelled(read_file(file), "Faith")


def test_the_lines_of_a_file_are_counted_once_however_many_findings_it_has(file: Path) -> None:
    reading = read_file(file)
    reading.place(("factors", "a"))
    counted = reading._lines
    assert reading.place(("factors", "a")).line == 6
    assert reading._lines is counted
