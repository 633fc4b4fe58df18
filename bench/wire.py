"""A fast LINE for benchmarks: accepts the bot's calls and sends its webhooks in one thread, without checks.

A call takes about 0.1 ms here and ten times as long in the pretend LINE of the demo, which checks every message.
"""

import asyncio
import json
import re
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bench.load import signed
from bench.report import percentile

CONNECTIONS = 32
RETRY_SECONDS = 0.2
_DATA = re.compile(rb'"data": ?"([^"]*)"')
_PLAIN: dict[str, dict[str, Any]] = {
    "/quota/consumption": {"totalUsage": 0},
    "/quota": {"type": "none"},
    "/richmenu/alias/": {"richMenuAliasId": "officers", "richMenuId": "richmenu-1"},
    "/profile/": {"userId": "U" + "0" * 32, "displayName": "ชาวบ้าน", "language": "th"},
}


@dataclass(frozen=True)
class Call:
    """A call of the bot: `token` of a reply or `to` of a push; `buttons`: the data of its postback buttons."""

    token: str
    to: str
    buttons: list[str]


@dataclass
class Wire:
    """The LINE server and the sender of webhooks.

    `on_call` is called with every message of the bot. Webhooks of one person use one connection, in order.
    `webhook_ms`: milliseconds from each webhook to its 200. `tokens`: number of calls for each reply token.
    `refused`: number of other answers. `sent`: number of events.
    """

    on_call: Callable[[Call], None] = lambda _call: None
    url: str = ""
    calls: Counter[str] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    webhook_ms: list[float] = field(default_factory=list)
    refused: int = 0
    sent: int = 0

    def __post_init__(self) -> None:
        self._run = uuid.uuid4().hex[:10]
        self._queues: list[asyncio.Queue[bytes]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._callers: list[asyncio.StreamWriter] = []

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def connect(self, ports: list[int], connections: int = CONNECTIONS) -> None:
        """Open connections to the web processes on these ports; each person uses one of them."""
        for number in range(connections):
            queue: asyncio.Queue[bytes] = asyncio.Queue()
            self._queues.append(queue)
            carrying = self._send_queue(ports[number % len(ports)], queue)
            self._tasks.append(asyncio.create_task(carrying))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._server.close()
        for writer in self._callers:
            writer.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ---------------------------------------------------------------- what people do
    def says(self, person: int, text: str, at: float | None = None) -> str:
        return self._event(person, "message", at, message={"type": "text", "text": text})

    def presses(self, person: int, data: str, at: float | None = None) -> str:
        return self._event(person, "postback", at, postback={"data": data})

    def _event(self, person: int, kind: str, at: float | None, **what: dict[str, Any]) -> str:
        """Send an event of a person; returns its reply token. `at`: seconds since 1970, None for now."""
        self.sent += 1
        unique = f"{self._run}{self.sent:016d}"
        if kind == "message":
            what["message"]["id"] = unique[-18:]
        happened = event(user(person), unique, at or time.time(), kind, **what)
        webhook = {"destination": "U" + "0" * 32, "events": [happened]}
        body = json.dumps(webhook, ensure_ascii=False).encode()
        self._queues[person % len(self._queues)].put_nowait(signed(body))
        return unique

    async def _send_queue(self, port: int, queue: asyncio.Queue[bytes]) -> None:
        """Send the webhooks of a queue over one connection; repeat each until it is acknowledged."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while True:
            webhook = await queue.get()
            while True:
                start = time.perf_counter()
                writer.write(webhook)
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(_length(head))
                if head.startswith(b"HTTP/1.1 200"):
                    self.webhook_ms.append((time.perf_counter() - start) * 1000)
                    break
                self.refused += 1
                await asyncio.sleep(RETRY_SECONDS)

    # ---------------------------------------------------------------- what the bot does
    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._callers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode()
                body = await reader.readexactly(_length(head))
                answer = json.dumps(self._answer(path, body)).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-line-request-id: bench"
                    b"\r\nContent-Length: " + str(len(answer)).encode() + b"\r\n\r\n" + answer
                )
        writer.close()

    def _answer(self, path: str, body: bytes) -> dict[str, Any]:
        kind = path.rsplit("/", 1)[1]
        if kind not in {"reply", "push"}:
            return next((what for name, what in _PLAIN.items() if name in path), {})
        self.calls[kind] += 1
        request = json.loads(body)
        token, to = request.get("replyToken", ""), request.get("to", "")
        if token:
            self.tokens[token] += 1
        self.on_call(Call(token, to, [data.decode() for data in _DATA.findall(body)]))
        return {"sentMessages": []}

    @property
    def doubled(self) -> int:
        """The number of reply tokens that were used in more than one call."""
        return sum(count > 1 for count in self.tokens.values())

    def latency(self, share: float) -> float:
        """The percentile of `share` (0 to 1) of the milliseconds from a webhook to its 200."""
        return percentile(self.webhook_ms, share)


@asynccontextmanager
async def open_wire() -> AsyncIterator[Wire]:
    wire = Wire()
    await wire.open()
    try:
        yield wire
    finally:
        await wire.close()


def event(
    line_id: str, unique: str, at: float, kind: str, **what: dict[str, Any]
) -> dict[str, Any]:
    """An event as LINE sends it; its id is its reply token. `at`: seconds since 1970."""
    return {
        "type": kind,
        **what,
        "webhookEventId": unique,
        "deliveryContext": {"isRedelivery": False},
        "timestamp": int(at * 1000),
        "source": {"type": "user", "userId": line_id},
        "replyToken": unique,
        "mode": "active",
    }


def user(person: int) -> str:
    return f"U{person:032x}"


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
