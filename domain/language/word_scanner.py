"""One pattern for a whole list of words. A flat alternation of 2,000 words takes 40 times as long.

It is compiled when it is first used: compiling those of a whole office takes 0.3 seconds of its start.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

# Thai is written without spaces, so a word is also found inside longer ones. It is refused where the
# spelling shows that it is no word there: a leading vowel before it, a vowel or tone mark after it, a
# silenced consonant after it (ลิง in ลิงก์), or ใจ after it (หาย in หายใจ); Latin words start and end at a
# word's edge.
_BEFORE = "(?<![เ-ไ])(?:(?<![a-z])|(?![a-z]))"
_AFTER = "(?![ะ-ฺ็-๎])(?![ก-ฮ][ิุ]?์)(?!ใจ)"


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
    """A pattern that finds the longest of the folded `words` at each place, none inside another."""
    known = tuple(words)
    return Scanner(lambda: f"{_BEFORE}(?:{_branch(_tree(known))}){_AFTER}")


def lookahead_scanner(words: Iterable[str]) -> Scanner:
    """As `scanner`, but a word that starts inside another is found too; group 1 holds the word.

    An English word must end at a word's edge as well, because no other rule says what it may hide in.
    """
    known = tuple(words)
    edge = "(?:(?<![a-z])|(?![a-z]))"
    return Scanner(lambda: f"(?={_BEFORE}({_branch(_tree(known))}){_AFTER}{edge})")


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
