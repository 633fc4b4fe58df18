"""The cases about one problem as the page of a case shows them."""

from dataclasses import dataclass

from domain.cases.complaint import Complaint
from handlers.access import permission
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_text
from web.console.gate import who


@dataclass(frozen=True)
class Voice:
    """A case of a problem that the officer may read."""

    id: int
    number: str
    state: str
    words: str
    reporter: str


@dataclass(frozen=True)
class Problem:
    """The problem of a case. `leader`: the case that leads it, None if that is the case itself."""

    leader: Voice | None
    voices: tuple[Voice, ...]

    @property
    def total(self) -> int:
        """How many cases are about the problem, as their own page counts them."""
        return 1 + len(self.voices)


def problem_of(uow: UnitOfWork, translator: Translator, case: Complaint) -> Problem:
    """The cases about the same problem as this one that the officer may read."""
    leader = uow.tx.joined_cases.leader_of(case.id)
    members = uow.tx.joined_cases.members_of(case.id)
    return Problem(
        _voice(uow, translator, leader) if leader else None,
        tuple(found for key in members if (found := _voice(uow, translator, key))),
    )


def _voice(uow: UnitOfWork, translator: Translator, key: int) -> Voice | None:
    case = uow.tx.complaints.find(key)
    if case is None or not permission.may_read(uow, who().officer, case):
        return None
    return Voice(
        case.id,
        case.number,
        case_text.state(translator, case),
        case.detail[:100],
        case_text.reporter_name(uow, translator, case),
    )
