"""Read request bodies within limits of size, time and memory, so that no client can block the server.

A body is kept in memory, never in a temporary file: it may be a photo of a complaint.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

Receive = Callable[[], Awaitable[dict[str, Any]]]
"""ASGI's `receive`: https://asgi.readthedocs.io/en/latest/specs/www.html#request-receive-event"""
SECONDS = 10.0
BYTES_PER_SECOND = 4_000
"""A body may take SECONDS, plus one second for each BYTES_PER_SECOND received: the slowest mobile network."""
SMALL = 64_000
"""A body up to this size is read even if MEMORY is used up, so that webhooks of LINE are never refused."""
MEMORY = 96_000_000
"""Bytes of all bodies together: eight forms with the maximum size of a request."""


class RefusedBodyError(Exception):
    """`status`: of the response. The rest of the body is not read, so the connection must be closed."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class ClientGoneError(Exception):
    """The client closed the connection."""


class BodyReader:
    """Reads the bodies of one server. Use it only on the server's event loop."""

    def __init__(self, *, largest: int) -> None:
        """`largest`: maximum bytes of one body."""
        self._largest = largest
        self._held = 0

    @asynccontextmanager
    async def read(self, receive: Receive) -> AsyncIterator[bytes]:
        """The complete body; its memory counts as used until the block ends.

        Raises RefusedBodyError: 413 too large, 408 too slow, 503 too much memory in use; and ClientGoneError.
        """
        body, is_whole = await _next_part(receive)
        if is_whole and len(body) <= SMALL:
            yield body
            return
        held = bytearray(body)
        try:
            await self._read_rest(receive, held, is_whole=is_whole)
            yield bytes(held)
        finally:
            self._held -= len(held)

    async def _read_rest(self, receive: Receive, held: bytearray, *, is_whole: bool) -> None:
        """Append to `held`, whose size counts as used memory, until the body is complete."""
        self._held += len(held)
        begun = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(SECONDS) as limit:
                while True:
                    if len(held) > self._largest:
                        raise RefusedBodyError(413)
                    if self._held > MEMORY and len(held) > SMALL:
                        raise RefusedBodyError(503)
                    if is_whole:
                        return
                    limit.reschedule(begun + SECONDS + len(held) / BYTES_PER_SECOND)
                    part, is_whole = await _next_part(receive)
                    held += part
                    self._held += len(part)
        except TimeoutError as error:
            raise RefusedBodyError(408) from error


async def _next_part(receive: Receive) -> tuple[bytes, bool]:
    """The next part of a body, and whether it is the last one."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientGoneError
    return message.get("body", b""), not message.get("more_body", False)
