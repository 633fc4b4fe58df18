"""The ASGI application of the web server: LINE's webhook on the event loop, every page through Flask in a thread.

A webhook only waits for its commit. On the event loop many can wait without a thread for each, which would cost
more processor time than the rest of the webhook.
"""

from typing import Any

from bot.line.inbound.webhook import BODY_LIMIT, PATH, SIGNATURE_HEADER, Webhook
from bot.runtime.flask_threads import FlaskThreads, Send
from bot.runtime.request_body import BodyReader, ClientGoneError, Receive, RefusedBodyError

_SIGNATURE = SIGNATURE_HEADER.encode()


class Gateway:
    """Dispatches each request to the webhook or to the pages."""

    def __init__(self, webhook: Webhook | None, pages: FlaskThreads, bodies: BodyReader) -> None:
        """`webhook`: None if the pages also answer webhooks."""
        self._webhook = webhook
        self._pages = pages
        self._bodies = bodies

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI calls an application."""
        try:
            async with self._bodies.read(receive) as body:
                if self._webhook and scope["path"] == PATH and scope["method"] == "POST":
                    await _send_status(send, await _ask(self._webhook, scope, body))
                else:
                    await self._pages.answer(scope, body, send)
        except RefusedBodyError as refused:
            await _send_status(send, refused.status, (b"connection", b"close"))
        except ClientGoneError:
            return


async def _ask(webhook: Webhook, scope: dict[str, Any], body: bytes) -> int:
    if len(body) > BODY_LIMIT:
        return webhook.refuse_size()
    signatures = [value for name, value in scope["headers"] if name == _SIGNATURE]
    signature = signatures[0].decode("latin-1") if len(signatures) == 1 else ""
    return await webhook.answer_async(body, signature)


async def _send_status(send: Send, status: int, *headers: tuple[bytes, bytes]) -> None:
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [(b"content-length", b"0"), *headers],
    }
    await send(start)
    await send({"type": "http.response.body", "body": b""})
