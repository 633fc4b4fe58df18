"""The normalised spellings of a message in which words are searched; computed once for each message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from domain.language.word_scanner import scanner
from domain.text.thai_text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class MessageText:
    """A message as typed, folded, in standard Thai, and the latter without spaces between Thai letters.

    All matching uses the last three; offsets in them are not offsets in `typed`.
    """

    typed: str
    folded: str
    standard: str
    squeezed: str


class Dialect:
    """Dialect words of Isan, the North and the South with their standard Thai; created once from dialect.toml."""

    def __init__(self, standard: Mapping[str, str]) -> None:
        """`standard`: folded dialect word to folded standard word."""
        self._standard = standard
        self._words = scanner(standard)

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Self:
        """Build from the parsed file: `[words]` lists the dialect words of each standard word."""
        return cls(
            {
                fold(word): fold(standard)
                for standard, words in table["words"].items()
                for word in words
            }
        )

    def read(self, text: str) -> MessageText:
        """All spellings of a message."""
        folded = fold(text)
        standard = self.standardise(folded)
        return MessageText(text, folded, standard, squeeze(standard))

    def standardise(self, folded: str) -> str:
        """A folded text with its dialect words replaced."""
        return self._words.sub(lambda match: self._standard[match[0]], folded)
