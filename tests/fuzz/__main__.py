"""`make fuzz`: posts 100,000 mutated webhook bodies on SQLite and 20,000 on PostgreSQL, and reports broken rules."""

import argparse
import logging
import sys
import tempfile
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import seed as hypothesis_seed
from hypothesis.stateful import run_state_machine_as_test

from storage.migrate import migrate
from storage.store import open_store
from tests.chaos.database import KINDS, database
from tests.fuzz.conversation import AnyConversation
from tests.fuzz.run import Outcome, fuzz

ACTS = 50
SHARE_ON_POSTGRES = 5
"""PostgreSQL gets a fifth of the bodies, because each takes five times as long there."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=100_000)
    parser.add_argument("--database", choices=(*KINDS, "both"), default="both")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--conversations", type=int, default=300, help="of 50 acts, on SQLite")
    options = parser.parse_args()
    logging.lastResort = None
    broken = 0
    for kind in KINDS if options.database == "both" else (options.database,):
        shared = options.database == "both" and kind == "postgresql"
        bodies = options.bodies // (SHARE_ON_POSTGRES if shared else 1)
        print(f"{kind}: {bodies:,} bodies, seed {options.seed}", flush=True)
        with database(kind) as one:
            outcome = fuzz(one.url, bodies, options.seed, lambda line: print(line, flush=True))
        _tell(outcome, bodies)
        broken += len(outcome.faults)
    broken += _converse(options.conversations, options.seed)
    return 1 if broken else 0


def _converse(conversations: int, seed: int) -> int:
    """Return whether a conversation broke a rule; Hypothesis prints the shortest one that did."""
    if not conversations:
        return 0
    print(f"any conversation: {conversations} of {ACTS} acts, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        AnyConversation.template = Path(folder) / "template.db"
        store = open_store(f"sqlite:///{AnyConversation.template}")
        migrate(store.engine)
        store.close()
        manner = settings(
            max_examples=conversations,
            stateful_step_count=ACTS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        hypothesis_seed(seed)(AnyConversation)
        try:
            run_state_machine_as_test(AnyConversation, settings=manner)
        except AssertionError:
            traceback.print_exc()
            return 1
    return 0


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
