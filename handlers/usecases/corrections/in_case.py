"""Change the text that one message added to a case or a rating, after it was unsent or edited.

Only the reporter's messages are linked to cases. An officer's notes are official records and are not changed.
"""

from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.cases.conduct import Conduct
from domain.language.acts import Accusation
from domain.language.text_span import Exchanged, exchange
from domain.language.told_place import village_told
from handlers.access import custodians, reading
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import custody
from handlers.usecases.corrections.in_draft import PIN
from storage.cases.audit import Entry
from storage.cases.message_parts import Part

DETAIL, PLACE, WHO, WHEN, EVIDENCE = "detail", "place", "who", "when", "evidence"
"""The fields of a case with the reporter's text. Later additions are in storage.cases.reporter_notes."""
OWN = frozenset({DETAIL, PLACE, WHO, WHEN, EVIDENCE, PIN})
UNSEND, EDIT = "unsend", "edit"
COMMENT = "comment"
"""The field of a comment on a survey."""
Changes = list[tuple[Part, Exchanged]]


def reword(
    uow: UnitOfWork, complaint_id: int, parts: tuple[Part, ...], words: str, action: str
) -> Changes:
    """Replace these parts of a case by `words`; returns the changes, empty if there is no such case.

    `parts`: the spans that came from the message; a map pin is removed. `action`: UNSEND or EDIT, recorded in the
    audit log. Officers whom the new text accuses lose the case. Locks the case.
    """
    # The case is read under a lock, so that an officer's change at the same time is not overwritten.
    found = uow.tx.all_cases.find(complaint_id)
    if found is None:
        return []
    custodians.hold(uow, found)
    locked = uow.tx.all_cases.lock(complaint_id)
    assert locked is not None
    before = reading.by_reporter(locked)
    changes = _change_others(uow, parts, words, action)
    changed: Complaint = before
    for part in parts:
        if part.row and part.field in OWN:
            continue
        if part.field == PIN:
            unpinned = replace(changed.place, latitude=None, longitude=None)
            changed = replace(changed, place=unpinned)
        elif part.field in OWN:
            done = exchange(_text(changed, part.field), part.span, words)
            changed = _with_text(changed, part.field, done.text)
            changes.append((part, done))
    if changed != before:
        uow.tx.complaints.save(_with_village(uow, before, changed))
    notes = [part for part in parts if part.field not in OWN]
    if notes:
        changes += _change_notes(uow, before, notes, words)
    # Officers accused by the old text stay excluded; a custodian accused by the new text loses the case.
    custody.review(uow, uow.tx.all_cases.get(complaint_id))
    record(uow, complaint_id, action)
    return changes


def _change_others(uow: UnitOfWork, parts: tuple[Part, ...], words: str, action: str) -> Changes:
    """Change the other cases filed from the same message; in their parts `row` is the id of the case."""
    changes: Changes = []
    for other in sorted({part.row for part in parts if part.row and part.field in OWN}):
        own_parts = tuple(replace(part, row=0) for part in parts if part.row == other)
        done = reword(uow, other, own_parts, words, action)
        changes += [(replace(part, row=other), result) for part, result in done]
    return changes


def reword_comment(uow: UnitOfWork, parts: tuple[Part, ...], words: str) -> Changes:
    """Replace these parts of comments on surveys by `words`; returns the changes.

    A comment that accuses staff by its new text is protected from then on.
    """
    comments = uow.tx.survey_words
    changes: Changes = []
    for part in parts:
        comment = comments.get(part.row)
        if comment is None:
            continue
        done = exchange(comment.text, part.span, words)
        accuses = uow.understood(done.text).accusation is not Accusation.NONE
        comments.reword(part.row, done.text, is_protected=accuses)
        changes.append((part, done))
    return changes


def record(uow: UnitOfWork, complaint_id: int, action: str) -> None:
    """Record in a case's audit log that its reporter unsent or edited a message."""
    case = uow.tx.all_cases.get(complaint_id)
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, "reporter", action, status, status, ""), case)


def _change_notes(uow: UnitOfWork, case: Complaint, parts: list[Part], words: str) -> Changes:
    notes, changes = uow.tx.reporter_notes, list[tuple[Part, Exchanged]]()
    for part in parts:
        done = exchange(notes.read(part.field, part.row, case), part.span, words)
        notes.save(part.field, part.row, done.text, case)
        changes.append((part, done))
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
    """Return `after` with the village of its new text, if the village of `before` was read from the old text."""
    organisation = uow.context.catalog.organisation
    if after.place.village != village_told((before.place.words, before.detail), organisation):
        return after
    village = village_told((after.place.words, after.detail), organisation)
    return replace(after, place=replace(after.place, village=village))
