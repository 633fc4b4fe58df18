"""Who works in the office and what each may see and do. Who a LINE account belongs to is not known here."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The role of an officer; the README's glossary gives the Thai names."""

    OFFICER = "officer"
    HEAD = "head"
    PALAD = "palad"
    NAYOK = "nayok"
    INTEGRITY = "integrity"
    ADMIN = "admin"


DEPARTMENTAL = frozenset({Role.OFFICER, Role.HEAD})
EXECUTIVES = frozenset({Role.NAYOK, Role.PALAD})


@dataclass(frozen=True)
class Officer:
    """One member of staff. `department` is a key of departments.toml; only departmental roles need one."""

    id: int
    name: str
    role: Role
    department: str | None = None
    active: bool = True

    @property
    def is_executive(self) -> bool:
        return self.role in EXECUTIVES


def may_see(officer: Officer, *, department: str, restricted: bool) -> bool:
    """Whether an officer may read a case of this department. Nobody may, unless a line here says so.

    Of a restricted case nobody may by their post alone: see domain.cases.conduct.keepers.
    """
    if not officer.active or restricted:
        return False
    if officer.role in DEPARTMENTAL:
        return officer.department == department
    return officer.role in EXECUTIVES


def may_handle(officer: Officer, *, department: str, restricted: bool) -> bool:
    """Whether an officer may act on a case: all who may see it, but the นายก, who reads."""
    return officer.role is not Role.NAYOK and may_see(
        officer, department=department, restricted=restricted
    )


def may_direct(officer: Officer, *, department: str, restricted: bool) -> bool:
    """Whether an officer may give a case to somebody: a head, or whoever handles cases above one."""
    return officer.role is not Role.OFFICER and may_handle(
        officer, department=department, restricted=restricted
    )
