"""The last messages about a case, for the officers' cards."""

from domain.cases.complaint import Complaint, words_in
from domain.cases.lifecycle import Action
from handlers.access import custodians
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import Row
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.audit import Entry

SHOWN = 5


def recent_notes(uow: UnitOfWork, translator: Translator, case: Complaint) -> tuple[Row, ...]:
    """Return one row with the last SHOWN notes of reporter and officers, the newest first. `case`: opened.

    Empty if there are none, and in the transaction that files the case.
    """
    if case.filed_at == uow.now:
        return ()
    notes = [entry for entry in uow.tx.audit.of(case.id) if entry.note and _author(entry)]
    lines = [
        translator.say(
            f"history.{_author(entry)}", day=dates.day(entry.at), note=words_in(entry.note, case)
        )
        for entry in reversed(notes[-SHOWN:])
    ]
    return (Row(translator.say("history.title"), "\n".join(lines)),) if lines else ()


def all_notes(uow: UnitOfWork, translator: Translator, case: Complaint) -> list[str]:
    """Return every note of reporter and officers in full, the oldest first. `case`: opened for its reader."""
    return [
        translator.say(
            f"history.{_author(entry)}", day=dates.day(entry.at), note=words_in(entry.note, case)
        )
        for entry in uow.tx.audit.of(case.id)
        if entry.note and _author(entry)
    ]


def _author(entry: Entry) -> str:
    """Return the last part of the word key `history.…` for the author of a note; empty for internal entries."""
    if entry.action in custodians.INTERNAL:
        return ""
    if entry.action == Action.DISPUTE:
        return Action.DISPUTE.value
    who = entry.actor.partition(":")[0]
    return who if who in {"officer", "reporter"} else ""
