"""Run a WSGI application in threads for an ASGI server; threads wait for the database, but never for a client.

A thread gets a request only when its body is complete, and a response is sent only when it is complete.
https://peps.python.org/pep-3333/ and https://asgi.readthedocs.io/en/latest/specs/www.html
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask

Send = Callable[[dict[str, Any]], Awaitable[None]]
PIECE = 256_000
"""Bytes passed to the connection at once, to limit the buffer of a slow client."""
STALL_SECONDS = 60.0
"""How long a client may read nothing of a response before its connection is closed."""


@dataclass
class _Response:
    """The response of a WSGI application. `headers`: in ASGI's format."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    def start(
        self, status: str, headers: list[tuple[str, str]], _error: object = None
    ) -> Callable[[bytes], None]:
        """WSGI's `start_response`."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]
        return self.body.extend


class FlaskThreads:
    """Answers requests with a Flask application, in up to `threads` threads."""

    def __init__(self, app: Flask, threads: int) -> None:
        self._app = app
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def answer(self, scope: dict[str, Any], body: bytes, send: Send) -> None:
        """Answer one request. `scope`: ASGI's. Raises TimeoutError when the client stops reading."""
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(self._threads, self._respond, _environ(scope, body))
        await send(
            {
                "type": "http.response.start",
                "status": response.status,
                "headers": response.headers,
            }
        )
        content = memoryview(response.body)
        for at in range(0, len(content), PIECE):
            async with asyncio.timeout(STALL_SECONDS):
                await send(
                    {
                        "type": "http.response.body",
                        "body": bytes(content[at : at + PIECE]),
                        "more_body": True,
                    }
                )
        await send({"type": "http.response.body", "body": b""})

    def close(self) -> None:
        """Start no more requests, and wait for the running ones."""
        self._threads.shutdown(cancel_futures=True)

    def _respond(self, environ: dict[str, Any]) -> _Response:
        response = _Response()
        parts = self._app(environ, response.start)
        try:
            for part in parts:
                response.body += part
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        return response


def _environ(scope: dict[str, Any], body: bytes) -> dict[str, Any]:
    """WSGI's environment of a request."""
    host, port = scope["server"] or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        # In WSGI a name with an underscore would equal the one with a hyphen: X_Forwarded_For, X-Forwarded-For.
        if "_" in name or name in {"content-length", "transfer-encoding"}:
            continue
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    # The body is complete, so its length is known even if it was sent in chunks.
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ
