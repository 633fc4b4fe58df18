"""Generates ids and tokens in LINE's formats."""

import itertools
import re
import secrets
import time
import uuid
from collections.abc import Mapping

from simulator.errors import LineError, body_errors

USER_ID = re.compile(r"U[0-9a-f]{32}")
GROUP_ID = re.compile(r"C[0-9a-f]{32}")
CHAT_ID = re.compile(r"[UCR][0-9a-f]{32}")
MAX_USERS = 500
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_count = itertools.count()


def now_ms() -> int:
    """The current time in milliseconds since 1970, as in LINE's `timestamp`."""
    return time.time_ns() // 1_000_000


def message_id() -> str:
    """A message id: 18 digits that grow with time, so that a restart repeats none."""
    return str(now_ms() * 100_000 + next(_count) % 100_000)


def event_id(at: int) -> str:
    """A ULID for an event at `at` milliseconds: 26 characters of Crockford's base 32."""
    number = at << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def reply_token() -> str:
    return secrets.token_hex(16)


def quote_token() -> str:
    return secrets.token_urlsafe(64)


def request_id() -> str:
    return str(uuid.uuid4())


def read_users(body: Mapping[str, object], name: str, written: str) -> list[str]:
    """The list of 1 to 500 user ids in the property `name` of a body. Raises LineError 400.

    `written`: how LINE writes the position `{place}` of an invalid id, which differs between calls.
    """
    users = body.get(name)
    if not isinstance(users, list) or not 1 <= len(users) <= MAX_USERS:
        raise body_errors((name, f"Size must be between 1 and {MAX_USERS}"))
    for place, user in enumerate(users):
        if not isinstance(user, str) or not USER_ID.fullmatch(user):
            where = written.format(place=place)
            message = f"The property, {where}, in the request body is invalid (line: -, column: -)"
            raise LineError(400, message)
    return users
