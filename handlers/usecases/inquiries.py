"""Use cases of inquiries: a resident sends one to a department, an officer answers or passes on a question."""

from dataclasses import replace
from datetime import timedelta

from domain.cases.inquiry import Inquiry, InquiryKind
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import Officer
from domain.text.thai_text import fold
from handlers.access import inquiries, recipients
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.corrections import message_links
from handlers.usecases.corrections.in_inquiry import WORDS
from handlers.views import inquiry_card
from storage.cases import message_parts

WORDS_LIMIT = 2000
ANSWER_LIMIT = 2000
REPEATED_WITHIN = timedelta(days=1)
UNSORTED = "other"
"""Key of the category for everything that belongs to no other."""
_OF_NO_DEPARTMENT = frozenset({"service", "suggestion", "corruption", UNSORTED})
"""Topics about the office itself, which do not show the department."""
_NAMED = 1.0
"""Minimum score in the lexicon for a text to name a topic."""
_SHORTEST_NAME = 4
TOLD_AN_HOUR = 10
"""How many of one person's inquiries in an hour officers are notified of at once."""


def send(
    uow: UnitOfWork,
    sender: str,
    kind: InquiryKind,
    words: str,
    *,
    draft_id: str = "",
    department: str = "",
) -> Inquiry:
    """Store an inquiry and notify the officers of its department; a repetition within a day is not stored again.

    `draft_id`: the draft that contains the text, so that its message can be unsent or edited later.
    `department`: its key, if it is not to be found from the text.
    """
    key = department or department_for(uow, words)
    stored_words = _with_wish(uow, words) if kind is InquiryKind.QUESTION else words
    new = Inquiry(0, kind, key, sender, stored_words[:WORDS_LIMIT], uow.now)
    repeated = uow.tx.inquiries.same_since(new, uow.now - REPEATED_WITHIN)
    if repeated is not None:
        return repeated
    stored = uow.tx.inquiries.add(new)
    message_links.move_to_record(
        uow,
        draft_id,
        message_parts.inquiry(stored.id),
        {"words": [(WORDS, stored.id)]},
        last_text=("words", words[: len(stored.words)]),
    )
    if uow.tx.inquiries.sent_since(sender, uow.now - timedelta(hours=1)) <= TOLD_AN_HOUR:
        _notify_department(uow, stored)
    return stored


def _with_wish(uow: UnitOfWork, words: str) -> str:
    """Return a question with a mark of ours if its sender wishes to stay unnamed.

    The name stays hidden by the mark if the sender edits or unsends the words.
    """
    if not uow.understood(words).anonymous:
        return words
    mark = f"\n({uow.context.translations.say('inquiry.unnamed', 'th')})"
    return f"{words[: WORDS_LIMIT - len(mark)]}{mark}"


def department_for(uow: UnitOfWork, words: str) -> str:
    """Return the key of the department for a text.

    This is the department that it names, else the one of the praised officer, the service, the directory entry or
    the topic, else the one that receives complaints without a topic.
    """
    catalog = uow.context.catalog
    folded = fold(words)
    for department in catalog.departments:
        if any(fold(name) in folded for name in department.called):
            return department.key
    for officer in uow.tx.officers.all():
        if officer.active and officer.department and _is_named(officer, folded):
            return officer.department
    if _topic(uow, words) == UNSORTED:
        asked = uow.understood(words)
        services = (catalog.service(key).department for key in asked.services)
        entries = (one.department for one in catalog.directory if one.key in asked.directory)
        found = next(
            (key for key in (*services, *entries) if key in catalog.departments_by_key), ""
        )
        if found:
            return found
    return catalog.category(_topic(uow, words)).department


def _topic(uow: UnitOfWork, words: str) -> str:
    """Return the key of the highest-ranked topic of a text; UNSORTED if it names no work of a department."""
    scores = uow.context.language.lexicon.read(fold(words)).scores
    named = {
        key: score
        for key, score in scores.items()
        if score >= _NAMED and key not in _OF_NO_DEPARTMENT
    }
    return max(sorted(named), key=lambda key: named[key], default=UNSORTED)


def answer(uow: UnitOfWork, officer: Officer, inquiry_id: int, words: str) -> Inquiry:
    """Answer a question and send the answer to its sender.

    Raises Refused not_found, not_yours, or already_answered with the officer who was first and the time.
    """
    waiting = _waiting(uow, officer, inquiry_id)
    done = replace(
        waiting, answered_at=uow.now, answered_by=officer.id, answer=words.strip()[:ANSWER_LIMIT]
    )
    uow.tx.inquiries.save(done)
    if done.sender:
        translator = recipients.translator_of(uow, done.sender)
        uow.notify(done.sender, [inquiry_card.answered(uow, translator, done)], Weight.ENDING)
    return done


def pass_on(uow: UnitOfWork, officer: Officer, inquiry_id: int, department: str) -> Inquiry:
    """Pass a question on to another department and notify its officers. Raises Refused as `answer` does."""
    waiting = _waiting(uow, officer, inquiry_id)
    moved = replace(waiting, department=uow.context.catalog.department(department).key)
    uow.tx.inquiries.save(moved)
    _notify_department(uow, moved)
    return moved


def _waiting(uow: UnitOfWork, officer: Officer, inquiry_id: int) -> Inquiry:
    found = uow.tx.inquiries.lock(inquiry_id)
    if found is None or not inquiries.may_read(officer, found):
        raise Refused("not_found")
    if not inquiries.may_answer(officer, found):
        raise Refused("not_yours")
    if not found.is_waiting:
        raise Refused("already_answered", officer_id=found.answered_by, at=found.answered_at)
    return found


def _notify_department(uow: UnitOfWork, one: Inquiry) -> None:
    translator = Translator(uow.context.translations)
    for linked in recipients.of_department(uow, one.department):
        card = inquiry_card.for_officer(uow, translator, one, linked.officer)
        uow.notify(linked.line_user_id, [card], Weight.ALERT, of_sender=one.sender == uow.sender)


def _is_named(officer: Officer, folded: str) -> bool:
    """Whether a text contains the officer's given name, without title, of at least four letters."""
    given = fold(officer.name).split(" ", maxsplit=1)[0]
    return len(given) >= _SHORTEST_NAME and given in folded
