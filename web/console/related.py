"""Cases that may be about the same problem: suggested by topic, place, time and words, never joined at once."""

from dataclasses import dataclass
from datetime import timedelta

from domain.cases.complaint import Complaint
from domain.cases.similar import ENOUGH, likeness
from domain.organisation.officers import Officer
from handlers.access import permission
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_text

BACK = timedelta(days=120)
LOOKED_AT, SHOWN = 300, 5
WORDS_SHOWN = 100


@dataclass(frozen=True)
class Related:
    """A case that may be about the same problem. `why`: what they have in common, in words."""

    id: int
    number: str
    state: str
    words: str
    why: str
    is_open: bool


def related_to(
    uow: UnitOfWork, translator: Translator, officer: Officer, case: Complaint
) -> list[Related]:
    """The likeliest of them that this officer may read, the likeliest first."""
    found = uow.tx.complaints.around(case, case.filed_at - BACK, LOOKED_AT)
    joined = {*uow.tx.joined_cases.members_of(case.id), uow.tx.joined_cases.leader_of(case.id)}
    scored = [(likeness(case, other), other) for other in found if other.id not in joined]
    best = sorted(
        (pair for pair in scored if pair[0].points >= ENOUGH),
        key=lambda pair: (-pair[0].points, -pair[1].id),
    )
    return [
        Related(
            other.id,
            other.number,
            case_text.state(translator, other),
            other.detail[:WORDS_SHOWN],
            " · ".join(translator.say(f"console.alike_{reason}") for reason in alike.why),
            other.is_open,
        )
        for alike, other in best
        if permission.may_read(uow, officer, other)
    ][:SHOWN]
