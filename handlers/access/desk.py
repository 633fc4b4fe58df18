"""Which ordinary cases an officer sees in the lists of the console, by their post."""

from dataclasses import dataclass

from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer


@dataclass(frozen=True)
class DeskScope:
    """The cases of one section, or of every section if `department` is None."""

    department: str | None


def scope_of(officer: Officer) -> DeskScope | None:
    """Return the ordinary cases an officer may list; None for none, as every role that is not named here."""
    if not officer.active:
        return None
    if officer.role in DEPARTMENTAL and officer.department:
        return DeskScope(officer.department)
    if officer.role in EXECUTIVES:
        return DeskScope(None)
    return None
