"""A PostgreSQL server of the tests' own, in a folder of its own.

`python -m tests.postgres --install` installs one where there is none.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["WAY_OUT", "find", "install", "server"]

WAY_OUT = "The tests of hosting need PostgreSQL: install it (Debian: apt install postgresql), or put its initdb on the path."


def find() -> Path | None:
    """The folder with PostgreSQL's programs."""
    on_path = shutil.which("initdb")
    found = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql@*/bin")]
    whole = [one for one in found if (one / "initdb").exists() and (one / "createdb").exists()]
    return max(whole, key=str) if whole else Path(on_path).resolve().parent if on_path else None


def install() -> Path | None:
    """Install Debian's PostgreSQL as root, without starting it."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"]):
            subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)
    return find()


class Server:
    """A cluster that runs; `url(name)` makes a database and gives its address."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        self.data = folder / "data"
        self._made = 0

    def run(self, *command: str) -> None:
        """Run one of PostgreSQL's programs; it refuses to be run by root."""
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        done = subprocess.run([*user, str(self.programs / command[0]), *command[1:]], check=False, capture_output=True, text=True,
                              cwd=self.folder, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"})
        assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"

    def start(self) -> None:
        """Start the cluster and wait until it answers."""
        self.run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-w", "-t", "60", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: fast, or immediate as if the power had failed."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", how, "stop")

    def database(self) -> str:
        """The address of a new, empty database."""
        self._made += 1
        name = f"t{self._made}"
        self.run("createdb", "-h", str(self.folder), "-U", "postgres", name)
        return f"postgresql://postgres@/{name}?host={self.folder}"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A cluster, started; it is gone afterwards."""
    programs = find()
    if programs is None:
        raise RuntimeError(WAY_OUT)
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)
    cluster = Server(folder, programs)
    try:
        cluster.run("initdb", "-D", str(cluster.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with (cluster.data / "postgresql.conf").open("a") as config:
            config.write(f"listen_addresses = ''\nunix_socket_directories = '{folder}'\nmax_connections = 60\n")
        cluster.start()
        yield cluster
    finally:
        with contextlib.suppress(AssertionError):
            cluster.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    place = find() or (install() if "--install" in sys.argv else None)
    if place is None:
        sys.exit(WAY_OUT)
    print(place)
