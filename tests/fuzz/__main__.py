"""`make fuzz`: 100,000 webhook bodies, mutated, on SQLite and 20,000 on PostgreSQL, and what they broke."""

import argparse
import logging
import sys
import time

from tests.chaos.database import KINDS, database
from tests.fuzz.run import Outcome, fuzz

SHARE_ON_POSTGRES = 5
"""What a process of this machine does five times as fast on a file than on a server."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=100_000)
    parser.add_argument("--database", choices=(*KINDS, "both"), default="both")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    logging.lastResort = None
    broken = 0
    for kind in KINDS if options.database == "both" else (options.database,):
        shared = options.database == "both" and kind == "postgresql"
        bodies = options.bodies // (SHARE_ON_POSTGRES if shared else 1)
        print(f"{kind}: {bodies:,} bodies, seed {options.seed}", flush=True)
        with database(kind) as (url, _):
            outcome = fuzz(url, bodies, options.seed, lambda line: print(line, flush=True))
        _tell(outcome, bodies)
        broken += len(outcome.faults)
    return 1 if broken else 0


def _tell(outcome: Outcome, bodies: int) -> None:
    asked = sum(outcome.asked.values())
    print(
        f"  {bodies:,} bodies in {outcome.seconds:.0f} s ({bodies / outcome.seconds:.0f}/s, "
        f"{1000 * outcome.processor_seconds / bodies:.1f} ms of processor each)\n"
        f"  answers {dict(sorted(outcome.answers.items()))}, events {dict(outcome.ends)}\n"
        f"  {outcome.said:,} messages LINE would take, {asked:,} acts at {len(outcome.asked)} open "
        f"questions, {outcome.homes} ways home\n"
        f"  memory {' / '.join(f'{one:.0f}' for one in outcome.memory)} MB, "
        f"{len(outcome.faults)} broken promises",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
