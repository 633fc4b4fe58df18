"""A short `make chaos`: processes are killed while people complain, and nothing is lost or doubled."""

import pytest

from tests.chaos.database import KINDS, database
from tests.chaos.run import Limits, chaos
from tests.parts import why_no_postgres

pytestmark = pytest.mark.long

LIMITS, SEED = Limits(kills=6, seconds=60), 2569


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_killed_everyone_is_heard_and_answered_once(kind, tmp_path):
    if kind == "postgresql" and (reason := why_no_postgres()):
        pytest.skip(reason)
    with database(kind) as one:
        outcome = chaos(one, LIMITS, SEED, tmp_path, print)
    assert outcome.faults == []
    assert outcome.kills > 0
    assert outcome.complaints > 0
