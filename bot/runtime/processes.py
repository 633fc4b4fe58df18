"""Starts and stops the parts: web, worker, scheduler, apart or in one process.

The first Ctrl-C or SIGTERM lets every part finish what it holds, the second ends the process at once.
"""

import logging
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

from bot import clock
from bot.event_writer import EventWriter
from bot.line.client import connect
from bot.runtime.flask_app import create_app
from bot.runtime.web_server import WebServer
from bot.runtime.worker import Worker
from bot.settings import Settings
from bot.telemetry import logs, metrics
from bot.wiring import build_office
from handlers.core.unit_of_work import AppContext
from scheduler.runner import JobRunner
from storage.db.process_lock import lock_database
from storage.migrate import ensure_fit, migrate

log = logging.getLogger(__name__)
STOP_SECONDS = 25.0
"""Longer than the two calls to LINE that a message may take. What is not done by then is left behind."""


class WrongKeyError(Exception):
    """SECRET_KEY does not open what this database holds."""


class PartEndedError(Exception):
    """A part has ended by itself: whoever started the process must start it anew."""


class Part(Protocol):
    def start(self) -> None: ...

    def is_alive(self) -> bool: ...

    def stop(self) -> None: ...


MakePart = Callable[[Settings, AppContext], Part]


def run_all(settings: Settings) -> None:
    """Web, worker and scheduler in one process: the way of a small office, and the only way on SQLite."""
    _run(settings, _worker, _scheduler, Web, may_migrate=True)


def run_web(settings: Settings) -> None:
    _run(settings, Web)


def run_worker(settings: Settings) -> None:
    _run(settings, _worker)


def run_scheduler(settings: Settings) -> None:
    _run(settings, _scheduler)


def _run(settings: Settings, *make: MakePart, may_migrate: bool = False) -> None:
    told = _StopSignal()
    with (
        lock_database(settings.database_url),
        _office(settings, may_migrate=may_migrate) as context,
        metrics.offered(settings.metrics_host, settings.metrics_port, context, clock.now),
    ):
        parts: list[Part] = []
        try:
            for make_part in make:
                part = make_part(settings, context)
                part.start()
                parts.append(part)
            log.info("bot.started", extra={"parts": [type(part).__name__ for part in parts]})
            while not told.wait(1.0):
                if not all(part.is_alive() for part in parts):
                    raise PartEndedError
        finally:
            _stop(parts)
    log.info("bot.stopped")


def _stop(parts: list[Part]) -> None:
    """All at the same time, so that the slowest alone decides how long it takes."""
    last_resort = threading.Timer(STOP_SECONDS, _leave_the_rest)
    last_resort.daemon = True
    last_resort.start()
    with ThreadPoolExecutor(max_workers=len(parts) or 1) as pool:
        list(pool.map(lambda part: part.stop(), parts))
    last_resort.cancel()


def _leave_the_rest() -> None:
    # What it held is undone by the database, or taken over by the next start: kill -9 does the same.
    log.error("bot.cut_short", extra={"seconds": STOP_SECONDS})
    os._exit(1)


@contextmanager
def _office(settings: Settings, *, may_migrate: bool) -> Iterator[AppContext]:
    context = build_office(settings)
    try:
        if may_migrate:
            migrate(context.store.engine)
        else:
            ensure_fit(context.store.engine)
        if not context.store.fits_the_key():
            raise WrongKeyError
        yield context
    finally:
        context.store.close()


def _worker(settings: Settings, context: AppContext) -> Part:
    return Worker(context, connect(settings), clock.now)


def _scheduler(_settings: Settings, context: AppContext) -> Part:
    return JobRunner(context, clock.now, _around_a_job)


@contextmanager
def _around_a_job(name: str) -> Iterator[None]:
    with logs.piece_of_work(job=name), metrics.counted_job(name):
        yield


class Web:
    """The web server, and behind it the intake that writes down what LINE brings."""

    def __init__(self, settings: Settings, context: AppContext) -> None:
        self._intake = EventWriter(context.store, clock.now)
        app = create_app(settings, context, self._intake)
        self._server = WebServer(app, settings.host, settings.port)

    def start(self) -> None:
        self._server.start()

    def is_alive(self) -> bool:
        return self._server.is_alive() and self._intake.is_alive()

    def stop(self) -> None:
        self._server.stop()
        self._intake.close()


class _StopSignal:
    """Hears the first signal to stop; from then on a second one ends the process."""

    def __init__(self) -> None:
        # Of all that wakes another, only this may be used inside a signal handler.
        self._heard: queue.SimpleQueue[int] = queue.SimpleQueue()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._parse)

    def wait(self, seconds: float) -> bool:
        try:
            self._heard.get(timeout=seconds)
        except queue.Empty:
            return False
        return True

    def _parse(self, number: int, _frame: FrameType | None) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_DFL)
        self._heard.put(number)
