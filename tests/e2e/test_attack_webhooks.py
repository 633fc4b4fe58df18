"""Forged, replayed and malformed webhooks are refused, reveal nothing and delay nobody."""

import inspect
import json
import socket
import time
from contextlib import ExitStack
from datetime import timedelta

import pytest
import urllib3
from sqlalchemy import func, select

from bot.event_writer import EventWriter
from bot.line.inbound.parse import MAX_EVENT_AGE
from bot.runtime.flask_app import create_app
from bot.runtime.web_server import WebServer
from bot.settings import Settings
from scheduler import jobs
from simulator.app import running, serve
from storage.tables import complaint, inbox
from tests.chat import LAMP
from tests.line_bodies import body, event, says, signature
from tests.running import SECRET

HTTP = urllib3.PoolManager(retries=False, timeout=10)


def post(bot, raw, *, sign=SECRET, path="/line/webhook", method="POST", **headers):
    """Return the response to a body signed with this secret, or unsigned for None."""
    if sign is not None:
        headers["x-line-signature"] = signature(raw, sign)
    return HTTP.request(method, f"{bot.url}{path}", body=raw, headers=headers)


def delivers(raw, address):
    """Deliver a body as LINE does: again if a busy machine did not store it in time."""
    for _ in range(20):
        answer = HTTP.request(
            "POST", address, body=raw, headers={"x-line-signature": signature(raw, SECRET)}
        )
        if answer.status != 503:
            break
    assert answer.status == 200


def brings(bot, raws):
    for raw in raws:
        delivers(raw, f"{bot.url}/line/webhook")
        bot.settle()


def counts(bot):
    """Return the number of stored events and of filed cases."""
    with bot.office.store.read() as tx:
        return tuple(
            tx.connection.scalar(select(func.count()).select_from(table))
            for table in (inbox, complaint)
        )


def person(bot, key):
    return bot.line.friends.roster.people[key].id


def filing(bot, key):
    """Return three bodies, as LINE would sign them, that file a case."""
    now = int(time.time() * 1000)
    texts = (LAMP, "ไฟถนน ไฟส่องสว่าง", "ยืนยัน")
    return [body(says(text, sender=person(bot, key), timestamp=now)) for text in texts]


# ------------------------------------------------------------------ forged
def test_a_forged_webhook_gets_an_empty_401_and_leaves_nothing(bot):
    raw = body(says(LAMP, sender=person(bot, "somsri")))
    before = counts(bot)
    answers = [
        post(bot, raw, sign=None),
        post(bot, raw, sign="another secret"),
        post(bot, raw, sign=""),
        HTTP.request(
            "POST",
            f"{bot.url}/line/webhook",
            body=raw,
            headers={"x-line-signature": signature(raw + b" ", SECRET)},
        ),
        HTTP.request(
            "POST",
            f"{bot.url}/line/webhook",
            body=raw,
            headers={"x-line-signature": signature(raw, SECRET).lower()},
        ),
    ]
    assert [(answer.status, answer.data) for answer in answers] == [(401, b"")] * 5
    assert counts(bot) == before


def test_a_body_for_another_office_s_bot_is_signed_with_another_secret(bot):
    """Each channel has its own secret, so a body for another bot is refused like a forged one."""
    meant = {"destination": f"U{'9' * 32}", "events": [says(LAMP, sender=person(bot, "somsri"))]}
    raw = json.dumps(meant).encode()
    assert post(bot, raw, sign="the other office's secret").status == 401
    assert counts(bot) == (0, 0)


def test_one_who_can_guess_a_part_of_the_signature_is_told_nothing_of_it(bot):
    """An almost correct signature gets the same response as any other wrong one."""
    raw = body(says(LAMP, sender=person(bot, "somsri")))
    right = signature(raw, SECRET)
    nearly = [right[:keep] + "A" * (len(right) - keep) for keep in (0, 10, 40)]
    answers = [
        HTTP.request(
            "POST", f"{bot.url}/line/webhook", body=raw, headers={"x-line-signature": guess}
        )
        for guess in nearly
    ]
    responses = {
        (one.status, one.data, tuple(sorted(set(one.headers) - {"Date"}))) for one in answers
    }
    assert len(responses) == 1


# ------------------------------------------------------------------ replayed
@pytest.mark.both_databases
def test_a_captured_body_that_is_replayed_at_once_does_nothing_more(bot, resident):
    captured = filing(bot, "somsri")
    brings(bot, captured)
    before, texts = counts(bot), len(resident._messages())
    assert before[1] == 1
    brings(bot, captured)
    assert (counts(bot), len(resident._messages())) == (before, texts)


def test_a_body_replayed_months_later_still_does_nothing(bot, resident):
    """An event whose id may have been deleted by the retention is too old to be accepted."""
    raws = filing(bot, "somsri")
    brings(bot, raws)
    (_, cases), began = counts(bot), bot.now()
    resident.looks_away()
    for days in (29, 61, 63, 69, 71, 400):
        bot.now.move_to(began + timedelta(days=days))
        jobs.scrub(bot.office, bot.now())
        jobs.forget(bot.office, bot.now())
        brings(bot, raws)
        assert (counts(bot)[1], resident.news) == (cases, [])


def test_an_event_is_remembered_for_longer_than_it_is_heard():
    assert jobs.QUEUE_RETENTION > MAX_EVENT_AGE


# ------------------------------------------------------------------ out of shape
def test_an_oversize_body_is_refused_unread(bot):
    raw = b'{"events":[' + b" " * 1_100_000 + b"]}"
    assert post(bot, raw).status == 413
    huge = HTTP.request(
        "POST", f"{bot.url}/line/webhook", body=iter([b" " * 65_536] * 40), chunked=True
    )
    assert huge.status == 413
    assert counts(bot) == (0, 0)


@pytest.mark.parametrize(
    "method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"]
)
def test_other_methods_change_nothing_and_show_nothing(bot, method):
    answer = post(bot, body(says(LAMP, sender=person(bot, "somsri"))), method=method)
    assert answer.status == (200 if method == "OPTIONS" else 405)
    assert b"events" not in answer.data
    assert counts(bot) == (0, 0)


@pytest.mark.parametrize(
    "path",
    [
        "/line/webhook/",
        "/line/webhook/../../.env",
        "/_/reset",
        "/_/state",
        "/v2/bot/message/push",
        "/static/../app.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/.env",
        "/metrics",
        "/admin",
    ],
)
def test_paths_that_are_none_of_ours_are_a_plain_404(bot, path):
    """Neither the chat page nor the simulator's control API is part of the bot."""
    for method in ("GET", "POST"):
        answer = post(bot, b"{}", path=path, method=method)
        assert answer.status in {404, 405, 308}
        assert not any(
            word in answer.data.lower() for word in (b"traceback", b"werkzeug", b"/home", b"secret")
        )
    assert counts(bot) == (0, 0)


def test_the_chat_page_and_the_bot_listen_on_this_machine_alone_unless_told():
    hosts = [inspect.signature(start).parameters["host"].default for start in (running, serve)]
    assert [*hosts, Settings.host] == ["127.0.0.1"] * 3


# ------------------------------------------------------------------ slow
@pytest.fixture
def real_server(bot):
    """Return the application behind the server of `bot run`."""
    event_writer = EventWriter(bot.office.store, bot.now)
    app = create_app(bot.settings, bot.office, event_writer, bot.now)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = WebServer(app, "127.0.0.1", port)
    server.start()
    yield "127.0.0.1", port
    server.stop()
    event_writer.close()


def test_two_hundred_who_send_a_byte_now_and_then_keep_line_from_nothing(bot, real_server):
    """Open more connections than there are threads, each with a body that never ends."""
    head = b"POST /line/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(real_server)) for _ in range(200)]
        for one in slow:
            one.sendall(head)
        for number in range(3):
            raw = body(says(f"สวัสดีค่ะ {number}", sender=person(bot, "somsri")))
            address = f"http://{real_server[0]}:{real_server[1]}/line/webhook"
            delivers(raw, address)
            for one in slow:
                one.sendall(b" ")
    assert counts(bot) == (3, 0)


def test_what_is_unknown_in_a_signed_body_is_kept_and_harms_nothing(bot):
    """A signed body of an unknown form is accepted, because LINE may extend its format at any time."""
    raw = body(event("hologram", sender=person(bot, "somsri"), colours=[1, {"2": None}]))
    brings(bot, [raw])
    assert counts(bot) == (1, 0)
