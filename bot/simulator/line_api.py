"""LINE's own paths, as the bot calls them; api.line.me and api-data.line.me in one place.

https://developers.line.biz/en/reference/messaging-api/
"""

import hmac
import json
import re
import time
from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException

from bot.simulator import faults, ids, messages
from bot.simulator.errors import LineError, body_errors
from bot.simulator.sending import USER_ID
from bot.simulator.wire import masked
from bot.simulator.world import World

LARGEST_REQUEST = 2_000_000
ONLY_USERS = (
    "Only user id is acceptable, please confirm if there are any group/room ids or illegal ids."
)


def answer(body: Any, status: int = 200) -> Response:  # noqa: ANN401 - JSON
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def read_body() -> dict[str, Any]:
    """The JSON object of this request; LineError 400, 413 or 415 in LINE's words."""
    if request.mimetype != "application/json":
        raise LineError(415, f"The content type, {request.mimetype}, is not supported")
    raw = request.get_data()
    if len(raw) > LARGEST_REQUEST:
        raise LineError(413, "Request Entity Too Large")
    try:
        body = json.loads(raw)
    except ValueError as error:
        line, column = getattr(error, "lineno", "-"), getattr(error, "colno", "-")
        raise LineError(
            400,
            f"The request body could not be parsed as JSON (line: {line}, column: {column})",
        ) from None
    if not isinstance(body, dict):
        raise LineError(400, "The request body could not be parsed as JSON (line: 1, column: 1)")
    g.body = body
    return body


def make(world: World) -> Blueprint:  # noqa: C901, PLR0915 - one line per path of LINE
    """The blueprint of LINE's paths over this world."""
    line = Blueprint("line", __name__, url_prefix="/v2/bot")

    @line.before_request
    def let_in() -> None:
        g.started = time.perf_counter()
        g.request_id = ids.request_id()
        sent = request.headers.get("Authorization", "")
        if not hmac.compare_digest(sent.encode(), f"Bearer {world.settings.access_token}".encode()):
            raise LineError(
                401,
                "Authentication failed due to the following reason: invalid token. Confirm that"
                " the access token in the authorization header is valid.",
            )
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
            )
        if g.get("drop"):
            request.environ["simulator.drop"] = g.drop
        return response

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

    @line.get("/profile/<user>")
    def profile(user: str) -> Response:
        with world.lock:
            key = _person(world, user)
            if not world.friends.profile_visible(key):
                raise LineError(404, "Not found")
            return answer(_profile(world, key, language=True))

    @line.get("/info")
    def info() -> Response:
        return answer(
            {
                "userId": world.bot_id,
                "basicId": "@rongtuk",
                "displayName": world.settings.bot_name,
                "chatMode": "bot",
                "markAsReadMode": "auto",
            }
        )

    @line.get("/group/<group>/summary")
    def summary(group: str) -> Response:
        with world.lock:
            key = _group(world, group)
            return answer({"groupId": group, "groupName": world.friends.group(key).name})

    @line.get("/group/<group>/members/count")
    def count(group: str) -> Response:
        with world.lock:
            return answer({"count": len(world.friends.members(_group(world, group)))})

    @line.get("/group/<group>/member/<user>")
    def member(group: str, user: str) -> Response:
        with world.lock:
            members, key = world.friends.members(_group(world, group)), _person(world, user)
            if key not in members:
                raise LineError(404, "Not found")
            return answer(_profile(world, key, language=False))

    @line.post("/group/<group>/leave")
    def leave(group: str) -> Response:
        with world.lock:
            world.friends.set_group(_group(world, group), joined=False)
        return answer({})

    @line.post("/chat/loading/start")
    def loading() -> Response:
        body = read_body()
        seconds = body.get("loadingSeconds", 20)
        problems = []
        if not isinstance(seconds, int) or not 5 <= seconds <= 60:
            problems.append(("loadingSeconds", "Must be between 5 and 60"))
        if not isinstance(seconds, int) or seconds % 5:
            problems.append(("loadingSeconds", "must be a multiple of five"))
        if not USER_ID.fullmatch(str(body.get("chatId"))):
            problems.append(("chatId", ONLY_USERS))
        if problems:
            raise body_errors(*problems)
        with world.lock:
            world.feed.add("loading", _person(world, body["chatId"]), seconds=seconds)
        return answer({}, 202)

    @line.post("/chat/markAsRead")
    def mark_as_read() -> Response:
        token = read_body().get("markAsReadToken")
        with world.lock:
            if not isinstance(token, str) or not world.chats.mark_read_by(token):
                raise LineError(
                    400,
                    "Invalid markAsReadToken. Tokens must be used by the bot that received them"
                    " via Webhook.",
                )
        return answer({})

    @line.route("/", defaults={"rest": ""}, methods=["GET", "POST", "PUT", "DELETE"])
    @line.route("/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
    def unknown(rest: str) -> Response:  # noqa: ARG001 - any path
        raise LineError(404, "Not found")

    return line


def _fault_path(path: str) -> str:
    """The name of a call in the control API's faults, "" for calls without one."""
    parts = path.split("/")
    if len(parts) > 5 and parts[5] == "content":
        return "content"
    return parts[3] if parts[3] == "profile" else parts[-1]


def _retry_key() -> str | None:
    return request.headers.get("X-Line-Retry-Key")


def _bytes(whole: tuple[bytes, str] | None) -> Response:
    return Response(whole[0], mimetype=whole[1]) if whole else Response(status=202)


def _person(world: World, user: str) -> str:
    if not USER_ID.fullmatch(user):
        raise LineError(400, "The value for the 'userId' parameter is invalid")
    if user not in world.settings.roster.person_keys:
        raise LineError(404, "Not found")
    return world.settings.roster.person_keys[user]


def _group(world: World, group: str) -> str:
    if not re.fullmatch(r"C[0-9a-f]{32}", group):
        raise LineError(400, "The value for the 'groupId' parameter is invalid")
    key = world.settings.roster.group_keys.get(group)
    if key is None or not world.friends.joined(key):
        raise LineError(404, "Not found")
    return key


def _profile(world: World, key: str, *, language: bool) -> dict[str, str]:
    person = world.friends.person(key)
    profile = {"displayName": person.name, "userId": person.id}
    if person.picture:
        profile["pictureUrl"] = person.picture
    if language:
        profile["language"] = person.language
    return profile


def _chat_of(world: World) -> str | None:
    """The chat a call is about, for the wire."""
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
