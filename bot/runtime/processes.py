"""Start and stop web server, worker and scheduler, together in one process or each in its own.

After the first SIGINT or SIGTERM every part finishes its current work; the second ends the process at once.
"""

import gc
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
from bot.runtime.flask_app import create_app
from bot.runtime.heartbeat import Heartbeat
from bot.runtime.web_server import WebServer
from bot.settings import Settings
from bot.telemetry import logs, metrics
from bot.wiring import build_context
from handlers.core.unit_of_work import AppContext
from scheduler.audit_chainer import AuditChainer
from scheduler.runner import JobRunner
from storage.db.process_lock import lock_database
from storage.migrate import ensure_fit, migrate

log = logging.getLogger(__name__)
STOP_SECONDS = 25.0
"""The longest orderly stop. It must exceed the two calls to LINE that one message may need."""


class PartEndedError(Exception):
    """A part ended by itself; the service manager must restart the process."""


class Part(Protocol):
    """Web server, worker or scheduler. `stop` blocks until the current work is finished."""

    def start(self) -> None: ...

    def is_alive(self) -> bool: ...

    def stop(self) -> None: ...


MakePart = Callable[[Settings, AppContext], Part]


def run_all(settings: Settings) -> None:
    """Run web server, worker and scheduler in one process, after migrating the database.

    This is the usual way for a small office and the only way on SQLite. This function and the three below
    return after a signal to stop. They raise UnfitSchemaError, WrongKeyError, PartEndedError, InUseError
    (another process has the SQLite database) or OSError (a port is taken).
    """
    _run(settings, _worker, _scheduler, *_watchers(settings), Web, may_migrate=True)


def run_web(settings: Settings) -> None:
    """Run only the web server."""
    _run(settings, Web)


def run_worker(settings: Settings) -> None:
    """Run only the worker."""
    _run(settings, _worker)


def run_scheduler(settings: Settings) -> None:
    """Run only the scheduler."""
    _run(settings, _scheduler, *_watchers(settings))


def _run(settings: Settings, *make: MakePart, may_migrate: bool = False) -> None:
    stop_signal = _StopSignal()
    with (
        lock_database(settings.database_url),
        _open_context(settings, may_migrate=may_migrate) as context,
        metrics.served(settings.metrics_host, settings.metrics_port, context, clock.now),
    ):
        parts: list[Part] = []
        try:
            # All parts are created before the first one starts, so that no job runs if a port is taken by another
            # program.
            parts += [make_part(settings, context) for make_part in make]
            for part in parts:
                part.start()
            # Nothing created so far is garbage, so the collector, off until now, can skip it.
            gc.freeze()
            gc.enable()
            log.info("bot.started", extra={"parts": [type(part).__name__ for part in parts]})
            while not stop_signal.wait(1.0):
                if not all(part.is_alive() for part in parts):
                    raise PartEndedError
        finally:
            _stop(parts)
    log.info("bot.stopped")


def _stop(parts: list[Part]) -> None:
    """Stop all parts at the same time; takes as long as the slowest, up to STOP_SECONDS."""
    time_limit = threading.Timer(STOP_SECONDS, _exit_at_once)
    time_limit.daemon = True
    time_limit.start()
    with ThreadPoolExecutor(max_workers=len(parts) or 1) as pool:
        list(pool.map(lambda part: part.stop(), parts))
    time_limit.cancel()


def _exit_at_once() -> None:
    # This is as safe as kill -9: the database rolls back open transactions, and leased work is done again.
    log.error("bot.cut_short", extra={"seconds": STOP_SECONDS})
    os._exit(1)


@contextmanager
def _open_context(settings: Settings, *, may_migrate: bool) -> Iterator[AppContext]:
    context = build_context(settings)
    try:
        if may_migrate:
            migrate(context.store.engine)
        else:
            ensure_fit(context.store.engine)
        context.store.ensure_right_key()
        yield context
    finally:
        context.store.close()


def _worker(settings: Settings, context: AppContext) -> Part:
    # Imported here, because the web server and the scheduler do not need LINE's client.
    from bot.line.client import connect  # noqa: PLC0415
    from bot.runtime.worker import Worker  # noqa: PLC0415

    return Worker(context, connect(settings), clock.now)


def _scheduler(_settings: Settings, context: AppContext) -> Part:
    return JobRunner(context, clock.now, _observe_job)


def _watchers(settings: Settings) -> list[MakePart]:
    return [_audit_chainer, *([_heartbeat] if settings.heartbeat_url else [])]


def _heartbeat(settings: Settings, context: AppContext) -> Part:
    return Heartbeat(context.store, settings.heartbeat_url, clock.now)


def _audit_chainer(_settings: Settings, context: AppContext) -> Part:
    return AuditChainer(context.store)


@contextmanager
def _observe_job(name: str) -> Iterator[None]:
    with logs.log_context(job=name), metrics.counted_job(name):
        yield


class Web:
    """The web server together with the event writer that stores LINE's webhook events."""

    def __init__(self, settings: Settings, context: AppContext) -> None:
        self._event_writer = EventWriter(context.store, clock.now)
        app = create_app(settings, context, self._event_writer)
        self._server = WebServer(app, settings.host, settings.port)

    def start(self) -> None:
        self._server.start()

    def is_alive(self) -> bool:
        return self._server.is_alive() and self._event_writer.is_alive()

    def stop(self) -> None:
        self._server.stop()
        self._event_writer.close()


class _StopSignal:
    """Handles the first SIGINT or SIGTERM; after it, a second one ends the process."""

    def __init__(self) -> None:
        # SimpleQueue.put is reentrant, so it may be called inside a signal handler; an Event's set is not:
        # https://docs.python.org/3/library/queue.html#simplequeue-objects
        self._received: queue.SimpleQueue[int] = queue.SimpleQueue()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._on_signal)

    def wait(self, seconds: float) -> bool:
        """Wait at most `seconds`; True once a signal has arrived."""
        try:
            self._received.get(timeout=seconds)
        except queue.Empty:
            return False
        return True

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_DFL)
        self._received.put(number)
