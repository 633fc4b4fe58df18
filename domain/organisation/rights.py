"""What each role may do in the console. Which single case an officer may read is decided for each case."""

from collections.abc import Mapping
from enum import StrEnum

from domain.organisation.officers import Role


class Right(StrEnum):
    """A part of the console.

    CASES: the lists of ordinary cases, and residents' questions. INTAKE: reports for residents who come
    without LINE. REGISTER: the list of staff complaints in one's own custody. OVERVIEW: this month until
    today and the load of the sections. ORDER: orders to a section. CONFIRM: confirming the orders to one's
    own section. REPORTS: the reports that one receives, and those of them that lead to publication.
    IMPROVEMENTS: what the office changes because residents said so. SURVEYS: rounds, their figures and
    comments, as far as one reads them. FIGURES: the staff edition of the public figures, for everyone.
    SETTINGS: the office's data and words. TEAM: officers, their roles and their codes.
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
"""The rights of every role; a role that is not here has none."""


def has_right(role: Role, right: Right) -> bool:
    """Whether officers of a role have a right."""
    return right in RIGHTS.get(role, frozenset())
