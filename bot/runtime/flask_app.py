"""The Flask application: its routes, the audience of each route, and the security headers."""

import logging
import subprocess
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, Response, request
from jinja2 import StrictUndefined

from bot import clock
from bot.event_writer import EventWriter
from bot.line.inbound import webhook
from bot.line.tasks import image
from bot.runtime.web_request import CleanRequest, replace_unstorable
from bot.settings import Settings
from handlers.core.unit_of_work import AppContext
from web import health
from web.console import blueprint as console
from web.console import rules
from web.public import attachments, case_page, open311, open_page, privacy, report, reports, survey

log = logging.getLogger(__name__)
AUDIENCES = {
    "line.webhook": "LINE, proven by its signature",
    "health.live": "anyone",
    "health.ready": "anyone",
    "static": "anyone: the style sheet of the pages",
    "privacy.notice": "anyone",
    "questionnaire.show": "anyone who has the address of the door",
    "questionnaire.send": "anyone who has the address of the door",
    "questionnaire.done": "anyone; it says nothing of an answer",
    "questionnaire.door_qr": "anyone who has the address of the door",
    "questionnaire.itas_qr": "anyone: the office's public address on ITAS",
    "report.tell": "anyone, without LINE: the form of a report",
    "report.send": "anyone, without LINE: the form of a report; counted for each network",
    "report.follow": "anyone; it says nothing of a case",
    "report.show": "anyone who has the private code of a case; wrong ones are counted",
    "report.write": "anyone who has the private code of a case",
    "case.page": "anyone who has the signed address",
    "attachments.photo": "anyone who has the signed address, in ordinary cases",
    "attachments.file": "anyone who has the signed address, in ordinary cases",
    "attachments.photo_for": "the reader for whom the address was made, while they may read the case",
    "attachments.file_for": "the reader for whom the address was made, while they may read the case",
    **rules.AUDIENCES,
    "reports.file": "anyone who has the signed address",
    "open311.discovery": "anyone: where the interface is",
    "open311.services": "anyone: the public topics",
    "open311.service": "anyone: the public topics",
    "open311.requests": "anyone: ordinary cases without persons, stories and places",
    "open311.one_request": "anyone: one ordinary case without persons, story and place",
    "open.page": "anyone: figures of finished months, without persons",
    "open.data_json": "anyone",
    "open.data_csv": "anyone",
    "open.photo": "anyone: photos that officers cleared, of cases confirmed as fixed",
    "open.report": "anyone: published reports",
}
"""Flask endpoint to audience. `create_app` raises an error when a route is missing here."""
WEBHOOK = "rongtuk.webhook"
"""Key of the application's `extensions` for the Webhook, which the server calls without Flask."""
CONTENT_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy header: no scripts, because the pages need none. The console sets its own."""


class _App(Flask):
    request_class = CleanRequest

    def log_exception(self, exc_info: Any) -> None:  # noqa: ANN401 - Flask's
        """Log without the URL, which Flask's own message contains: the URL of a case gives access to it."""
        log.error("page.failed", extra={"page": request.endpoint}, exc_info=exc_info)


def create_app(
    settings: Settings,
    context: AppContext,
    event_writer: EventWriter,
    now: Callable[[], datetime] = clock.now,
) -> Flask:
    """The application with all routes. Raises RuntimeError for a route without an entry in AUDIENCES."""
    app = _App("web")
    # A name that a template misspells raises an error instead of leaving a blank on the page.
    app.jinja_env.undefined = StrictUndefined
    app.config["MAX_CONTENT_LENGTH"] = webhook.BODY_LIMIT
    secret = settings.line_channel_secret.get_secret_value()
    app.extensions[WEBHOOK] = webhook.Webhook(event_writer, secret, now)
    app.register_blueprint(webhook.blueprint(app.extensions[WEBHOOK]))
    app.register_blueprint(health.blueprint(context.store, now))
    app.register_blueprint(attachments.blueprint(context, now))
    app.register_blueprint(case_page.blueprint(context, now))
    app.register_blueprint(privacy.blueprint(context))
    app.register_blueprint(console.blueprint(context, now, clean_picture))
    app.register_blueprint(survey.blueprint(context, now))
    app.register_blueprint(report.blueprint(context, now, clean_picture))
    app.register_blueprint(open311.blueprint(context, now))
    app.register_blueprint(reports.blueprint(context))
    app.register_blueprint(open_page.blueprint(context, now))
    unlisted = {rule.endpoint for rule in app.url_map.iter_rules()} - AUDIENCES.keys()
    if unlisted:
        raise RuntimeError(f"routes without an audience: {sorted(unlisted)}")
    app.url_value_preprocessor(replace_unstorable)
    app.after_request(_harden)
    return app


def clean_picture(content: bytes) -> bytes | None:
    """A picture as a JPEG without metadata; None for anything but a picture of an accepted size."""
    try:
        return image.clean(content, keep_cut=True)
    except (image.NotAPictureError, subprocess.SubprocessError):
        return None


def _harden(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    # Browsers ignore this header on pages served by plain http, so it can always be set.
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    return response
