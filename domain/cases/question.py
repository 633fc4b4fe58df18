"""When to ask the reporter whom a staff complaint is about, and the buttons of that question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.cases.accused import Accusation, Certainty
from domain.cases.matcher import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.organisation.organisation import Custodian, Department


def needs_question(accusation: Accusation) -> bool:
    """Whether to ask the reporter with buttons, instead of guessing.

    True when nobody in particular is accused ("เจ้าหน้าที่"), when people are mentioned only as a landmark or with
    a courtesy, or when every accusation is only possible. It is asked once; the answer is final.
    """
    if accusation.answered:
        return False
    accusing = [one for one in accusation.evidence if not one.excuse]
    return all(one.certainty is Certainty.POSSIBLE for one in accusing)


def choices(custodians: Iterable[Custodian], departments: Iterable[Department]) -> tuple[str, ...]:
    """The values of the buttons, in the order shown: the custodians' posts, the departments, `UNKNOWN`.

    The answers go into `Statement.choices`. They add to the accusation and remove nothing.
    """
    return (
        *(f"post:keeper:{one.role}" for one in custodians),
        *(f"unit:{one.key}" for one in departments),
        UNKNOWN,
    )
