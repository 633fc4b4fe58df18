"""Health checks: whether the process runs, and whether events and messages are being processed."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from storage.db.fault_code import fault_code
from storage.migrate import UnfitSchemaError, ensure_fit
from storage.store import Store

log = logging.getLogger(__name__)
TRY_EVERY = timedelta(seconds=10)
"""How often the check writes: anybody may call it, and on SQLite a writer blocks others.

At once after any write has failed.
"""
STUCK_AFTER = timedelta(minutes=2)
"""If an event or a message has waited longer than this, the worker counts as failed."""


def blueprint(store: Store, now: Callable[[], datetime]) -> Blueprint:
    """The routes /health/live and /health/ready, for anyone; the answers contain no personal data."""
    pages = Blueprint("health", __name__)
    tried_at: datetime | None = None
    failed_before = 0

    @pages.get("/health/live")
    def live() -> Response:
        return jsonify(status="ok")

    @pages.get("/health/ready")
    def ready() -> tuple[Response, int]:
        nonlocal tried_at, failed_before
        moment, failed = now(), store.failed_writes
        is_due = (
            tried_at is None
            or failed != failed_before
            or not timedelta() <= moment - tried_at < TRY_EVERY
        )
        fault = what_is_wrong(store, moment, is_tried=is_due)
        tried_at, failed_before = None if fault else moment if is_due else tried_at, failed
        return jsonify(status=fault or "ok"), 503 if fault else 200

    return pages


def what_is_wrong(store: Store, now: datetime, *, is_tried: bool = True) -> str | None:
    """The failing part, `database`, `schema` or `worker`; None when everything works.

    `is_tried`: also write a row, because a full disk or a locked database can still be read. The worker is judged
    by the age of waiting rows, so it may run in another process.
    """
    try:
        ensure_fit(store.engine)
        if is_tried:
            store.ensure_writable(now)
        with store.read() as tx:
            waiting_since = (tx.inbox.oldest_waiting(), tx.delivery.due_since(now))
    except UnfitSchemaError:
        return "schema"
    except SQLAlchemyError as error:
        fault = fault_code(error) or type(getattr(error, "orig", error)).__name__
        log.warning("health.database", extra={"fault": fault})
        return "database"
    return "worker" if any(since and now - since > STUCK_AFTER for since in waiting_since) else None
