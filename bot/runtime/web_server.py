"""Runs waitress in a thread and stops it gracefully: requests that have begun are still answered.

https://docs.pylonsproject.org/projects/waitress/
"""

import threading
import time
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

THREADS = 32
CONNECTIONS = 500
"""Open connections at the same time. A slow sender occupies a connection but no thread."""
BODY_LIMIT = 12_000_000
"""Bytes of a request: photos that officers send from the console. The webhook takes less (see flask_app)."""
POLL_SECONDS = 0.5
DRAIN_SECONDS = 5.0
"""Time for requests that have begun. Longer than a webhook may take; a slow download is cut off."""


class WebServer:
    """A waitress server that answers pending requests before it ends; waitress' own `run` drops them."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        """Open the listening socket. Raises OSError when the port is taken."""
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
        """Serve requests in a thread."""
        self._thread.start()

    def is_alive(self) -> bool:
        """Whether the thread is running."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Accept no more connections, answer the pending requests, close all connections."""
        self._stopping.set()
        self._thread.join()
        self._server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._sockets)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._poll(POLL_SECONDS)
        for listener in self._sockets_of(BaseWSGIServer):
            # Not the server's own close(): it would also close the trigger that wakes this loop.
            wasyncore.dispatcher.close(listener)
        # Read the requests that have arrived by now: they are answered too.
        self._poll(0)
        deadline = time.monotonic() + DRAIN_SECONDS
        while self._close_idle_connections() and time.monotonic() < deadline:
            self._poll(0.05)

    def _poll(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._sockets, count=1)

    def _close_idle_connections(self) -> int:
        """Close the connections without a pending request; returns how many are left."""
        channels = self._sockets_of(HTTPChannel)
        busy = [
            channel
            for channel in channels
            if channel.requests or channel.request or channel.total_outbufs_len
        ]
        for channel in channels:
            if channel not in busy:
                channel.handle_close()
        return len(busy)

    def _sockets_of(self, kind: type) -> list[Any]:
        return [found for found in self._sockets.values() if isinstance(found, kind)]
