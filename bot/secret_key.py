"""Whether a SECRET_KEY can be guessed. Whoever has one signed link or a backup can try keys offline."""

import itertools
import zlib

MIN_LENGTH = 32
MIN_LETTERS = 10
"""Different characters: 32 random hexadecimal digits have 14 on average."""
_ZLIB_OVERHEAD = 11
_RANDOM_BYTES = 24
"""Bytes that a random key of MIN_LENGTH keeps when it is compressed; a repeated word keeps fewer."""
_STEPS = 0.5
"""Share of neighbours one apart, as in abcdef or 123456, from which a key is a sequence."""


def is_guessable(key: str) -> bool:
    """Whether a key is short, a phrase, a repetition or a sequence; a random one of 32 characters is none."""
    if len(key) < MIN_LENGTH or any(map(str.isspace, key)) or len(set(key)) < MIN_LETTERS:
        return True
    kept = len(zlib.compress(key.encode(), 9)) - _ZLIB_OVERHEAD
    steps = sum(abs(ord(a) - ord(b)) == 1 for a, b in itertools.pairwise(key))
    return kept < _RANDOM_BYTES or steps >= _STEPS * len(key)
