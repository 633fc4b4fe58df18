"""Choose the custodian of a staff complaint and decide who may read it. By default nobody may."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.cases.accused import Accusation
    from domain.cases.staff import Staff
    from domain.organisation.officers import Role


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer as a possible custodian.

    `is_reachable`: can receive messages. `is_passed_over`: blocked the bot, or did not accept in time.
    """

    officer_id: int
    role: Role
    active: bool
    is_reachable: bool = True
    is_passed_over: bool = False


class Change(StrEnum):
    """Why a case has its present custodian. For all but KEPT the old and the new custodian are notified."""

    KEPT = "kept"
    FIRST = "first"
    RECUSED = "recused"
    HANDED_OVER = "handed_over"
    NOBODY = "nobody"
    """Nobody at the office may read it: show the reporter `Organisation.outside`; the case stays encrypted."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The id of the custodian from now on, None when nobody is eligible, and why."""

    custodian: int | None
    change: Change


def barred(accusation: Accusation, staff: Staff) -> frozenset[int]:
    """The ids of all officers who may never read the case.

    These are the accused, everybody who was ever in an accused unit or in a unit of the accused, those who
    were barred before, and every officer row that may be the same person as one of them.
    """
    named = staff.same_as(accusation.officers | staff.ever_were(accusation.roles))
    units = accusation.units | staff.units_ever_of(named)
    return staff.same_as(accusation.barred | named | staff.ever_in(units))


def grown(accusation: Accusation, staff: Staff) -> Accusation:
    """The accusation with all officers who are barred now added to `barred`.

    The caller must store it after every further text and every change of staff (appointment, removal, name,
    department, LINE account), so that a barred officer stays barred when a row changes later.
    """
    return replace(accusation, barred=barred(accusation, staff))


def may_read(
    accusation: Accusation | None,
    custodian: int | None,
    candidate: Candidate,
    staff: Staff,
    order: Sequence[Role],
) -> bool:
    """Whether an officer may read a staff complaint: only its custodian, and only while not barred.

    `accusation`: None when it could not be decrypted; then nobody may. `custodian`: id of the chosen officer.
    `order`: the custodians' roles.
    """
    return (
        accusation is not None
        and candidate.officer_id == custodian
        and _is_eligible(candidate, order, barred(accusation, staff))
    )


def choose_custodian(
    accusation: Accusation,
    candidates: Iterable[Candidate],
    current: int | None,
    staff: Staff,
    order: Sequence[Role],
) -> Choice:
    """Choose the custodian of a case. The current one stays until barred, removed or passed over.

    A post earlier in `order` that is filled later does not replace the current custodian. The next custodian is
    the first eligible candidate in `order`; within a role those who can be reached come first, then the
    lowest id. Candidates who were passed over come last.
    """
    by_id = {one.officer_id: one for one in candidates}
    out = barred(accusation, staff)
    free = [one for one in by_id.values() if _is_eligible(one, order, out)]
    present = by_id.get(current) if current is not None else None
    if present in free and present is not None and not present.is_passed_over:
        return Choice(current, Change.KEPT)
    if not free:
        return Choice(None, Change.NOBODY)
    best = min(free, key=lambda one: _preference(one, order))
    if best.officer_id == current:
        return Choice(current, Change.KEPT)
    if current is None:
        return Choice(best.officer_id, Change.FIRST)
    return Choice(best.officer_id, Change.RECUSED if current in out else Change.HANDED_OVER)


def _is_eligible(one: Candidate, order: Sequence[Role], out: frozenset[int]) -> bool:
    return one.active and one.role in order and one.officer_id not in out


def _preference(one: Candidate, order: Sequence[Role]) -> tuple[bool, bool, int, int]:
    return (one.is_passed_over, not one.is_reachable, order.index(one.role), one.officer_id)
