"""Dialect words replaced by standard ones, so that every other list needs standard words alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from domain.language.word_scanner import scanner
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping


class Dialect:
    """Made once from dialect.toml."""

    def __init__(self, standard: Mapping[str, str]) -> None:
        """`standard`: for each folded dialect word the standard one."""
        self._standard = standard
        self._words = scanner(standard)

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Self:
        """From the parsed file: `[words]` lists the dialect words of each standard word."""
        return cls(
            {
                fold(word): fold(standard)
                for standard, words in table["words"].items()
                for word in words
            }
        )

    def standardise(self, folded: str) -> str:
        """A folded text with its dialect words replaced."""
        return self._words.sub(lambda match: self._standard[match[0]], folded)
