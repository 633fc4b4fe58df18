"""The sentence above a case after an action: what was done, and whether whom it concerns knows of it."""

from flask import request

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import OFFICER_RULES, Action
from handlers.access import permission, recipients
from handlers.access.ordering import Reach
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import open_photos
from handlers.views import delivery
from web.console.desk import Desk

IDENTITY_ASKED = "identity_asked"
DONE = frozenset(
    {
        *(permission.NOTE, "caller", "correct"),
        *("proposed", "decided", "ordered", "joined", "separated"),
        *(open_photos.OPENED, open_photos.WITHDRAWN),
        IDENTITY_ASKED,
        *(one.value for one in OFFICER_RULES),
    }
)
"""The values of the URL parameter that names the completed action."""


def is_done() -> bool:
    """Whether the address says that an action was just done."""
    return request.args.get("done", "") in DONE


def done_words(uow: UnitOfWork, desk: Desk, case: Complaint) -> str:
    """The sentence after an action: what was done, and whether whom it concerns knows of it by now.

    It is read from the outbox each time, so that a reload says what the conversation below says.
    """
    done = request.args.get("done", "")
    if done not in DONE:
        return ""
    if done == "ordered" and request.args.get("reach", "") in set(Reach):
        return desk.say(f"order.given_{request.args['reach']}")
    if done == Action.ASK and not case.reporter:
        return desk.say("console.done_ask_no_line")
    return f"{desk.say(f'console.done_{done}')} {_told_words(uow, desk, case, done)}".strip()


def _told_words(uow: UnitOfWork, desk: Desk, case: Complaint, done: str) -> str:
    if done == Action.ASSIGN and case.officer_id is not None:
        receiver = uow.tx.officers.get(case.officer_id)
        is_unreached = bool(recipients.unreached(uow, [receiver]))
        return desk.say("officer.unreached", officer=receiver.name) if is_unreached else ""
    if done not in delivery.TO_REPORTER:
        return ""
    notice = delivery.last_notice(uow, case)
    if notice is not None:
        return delivery.words(desk.translator, uow.now, notice)
    return desk.say("console.untold_no_line") if not case.reporter else ""
