"""The server of `bot web`: slow, endless or numerous clients do not block LINE or the pages."""

import http.client
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import pytest
from flask import Flask, Response, request

from bot.runtime import connection, flask_threads, request_body
from bot.runtime.web_server import WebServer

HEAD = b"GET /headers HTTP/1.1\r\nHost: x\r\n"
PATIENCE_SECONDS = 60
"""Longest wait for an expected event, because a machine may be busy with other tests."""


@pytest.fixture
def pages():
    """A WSGI application that returns its request."""
    pages = Flask("asked")

    @pages.route("/headers", methods=["GET", "POST"])
    def headers():
        return dict(request.headers)

    @pages.post("/echo")
    def echo():
        return Response(request.get_data(), mimetype="application/octet-stream")

    @pages.get("/at/<path:place>")
    def at(place):
        return {"place": place, "asked": request.args.to_dict(), "from": request.remote_addr}

    @pages.get("/parts")
    def parts():
        return Response((f"{number}\n" for number in range(1000)), mimetype="text/csv")

    @pages.get("/large")
    def large():
        return Response(b"x" * 8_000_000, mimetype="application/octet-stream")

    @pages.get("/fails")
    def fails():
        raise RuntimeError

    return pages


@pytest.fixture
def server(pages):
    server = WebServer(pages, "127.0.0.1", 0)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def connect(server):
    """Opens raw connections."""
    with ExitStack() as stack:

        def open_one(sent=b""):
            address = ("127.0.0.1", server.port)
            one = stack.enter_context(socket.create_connection(address, PATIENCE_SECONDS))
            one.sendall(sent)
            return one

        yield open_one


def ask(server, path, method="GET", body=None, headers=None):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    try:
        client.request(method, path, body=body, headers=headers or {}, encode_chunked=True)
        answer = client.getresponse()
        return answer.status, answer.read()
    finally:
        client.close()


def answer_of(one):
    """Return the whole response to a request for /headers, in however many pieces it arrives."""
    response = b""
    while not response.endswith(b"}\n"):
        piece = one.recv(100_000)
        assert piece, response
        response += piece
    return response


def last_words(one):
    """Return everything that arrives until the server has closed the connection."""
    response = b""
    with suppress(ConnectionError):
        while piece := one.recv(100_000):
            response += piece
    return response


def wait_until(holds):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_closed(one):
    """Return whether the server has closed this connection without a response."""
    try:
        return one.recv(100) == b""
    except ConnectionError:
        return True


def test_a_page_is_asked_with_its_path_its_query_and_its_sender(server):
    status, response = ask(server, "/at/%E0%B8%81/b%2Fc?q=%E0%B8%82&x=a+b")
    assert status == 200
    assert json.loads(response) == {
        "place": "ก/b/c",
        "asked": {"q": "ข", "x": "a b"},
        "from": "127.0.0.1",
    }


def test_a_body_arrives_the_same_whole_or_in_chunks(server):
    body = bytes(range(256)) * 3000
    chunked = {"Transfer-Encoding": "chunked"}
    assert ask(server, "/echo", "POST", body) == (200, body)
    assert ask(server, "/echo", "POST", iter([body[:10], body[10:]]), chunked) == (200, body)


def test_a_page_made_in_parts_arrives_whole_and_one_that_fails_is_a_500(server):
    assert ask(server, "/parts")[1].count(b"\n") == 1000
    assert ask(server, "/fails")[0] == 500
    assert ask(server, "/large") == (200, b"x" * 8_000_000)
    assert ask(server, "/large", "HEAD") == (200, b"")


def test_a_header_with_an_underscore_does_not_pass_for_another(server):
    _, response = ask(server, "/headers", headers={"X_Forwarded_For": "203.0.113.9"})
    assert b"203.0.113.9" not in response


@pytest.mark.parametrize("begun", [b"", b"\r\n", b"GET /head", HEAD])
def test_a_head_that_does_not_arrive_in_time_closes_its_connection(monkeypatch, connect, begun):
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.3)
    assert is_closed(connect(begun))


def test_a_head_that_does_not_arrive_in_time_closes_also_a_connection_that_was_used(
    monkeypatch, connect
):
    monkeypatch.setattr(connection, "HEAD_SECONDS", 1.0)
    one = connect(HEAD + b"\r\n")
    assert answer_of(one).startswith(b"HTTP/1.1 200")
    # Between two requests no header is expected.
    time.sleep(1.2)
    one.settimeout(0)
    with pytest.raises(BlockingIOError):
        one.recv(100)
    one.settimeout(PATIENCE_SECONDS)
    one.sendall(HEAD)
    assert is_closed(one)


def test_a_head_without_an_end_closes_its_connection(monkeypatch, connect):
    monkeypatch.setattr(connection, "HEAD_SECONDS", 2 * PATIENCE_SECONDS)
    one = connect(HEAD)
    with suppress(ConnectionError):
        for _ in range(1000):
            one.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")
    assert is_closed(one)


def test_a_body_that_does_not_arrive_in_time_is_a_408(monkeypatch, connect):
    monkeypatch.setattr(request_body, "SECONDS", 0.3)
    one = connect(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
    assert last_words(one).startswith(b"HTTP/1.1 408")


def test_a_slow_body_has_more_time_the_more_of_it_arrives(monkeypatch, connect):
    monkeypatch.setattr(request_body, "SECONDS", 0.2)
    # PATIENCE_SECONDS more after the first byte.
    monkeypatch.setattr(request_body, "BYTES_PER_SECOND", 1 / PATIENCE_SECONDS)
    one = connect(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\na")
    time.sleep(0.5)
    one.sendall(b"bcdefgh")
    assert one.recv(1000).startswith(b"HTTP/1.1 200")


def test_a_body_beyond_what_any_form_sends_is_a_413(server, connect):
    one = connect(b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    answered = threading.Thread(target=lambda: heads.append(one.recv(1000)))
    heads = []
    answered.start()
    with pytest.raises(ConnectionError):
        for _ in range(1000):
            one.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
    answered.join()
    assert heads[0].startswith(b"HTTP/1.1 413")


def test_large_bodies_of_a_crowd_are_refused_and_small_ones_are_not(monkeypatch, server, connect):
    monkeypatch.setattr(request_body, "MEMORY", 300_000)
    head = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 290000\r\n\r\n"
    held = []

    def is_full():
        # A connection whose body arrives together with the other's may itself be refused.
        held.append(connect(head + b"x" * 250_000))
        return ask(server, "/echo", "POST", b"x" * 100_000)[0] == 503

    wait_until(is_full)
    assert ask(server, "/echo", "POST", b"small") == (200, b"small")
    for one in held:
        one.close()
    wait_until(lambda: ask(server, "/echo", "POST", b"x" * 100_000)[0] == 200)


def test_when_all_connections_are_open_the_one_that_waited_longest_makes_room(
    monkeypatch, server, connect
):
    monkeypatch.setattr(connection, "CONNECTIONS", 5)
    # They are accepted in the order in which they were opened.
    idle = [connect() for _ in range(5)]
    assert ask(server, "/headers")[0] == 200
    assert is_closed(idle[0])
    idle[-1].sendall(HEAD + b"\r\n")
    assert idle[-1].recv(1000).startswith(b"HTTP/1.1 200")


def test_a_client_that_reads_nothing_holds_no_thread(monkeypatch, pages):
    monkeypatch.setattr("bot.runtime.web_server.THREADS", 1)
    monkeypatch.setattr(flask_threads, "STALL_SECONDS", 0.5)
    server = WebServer(pages, "127.0.0.1", 0)
    server.start()
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.connect(("127.0.0.1", server.port))
        one.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(ask, server, "/headers") for _ in range(4)]
            assert [answer.result()[0] for answer in asked] == [200] * 4
    server.stop()


def test_a_taken_port_and_a_host_elsewhere_are_reported_before_anything_is_served(pages, server):
    for host, port in (("127.0.0.1", server.port), ("203.0.113.9", 0), ("no-such-host.invalid", 0)):
        with pytest.raises(OSError):
            WebServer(pages, host, port)


def test_a_server_that_was_never_started_stops_and_frees_its_port(pages):
    server = WebServer(pages, "localhost", 0)
    server.stop()
    again = WebServer(pages, "127.0.0.1", server.port)
    again.start()
    assert ask(again, "/headers")[0] == 200
    again.stop()
