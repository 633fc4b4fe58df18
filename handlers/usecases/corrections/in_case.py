"""What one message put into a case or a rating, changed there.

What an officer told about a case is an official act and stays: no message is followed there.
"""

from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.cases.conduct import Conduct
from domain.language.text_span import Exchanged, exchange
from domain.organisation.organisation import named_village
from handlers.access.restricted import custodians_of
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import recusal
from handlers.usecases.corrections.in_draft import PIN
from storage.cases.audit import Entry
from storage.cases.message_parts import Part
from storage.cases.reporter_notes import COMMENT

DETAIL, PLACE, WHO, WHEN, EVIDENCE = "detail", "place", "who", "when", "evidence"
"""The texts of a case that its reporter told; what was added to it later is in storage.cases.reporter_notes."""
OWN = frozenset({DETAIL, PLACE, WHO, WHEN, EVIDENCE, PIN})
UNSEND, EDIT = "unsend", "edit"
Changes = list[tuple[Part, Exchanged]]


def reword(
    uow: UnitOfWork, complaint_id: int, parts: tuple[Part, ...], words: str, action: str
) -> Changes:
    """Put `words` in place of these parts of a case; what changed. Locks the case."""
    # Read anew under a lock: what an officer does to it meanwhile is not written over.
    held = uow.tx.all_cases.lock(complaint_id)
    if held is None:
        return []
    changes: Changes = []
    changed = held
    for part in parts:
        if part.field == PIN:
            unpinned = replace(changed.place, latitude=None, longitude=None)
            changed = replace(changed, place=unpinned)
        elif part.field in OWN:
            done = exchange(_text(changed, part.field), part.span, words)
            changed = _with_text(changed, part.field, done.text)
            changes.append((part, done))
    if changed != held:
        recusal.save_reworded(uow, held, _with_village(uow, held, changed))
    notes = [part for part in parts if part.field not in OWN]
    if notes:
        changes += _change_notes(uow, held, notes, words)
    record(uow, complaint_id, action)
    return changes


def reword_comment(uow: UnitOfWork, parts: tuple[Part, ...], words: str, action: str) -> Changes:
    """The same in the comment of a rating, of a visit to a counter or of a case."""
    notes = uow.tx.reporter_notes
    changes: Changes = []
    for part in parts:
        done = exchange(notes.read(COMMENT, part.row), part.span, words)
        notes.save(COMMENT, part.row, done.text)
        changes.append((part, done))
        rated = notes.complaint_of_rating(part.row)
        if rated is not None:
            record(uow, rated, action)
    return changes


def record(uow: UnitOfWork, complaint_id: int, action: str) -> None:
    case = uow.tx.all_cases.get(complaint_id)
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, "reporter", action, status, status, ""), case)


def _change_notes(uow: UnitOfWork, held: Complaint, parts: list[Part], words: str) -> Changes:
    former = custodians_of(uow, held)
    # Whom the old words accuse is written down while they are still there.
    recusal.save_reworded(uow, held, held)
    notes, changes = uow.tx.reporter_notes, list[tuple[Part, Exchanged]]()
    for part in parts:
        done = exchange(notes.read(part.field, part.row, held), part.span, words)
        notes.save(part.field, part.row, done.text, held)
        changes.append((part, done))
    after = recusal.released(uow, uow.tx.all_cases.get(held.id))
    uow.tx.complaints.save(after)
    recusal.hand_on(uow, after, former)
    return changes


def _text(case: Complaint, field: str) -> str:
    if field == DETAIL:
        return case.detail
    if field == PLACE:
        return case.place.words
    return str(getattr(case.conduct, field)) if case.conduct else ""


def _with_text(case: Complaint, field: str, text: str) -> Complaint:
    if field == DETAIL:
        return replace(case, detail=text)
    if field == PLACE:
        return replace(case, place=replace(case.place, words=text))
    about = case.conduct
    match about, field:
        case None, _:
            return case
        case Conduct(), "who":
            about = replace(about, who=text)
        case Conduct(), "when":
            about = replace(about, when=text)
        case Conduct(), "evidence":
            about = replace(about, evidence=text)
    return replace(case, conduct=about)


def _with_village(uow: UnitOfWork, before: Complaint, after: Complaint) -> Complaint:
    """A village that was read in the old words is read in the new ones."""
    organisation = uow.context.catalog.organisation
    if after.place.village != named_village((before.place.words, before.detail), organisation):
        return after
    village = named_village((after.place.words, after.detail), organisation)
    return replace(after, place=replace(after.place, village=village))
