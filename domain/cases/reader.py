"""Who may read a case about staff. Nobody may, unless `may_read` says so."""

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
    """An officer as they serve now. `is_passed_over`: blocked the bot, or did not accept in time."""

    officer_id: int
    role: Role
    active: bool
    is_reachable: bool = True
    is_passed_over: bool = False


class Change(StrEnum):
    """Why a case has the keeper it has now. All but KEPT are told to the old keeper and the new one."""

    KEPT = "kept"
    FIRST = "first"
    RECUSED = "recused"
    HANDED_OVER = "handed_over"
    NOBODY = "nobody"
    """Nobody at the office may read it: show its reporter `Organisation.outside` and keep it sealed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The keeper of a case from now on; None when nobody is left."""

    custodian: int | None
    change: Change


def barred(accusation: Accusation, staff: Staff) -> frozenset[int]:
    """The ids of everybody who never reads the case.

    The accused, whoever may be the same person, everybody who was ever in an accused unit or in any unit
    the accused ever belonged to, all who were barred before, and whoever may be the same person as those.
    """
    named = staff.same_as(accusation.officers | staff.ever_were(accusation.roles))
    units = accusation.units | staff.units_ever_of(named)
    return staff.same_as(accusation.barred | named | staff.ever_in(units))


def grown(accusation: Accusation, staff: Staff) -> Accusation:
    """The accusation with everybody barred so far written down.

    To be stored after every word told and every change of staff (appointment, removal, name, section,
    link), so that nobody comes free when a row changes afterwards.
    """
    return replace(accusation, barred=barred(accusation, staff))


def may_read(
    accusation: Accusation | None,
    custodian: int | None,
    candidate: Candidate,
    staff: Staff,
    order: Sequence[Role],
) -> bool:
    """Whether an officer may read a case about staff: only its chosen keeper, and only while not barred.

    `accusation`: None when it could not be read, and then nobody may. `order`: the keepers' roles.
    """
    return (
        accusation is not None
        and candidate.officer_id == custodian
        and _is_eligible(candidate, order, barred(accusation, staff))
    )


def choose_keeper(
    accusation: Accusation,
    candidates: Iterable[Candidate],
    current: int | None,
    staff: Staff,
    order: Sequence[Role],
) -> Choice:
    """Who keeps a case. The current keeper stays until barred, out of office or passed over.

    An earlier post that is filled later takes nothing away. The next one is the first eligible of `order`;
    within a post whoever can be reached, then the longest serving row. Whoever was passed over comes last.
    """
    known = {one.officer_id: one for one in candidates}
    out = barred(accusation, staff)
    free = [one for one in known.values() if _is_eligible(one, order, out)]
    present = known.get(current) if current is not None else None
    if present in free and present is not None and not present.is_passed_over:
        return Choice(current, Change.KEPT)
    if not free:
        return Choice(None, Change.NOBODY)
    best = min(free, key=lambda one: _rank(one, order))
    if best.officer_id == current:
        return Choice(current, Change.KEPT)
    if current is None:
        return Choice(best.officer_id, Change.FIRST)
    return Choice(best.officer_id, Change.RECUSED if current in out else Change.HANDED_OVER)


def _is_eligible(one: Candidate, order: Sequence[Role], out: frozenset[int]) -> bool:
    return one.active and one.role in order and one.officer_id not in out


def _rank(one: Candidate, order: Sequence[Role]) -> tuple[bool, bool, int, int]:
    return (one.is_passed_over, not one.is_reachable, order.index(one.role), one.officer_id)
