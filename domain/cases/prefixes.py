"""A prefix index: which of many phrases may begin at a position of a text, without trying all of them."""

from collections.abc import Iterable, Iterator

_KEY = 3


class Prefixes:
    """Phrases of at least two letters, indexed by their first letters."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = frozenset(phrases)
        lengths: dict[str, set[int]] = {}
        for phrase in self._phrases:
            lengths.setdefault(phrase[:_KEY], set()).add(len(phrase))
        self._lengths = {key: sorted(found, reverse=True) for key, found in lengths.items()}
        self.keys = frozenset(lengths)

    def __contains__(self, phrase: str) -> bool:
        return phrase in self._phrases

    def at(self, text: str, at: int) -> Iterator[str]:
        """The substrings at this index that are as long as a phrase with the same beginning, longest first.

        They are candidates: the caller must check that they are phrases.
        """
        for key in (text[at : at + _KEY], text[at : at + _KEY - 1]):
            for length in self._lengths.get(key, ()):
                yield text[at : at + length]


class Places:
    """Finds the positions of a text at which a phrase of one of several indexes may begin."""

    def __init__(self, *indexes: Prefixes) -> None:
        self._keys = frozenset(key for index in indexes for key in index.keys)

    def of(self, text: str) -> list[int]:
        """The positions in `text`, in ascending order."""
        keys, short = self._keys, _KEY - 1
        return [
            at
            for at in range(len(text))
            if text[at : at + _KEY] in keys or text[at : at + short] in keys
        ]
