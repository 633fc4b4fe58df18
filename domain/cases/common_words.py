"""Names that are words of complaints: found in accusations in which nobody is called by a name.

Whoever bears such a name would be accused by many complaints about others, and with them the colleagues of their
unit. Given to a colleague of the custodian, it would bar the custodian from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.cases.matcher import Matcher, Statement
from domain.cases.names import NameReader
from domain.cases.staff import Appointment, Staff
from domain.organisation.officers import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from domain.cases.vocabulary import Vocabulary

MOST = 2
"""In how many of `Vocabulary.unnamed` one officer's names may be found: อำนาจ is a name, and in two of them."""
_SOMEBODY = 1
_POST = Role.ADMIN
"""A post that no phrase of the vocabulary means, so that an officer is found by their names alone."""


def are_too_common(
    names: Collection[str], words: Vocabulary, *, before: Collection[str] = ()
) -> bool:
    """Return whether an officer's names are found in more complaints about others than MOST.

    `names`: all that the officer will have or ever had. `before`: those without the new ones; names that are found
    in no more complaints than these are never too common.
    """
    found = _found_in(names, words)
    return len(found) > MOST and not found <= _found_in(before, words)


def accuse_more(before: Vocabulary, after: Vocabulary) -> bool:
    """Return whether a complaint accuses a unit by its names in `after`, and not by those in `before`."""
    nobody = Staff([], NameReader(after.titles), {})
    was, will_be = Matcher(nobody, before), Matcher(nobody, after)
    return any(
        not will_be.find(Statement(one)).units <= was.find(Statement(one)).units
        for one in before.unnamed
    )


def _found_in(names: Collection[str], words: Vocabulary) -> frozenset[str]:
    if not names:
        return frozenset()
    bearer = Appointment(_SOMEBODY, tuple(names), _POST)
    matcher = Matcher(Staff([bearer], NameReader(words.titles), {}), words)
    return frozenset(
        one for one in words.unnamed if _SOMEBODY in matcher.find(Statement(one)).officers
    )
