"""Whether the process lives, and whether the office's pipe is moving."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from storage.store import Store

STUCK_AFTER = timedelta(minutes=2)
"""An event that has waited longer means that the worker stands still."""


def blueprint(store: Store, now: Callable[[], datetime]) -> Blueprint:
    """Audience: anyone; it says nothing about anybody."""
    pages = Blueprint("health", __name__)

    @pages.get("/health/live")
    def live() -> Response:
        return jsonify(status="ok")

    @pages.get("/health/ready")
    def ready() -> tuple[Response, int]:
        try:
            with store.read() as tx:
                oldest = tx.inbox.oldest_waiting()
        except SQLAlchemyError:
            return jsonify(status="database unreachable"), 503
        if oldest is not None and now() - oldest > STUCK_AFTER:
            return jsonify(status="worker stands still"), 503
        return jsonify(status="ok"), 200

    return pages
