"""When to ask whom a complaint concerns, and the buttons that answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.cases.accused import Accusation, Certainty
from domain.cases.matcher import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.organisation.organisation import Custodian, Department


def needs_question(accusation: Accusation) -> bool:
    """Whether one question with buttons does better than a guess.

    It does when nobody in particular is accused ("เจ้าหน้าที่"), when somebody is mentioned only beside a place or
    with thanks, or when all that was found is a possibility. It is asked once: the answer is binding.
    """
    if accusation.answered:
        return False
    accusing = [one for one in accusation.evidence if not one.excuse]
    return all(one.certainty is Certainty.POSSIBLE for one in accusing)


def choices(custodians: Iterable[Custodian], departments: Iterable[Department]) -> tuple[str, ...]:
    """What its buttons send, in the order shown: the keepers' posts, the sections, `UNKNOWN`.

    An answer goes into `Told.choices`. It adds to what the words accuse and takes nothing away.
    """
    return (
        *(f"post:keeper:{one.role}" for one in custodians),
        *(f"unit:{one.key}" for one in departments),
        UNKNOWN,
    )
