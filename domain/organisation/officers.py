"""Officers and their roles. The link between officers and LINE accounts is in `storage.people`."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The role of an officer; docs/glossary.md gives the Thai names."""

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
