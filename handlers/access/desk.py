"""The ordinary cases that an officer sees in the lists of the console, by post."""

from dataclasses import dataclass

from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer


@dataclass(frozen=True)
class DeskScope:
    """The cases of one department, or of every department if `department` is None."""

    department: str | None


def scope_of(officer: Officer) -> DeskScope | None:
    """Return the ordinary cases that an officer may list; None, the default for a role, for no cases."""
    if not officer.active:
        return None
    if officer.role in DEPARTMENTAL and officer.department:
        return DeskScope(officer.department)
    if officer.role in EXECUTIVES:
        return DeskScope(None)
    return None
