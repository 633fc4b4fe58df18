"""Character sequences of a text, by which a search finds any part of a word in a language without spaces."""

LENGTHS = (1, 2, 3)


def grams(text: str) -> list[str]:
    """The sequences of one to three characters of a text without its spaces at the ends, each once, sorted."""
    return sorted(
        {
            text[start : start + length]
            for length in LENGTHS
            for start in range(len(text) - length + 1)
        }
    )


def grams_of_query(term: str) -> list[str]:
    """The sequences that every text with this term contains; the longest ones alone, because they decide."""
    length = min(len(term), max(LENGTHS))
    return sorted({term[start : start + length] for start in range(len(term) - length + 1)})


def trigrams(text: str) -> frozenset[str]:
    """The sequences of three characters of a text."""
    return frozenset(text[start : start + 3] for start in range(len(text) - 2))
