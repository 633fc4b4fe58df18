"""Starts and stops the parts: web, worker, scheduler, apart or in one process. Ctrl-C and SIGTERM end well."""

import contextlib
import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from waitress.server import create_server

from bot import clock
from bot.app import create_app
from bot.intake import Intake
from bot.line.client import connect
from bot.settings import Settings
from bot.wiring import build_office, photo_files
from bot.worker import Worker
from handlers.desk import Office
from scheduler.clockwork import start_clockwork
from storage.migrate import ensure_fit, migrate

log = logging.getLogger(__name__)
WEB_THREADS = 32


def run_all(settings: Settings) -> None:
    """Web, worker and scheduler in one process: the way of a small office, and the only way on SQLite."""
    with (
        _office(settings, may_migrate=True) as office,
        _worker(settings, office),
        _clockwork(office),
    ):
        _serve(settings, office)


def run_web(settings: Settings) -> None:
    with _office(settings) as office:
        _serve(settings, office)


def run_worker(settings: Settings) -> None:
    with _office(settings) as office, _worker(settings, office):
        _until_told_to_stop()


def run_scheduler(settings: Settings) -> None:
    with _office(settings) as office, _clockwork(office):
        _until_told_to_stop()


@contextmanager
def _office(settings: Settings, *, may_migrate: bool = False) -> Iterator[Office]:
    office = build_office(settings)
    try:
        if may_migrate:
            migrate(office.store.engine)
        else:
            ensure_fit(office.store.engine)
        yield office
    finally:
        office.store.close()


@contextmanager
def _worker(settings: Settings, office: Office) -> Iterator[None]:
    worker = Worker(office, connect(settings), photo_files(settings), clock.now)
    worker.start()
    log.info("worker.started")
    try:
        yield
    finally:
        worker.stop()
        log.info("worker.stopped")


@contextmanager
def _clockwork(office: Office) -> Iterator[None]:
    clockwork = start_clockwork(office, clock.now)
    log.info("scheduler.started")
    try:
        yield
    finally:
        clockwork.shutdown(wait=True)


def _serve(settings: Settings, office: Office) -> None:
    intake = Intake(office.store, clock.now)
    server = create_server(
        create_app(settings, office, intake),
        host=settings.host,
        port=settings.port,
        threads=WEB_THREADS,
        max_request_body_size=2_000_000,
        ident=None,
    )
    signal.signal(signal.SIGTERM, _leave)
    log.info("web.started", extra={"host": settings.host, "port": settings.port})
    try:
        # waitress ends on SystemExit and KeyboardInterrupt, after the requests it has begun.
        server.run()
    finally:
        server.close()
        intake.close()


def _until_told_to_stop() -> None:
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    with contextlib.suppress(KeyboardInterrupt):
        told.wait()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit
