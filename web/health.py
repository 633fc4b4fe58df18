"""Health checks: whether the process runs, and whether events and messages are being processed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from storage.migrate import UnfitSchemaError, ensure_fit
from storage.store import Store

STUCK_AFTER = timedelta(minutes=2)
"""When an event or a message has waited longer than this, the worker counts as failed."""


def blueprint(store: Store, now: Callable[[], datetime]) -> Blueprint:
    """The routes /health/live and /health/ready, for anyone; the answers contain no personal data."""
    pages = Blueprint("health", __name__)

    @pages.get("/health/live")
    def live() -> Response:
        return jsonify(status="ok")

    @pages.get("/health/ready")
    def ready() -> tuple[Response, int]:
        fault = what_is_wrong(store, now())
        return jsonify(status=fault or "ok"), 503 if fault else 200

    return pages


def what_is_wrong(store: Store, now: datetime) -> str | None:
    """The failing part, `database`, `schema` or `worker`; None when everything works.

    The worker is judged by the age of waiting rows, so it may run in another process.
    """
    try:
        ensure_fit(store.engine)
        with store.read() as tx:
            waiting_since = (tx.inbox.oldest_waiting(), tx.delivery.due_since(now))
    except UnfitSchemaError:
        return "schema"
    except SQLAlchemyError:
        return "database"
    return "worker" if any(since and now - since > STUCK_AFTER for since in waiting_since) else None
