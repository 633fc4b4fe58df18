"""The web part: waitress in a thread of its own, and an end that answers whoever has asked already."""

import threading
import time
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

THREADS = 32
CONNECTIONS = 500
"""At once. One that sends slowly holds no thread, only its place here."""
BODY_LIMIT = 2_000_000
LOOK_SECONDS = 0.5
DRAIN_SECONDS = 5.0
"""For requests that were begun. Longer than the webhook may take; a download by a slow line is cut off."""


class WebServer:
    """waitress' own `run` drops what waits for a thread when it is told to end; this one answers it first."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        """Listens from here on. Raises OSError when the port is taken."""
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._sockets,
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            max_request_body_size=BODY_LIMIT,
            ident=None,
        )
        self.port = int(self._sockets_of(BaseWSGIServer)[0].effective_port)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """Take no more connections, answer what was asked, hang up."""
        self._stopping.set()
        self._thread.join()
        self._server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._sockets)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._turn(LOOK_SECONDS)
        for listener in self._sockets_of(BaseWSGIServer):
            # Not its own close(), which also takes away what wakes this loop.
            wasyncore.dispatcher.close(listener)
        # What has arrived by now was asked in time.
        self._turn(0)
        deadline = time.monotonic() + DRAIN_SECONDS
        while self._hang_up_on_the_idle() and time.monotonic() < deadline:
            self._turn(0.05)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._sockets, count=1)

    def _hang_up_on_the_idle(self) -> int:
        """How many connections still wait for an answer."""
        channels = self._sockets_of(HTTPChannel)
        busy = [one for one in channels if one.requests or one.request or one.total_outbufs_len]
        for channel in channels:
            if channel not in busy:
                channel.handle_close()
        return len(busy)

    def _sockets_of(self, kind: type) -> list[Any]:
        return [one for one in self._sockets.values() if isinstance(one, kind)]
