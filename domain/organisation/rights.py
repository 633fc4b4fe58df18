"""The rights of each role in the console. Access to a single case is decided separately, for each case."""

from collections.abc import Mapping
from enum import StrEnum

from domain.organisation.officers import Role


class Right(StrEnum):
    """A part of the console.

    CASES: the lists of ordinary cases, and residents' questions. INTAKE: entering reports for residents without
    LINE. REGISTER: the list of staff complaints in one's own custody. OVERVIEW: the current month and the load
    of the departments. ORDER: orders to a department. CONFIRM: confirming the orders to one's own department.
    REPORTS: the reports that one receives, and the steps towards their publication. IMPROVEMENTS: improvements
    that follow from what residents said. SURVEYS: rounds, their figures and comments, as far as one may read
    them. FIGURES: the staff edition of the public figures, for everyone. SETTINGS: the office's data and words.
    TEAM: officers, their roles and their codes.
    """

    CASES = "cases"
    INTAKE = "intake"
    REGISTER = "register"
    OVERVIEW = "overview"
    ORDER = "order"
    CONFIRM = "confirm"
    REPORTS = "reports"
    IMPROVEMENTS = "improvements"
    SURVEYS = "surveys"
    FIGURES = "figures"
    SETTINGS = "settings"
    TEAM = "team"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OFFICER: frozenset(
        {Right.CASES, Right.INTAKE, Right.REPORTS, Right.IMPROVEMENTS, Right.SURVEYS, Right.FIGURES}
    ),
    Role.HEAD: frozenset(
        {
            Right.CASES,
            Right.INTAKE,
            Right.CONFIRM,
            Right.REPORTS,
            Right.IMPROVEMENTS,
            Right.SURVEYS,
            Right.FIGURES,
        }
    ),
    Role.PALAD: frozenset(
        {
            Right.CASES,
            Right.INTAKE,
            Right.REGISTER,
            Right.OVERVIEW,
            Right.ORDER,
            Right.REPORTS,
            Right.IMPROVEMENTS,
            Right.SURVEYS,
            Right.FIGURES,
            Right.SETTINGS,
            Right.TEAM,
        }
    ),
    Role.NAYOK: frozenset(
        {
            Right.CASES,
            Right.REGISTER,
            Right.OVERVIEW,
            Right.ORDER,
            Right.REPORTS,
            Right.IMPROVEMENTS,
            Right.SURVEYS,
            Right.FIGURES,
        }
    ),
    Role.INTEGRITY: frozenset({Right.REGISTER, Right.REPORTS, Right.SURVEYS, Right.FIGURES}),
    Role.ADMIN: frozenset({Right.FIGURES, Right.SETTINGS, Right.TEAM}),
}
"""The rights of every role; a role that is missing here has none."""


def has_right(role: Role, right: Right) -> bool:
    """Whether officers with this role have the right."""
    return right in RIGHTS.get(role, frozenset())
