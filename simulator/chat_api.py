"""LINE's API for users, groups and the bot itself.

https://developers.line.biz/en/reference/messaging-api/#users
"""

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Blueprint, Response

from simulator import events, ids
from simulator.answers import answer, group_key, person_key, read_body
from simulator.errors import LineError, body_errors
from simulator.ids import USER_ID
from simulator.world import World

ONLY_USERS = (
    "Only user id is acceptable, please confirm if there are any group/room ids or illegal ids."
)
MAX_WEBHOOK_URL = 500


def add_to(line: Blueprint, world: World) -> None:  # noqa: C901 - one line per path of LINE
    """Add these routes to LINE's blueprint."""

    @line.get("/profile/<user>")
    def profile(user: str) -> Response:
        with world.lock:
            key = person_key(world, user)
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
            key = group_key(world, group)
            return answer({"groupId": group, "groupName": world.friends.group(key).name})

    @line.get("/group/<group>/members/count")
    def count(group: str) -> Response:
        with world.lock:
            return answer({"count": len(world.friends.members(group_key(world, group)))})

    @line.get("/group/<group>/member/<user>")
    def member(group: str, user: str) -> Response:
        with world.lock:
            members, key = world.friends.members(group_key(world, group)), person_key(world, user)
            if key not in members:
                raise LineError(404, "Not found")
            return answer(_profile(world, key, language=False))

    @line.post("/group/<group>/leave")
    def leave(group: str) -> Response:
        with world.lock:
            world.friends.set_group(group_key(world, group), joined=False)
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
            world.feed.add("loading", person_key(world, body["chatId"]), seconds=seconds)
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

    @line.get("/channel/webhook/endpoint")
    def endpoint() -> Response:
        return answer({"endpoint": world.webhook_url, "active": True})

    @line.put("/channel/webhook/endpoint")
    def set_endpoint() -> Response:
        world.webhook_url = _webhook_url(read_body().get("endpoint"))
        return answer({})

    @line.post("/channel/webhook/test")
    def test_endpoint() -> Response:
        raw = events.body(world.bot_id, [])
        status, _ = world.post(raw, world.signed(raw), None)
        return answer(
            {
                "success": status == HTTPStatus.OK,
                "timestamp": _now(),
                "statusCode": status or 0,
                "reason": _reason(status),
                "detail": str(status or "Failed to connect"),
            }
        )


def _webhook_url(url: object) -> str:
    # LINE accepts only https; here the bot usually listens with http on the same machine.
    if (
        not isinstance(url, str)
        or not url.startswith(("http://", "https://"))
        or len(url) > MAX_WEBHOOK_URL
    ):
        raise LineError(400, "Invalid webhook endpoint URL")
    return url


def _profile(world: World, key: str, *, language: bool) -> dict[str, str]:
    person = world.friends.person(key)
    profile = {"displayName": person.name, "userId": person.id}
    if person.picture:
        profile["pictureUrl"] = person.picture
    if language:
        profile["language"] = person.language
    return profile


def _now() -> str:
    return datetime.fromtimestamp(ids.now_ms() / 1000, UTC).isoformat(timespec="milliseconds")


def _reason(status: int | None) -> str:
    if status is None:
        return "COULD_NOT_CONNECT"
    return "OK" if status == HTTPStatus.OK else "ERROR_STATUS_CODE"
