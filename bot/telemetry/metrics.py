"""Prometheus metrics: counters of this process, and gauges read from the database at each scrape.

They are served on a separate port, never on the public one. Names and labels contain kinds, status codes and
results, but no personal data; staff complaints are not counted.
"""

import platform
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import urllib3
from prometheus_client import REGISTRY, Counter, Gauge, Histogram, Info, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

import bot
from handlers.core import push_plan
from handlers.core.unit_of_work import AppContext
from storage.maintenance.backlog import Backlog, read_backlog
from storage.maintenance.disk_space import read_space
from storage.recovery.backup import JOB as BACKUP

BUILD = Info("rongtuk_build", "Which release runs, on which Python.")
BUILD.info({"version": bot.__version__, "python": platform.python_version()})
WEBHOOKS = Counter("rongtuk_webhooks", "Webhook requests, by our answer.", ["status"])
WEBHOOK_SECONDS = Histogram(
    "rongtuk_webhook_seconds",
    "From the request to our answer; LINE waits for two.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2),
)
ARRIVED = Counter(
    "rongtuk_events_arrived", "Events that were written down; `throttled`: too many.", ["result"]
)
EVENTS = Counter("rongtuk_events", "Tries to handle an event, by result.", ["result"])
EVENT_SECONDS = Histogram(
    "rongtuk_event_seconds",
    "Handling one event.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
MESSAGES = Counter("rongtuk_messages", "Tries to send a message, by outcome.", ["outcome"])
LINE_CALLS = Counter(
    "rongtuk_line_calls", "Calls to LINE, by HTTP status; `none`: no answer.", ["call", "status"]
)
LINE_SECONDS = Histogram(
    "rongtuk_line_call_seconds",
    "One call to LINE.",
    ["call"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8, 11),
)
JOB_SUCCESS = Gauge(
    "rongtuk_job_last_success_timestamp_seconds",
    "When this process last ran the job well.",
    ["job"],
)
JOB_FAILURES = Counter("rongtuk_job_failures", "Runs of a job that failed.", ["job"])
# Create the series with the value 0: an alert on an increase needs a first sample.
for result in ("handled", "failed", "set_aside"):
    EVENTS.labels(result)
for status in (200, 400, 401, 413, 503):
    WEBHOOKS.labels(status)
for call, status in product(("reply", "push"), (200, 401, 403)):
    LINE_CALLS.labels(call, status)

_CALLS = (
    ("reply", re.compile("/message/reply$")),
    ("push", re.compile("/message/push$")),
    ("content", re.compile("/content$")),
    ("profile", re.compile("/profile/")),
    ("members", re.compile("/members/count$")),
    ("quota", re.compile("/message/quota")),
    ("menu", re.compile("/richmenu")),
)


class CountingPool(urllib3.PoolManager):
    """A urllib3 pool that counts each call by its purpose, not by its address, which may contain a user id."""

    def request(self, method: str, url: str, **options: Any) -> urllib3.BaseHTTPResponse:  # type: ignore[override]  # noqa: ANN401 - urllib3's
        """The same as urllib3's `request`, except that options must be passed by name."""
        path = urlsplit(url).path
        call = next((name for name, pattern in _CALLS if pattern.search(path)), "other")
        status = "none"
        began = time.perf_counter()
        try:
            answer = super().request(method, url, **options)
            status = str(answer.status)
        finally:
            LINE_SECONDS.labels(call).observe(time.perf_counter() - began)
            LINE_CALLS.labels(call, status).inc()
        return answer


@contextmanager
def counted_job(name: str) -> Iterator[None]:
    """Record the success time or the failure of one run of a job."""
    with JOB_FAILURES.labels(name).count_exceptions():
        yield
    JOB_SUCCESS.labels(name).set_to_current_time()


@contextmanager
def served(
    host: str, port: int | None, context: AppContext, now: Callable[[], datetime]
) -> Iterator[None]:
    """Serve http://host:port/metrics until the block ends; nothing when `port` is None.

    Raises OSError when the port is taken.
    """
    if port is None:
        yield
        return
    collector = DatabaseCollector(context, now)
    REGISTRY.register(collector)
    try:
        server, thread = start_http_server(port, host)
    except UnicodeError as error:
        # A name that no machine can have, such as `a..b`.
        raise socket.gaierror(socket.EAI_NONAME, "no name of a machine") from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        REGISTRY.unregister(collector)


class DatabaseCollector(Collector):
    """Reads gauges from the database at each scrape, in one short transaction."""

    def __init__(self, context: AppContext, now: Callable[[], datetime]) -> None:
        self._context = context
        self._now = now

    def describe(self) -> list[GaugeMetricFamily]:
        """Empty, so that registering the collector does not read the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, or only `rongtuk_database_up 0` when the database does not answer."""
        now = self._now()
        yield from _disk(self._context.files.folder.parent)
        try:
            with self._context.store.read() as tx:
                backlog = read_backlog(tx, now)
                budget = push_plan.budget(tx, self._context.catalog.organisation, now)
                last_backup = tx.jobs.last_slot(BACKUP)
        except SQLAlchemyError:
            yield _gauge("database_up", "Whether the database answers.", 0)
            return
        yield _gauge("database_up", "Whether the database answers.", 1)
        yield from _waiting(backlog, now)
        if last_backup:
            made_at = datetime.fromisoformat(last_backup).timestamp()
            yield _gauge("last_backup_timestamp_seconds", "When a backup was last made.", made_at)
        yield _gauge("cases_open", "Open cases, but for those about staff.", backlog.cases_open)
        yield _gauge("cases_overdue", "Of them, those past their day.", backlog.cases_overdue)
        yield _gauge("month_messages_spent", "Of this month's plan, owed ones too.", budget.spent)
        if budget.allowance is not None:
            yield _gauge("month_messages_allowed", "The month's plan.", budget.allowance)


def _disk(folder: Path) -> Iterator[GaugeMetricFamily]:
    with suppress(OSError):
        space = read_space(folder)
        yield _gauge("disk_free_bytes", "Left on the disk of DATA_DIR.", space.free)
        yield _gauge("disk_total_bytes", "Size of the disk of DATA_DIR.", space.total)


def _waiting(backlog: Backlog, now: datetime) -> Iterator[GaugeMetricFamily]:
    count = GaugeMetricFamily("rongtuk_waiting", "What waits to be worked on.", labels=["what"])
    age = GaugeMetricFamily(
        "rongtuk_waiting_seconds", "For how long the oldest of it has been due.", labels=["what"]
    )
    for what, waiting in backlog.waiting.items():
        count.add_metric([what], waiting.count)
        late = (now - waiting.since).total_seconds() if waiting.since else 0.0
        age.add_metric([what], max(0.0, late))
    yield count
    yield age
    yield _gauge("messages_held", "Kept for a new month or the next reply.", backlog.deferred)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"rongtuk_{name}", meaning, value=value)
