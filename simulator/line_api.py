"""LINE's API for the bot: checks the access token, applies faults and logs every call.

api.line.me and api-data.line.me have no path in common, so both are served here.
https://developers.line.biz/en/reference/messaging-api/
"""

import hmac
import json
import time
from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException

from simulator import chat_api, faults, ids, menu_api, sending_api
from simulator.answers import answer
from simulator.errors import LineError
from simulator.wire import masked
from simulator.world import World

AUTHENTICATION_FAILED = (
    "Authentication failed due to the following reason: invalid token. Confirm that the access"
    " token in the authorization header is valid."
)


def make(world: World) -> Blueprint:  # noqa: C901 - what happens around every call
    """The blueprint of LINE's API."""
    line = Blueprint("line", __name__, url_prefix="/v2/bot")

    @line.before_request
    def authenticate() -> None:
        g.started = time.perf_counter()
        g.request_id = ids.request_id()
        sent = request.headers.get("Authorization", "")
        if not hmac.compare_digest(sent.encode(), f"Bearer {world.settings.access_token}".encode()):
            raise LineError(401, AUTHENTICATION_FAILED)
        fault = world.faults.next_api(_fault_path(request.path))
        if fault:
            g.drop = fault["fault"] if fault["fault"] == faults.ACCEPT_THEN_DROP else None
            if fault["fault"] == faults.RESET:
                g.drop = faults.RESET
                raise LineError(500, "Internal Server Error")
            faults.refuse(fault)

    @line.errorhandler(LineError)
    def refuse(error: LineError) -> Response:
        response = answer(error.body, error.status)
        response.headers.update(error.headers)
        return response

    @line.errorhandler(HTTPException)
    def refuse_http(error: HTTPException) -> Response:
        return answer({"message": error.name}, error.code or 500)

    @line.after_request
    def note(response: Response) -> Response:
        response.headers["x-line-request-id"] = g.request_id
        if world.settings.wire:
            world.feed.add(
                "wire",
                _chat_of(world),
                direction="api",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round((time.perf_counter() - g.started) * 1000, 2),
                at=ids.now_ms(),
                request=masked(g.get("body")),
                response=_shown(response),
                lost=bool(g.get("drop")),
            )
        if g.get("drop"):
            request.environ["simulator.drop"] = g.drop
        return response

    sending_api.add_to(line, world)
    chat_api.add_to(line, world)
    menu_api.add_to(line, world)

    @line.route("/", defaults={"rest": ""}, methods=["GET", "POST", "PUT", "DELETE"])
    @line.route("/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
    def unknown(rest: str) -> Response:  # noqa: ARG001 - any path
        raise LineError(404, "Not found")

    return line


def _fault_path(path: str) -> str:
    """The name of a call in the faults of the control API, "" for calls without one."""
    parts = path.split("/")
    if "validate" in parts:
        return ""
    if len(parts) > 5 and parts[5] == "content":
        return "content"
    return parts[3] if parts[3] == "profile" else parts[-1]


def _chat_of(world: World) -> str | None:
    """The chat of a call, for the log; None when it has none."""
    body = g.get("body") or {}
    roster = world.settings.roster
    if isinstance(token := body.get("replyToken"), str):
        with world.lock:
            return world.tokens.known_chat(token)
    target = body.get("to", body.get("chatId")) or (request.view_args or {}).get("user")
    if not isinstance(target, str):
        return None
    return roster.person_keys.get(target) or roster.group_keys.get(target)


def _shown(response: Response) -> Any:  # noqa: ANN401 - any JSON
    if response.mimetype == "application/json":
        return masked(json.loads(response.get_data()))
    return {"type": response.mimetype, "bytes": response.content_length}
