"""Whether the process lives, and whether the office's pipe is moving."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from storage.migrate import UnfitSchemaError, ensure_fit
from storage.store import Store

STUCK_AFTER = timedelta(minutes=2)
"""An event or a message that has waited longer for the worker means that it stands still."""


def blueprint(store: Store, now: Callable[[], datetime]) -> Blueprint:
    """Audience: anyone; it says nothing about anybody."""
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
    """The part that fails, in one word: `database`, `schema` or `worker`; None when all is well.

    The worker is judged by what it leaves undone, so it may run in another process.
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
