"""Finds words in a text that differ from a typed word by few characters, as typing errors do."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

LETTERS_A_FAULT = 4
"""A word of this length may have one wrong, missing or additional character; of twice this length, two."""


def faults_allowed(word: str) -> int:
    """Return how many characters of a typed word may be wrong; 0 for a number."""
    return 0 if any(letter.isdigit() for letter in word) else len(word) // LETTERS_A_FAULT


def pieces(word: str) -> Sequence[str]:
    """Return parts of a typed word, at least one of which is in every text that `has_near` finds."""
    parts = faults_allowed(word) + 1
    bounds = [round(len(word) * part / parts) for part in range(parts + 1)]
    return [word[start:end] for start, end in pairwise(bounds)]


def has_near(word: str, text: str) -> bool:
    """Return whether any part of a text is the word, with at most the allowed errors.

    Only what stands around one of its `pieces` is compared, since comparing a whole story takes milliseconds.
    """
    most = faults_allowed(word)
    if not most:
        return word in text
    return any(_is_in(word, part, most) for part in _around_pieces(word, text, most))


def _around_pieces(word: str, text: str, most: int) -> Iterator[str]:
    """Yield the parts of a text in which the word may stand: where a piece does, so much before and after it."""
    start = 0
    for piece in pieces(word):
        found = text.find(piece)
        while found >= 0:
            begins = found - start - most
            yield text[max(0, begins) : begins + len(word) + 2 * most]
            found = text.find(piece, found + 1)
        start += len(piece)


def _is_in(word: str, text: str, most: int) -> bool:
    """Whether a part of the text differs from the word by at most so many characters.

    The distance of Levenshtein to the nearest part: Sellers, The theory and computation of evolutionary distances,
    Journal of Algorithms 1 (1980), 359-373.
    """
    row = list(range(len(word) + 1))
    for letter in text:
        before, row = row, [0]
        for place, wanted in enumerate(word, 1):
            row.append(
                min(before[place - 1] + (letter != wanted), before[place] + 1, row[place - 1] + 1)
            )
        if row[-1] <= most:
            return True
    return row[-1] <= most
