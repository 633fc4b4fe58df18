"""Who is speaking as an officer, and the case their act is about: what every step of an act asks for."""

from domain.cases.complaint import Complaint
from domain.cases.conduct import ReporterLink
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import work_list
from handlers.conversations.officer.draft import OfficerTurn
from handlers.core.messages import Choice
from handlers.engine.turn import Turn


def officer_of(turn: Turn) -> Officer:
    if turn.officer is None:
        raise Refused("not_an_officer")
    return turn.officer


def case_of(turn: OfficerTurn) -> Complaint:
    """The case in the draft. Refuses with not_found when it is no longer theirs to see."""
    return work_list.seen_by(turn.uow, officer_of(turn), turn.draft.case)


def done(turn: Turn, case: Complaint, action: str, *, is_told: bool = True) -> str:
    """What an act has done to `case`, and when its reporter hears of it if not now (`is_told`)."""
    if case.conduct is not None and case.conduct.link is ReporterLink.NONE:
        return turn.say("officer.done_unlinked", number=case.number)
    if is_told:
        return turn.say(f"officer.done_{action}", number=case.number)
    return f"{turn.say(f'officer.held_{action}', number=case.number)}\n{turn.say('officer.held')}"


def ways_out(turn: OfficerTurn, step: str) -> tuple[Choice, ...]:
    """Back, where something has been answered before, and cancel."""
    back = (turn.button("button.back", step, "back"),) if turn.draft.progress.history else ()
    return (*back, turn.button("button.cancel", step, "cancel"))
