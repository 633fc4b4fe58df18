"""A year of a province on PostgreSQL: 100 offices, 60 cases a month each, 2 web and 2 worker processes."""

import asyncio
from collections.abc import Iterator

from bench.replay import lived
from bench.report import Options, Row

OFFICES, MONTHS, CASES_A_MONTH = 100, 12, 60
SHARE = 100
"""Without --full a hundredth of the year's cases, as dense as the whole."""


def run(options: Options) -> Iterator[Row]:
    year = OFFICES * MONTHS * CASES_A_MONTH
    cases = options.cases or (year if options.full else year // SHARE)
    rows = asyncio.run(lived(cases, on_postgres=True))
    yield from rows
    yield Row("the year's cases", f"{year:,}", f"lived {cases:,}")
