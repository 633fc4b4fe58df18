"""The public page of figures, opened alone and while webhooks arrive as fast as they are accepted."""

import time
from collections.abc import Iterator, Mapping
from functools import partial

import urllib3

from bench import history
from bench.processes import settings_of
from bench.report import Options, Row
from bench.visitors import Visit, measure
from bot import clock
from bot.wiring import build_context
from domain.organisation.calendar import bangkok, month_before, month_key
from handlers.usecases import monthly_report

MONTHS, CASES_A_MONTH = 12, 2_000
"""Twenty times the cases of an office with 10,000 residents, and five ratings for each."""
PATHS = ("/open", "/open/data.json")
HTTP = urllib3.PoolManager(retries=False, timeout=30.0)


def run(options: Options) -> Iterator[Row]:
    yield from measure(
        options,
        _write,
        lambda url, _: [Visit(path, ("read",), partial(_read, f"{url}{path}")) for path in PATHS],
    )


def _write(environment: Mapping[str, str]) -> None:
    """Write the months up to the last one that is over, frozen as the bot freezes each on the 1st."""
    now = clock.now()
    newest = month_before(month_key(bangkok(now).date()))
    office = build_context(settings_of(environment))
    history.write(office.store, newest, MONTHS, CASES_A_MONTH)
    month = newest
    for _ in range(MONTHS):
        with office.uow(now) as uow:
            monthly_report.freeze(uow, month)
        month = month_before(month)
    office.store.close()


def _read(address: str) -> tuple[float]:
    """Open the address; returns the milliseconds."""
    begun = time.perf_counter()
    answer = HTTP.request("GET", address)
    spent = 1000 * (time.perf_counter() - begun)
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    return (spent,)
