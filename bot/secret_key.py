"""Whether a SECRET_KEY can be guessed. With one signed link or a backup, keys can be tried offline."""

import itertools
import zlib

MIN_LENGTH = 32
MIN_LETTERS = 10
"""Minimum distinct characters; 32 random hexadecimal digits have 14 on average."""
_ZLIB_OVERHEAD = 11
_RANDOM_BYTES = 24
"""Minimum compressed bytes of a random key of MIN_LENGTH; a repeated word has fewer."""
_STEPS = 0.5
"""Share of consecutive neighbours, as in abcdef or 123456, from which a key counts as a sequence."""


def is_guessable(key: str) -> bool:
    """Whether a key is short, a phrase, a repetition or a sequence; False for 32 random characters."""
    if len(key) < MIN_LENGTH or any(map(str.isspace, key)) or len(set(key)) < MIN_LETTERS:
        return True
    kept = len(zlib.compress(key.encode(), 9)) - _ZLIB_OVERHEAD
    steps = sum(abs(ord(a) - ord(b)) == 1 for a, b in itertools.pairwise(key))
    return kept < _RANDOM_BYTES or steps >= _STEPS * len(key)
