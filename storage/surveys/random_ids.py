"""Random row ids for answers, because consecutive ids would reveal the order in which people answered."""

import secrets

_BITS = 59
"""An id has at most 18 digits, which `handlers.core.messages.row_key` accepts from a button."""
_LEAST = 1 << 40
"""Higher than any sequential id, so that migrated rows can keep theirs."""


def random_id() -> int:
    """Return a row id that is not in use, except with negligible probability."""
    return _LEAST + secrets.randbits(_BITS)
