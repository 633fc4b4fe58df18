"""`make chaos`: kills the bot's processes 200 times on each database, then checks for losses and duplicates."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.database import KINDS, database
from tests.chaos.run import Limits, chaos


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="for each database")
    parser.add_argument("--database", choices=(*KINDS, "both"), default="both")
    parser.add_argument("--minutes", type=float, default=40, help="of killing each, at most")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--logs", type=Path, help="a folder that keeps the logs of every process")
    options = parser.parse_args()
    kinds = KINDS if options.database == "both" else (options.database,)
    broken = 0
    for kind in kinds:
        print(f"{kind}: {options.kills} kills, seed {options.seed}", flush=True)
        with database(kind) as one, tempfile.TemporaryDirectory() as folder:
            logs = options.logs / kind if options.logs else Path(folder)
            logs.mkdir(parents=True, exist_ok=True)
            limits = Limits(options.kills, options.minutes * 60)
            outcome = chaos(one, limits, options.seed, logs, _say)
        for fault in outcome.faults[:40]:
            print(f"  BROKEN {fault}")
        broken += len(outcome.faults)
        print(
            f"  {outcome.kills} kills, {outcome.moves} moves of the clock, "
            f"{outcome.complaints} complaints and {outcome.events} events acknowledged "
            f"in {outcome.seconds:.0f} s, {outcome.sent}, {len(outcome.faults)} broken promises",
            flush=True,
        )
    return 1 if broken else 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
