"""Reads the bot's requests and writes LINE's answers."""

import json
from typing import Any

from flask import Response, g, request

from simulator.errors import LineError
from simulator.ids import GROUP_ID, USER_ID
from simulator.world import World

MAX_REQUEST_BYTES = 2_000_000


def answer(body: Any, status: int = 200) -> Response:  # noqa: ANN401 - JSON
    """A JSON response."""
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def read_body() -> dict[str, Any]:
    """The JSON object of the current request. Raises LineError with status 400, 413 or 415."""
    if request.mimetype != "application/json":
        raise LineError(415, f"The content type, {request.mimetype}, is not supported")
    raw = request.get_data()
    if len(raw) > MAX_REQUEST_BYTES:
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


def person_key(world: World, user: str) -> str:
    """The roster key of a user id. Raises LineError: 400 when malformed, 404 when unknown."""
    if not USER_ID.fullmatch(user):
        raise LineError(400, "The value for the 'userId' parameter is invalid")
    if user not in world.settings.roster.person_keys:
        raise LineError(404, "Not found")
    return world.settings.roster.person_keys[user]


def group_key(world: World, group: str) -> str:
    """The roster key of a group that the bot is in. Raises LineError: 400 when malformed, 404 otherwise."""
    if not GROUP_ID.fullmatch(group):
        raise LineError(400, "The value for the 'groupId' parameter is invalid")
    key = world.settings.roster.group_keys.get(group)
    if key is None or not world.friends.joined(key):
        raise LineError(404, "Not found")
    return key
