"""A fake of LINE's API that returns the responses a test sets. It validates nothing and records every call.

The simulator checks calls as LINE does; this fake is for responses that LINE gives seldom.
"""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.settings import Settings
from tests.moments import NOON

DEAD_TOKEN = (400, {"message": "Invalid reply token"})
ACCEPTED_BEFORE = (409, {"message": "The retry key is already accepted"})
MONTH_IS_GONE = (429, {"message": "You have reached your monthly limit."})
TOO_FAST = (429, {"message": "The API rate limit has been exceeded. Try again later."})
REFUSED = (
    400,
    {
        "message": "A message (messages[0]) in the request body is invalid",
        "details": [{"message": "may not be empty", "property": "messages[0].altText"}],
    },
)
UNREACHABLE = (400, {"message": "Failed to send messages"})
NO_ANSWER = "no answer"
GIBBERISH = "gibberish"


@dataclass(frozen=True)
class Call:
    """A recorded call. `how`: reply, push, or the path of another call."""

    how: str
    body: Any
    retry_key: str | None

    @property
    def texts(self) -> list[str]:
        return [message.get("text", message["type"]) for message in self.body["messages"]]


@dataclass
class FakeLine:
    """`answers`: for the next calls; later ones get 200. `during`: called during each call. `now`: LINE's clock."""

    url: str
    answers: list[Any] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    photos: dict[str, Any] = field(default_factory=dict)
    during: Callable[[Call], None] = lambda _call: None
    now: datetime = NOON

    @property
    def hows(self) -> list[str]:
        return [call.how for call in self.calls]


@contextmanager
def fake_line() -> Iterator[FakeLine]:
    server = _Server(("127.0.0.1", 0), _Handler)
    line = FakeLine(f"http://127.0.0.1:{server.server_port}")
    server.line = line
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()


def settings_for(line_url: str, database_url: str, folder: Any) -> Settings:
    return Settings.of(
        line_channel_secret="a channel secret",
        line_channel_access_token="a channel token",
        line_api_host=line_url,
        line_data_host=line_url,
        database_url=database_url,
        data_dir=folder,
        secret_key="RsVZN2736iGehOYov9P83iiruko8AUNq",
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args):
        """Ignore a caller that closed the connection."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Else the body waits 40 ms until the caller has acknowledged the head.
    disable_nagle_algorithm = True

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call = Call(
            self.path.removeprefix("/v2/bot/message/"),
            json.loads(raw or "null"),
            self.headers.get("X-Line-Retry-Key"),
        )
        line = self.server.line
        line.calls.append(call)
        line.during(call)
        sent = (200, {"sentMessages": [{"id": str(len(line.calls))}]})
        answer = line.answers.pop(0) if line.answers else sent
        if answer == NO_ANSWER:
            self._hang_up()
        elif answer == GIBBERISH:
            self._say(200, b"<html>welcome to the hotel</html>")
        else:
            self._say(answer[0], json.dumps(answer[1]).encode())

    def do_GET(self):
        line = self.server.line
        call = Call(self.path.removeprefix("/v2/bot/"), None, None)
        line.calls.append(call)
        line.during(call)
        found = line.photos.get(self.path.split("/")[-2], 404)
        if isinstance(found, bytes):
            self._say(200, found)
        else:
            self._say(found, b"{}")

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Line-Request-Id", "request-1")
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, _timestamp=None):
        return format_datetime(self.server.line.now, usegmt=True)

    def _hang_up(self) -> None:
        self.close_connection = True
        # Reset the connection, so that the caller cannot know whether the call was handled.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, *_args):
        """Log nothing."""
