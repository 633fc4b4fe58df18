"""Group commit: no request is answered before it is on disk, and one request's fault does not affect others."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import urllib3
from sqlalchemy import event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from bot.event_writer import EventWriter
from storage.queues.inbox import NewEvent
from storage.store import open_store
from storage.tables import inbox
from tests.databases import VAULT, on_postgres
from tests.line_bodies import body, says, signature

ROOT = Path(__file__).parents[2]


@pytest.fixture
def event_writer(store, clock):
    event_writer = EventWriter(store, clock)
    yield event_writer
    event_writer.close()


def one(name, raw="{}"):
    return [NewEvent(name, "U1", raw)]


def kept(store):
    with store.read() as tx:
        return set(tx.connection.scalars(select(inbox.c.webhook_event_id)))


def keep_at_once(event_writer, requests, *, while_held_by):
    """Send requests while another transaction writes, so that they share one commit; return each response."""
    with ThreadPoolExecutor(len(requests)) as pool:
        with while_held_by.begin() as tx:
            tx.inbox.store(one("first"), event_writer._now())
            answers = [pool.submit(event_writer.store, events, seconds=10) for events in requests]
            deadline = time.monotonic() + 5
            while sum(answer.running() for answer in answers) < len(requests):
                assert time.monotonic() < deadline
            time.sleep(0.1)
        return [answer.exception() for answer in answers]


def test_what_was_answered_is_kept(event_writer, store):
    event_writer.store(one("a"), seconds=5)
    assert kept(store) == {"a"}


def test_requests_that_wait_together_are_committed_together(event_writer, store):
    commits = []
    event.listen(store.engine, "commit", commits.append)
    requests = [one(f"e{number}") for number in range(20)]
    assert keep_at_once(event_writer, requests, while_held_by=store) == [None] * 20
    # The commits of the writer, of the first request in the queue, and of all others together.
    assert len(commits) <= 3
    assert len(kept(store)) == 21


def test_a_request_that_cannot_be_kept_fails_alone(event_writer, store):
    requests = [*(one(f"e{number}") for number in range(10)), one("bad", "\ud83d")]
    *good, bad = keep_at_once(event_writer, requests, while_held_by=store)
    assert good == [None] * 10
    assert isinstance(bad, UnicodeEncodeError)
    assert kept(store) == {"first", *(f"e{number}" for number in range(10))}
    event_writer.store(one("after"), seconds=5)


def test_events_of_one_commit_are_kept_in_their_order_and_once(event_writer, store):
    names = [f"e{number}" for number in range(30)]
    event_writer.store([NewEvent(name, "U1", "{}") for name in [*names, "e3"]], seconds=5)
    event_writer.store([NewEvent(name, "U1", "{}") for name in ["e3", "e30"]], seconds=5)
    with store.read() as tx:
        stored = tx.connection.execute(select(inbox.c.webhook_event_id).order_by(inbox.c.id))
        assert list(stored.scalars()) == [*names, "e30"]


@on_postgres
def test_another_process_is_told_of_an_event(store, database_url, clock):
    waiting = open_store(database_url, VAULT)
    since = waiting.wakeup.count("inbox")
    deadline = time.monotonic() + 10
    while waiting.wakeup.count("inbox") == since and time.monotonic() < deadline:
        # Repeat until the server listens.
        store.store_events(one(str(time.monotonic())), clock())
        waiting.wakeup.wait("inbox", since, 0.2)
    assert waiting.wakeup.count("inbox") > since
    waiting.close()


def test_a_request_that_waits_too_long_is_refused_with_the_reason(event_writer, store):
    with store.begin() as tx:
        tx.inbox.store(one("first"), event_writer._now())
        with pytest.raises(TimeoutError):
            event_writer.store(one("late"), seconds=0.05)


class AbsentStore:
    """A database that is down, and reports it only after a while."""

    is_sqlite = False

    def __init__(self):
        self.tries = 0
        self.go_on = threading.Event()

    def store_events(self, *_):
        self.tries += 1
        self.go_on.wait(5)
        raise OperationalError("BEGIN", {}, Exception("away"))


def test_a_database_that_is_away_is_not_asked_again_for_each_request(clock):
    away = AbsentStore()
    event_writer = EventWriter(away, clock)
    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(event_writer.store, one(str(n)), seconds=10) for n in range(20)]
        time.sleep(0.2)
        away.go_on.set()
        faults = {type(answer.exception()) for answer in answers}
    event_writer.close()
    assert faults == {OperationalError}
    assert away.tries <= 3


@contextmanager
def database_away(url):
    """The database cannot be written or reached for a while."""
    if url.startswith("sqlite"):
        lock = sqlite3.connect(make_url(url).database, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        yield
        lock.execute("ROLLBACK")
        lock.close()
        return
    name = make_url(url).database
    server = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        yield
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_while_the_database_is_away_line_is_told_to_come_again(
    settings, office, clock, monkeypatch, database_url
):
    from bot.runtime.flask_app import create_app  # noqa: PLC0415 - only here

    monkeypatch.setattr("storage.db.engines.SQLITE_BUSY_SECONDS", 0.1)
    store = open_store(database_url, VAULT)
    event_writer = EventWriter(store, clock)
    web = create_app(settings, office, event_writer).test_client()

    def post():
        raw = body(sent)
        answer = web.post("/line/webhook", data=raw, headers={"x-line-signature": signature(raw)})
        return answer.status_code

    sent = says("ไฟดับ")
    with database_away(database_url):
        assert post() == 503
    assert kept(store) == set()
    assert post() == 200
    assert kept(store) == {sent["webhookEventId"]}
    event_writer.close()
    store.close()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def web_process(database_url, folder):
    """Run a real `python -m bot web` and return its URL."""
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LINE_CHANNEL_SECRET": "a channel secret",
        "LINE_CHANNEL_ACCESS_TOKEN": "a channel token",
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": "RsVZN2736iGehOYov9P83iiruko8AUNq",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "web"],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(process, port)
        yield process, f"http://127.0.0.1:{port}/line/webhook"
    finally:
        process.kill()
        process.wait()


def wait_until_ready(process, port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the web part does not start")


def test_what_was_acknowledged_outlives_a_kill(database_url, store, tmp_path):
    acknowledged, enough = set(), threading.Event()

    def flood(address):
        http = urllib3.PoolManager(retries=False, timeout=5)
        while not enough.is_set():
            event = says("ไฟดับ")
            raw = body(event)
            try:
                answer = http.request(
                    "POST", address, body=raw, headers={"x-line-signature": signature(raw)}
                )
            except urllib3.exceptions.HTTPError:
                return
            if answer.status == 200:
                acknowledged.add(event["webhookEventId"])

    with web_process(database_url, tmp_path) as (process, address):
        floods = [threading.Thread(target=flood, args=(address,)) for _ in range(4)]
        for thread in floods:
            thread.start()
        deadline = time.monotonic() + 20
        while len(acknowledged) < 150 and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        enough.set()
        for thread in floods:
            thread.join()
    assert len(acknowledged) >= 150
    assert acknowledged - kept(store) == set()
