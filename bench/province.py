"""A year of a province on PostgreSQL: 100 offices with 60 cases a month each, 2 web and 2 worker processes."""

import asyncio
from collections.abc import Iterator

from bench.replay import run_cases
from bench.report import Options, Row

OFFICES, MONTHS, CASES_A_MONTH = 100, 12, 60
SHARE = 100
"""Without --full one hundredth of the year's cases is run, at the same rate."""


def run(options: Options) -> Iterator[Row]:
    year = OFFICES * MONTHS * CASES_A_MONTH
    cases = options.cases or (year if options.full else year // SHARE)
    rows = asyncio.run(run_cases(cases, on_postgres=True))
    yield from rows
    yield Row("the year's cases", f"{year:,}", f"run_cases {cases:,}")
