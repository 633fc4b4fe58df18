"""What was said of a case since it was filed, as its officers read it: for whoever takes it over."""

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import Row
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.audit import Entry

SHOWN = 5


def said(uow: UnitOfWork, translator: Translator, case: Complaint) -> tuple[Row, ...]:
    """One row with the last words of both sides, the newest first; none for a case just filed."""
    if case.filed_at == uow.now:
        return ()
    spoken = [entry for entry in uow.tx.audit.of(case.id) if entry.note and _speaker(entry)]
    lines = [
        translator.say(f"history.{_speaker(entry)}", day=dates.day(entry.at), note=entry.note)
        for entry in reversed(spoken[-SHOWN:])
    ]
    return (Row(translator.say("history.title"), "\n".join(lines)),) if lines else ()


def _speaker(entry: Entry) -> str:
    """Whose words these are, by word key; the system's own are nobody's."""
    if entry.action == Action.DISPUTE:
        return Action.DISPUTE.value
    who = entry.actor.partition(":")[0]
    return who if who in {"officer", "reporter"} else ""
