"""Open requests are answered before the web part ends, and a part that ends by itself ends the process."""

import http.client
import signal
import threading
from contextlib import ExitStack

import pytest
from flask import Flask

from bot.runtime import processes
from bot.runtime import web_server as serving
from bot.runtime.web_server import WebServer


@pytest.fixture
def web(monkeypatch):
    """A server with one thread, and a page that answers when it is released."""
    monkeypatch.setattr(serving, "THREADS", 1)
    pages, entered, may_answer = Flask("slow"), threading.Semaphore(0), threading.Event()

    @pages.get("/slow")
    def slow():
        entered.release()
        may_answer.wait(10)
        return "answered"

    server = WebServer(pages, "127.0.0.1", 0)
    server.start()
    yield server, entered, may_answer
    may_answer.set()
    server.stop()


@pytest.fixture
def ask():
    """Request the server's page; the response can be read from the returned object."""
    with ExitStack() as connections:

        def begin(server):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            connections.callback(connection.close)
            connection.request("GET", "/slow")
            return connection

        yield begin


def test_a_request_that_is_being_answered_and_one_that_waits_for_it_are_both_answered(web, ask):
    server, entered, may_answer = web
    first, second = ask(server), ask(server)
    entered.acquire()
    ending = threading.Thread(target=server.stop)
    ending.start()
    ending.join(timeout=1)
    assert ending.is_alive()
    with pytest.raises(ConnectionRefusedError):
        ask(server)
    may_answer.set()
    assert [one.getresponse().read() for one in (first, second)] == [b"answered"] * 2
    ending.join()
    assert not server.is_alive()


def test_nobody_waits_for_a_connection_that_asks_for_nothing(web, ask):
    server, _entered, may_answer = web
    may_answer.set()
    idle = ask(server)
    assert idle.getresponse().read() == b"answered"
    server.stop()
    assert not server.is_alive()
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        idle.request("GET", "/slow")
        idle.getresponse()


class Part:
    """A part that has ended by itself, or still runs."""

    def __init__(self, *, alive):
        self.alive = alive
        self.stopped = False

    def start(self):
        """Start nothing."""

    def is_alive(self):
        return self.alive

    def stop(self):
        self.stopped = True


@pytest.fixture
def own_signals():
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def test_a_part_that_ends_by_itself_ends_the_process_and_the_others_in_order(settings, own_signals):
    parts = [Part(alive=True), Part(alive=False)]
    with pytest.raises(processes.PartEndedError):
        processes._run(settings, *(lambda *_, part=part: part for part in parts))
    assert [part.stopped for part in parts] == [True, True]


def test_a_signal_during_the_start_is_not_lost(settings, own_signals):
    part = Part(alive=True)
    part.start = lambda: signal.raise_signal(signal.SIGTERM)
    processes._run(settings, lambda *_: part)
    assert part.stopped
