"""All appointments ever made: the units each officer belonged to, and which rows may be the same person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.cases.spelling import sound
from domain.organisation.officers import EXECUTIVES, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.cases.names import Forms, NameReader


@dataclass(frozen=True, slots=True)
class Appointment:
    """One post that an officer holds or held. An officer who was moved has several with one `officer_id`.

    `names`: every name the row ever had, including nicknames and Latin spelling. `accounts`: pseudonyms of all
    LINE accounts that were ever linked to the row, also of those unlinked at removal.
    """

    officer_id: int
    names: tuple[str, ...]
    role: Role
    department: str | None = None
    active: bool = True
    accounts: frozenset[str] = frozenset()


class Staff:
    """All appointments. Names and accounts are compared once, when the object is made."""

    def __init__(
        self,
        appointments: Iterable[Appointment],
        reader: NameReader,
        custodian_units: Mapping[Role, str],
    ) -> None:
        """`custodian_units`: by role, the unit of a custodian without a department."""
        self.appointments = tuple(appointments)
        self._reader = reader
        self._custodian_units = dict(custodian_units)
        self.forms: dict[int, Forms] = {
            id_: reader.read(
                {name for one in self.appointments if one.officer_id == id_ for name in one.names}
            )
            for id_ in {one.officer_id for one in self.appointments}
        }
        self._accounts: dict[int, frozenset[str]] = {}
        for one in self.appointments:
            known = self._accounts.get(one.officer_id, frozenset())
            self._accounts[one.officer_id] = known | one.accounts
        self._units: dict[int, frozenset[str]] = {}
        for one in self.appointments:
            known = self._units.get(one.officer_id, frozenset())
            self._units[one.officer_id] = known | self.units_of(one)
        self._heard = {
            id_: {sound(name) for name in forms.given} for id_, forms in self.forms.items()
        }
        self._same = {
            one: {other for other in self.forms if self._may_be_same(one, other)}
            for one in self.forms
        }

    def units_of(self, one: Appointment) -> frozenset[str]:
        """The units of an appointment, at least one.

        This is the department; without one, the unit configured for the role, or a unit named after it. An
        executive also belongs to the unit named after the role, which deputies and secretaries share.
        """
        own = one.department or self._custodian_units.get(one.role, one.role.value)
        return frozenset({own, one.role.value} if one.role in EXECUTIVES else {own})

    def ever_in(self, units: Iterable[str]) -> frozenset[int]:
        """Ids of the officers who belong or ever belonged to one of these units."""
        wanted = frozenset(units)
        return frozenset(id_ for id_, member_of in self._units.items() if member_of & wanted)

    def ever_were(self, roles: Iterable[Role]) -> frozenset[int]:
        """Ids of the officers who hold or ever held one of these roles."""
        wanted = frozenset(roles)
        return frozenset(one.officer_id for one in self.appointments if one.role in wanted)

    def units_ever_of(self, ids: Iterable[int]) -> frozenset[str]:
        """All units to which these officers belong or ever belonged."""
        return frozenset(unit for id_ in ids for unit in self._units.get(id_, ()))

    def same_as(self, ids: Iterable[int]) -> frozenset[int]:
        """These officers and all rows that may be the same person as one of them, transitively."""
        found: set[int] = set()
        todo = list(ids)
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo.extend(self._same.get(one, ()))
        return frozenset(found)

    def share_a_name(self, names: Iterable[str], ids: Iterable[int]) -> bool:
        """Whether one of these names holds a given name or a nickname that one of these officers ever had."""
        heard = {sound(name) for name in self._reader.read(names).given}
        return any(heard & self._heard.get(one, set()) for one in ids)

    def _may_be_same(self, one: int, other: int) -> bool:
        """Whether two rows share an account or the sound of a given name or nickname.

        Surnames are not compared, because they may change.
        """
        if one == other or self._accounts[one] & self._accounts[other]:
            return True
        return bool(self._heard[one] & self._heard[other])
