"""Character n-grams of a text, for substring search in a language without spaces."""

LENGTHS = (1, 2, 3)


def grams(text: str) -> list[str]:
    """The distinct n-grams of one to three characters of a stripped text, sorted."""
    return sorted(
        {
            text[start : start + length]
            for length in LENGTHS
            for start in range(len(text) - length + 1)
        }
    )


def grams_of_query(term: str) -> list[str]:
    """The n-grams that every text with this term contains; only the longest, which are the most selective."""
    length = min(len(term), max(LENGTHS))
    return sorted({term[start : start + length] for start in range(len(term) - length + 1)})


def trigrams(text: str) -> frozenset[str]:
    """The distinct trigrams of a text."""
    return frozenset(text[start : start + 3] for start in range(len(text) - 2))
