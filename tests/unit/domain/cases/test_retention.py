"""When the personal data of an ended case is deleted."""

from datetime import UTC, datetime

import pytest

from domain.cases.retention import ended_before


@pytest.mark.parametrize(
    ("now", "years", "moment"),
    [
        (datetime(2036, 11, 17, 5, tzinfo=UTC), 10, datetime(2026, 11, 17, 5, tzinfo=UTC)),
        (datetime(2028, 2, 29, 5, tzinfo=UTC), 1, datetime(2027, 2, 28, 5, tzinfo=UTC)),
        (datetime(2028, 2, 29, 5, tzinfo=UTC), 4, datetime(2024, 2, 28, 5, tzinfo=UTC)),
    ],
)
def test_it_is_the_same_day_so_many_years_ago(now, years, moment):
    assert ended_before(now, years) == moment
