"""Ids and tokens in the shapes LINE uses."""

import itertools
import secrets
import time
import uuid

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_count = itertools.count()


def now_ms() -> int:
    """The moment in milliseconds since 1970, as LINE's `timestamp`."""
    return time.time_ns() // 1_000_000


def message_id() -> str:
    """18 digits, growing with time, so that a restart never repeats one."""
    return str(now_ms() * 100_000 + next(_count) % 100_000)


def event_id(at: int) -> str:
    """A ULID for an event at `at` milliseconds: 26 letters of Crockford's alphabet."""
    number = at << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def reply_token() -> str:
    return secrets.token_hex(16)


def quote_token() -> str:
    return secrets.token_urlsafe(64)


def request_id() -> str:
    return str(uuid.uuid4())
