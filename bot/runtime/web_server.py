"""Run uvicorn in a thread and stop it gracefully: pending requests are still answered.

https://uvicorn.dev
"""

import asyncio
import errno
import socket
import threading

import uvicorn
from flask import Flask

from bot.runtime.connection import Connection
from bot.runtime.flask_app import WEBHOOK
from bot.runtime.flask_threads import FlaskThreads
from bot.runtime.gateway import Gateway
from bot.runtime.request_body import BodyReader

THREADS = 32
"""Pages rendered at the same time. LINE's webhooks need no thread."""
BODY_LIMIT = 12_000_000
"""Maximum bytes of a request: photos that officers send from the console. The webhook has a lower limit."""
KEEP_ALIVE_SECONDS = 75
"""How long a connection waits for its next request: longer than nginx keeps its connections (60)."""
BACKLOG = 2048
DRAIN_SECONDS = 5
"""Time for pending requests. Longer than a webhook may take; a slow download is cut off."""


class WebServer:
    """Serves a Flask application, and LINE's webhook without Flask if the application has one."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        """Open the listening sockets. Raises OSError if the port is taken."""
        self._sockets = _listen(host, port)
        self.port = int(self._sockets[0].getsockname()[1])
        self._pages = FlaskThreads(app, THREADS)
        bodies = BodyReader(largest=BODY_LIMIT)
        self._server = uvicorn.Server(
            uvicorn.Config(
                Gateway(app.extensions.get(WEBHOOK), self._pages, bodies),
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                # `web.visitor` reads them itself.
                proxy_headers=False,
                server_header=False,
                backlog=BACKLOG,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=DRAIN_SECONDS,
            )
        )
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    def start(self) -> None:
        """Serve requests in a thread."""
        self._thread.start()

    def is_alive(self) -> bool:
        """Whether the thread is running."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Accept no more connections, answer the pending requests, close all connections."""
        self._server.should_exit = True
        if self._thread.ident is not None:
            self._thread.join()
        self._pages.close()
        for listener in self._sockets:
            listener.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        await self._server.serve(sockets=self._sockets)
        for slow in list(self._server.server_state.connections):
            slow.transport.abort()
        await asyncio.sleep(0)  # for what the connections still do when they are lost


def _listen(host: str, port: int) -> list[socket.socket]:
    """One listening socket for each address of `host`: `localhost` has one of IPv4 and one of IPv6."""
    try:
        found = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except UnicodeError as error:
        # A name that no name can be, such as `a..b`.
        raise socket.gaierror(socket.EAI_NONAME, "no name of a machine") from error
    addresses = {(family, address[0]) for family, _, _, _, address in found}
    listeners: list[socket.socket] = []
    try:
        for family, address in sorted(addresses):
            # With port 0 (any free port), all addresses use the port of the first one.
            shared = port or (listeners[0].getsockname()[1] if listeners else 0)
            try:
                listener = socket.create_server((address, shared), family=family, backlog=BACKLOG)
            except OSError as error:
                # A machine without IPv6 may still have an IPv6 address for a name.
                if error.errno == errno.EADDRNOTAVAIL and len(listeners) + 1 < len(addresses):
                    continue
                raise
            listeners.append(listener)
    except OSError:
        for listener in listeners:
            listener.close()
        raise
    return listeners
