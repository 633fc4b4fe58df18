"""Everybody who was ever appointed, the unit each belongs to, and who may be the same person."""

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
    """One post that somebody holds or held. An officer who was moved has several with one `officer_id`.

    `names`: every name the row ever had, nicknames and Latin spelling included. `accounts`: pseudonyms of
    every LINE account that was ever linked to the row, also those taken away at removal.
    """

    officer_id: int
    names: tuple[str, ...]
    role: Role
    department: str | None = None
    active: bool = True
    accounts: frozenset[str] = frozenset()


class Staff:
    """All appointments, compared once. `keeper_units`: the unit of a keeper without a department, by role."""

    def __init__(
        self,
        appointments: Iterable[Appointment],
        reader: NameReader,
        keeper_units: Mapping[Role, str],
    ) -> None:
        self.appointments = tuple(appointments)
        self._keeper_units = dict(keeper_units)
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
        """The units an appointment belongs to, at least one.

        The section; without one the unit configured for the role, or one named after it. An executive
        always belongs to the unit of their office too, which deputies and secretaries share.
        """
        own = one.department or self._keeper_units.get(one.role, one.role.value)
        return frozenset({own, one.role.value} if one.role in EXECUTIVES else {own})

    def ever_in(self, units: Iterable[str]) -> frozenset[int]:
        """Officers who belong or ever belonged to one of these units."""
        wanted = frozenset(units)
        return frozenset(id_ for id_, known in self._units.items() if known & wanted)

    def ever_were(self, roles: Iterable[Role]) -> frozenset[int]:
        """Officers who hold or ever held one of these roles."""
        wanted = frozenset(roles)
        return frozenset(one.officer_id for one in self.appointments if one.role in wanted)

    def units_ever_of(self, ids: Iterable[int]) -> frozenset[str]:
        """Every unit that these officers belong or ever belonged to."""
        return frozenset(unit for id_ in ids for unit in self._units.get(id_, ()))

    def same_as(self, ids: Iterable[int]) -> frozenset[int]:
        """These officers and whoever may be one of them under another row, however many rows lie between."""
        found: set[int] = set()
        todo = list(ids)
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo.extend(self._same.get(one, ()))
        return frozenset(found)

    def _may_be_same(self, one: int, other: int) -> bool:
        """The same account, or a given name or nickname in common: a surname may change, a title does."""
        if one == other or self._accounts[one] & self._accounts[other]:
            return True
        return bool(self._heard[one] & self._heard[other])
