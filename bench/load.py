"""Sends webhooks as fast as a server accepts them: many connections, one pending request on each.

It uses one thread, one selector and no HTTP library, in a process of its own: a request takes it about 30
microseconds, a tenth of the time of the measured servers.
"""

import base64
import hashlib
import hmac
import itertools
import json
import multiprocessing
import selectors
import socket
import time
import uuid
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from bench.processes import SECRET
from bench.report import percentile

SENDERS = 2000
TEXT = "สวัสดีครับ ขอสอบถามวันเวลาทำการของ อบต. หน่อยครับ"
_PADDING = "q" * 120


@dataclass(frozen=True)
class Shot:
    """The result of one period of load.

    `seconds`: its length. `milliseconds`: latency of each answer with status 200. `others`: other answers.
    """

    seconds: float
    milliseconds: list[float] = field(repr=False)
    others: int

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    def percentile(self, share: float) -> float:
        return percentile(self.milliseconds, share)


def shoot(port: int, seconds: float, connections: int = 32) -> Shot:
    """Send webhooks to `http://127.0.0.1:<port>/line/webhook` from another process for `seconds`."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(_shoot, port, seconds, connections).result()


def _shoot(port: int, seconds: float, connections: int) -> Shot:
    run = uuid.uuid4().hex[:10]
    selector = selectors.DefaultSelector()
    numbers = itertools.count()
    sent_at: dict[socket.socket, float] = {}

    def send(sock: socket.socket) -> None:
        webhook = request(run, next(numbers))
        sent_at[sock] = time.perf_counter()
        sock.sendall(webhook)

    for _ in range(connections):
        sock = socket.create_connection(("127.0.0.1", port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(sock, selectors.EVENT_READ, sock)
        send(sock)
    start = time.perf_counter()
    spent: list[float] = []
    others = 0
    while time.perf_counter() - start < seconds:
        for key, _ in selector.select(timeout=1.0):
            answer = _answer(key.data)
            if answer.startswith(b"HTTP/1.1 200"):
                spent.append((time.perf_counter() - sent_at[key.data]) * 1000)
            else:
                others += 1
            send(key.data)
    lasted = time.perf_counter() - start
    for sock in sent_at:
        # Wait for the last answer of each connection, so that the server is idle before the next period.
        _answer(sock)
        sock.close()
    return Shot(lasted, spent, others)


def _answer(sock: socket.socket) -> bytes:
    """Read one complete response and return its head."""
    data = sock.recv(65536)
    while b"\r\n\r\n" not in data:
        data += sock.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = head.lower().split(b"content-length:")[1].split(b"\r\n")[0]
    while len(body) < int(length):
        body += sock.recv(65536)
    return head


def request(run: str, number: int) -> bytes:
    """One signed webhook of one text event, about 750 bytes, as LINE sends it."""
    body = json.dumps(event(run, number), ensure_ascii=False, separators=(",", ":")).encode()
    return signed(body)


def signed(body: bytes) -> bytes:
    """A whole request with this body, signed as LINE signs."""
    signature = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256))
    return (
        b"POST /line/webhook HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json; charset=utf-8"
        b"\r\nUser-Agent: LineBotWebhook/2.0\r\nx-line-signature: " + signature + b"\r\n"
        b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )


def event(run: str, number: int) -> dict[str, object]:
    unique = f"{run}{number:016d}"
    return {
        "destination": "U" + "0" * 32,
        "events": [
            {
                "type": "message",
                "message": {
                    "type": "text",
                    "id": unique[-18:],
                    "quoteToken": _PADDING,
                    "markAsReadToken": _PADDING,
                    "text": TEXT,
                },
                "webhookEventId": unique,
                "deliveryContext": {"isRedelivery": False},
                "timestamp": int(time.time() * 1000),
                "source": {"type": "user", "userId": f"U{number % SENDERS:032x}"},
                "replyToken": f"{unique:0>32}",
                "mode": "active",
            }
        ],
    }
