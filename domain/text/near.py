"""Finds words in a text that differ from a typed word by few characters, as typing errors do."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

LETTERS_A_FAULT = 4
"""A word of this length may have one wrong, missing or additional character; of twice this length, two."""


def faults_allowed(word: str) -> int:
    """Return how many characters of a typed word may be wrong; 0 for a number."""
    return 0 if any(letter.isdigit() for letter in word) else len(word) // LETTERS_A_FAULT


def pieces(word: str) -> Sequence[str]:
    """Return parts of a typed word, at least one of which is in every text that `NearWord` finds."""
    parts = faults_allowed(word) + 1
    bounds = [round(len(word) * part / parts) for part in range(parts + 1)]
    return [word[start:end] for start, end in pairwise(bounds)]


class NearWord:
    """A typed word, to be looked for in many texts."""

    def __init__(self, word: str) -> None:
        self._word = word
        self._most = faults_allowed(word)
        self._places = _places(word)
        self._pieces = pieces(word)

    def is_in(self, text: str) -> bool:
        """Return whether any part of a text is the word, with at most the allowed errors.

        Only what stands around one of its `pieces` is compared, since comparing a whole story takes longer.
        """
        if not self._most:
            return self._word in text
        length = len(self._word)
        return any(
            _is_in(self._places, length, part, self._most) for part in self._around_pieces(text)
        )

    def _around_pieces(self, text: str) -> Iterator[str]:
        """Yield the parts of a text in which the word may stand: those around one of its pieces."""
        start, longest = 0, len(self._word) + 2 * self._most
        for piece in self._pieces:
            found = text.find(piece)
            while found >= 0:
                begins = found - start - self._most
                yield text[max(0, begins) : begins + longest]
                found = text.find(piece, found + 1)
            start += len(piece)


def has_near(word: str, text: str) -> bool:
    """Return whether any part of a text is the word, with at most the allowed errors."""
    return NearWord(word).is_in(text)


def _places(word: str) -> dict[str, int]:
    """For each letter of a word the places where it stands, as bits of a number."""
    places: dict[str, int] = {}
    for place, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << place
    return places


def _is_in(places: dict[str, int], length: int, text: str, most: int) -> bool:
    """Whether a part of the text differs from a word of this length by at most so many characters.

    The distance of Levenshtein to the nearest part, a column of its table at once: `up` and `down` are the bits of
    the rows that are greater and smaller by one than the row above. G. Myers, A fast bit-vector algorithm for
    approximate string matching based on dynamic programming, Journal of the ACM 46 (1999), 395-415.
    """
    every, last = (1 << length) - 1, 1 << (length - 1)
    up, down, distance = every, 0, length
    for letter in text:
        same = places.get(letter, 0)
        vertical = same | down
        diagonal = (((same & up) + up) ^ up) | same
        more, less = down | ~(diagonal | up), up & diagonal
        if more & last:
            distance += 1
        elif less & last:
            distance -= 1
            if distance <= most:
                return True
        more, less = more << 1, less << 1
        up, down = (less | ~(vertical | more)) & every, more & vertical & every
    return distance <= most
