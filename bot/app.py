"""The web application: which pages exist and whom each is for."""

from flask import Flask, Response

from bot import clock
from bot.intake import Intake
from bot.line import webhook
from bot.settings import Settings
from bot.wiring import photo_files
from handlers.desk import Office
from web import attachments, health

AUDIENCES = {
    "line.webhook": "LINE, proven by its signature",
    "health.live": "anyone",
    "health.ready": "anyone",
    "attachments.photo": "whoever was given the signed address",
    "attachments.file": "whoever was given the signed address",
}
"""Every route and its audience. One that is not listed here is not served."""


def create_app(settings: Settings, office: Office, intake: Intake) -> Flask:
    app = Flask("rongtuk", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = webhook.BODY_LIMIT
    secret = settings.line_channel_secret.get_secret_value()
    app.register_blueprint(webhook.blueprint(intake, secret))
    app.register_blueprint(health.blueprint(office.store, clock.now))
    app.register_blueprint(attachments.blueprint(office.store, photo_files(settings), office.links))
    unlisted = {rule.endpoint for rule in app.url_map.iter_rules()} - AUDIENCES.keys()
    if unlisted:
        raise RuntimeError(f"routes without an audience: {sorted(unlisted)}")
    app.after_request(_harden)
    return app


def _harden(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; img-src 'self'")
    return response
