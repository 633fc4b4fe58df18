"""Who is speaking as an officer, and the case their act is about: what every step of an act asks for."""

from domain.cases.conduct import Link
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.core.messages import Choice
from handlers.engine.conversation import TRAIL, Talk
from handlers.usecases import complaints


def officer_of(talk: Talk) -> Officer:
    if talk.officer is None:
        raise Refused("not_an_officer")
    return talk.officer


def number_of(talk: Talk) -> str:
    """The number of the case in the draft. Refuses with not_found when it is no longer theirs to see."""
    return complaints.seen_by(talk.desk, officer_of(talk), talk.draft["case"]).number


def done(talk: Talk, case_id: int, action: str, *, is_told: bool = True) -> str:
    """What an act has done, and when its reporter hears of it if not now (`is_told`)."""
    case = talk.desk.tx.complaints.get(case_id)
    if case.conduct is not None and case.conduct.link is Link.NONE:
        return talk.say("officer.done_unlinked", number=case.number)
    if is_told:
        return talk.say(f"officer.done_{action}", number=case.number)
    return f"{talk.say(f'officer.held_{action}', number=case.number)}\n{talk.say('officer.held')}"


def ways_out(talk: Talk, step: str) -> tuple[Choice, ...]:
    """Back, where something has been answered before, and cancel."""
    back = (talk.button("button.back", step, "back"),) if talk.draft.get(TRAIL) else ()
    return (*back, talk.button("button.cancel", step, "cancel"))
