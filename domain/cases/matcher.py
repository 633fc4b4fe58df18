"""Find whom a reporter accuses, in everything that they wrote and chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from domain.cases.accused import Accusation, Basis, Certainty, Evidence
from domain.cases.known_names import KnownNames
from domain.cases.mentions import mentions
from domain.cases.names import NameReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.cases.staff import Staff
    from domain.cases.vocabulary import Vocabulary


_Item = TypeVar("_Item")

UNKNOWN = "unknown"
MIN_PART_LENGTH = 3
"""Minimum letters of one word of a longer answer that may match a part of a name."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything that a reporter wrote and chose.

    `who`: the answer to the question whom the complaint is about. `choices`: the buttons pressed, "unit:KEY",
    "post:KEY" or `UNKNOWN`. `later`: all further texts of the case (when, evidence, answers, notes, file
    names, words in files).
    """

    story: str
    who: str = ""
    choices: frozenset[str] = frozenset()
    later: tuple[str, ...] = ()


class Matcher:
    """Finds accusations of the members of a staff. Make a new one after an appointment or a change of name."""

    def __init__(self, staff: Staff, vocabulary: Vocabulary) -> None:
        self._staff = staff
        self._words = vocabulary
        self._names = KnownNames(staff, vocabulary)
        self._titles = NameReader(vocabulary.titles)

    def find(self, statement: Statement) -> Accusation:
        """The accusation in `statement`; the caller unites it with the stored one (`|`).

        Raises ValueError for a choice that is neither a unit nor a known post.
        """
        return self._summed(set(self._evidence(statement)), answered=bool(statement.choices))

    def _evidence(self, statement: Statement) -> Iterator[Evidence]:
        yield from (self._chosen(choice) for choice in statement.choices - {UNKNOWN})
        for line in statement.who.splitlines():
            mentioned = list(mentions(line, "who", self._names, self._words, is_answer=True))
            yield from mentioned
            if not mentioned or " " in line.strip():
                yield from self._answered(line)
        yield from mentions(statement.story, "story", self._names, self._words, is_answer=False)
        for text in statement.later:
            yield from mentions(text, "later", self._names, self._words, is_answer=False)

    def _chosen(self, choice: str) -> Evidence:
        kind, _, key = choice.partition(":")
        if kind != "unit" and not (kind == "post" and key in self._words.posts):
            raise ValueError(f"{choice!r} is no choice")
        return Evidence(choice, "choice", choice, Basis.CHOSEN, Certainty.CERTAIN)

    def _answered(self, line: str) -> Iterator[Evidence]:
        """Evidence against the officers whose name contains the answer to "who", as อรุณ contains "รุณ"."""
        forms = self._titles.read([line])
        # In an answer of several words a short word is rarely a part of a name.
        shortest = MIN_PART_LENGTH if forms.whole else 0
        for answer in forms.whole | {one for one in forms.parts if len(one) >= shortest}:
            for officer_id in self._names.holding(answer):
                target = f"officer:{officer_id}"
                yield Evidence(target, "who", answer, Basis.NAME, Certainty.LIKELY)

    def _summed(self, evidence: set[Evidence], *, answered: bool) -> Accusation:
        accusing = [one.target.partition(":") for one in evidence if not one.excuse]
        posts = [self._words.posts[key] for kind, _, key in accusing if kind == "post"]
        roles = _all(post.roles for post in posts)
        officers = frozenset(int(key) for kind, _, key in accusing if kind == "officer")
        units = frozenset(key for kind, _, key in accusing if kind == "unit")
        return Accusation(
            officers | self._staff.ever_were(roles),
            roles,
            units | _all(post.units for post in posts),
            frozenset(post.key for post in posts if not (post.roles or post.units)),
            answered=answered,
            evidence=frozenset(evidence),
        )


def _all(sets: Iterable[frozenset[_Item]]) -> frozenset[_Item]:
    return frozenset(one for each in sets for one in each)
