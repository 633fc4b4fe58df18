"""Cases that may be about the same problem: suggested by topic, place, time and text, never joined by itself."""

from dataclasses import dataclass

from domain.cases.complaint import Complaint
from domain.cases.similar import LOOK_BACK, alike
from domain.organisation.officers import Officer
from handlers.access import permission
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_text

LOOKED_AT, SHOWN = 300, 5
WORDS_SHOWN = 100


@dataclass(frozen=True)
class Related:
    """A case that may be about the same problem. `why`: what both have in common, as text."""

    id: int
    number: str
    state: str
    words: str
    why: str
    is_open: bool


def related_to(
    uow: UnitOfWork, translator: Translator, officer: Officer, case: Complaint
) -> list[Related]:
    """The most similar cases that this officer may read, the most similar first."""
    around = uow.tx.complaints.around(case, case.filed_at - LOOK_BACK, LOOKED_AT)
    joined = {*uow.tx.joined_cases.members_of(case.id), uow.tx.joined_cases.leader_of(case.id)}
    found = alike(case, (other for other in around if other.id not in joined))
    return [
        Related(
            other.id,
            other.number,
            case_text.state(translator, other),
            other.detail[:WORDS_SHOWN],
            " · ".join(translator.say(f"console.alike_{reason}") for reason in likeness.why),
            other.is_open,
        )
        for likeness, other in found
        if permission.may_read(uow, officer, other)
    ][:SHOWN]
