"""A run of a job is claimed once, however long the text that identifies it."""

from datetime import UTC, datetime

import pytest

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
# The id of a staff complaint has 19 digits.
LONG = "9223372036854775807:1798502400:waiting_for_custodian:12"


@pytest.mark.parametrize("slot", ["2026-11-30", LONG])
def test_a_run_is_claimed_once(store, slot):
    with store.begin() as tx:
        assert tx.jobs.claim("digest", slot, NOW)
        assert not tx.jobs.claim("digest", slot, NOW)
        assert tx.jobs.claim("digest", f"{slot}0", NOW)
