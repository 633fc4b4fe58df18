"""Who is speaking as an officer, and the case their act is about: what every step of an act asks for."""

from domain.conduct import Link
from domain.errors import Refused
from domain.people import Officer
from handlers import complaints
from handlers.dialogue import Choice
from handlers.flow import TRAIL, Talk


def officer_of(talk: Talk) -> Officer:
    if talk.officer is None:
        raise Refused("not_an_officer")
    return talk.officer


def number_of(talk: Talk) -> str:
    """The number of the case in the draft. Refuses with not_found when it is no longer theirs to see."""
    return complaints.seen_by(talk.desk, officer_of(talk), talk.draft["case"]).number


def done(talk: Talk, case_id: int, key: str, *, is_told: bool = True) -> str:
    """What an act has done, by its word key, and when its reporter hears of it if not now (`is_told`)."""
    case = talk.desk.tx.complaints.get(case_id)
    is_unlinked = case.conduct is not None and case.conduct.link is Link.NONE
    if not (is_unlinked or is_told):
        key = "officer.done_held"
    return talk.say("officer.done_unlinked" if is_unlinked else key, number=case.number)


def ways_out(talk: Talk, step: str) -> tuple[Choice, ...]:
    """Back, where something has been answered before, and cancel."""
    back = (talk.button("button.back", step, "back"),) if talk.draft.get(TRAIL) else ()
    return (*back, talk.button("button.cancel", step, "cancel"))
