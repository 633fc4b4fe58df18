"""One HTTP connection of the web server: uvicorn's, with additional limits on slow and idle clients.

https://uvicorn.dev/settings/#resource-limits
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

CONNECTIONS = 500
"""Open connections at the same time; the limit of open files of a process is often 1,024."""
HEAD_SECONDS = 10.0
"""Time in which the head of a request must arrive, from its first byte or from the start of the connection."""
HEAD_BYTES = 64_000


class Connection(HttpToolsProtocol):
    """Limits the head of a request; `bot.runtime.request_body` limits its body.

    When CONNECTIONS are open, a new one closes the one that has been waiting longest for its client.
    """

    _is_in_head = False
    _head_bytes = 0
    waiting_since = 0.0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept the connection; close another one if there are too many."""
        if len(self.connections) >= CONNECTIONS:
            self._make_room()
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.abort()
            return
        self.waiting_since = self.loop.time()
        self._start_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Remove the connection from the open ones."""
        self._stop_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse received data."""
        was_in_head = self._is_in_head
        super().data_received(data)
        if not self._is_in_head or self.transport.is_closing():
            return
        if was_in_head:
            self._head_bytes += len(data)
        if self._head_bytes > HEAD_BYTES:
            self.transport.abort()
        elif self._deadline is None:
            self._start_deadline()

    def on_message_begin(self) -> None:
        """Begin the head of a request."""
        self._is_in_head = True
        self._head_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """End the head of a request, which is then processed."""
        self._is_in_head = False
        self._stop_deadline()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End the body of a request."""
        self.waiting_since = self.loop.time()
        super().on_message_complete()

    def is_waiting(self) -> bool:
        """Whether the server waits for the client to send (the rest of) a request or to read the response."""
        return self.cycle is None or self.cycle.response_complete or self.cycle.more_body

    def _make_room(self) -> None:
        waiting = [
            one for one in self.connections if isinstance(one, Connection) and one.is_waiting()
        ]
        if waiting:
            longest = min(waiting, key=lambda one: one.waiting_since)
            longest.transport.abort()
            # Its `connection_lost` comes after this event; until then it would still be counted.
            self.connections.discard(longest)

    def _start_deadline(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
