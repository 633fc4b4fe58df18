"""A round of the pulse, which many tests of surveys answer."""

import pytest

from handlers.usecases.surveys import rounds
from tests.moments import DAY, NOON


@pytest.fixture
def pulse(office):
    with office.uow(NOON) as uow:
        return rounds.open_round(
            uow, office.question_sets["pulse"], closes=(NOON + 30 * DAY).date(), target=40
        )
