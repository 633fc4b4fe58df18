"""One regular expression, built as a trie, for a list of words.

A flat alternation of 2,000 words takes 40 times as long. Patterns are compiled at first use, because compiling all
patterns of an office would delay the start by 0.3 seconds.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

# Thai is written without spaces, so a word is also found inside longer ones. A match is rejected if the spelling
# shows that it is no word: a leading vowel before it, or after it a vowel, a tone mark, a silenced consonant (ลิง
# in ลิงก์) or ใจ (หาย in หายใจ). Latin words must start and end at a word boundary, and numbers must be whole: 911
# is none in the telephone number 081 911 2345 or in a case number.
_BEFORE = "(?<![เ-ไ])(?:(?<![a-z])|(?![a-z]))(?:(?<![0-9])(?<![0-9][ -])|(?![0-9]))"
_AFTER = "(?![ะ-ฺ็-๎])(?![ก-ฮ][ิุ]?์)(?!ใจ)(?:(?<![0-9])|(?![ -]?[0-9]))"


class Scanner:
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: Callable[[], str]) -> None:
        self._pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern())

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text)

    def sub(self, replacement: Callable[[re.Match[str]], str], text: str) -> str:
        return self._compiled.sub(replacement, text)


def scanner(words: Iterable[str]) -> Scanner:
    """A pattern that finds the longest of the folded `words` at each position, without overlaps."""
    listed = tuple(words)
    return Scanner(lambda: f"{_BEFORE}(?:{_branch(_tree(listed))}){_AFTER}")


def lookahead_scanner(words: Iterable[str]) -> Scanner:
    """Like `scanner`, but with overlaps: a word that starts inside another is found too. Group 1 is the word.

    An English word must also end at a word boundary, because no list names the longer words that contain it.
    """
    listed = tuple(words)
    edge = "(?:(?<![a-z])|(?![a-z]))"
    return Scanner(lambda: f"(?={_BEFORE}({_branch(_tree(listed))}){_AFTER}{edge})")


def _tree(words: Iterable[str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return tree


def _branch(tree: Mapping[str, Any]) -> str:
    options = [re.escape(letter) + _branch(rest) for letter, rest in tree.items() if letter]
    if not options:
        return ""
    body = options[0] if len(options) == 1 and "" not in tree else f"(?:{'|'.join(options)})"
    return f"{body}?" if "" in tree else body
