"""LINE's API for sending messages, for the quota and for the content of messages.

https://developers.line.biz/en/reference/messaging-api/#messages
"""

from flask import Blueprint, Response, g, request

from simulator import ids, messages
from simulator.answers import answer, read_body
from simulator.world import World


def add_to(line: Blueprint, world: World) -> None:  # noqa: C901 - one line per path of LINE
    """Add these routes to LINE's blueprint."""

    @line.post("/message/reply")
    def reply() -> Response:
        return answer(world.sending.reply(read_body(), _retry_key(), g.request_id))

    @line.post("/message/push")
    def push() -> Response:
        return answer(world.sending.push(read_body(), _retry_key(), g.request_id))

    @line.post("/message/multicast")
    def multicast() -> Response:
        return answer(world.sending.multicast(read_body(), _retry_key(), g.request_id))

    @line.post("/message/broadcast")
    def broadcast() -> Response:
        return answer(world.sending.broadcast(read_body(), _retry_key(), g.request_id))

    @line.post("/message/validate/<any(reply, push, multicast, broadcast):kind>")
    def validate(kind: str) -> Response:  # noqa: ARG001 - the same rules for all kinds
        messages.check(read_body().get("messages"))
        return answer({})

    @line.get("/message/quota")
    def quota() -> Response:
        with world.lock:
            return answer({"type": "limited", "value": world.quota.read(ids.now_ms())["limit"]})

    @line.get("/message/quota/consumption")
    def consumption() -> Response:
        with world.lock:
            return answer({"totalUsage": world.quota.read(ids.now_ms())["used"]})

    @line.get("/message/<number>/content")
    def content(number: str) -> Response:
        with world.lock:
            return _bytes(world.contents.fetch(number))

    @line.get("/message/<number>/content/preview")
    def preview(number: str) -> Response:
        with world.lock:
            return _bytes(world.contents.preview(number))

    @line.get("/message/<number>/content/transcoding")
    def transcoding(number: str) -> Response:
        with world.lock:
            return answer({"status": world.contents.transcoding(number)})


def _retry_key() -> str | None:
    return request.headers.get("X-Line-Retry-Key")


def _bytes(whole: tuple[bytes, str] | None) -> Response:
    return Response(whole[0], mimetype=whole[1]) if whole else Response(status=202)
