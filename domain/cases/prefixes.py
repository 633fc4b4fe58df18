"""Which of many phrases may begin at a place of a text, without trying them one by one."""

from collections.abc import Iterable, Iterator

_KEY = 3


class Prefixes:
    """Phrases of two letters and more, indexed by how they begin."""

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
        """What stands at this index and is as long as a phrase that begins so, the longest first."""
        for key in (text[at : at + _KEY], text[at : at + _KEY - 1]):
            for length in self._lengths.get(key, ()):
                yield text[at : at + length]


class Places:
    """Finds where in a text a phrase of any of several indexes may begin."""

    def __init__(self, *indexes: Prefixes) -> None:
        self._keys = frozenset(key for index in indexes for key in index.keys)

    def of(self, text: str) -> list[int]:
        """The indexes in `text`, in order."""
        keys, short = self._keys, _KEY - 1
        return [
            at
            for at in range(len(text))
            if text[at : at + _KEY] in keys or text[at : at + short] in keys
        ]
