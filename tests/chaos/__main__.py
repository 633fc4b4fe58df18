"""`make chaos`: 200 kills on each database, and the proof that nothing was lost or doubled."""

import argparse
import sys
import time

from tests.chaos.database import KINDS, database
from tests.chaos.run import chaos


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="for each database")
    parser.add_argument("--database", choices=(*KINDS, "both"), default="both")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    kinds = KINDS if options.database == "both" else (options.database,)
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
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
