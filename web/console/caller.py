"""The reporter without LINE on the page of a case: how to reach them, and what they said to an officer."""

from dataclasses import dataclass

from flask import request

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.errors import Refused
from domain.language.telephone import dialled
from handlers.access import permission
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations.staff_check import ORDINARY, fingerprint
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.doors import callers
from web.console.desk import Desk
from web.console.gate import who

SAID = "said"


@dataclass(frozen=True)
class Caller:
    """`dialled`: the digits for a link that calls, or "". `acts`: value and name of what may be recorded.

    `note`, `chosen`: the refused entries. `asks`: the fingerprint of words that may be about staff, or "".
    """

    name: str
    phone: str
    dialled: str
    acts: tuple[tuple[str, str], ...]
    note: str = ""
    chosen: str = ""
    asks: str = ""


def caller_of(
    uow: UnitOfWork, desk: Desk, case: Complaint, *, asks_staff: bool = False
) -> Caller | None:
    """The reporter of an ordinary case who has no LINE, as far as the officer may know; else None."""
    origin = uow.tx.origins.find(case.id)
    if origin is None or case.reporter or not may_leave_by(Outlet.ORDINARY_CASE, case):
        return None
    note = _typed()
    return Caller(
        desk.say("officer.name_hidden") if case.hide_name else origin.contact.name,
        "" if case.hide_name else origin.contact.phone,
        "" if case.hide_name else dialled(origin.contact.phone),
        tuple(
            (one.value, desk.say(f"caller.{one.value}"))
            for one in permission.caller_acts(uow, who().officer, case)
        ),
        note,
        request.form.get(SAID, ""),
        fingerprint(note) if asks_staff else "",
    )


def record(uow: UnitOfWork, case: Complaint) -> None:
    """Record what the form says that the reporter said. Raises Refused."""
    said = request.form.get(SAID, "")
    if said not in set(Action):
        raise Refused("caller_choice_missing")
    form = request.form
    is_ordinary = form.get("way") == ORDINARY and form.get("asked") == fingerprint(_typed())
    callers.record(uow, who().officer, case.id, Action(said), _typed(), is_ordinary=is_ordinary)


def _typed() -> str:
    return request.form.get("caller_note", "").replace("\r\n", "\n").strip()
