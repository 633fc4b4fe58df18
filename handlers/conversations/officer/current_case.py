"""The officer, the case and the common buttons of an officer's action, for all its steps."""

from domain.cases.complaint import Complaint
from domain.cases.conduct import ReporterLink
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import work_list
from handlers.conversations.officer.draft import OfficerTurn
from handlers.core.messages import Choice
from handlers.engine.turn import Turn
from handlers.views import case_text, delivery
from storage.queues.outbox import OutboxState


def officer_of(turn: Turn) -> Officer:
    """Return the officer of a turn. Raises Refused not_an_officer."""
    if turn.officer is None:
        raise Refused("not_an_officer")
    return turn.officer


def case_of(turn: OfficerTurn) -> Complaint:
    """Return the case of the draft. Raises Refused not_an_officer, or not_found if they may not read it."""
    return work_list.seen_by(turn.uow, officer_of(turn), turn.draft.case)


def done(turn: Turn, case: Complaint, action: str, *, reporter_notified: bool = True) -> str:
    """Return the text after an action on `case`. `reporter_notified`: whether a message to the reporter is pushed.

    If it is not, the text says that the reporter sees the result later; without a link to the reporter, that they
    see it when they use their receipt code.
    """
    if case.conduct is not None and case.conduct.link is ReporterLink.NONE:
        return turn.say("officer.done_unlinked", number=case.number)
    if reporter_notified:
        return turn.say(f"officer.done_{action}", number=case.number)
    lines = [turn.say(f"officer.deferred_{action}", number=case.number)]
    if case_text.unreached(turn.uow, turn.translator, case):
        return "\n".join((*lines, turn.say("console.untold_no_line")))
    notice = delivery.last_notice(turn.uow, case)
    if notice is not None and notice.state is OutboxState.DEFERRED:
        lines.append(delivery.words(turn.translator, turn.uow.now, notice))
    return "\n".join((*lines, turn.say("officer.deferred")))


def exit_buttons(turn: OfficerTurn, step: str) -> tuple[Choice, ...]:
    """Return the buttons "back", if a step was answered before, and "cancel"."""
    back = {"back": "button.back"} if turn.draft.progress.history else {}
    return turn.buttons(step, back | {"cancel": "button.cancel"})
