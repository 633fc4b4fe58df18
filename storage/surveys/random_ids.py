"""Random row ids for answers: consecutive ids would tell in which order people answered."""

import secrets

_BITS = 59
"""So that an id has at most 18 digits, as `handlers.core.messages.row_key` reads it from a button."""
_LEAST = 1 << 40
"""Above every id that a database ever counts up to, so that moved rows can keep theirs."""


def random_id() -> int:
    """Return a row id that is not in use, except with negligible probability."""
    return _LEAST + secrets.randbits(_BITS)
