"""Joined cases for the page of a case."""

from dataclasses import dataclass

from domain.cases.complaint import Complaint
from handlers.access import permission
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_text
from web.console.gate import who


@dataclass(frozen=True)
class JoinedCase:
    """A joined case that the officer may read."""

    id: int
    number: str
    state: str
    words: str
    reporter: str


@dataclass(frozen=True)
class Problem:
    """The joined cases of one problem. `leader`: the leading case, None if it is the case itself."""

    leader: JoinedCase | None
    members: tuple[JoinedCase, ...]

    @property
    def total(self) -> int:
        """The number of cases about the problem, including the case itself."""
        return 1 + len(self.members)


def problem_of(uow: UnitOfWork, translator: Translator, case: Complaint) -> Problem:
    """The cases joined with this one that the officer may read."""
    leader = uow.tx.joined_cases.leader_of(case.id)
    members = uow.tx.joined_cases.members_of(case.id)
    return Problem(
        _joined_case(uow, translator, leader) if leader else None,
        tuple(found for key in members if (found := _joined_case(uow, translator, key))),
    )


def _joined_case(uow: UnitOfWork, translator: Translator, key: int) -> JoinedCase | None:
    case = uow.tx.complaints.find(key)
    if case is None or not permission.may_read(uow, who().officer, case):
        return None
    return JoinedCase(
        case.id,
        case.number,
        case_text.state(translator, case),
        case.detail[:100],
        case_text.reporter_name(uow, translator, case),
    )
