"""Every route declares who may use it, and refuses everybody else."""

import base64
import hashlib
import hmac
import json
import shutil

import pytest

from bot import clock
from bot.event_writer import EventWriter
from bot.runtime.flask_app import AUDIENCES, create_app
from bot.settings import Settings
from tests.contexts import shipped_context

SECRET = "a channel secret"
PUBLIC = {"health.live", "health.ready", "privacy.notice", "open.data_json", "open.data_csv"}
"""Routes that anyone may read without signing in."""


@pytest.fixture
def parts(tmp_path, sqlite_template):
    """Static files and other parts of the application itself."""
    shutil.copyfile(sqlite_template, tmp_path / "routes.db")
    settings = Settings.of(
        line_channel_secret=SECRET,
        line_channel_access_token="a token",
        database_url=f"sqlite:///{tmp_path / 'routes.db'}",
        data_dir=tmp_path,
        public_url="https://rongtuk.example",
        secret_key="dlzSvnceG69ZOtrcatlEw_r4yQQKVacN",
    )
    office = shipped_context(settings)
    event_writer = EventWriter(office.store, clock.now)
    yield settings, office, event_writer
    event_writer.close()
    office.store.close()


@pytest.fixture
def app(parts):
    return create_app(*parts)


def signed(body: bytes) -> dict[str, str]:
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).digest()
    return {"x-line-signature": base64.b64encode(digest).decode()}


def test_every_route_has_an_audience_and_every_audience_a_route(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(AUDIENCES)


def test_only_what_is_meant_for_anyone_says_so():
    assert {route for route, audience in AUDIENCES.items() if audience == "anyone"} == PUBLIC


def test_a_route_without_an_audience_stops_the_start(parts, monkeypatch):
    monkeypatch.delitem(AUDIENCES, "health.live")
    with pytest.raises(RuntimeError, match=r"health\.live"):
        create_app(*parts)


def test_every_answer_is_hardened(app):
    headers = app.test_client().get("/health/live").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-line-signature": ""},
        {"x-line-signature": "bm8="},
        {"x-line-signature": "ไทย".encode().decode("latin-1")},
    ],
)
def test_a_webhook_that_line_did_not_sign_is_refused(app, headers):
    assert (
        app.test_client().post("/line/webhook", data=b'{"events":[]}', headers=headers).status_code
        == 401
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"destination":"U1","events":[]}', 200),
        (b'{"events":[{"type":"unheard of"}]}', 200),
        (b"{}", 200),
        (b"", 400),
        (b"not json", 400),
        (b"[]", 400),
        (b'{"events":{}}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"events":[' + b'"x",' * 400_000 + b'"x"]}', 413),
    ],
    ids=[
        "verify",
        "unknown",
        "no_events",
        "empty",
        "not_json",
        "list",
        "wrong_events",
        "not_utf8",
        "deep",
        "too_large",
    ],
)
def test_a_signed_body_is_kept_or_refused_and_never_a_fault_of_ours(app, body, status):
    assert (
        app.test_client().post("/line/webhook", data=body, headers=signed(body)).status_code
        == status
    )


def test_a_photo_needs_its_signature(app):
    assert app.test_client().get(f"/photos/1-{'0' * 32}.jpg").status_code == 404
    assert app.test_client().get("/photos/1-ก.jpg").status_code == 404


def test_nothing_is_served_beside_the_routes(app):
    for path in ("/", "/static/x", "/.env", "/admin", "/photos/"):
        assert app.test_client().get(path).status_code == 404


def test_health_says_nothing_about_anybody(app):
    assert json.loads(app.test_client().get("/health/ready").data) == {"status": "ok"}


def test_a_page_that_fails_is_logged_by_its_name_and_not_by_its_address(app, parts, caplog):
    office = parts[1]
    path = f"/photos/1-{'0' * 32}.jpg"
    office.store.engine.dispose()
    with office.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE attachment")
    assert app.test_client().get(path).status_code == 500
    (record,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert (record.getMessage(), record.page) == ("page.failed", "attachments.photo")
    assert path not in caplog.text.partition("Traceback")[0]
