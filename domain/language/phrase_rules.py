"""Rules over groups of words: "a person near an injury, unless it is only feared". Words and rules are data.

A file of rules has `[words]` (group = words), `ignore` (words that merely contain others) and
`[[rule]]` entries:

is          the name of the rule
near        the groups that must be found close to each other; one group is enough
within      the characters allowed between them, 12 by default
in_order    true if the groups must follow each other in the order of the list
unless      groups that disable the rule anywhere in the text
not_before  groups that disable it shortly before or inside the match
not_after   groups that disable it shortly after or inside the match
alone       true if the text may contain hardly anything else
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from domain.language.word_scanner import lookahead_scanner
from domain.text.thai_text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

READ_AT_MOST = 2_000
"""Characters of a text that are read: its first lines say what it is about."""

_WITHIN = 12
_BEFORE = 16
_AFTER = 22
# Letters that a text may have besides the words of an `alone` rule.
_SPARE = 2
_LETTER = re.compile(r"[a-z\u0E01-\u0E2E]")
_MANNERS = "manners"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One `[[rule]]` of a file."""

    name: str
    near: tuple[str, ...]
    within: int = _WITHIN
    in_order: bool = False
    unless: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    alone: bool = False

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> Self:
        """Build from one parsed `[[rule]]`. Raises TypeError for an unknown key."""
        fields = dict(row)
        for key in ("unless", "not_before", "not_after"):
            fields[key] = frozenset(fields.get(key, ()))
        return cls(name=fields.pop("is"), near=tuple(fields.pop("near")), **fields)


@dataclass(frozen=True, slots=True)
class Match:
    """A matching rule, with the span of the match in the squeezed text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a text.

    `matches`: the matching rules, in the order of the file, each at its first match; `names`: their distinct
    names; `groups`: the groups of which a word was found, whether or not a rule matches.
    """

    matches: tuple[Match, ...]
    names: tuple[str, ...]
    groups: frozenset[str]

    def features(self, file: str) -> list[str]:
        """What was found, as features of the act model. `file`: distinguishes the rules of several files."""
        rules = [f"<{file} is {name}>" for name in self.names]
        return rules + [f"<{file} says {group}>" for group in sorted(self.groups)]


class PhraseRules:
    """The rules of one file; created once."""

    def __init__(self, words: Mapping[str, frozenset[str]], rules: Sequence[Rule]) -> None:
        """`words`: folded word to its groups. A word without a group hides the words inside it."""
        self._words = words
        self._rules = tuple(rules)
        self._scanner = lookahead_scanner(words)

    @classmethod
    def parse(cls, table: Mapping[str, Any], longer: Iterable[str] = ()) -> Self:
        """Build from a parsed file. `longer`: words of longer_words.toml, which are ignored as well.

        Raises ValueError for a rule with a group that has no words.
        """
        ignored = [*table["ignore"], *longer]
        groups: dict[str, set[str]] = {squeeze(fold(word)): set() for word in ignored}
        for group, words in table["words"].items():
            for word in words:
                groups.setdefault(squeeze(fold(word)), set()).add(group)
        rules = [Rule.parse(row) for row in table["rule"]]
        for rule in rules:
            named = {*rule.near, *rule.unless, *rule.not_before, *rule.not_after}
            if not named <= table["words"].keys():
                raise ValueError(f"rule {rule.name!r}: no such group: {sorted(named)}")
        return cls({word: frozenset(some) for word, some in groups.items()}, rules)

    def read(self, squeezed: str) -> Findings:
        """The rules that match a squeezed text, and the groups found in it."""
        spans = self._spans(squeezed[:READ_AT_MOST])
        matches = tuple(self._matches(squeezed, spans))
        names = dict.fromkeys(match.name for match in matches)
        return Findings(matches, tuple(names), frozenset(spans))

    def _matches(self, text: str, spans: Mapping[str, list[Span]]) -> Iterator[Match]:
        for rule in self._rules:
            if not all(group in spans for group in rule.near):
                continue
            if any(group in spans for group in rule.unless):
                continue
            if rule.alone and not _is_alone(
                text, (spans.get(g, []) for g in (*rule.near, _MANNERS))
            ):
                continue
            for start, end in _chains(rule, spans):
                if not _is_switched_off(rule, spans, start, end):
                    yield Match(rule.name, start, end)
                    break

    def _spans(self, text: str) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = defaultdict(list)
        hidden_until = 0
        for match in self._scanner.finditer(text):
            start, end = match.span(1)
            if start < hidden_until:
                continue
            groups = self._words[match[1]]
            if not groups:
                hidden_until = end
            for group in groups:
                found[group].append((start, end))
        return found


def _chains(rule: Rule, spans: Mapping[str, list[Span]]) -> Iterator[Span]:
    """The span of every combination in which the groups of a rule are close to each other."""
    chains = list(spans[rule.near[0]])
    for group in rule.near[1:]:
        chains = [
            (min(start, other[0]), max(end, other[1]))
            for start, end in chains
            for other in spans[group]
            if 0 <= other[0] - end <= rule.within
            or (not rule.in_order and 0 <= start - other[1] <= rule.within)
        ]
    yield from chains


def _is_switched_off(rule: Rule, spans: Mapping[str, list[Span]], start: int, end: int) -> bool:
    before = any(
        other_start < end and start - other_end <= _BEFORE
        for group in rule.not_before
        for other_start, other_end in spans.get(group, ())
    )
    after = any(
        other_end > start and other_start - end <= _AFTER
        for group in rule.not_after
        for other_start, other_end in spans.get(group, ())
    )
    return before or after


def _is_alone(text: str, spans: Iterable[list[Span]]) -> bool:
    covered = {at for some in spans for start, end in some for at in range(start, end)}
    left = sum(1 for at, letter in enumerate(text) if at not in covered and _LETTER.match(letter))
    return left <= _SPARE
