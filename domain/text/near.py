"""Whether a text has a word that differs from a typed one by few characters, as typing errors do."""

from collections.abc import Sequence
from itertools import pairwise

LETTERS_A_FAULT = 4
"""A word of so many characters may have one wrong, missing or additional; of twice as many, two."""


def faults_allowed(word: str) -> int:
    """How many characters of a typed word may be wrong; of a number none."""
    return 0 if any(letter.isdigit() for letter in word) else len(word) // LETTERS_A_FAULT


def pieces(word: str) -> Sequence[str]:
    """Parts of a typed word, at least one of which stands in every text that `has_near` finds."""
    parts = faults_allowed(word) + 1
    bounds = [round(len(word) * part / parts) for part in range(parts + 1)]
    return [word[start:end] for start, end in pairwise(bounds)]


def has_near(word: str, text: str) -> bool:
    """Whether any part of a text is the word, but for the faults it may have.

    The distance of Levenshtein to the nearest part: Sellers, The theory and computation of evolutionary distances,
    Journal of Algorithms 1 (1980), 359-373.
    """
    most = faults_allowed(word)
    if not most:
        return word in text
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
