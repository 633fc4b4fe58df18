"""A message its sender took back or edited: the same happens to it here, in the draft or in the case.

What an officer told about a case is an official act and stays.
"""

import json
from collections.abc import Iterable
from dataclasses import astuple

from domain.language.quoted_text import replaced
from handlers.core.messages import EventKind, InboundEvent, Location
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Draft
from handlers.usecases import attachments
from handlers.usecases.conduct import read_code
from handlers.usecases.corrections import in_case, in_draft
from handlers.usecases.corrections.in_case import EDIT, UNSEND
from handlers.usecases.corrections.in_draft import Change
from storage.cases.attachments import Moment

_PINNED = "\n"
"""Before a place on the map where else words stand, which never begin so."""


def remember(uow: UnitOfWork, event: InboundEvent) -> bool:
    """Keep for some days what a message brought; False when it was taken back before it arrived."""
    message_texts, words = uow.tx.message_texts, _to_remember(event)
    if not event.message_id:
        return True
    if not words:
        return not message_texts.is_taken_back(event.message_id)
    return message_texts.remember(event.message_id, event.sender, words, uow.now)


def _to_remember(event: InboundEvent) -> str:
    words = event.text.strip()
    if event.kind is EventKind.PIN and event.location is not None:
        return _PINNED + json.dumps(astuple(event.location))
    # A receipt code would tell who holds it.
    return words if event.kind is EventKind.TEXT and not read_code(words) else ""


def take_back(uow: UnitOfWork, event: InboundEvent) -> None:
    sender = event.sender
    said = uow.tx.message_texts.find(event.message_id, sender)
    uow.tx.message_texts.take_back(event.message_id, sender, uow.now)
    _drop_attachment(uow, event)
    if said is None:
        return
    if in_draft.change(uow, sender, lambda draft: _taken_out(uow, draft, said.words)):
        return
    if said.words.startswith(_PINNED):
        in_case.unpin(uow, sender, said.day, _pin_of(said.words))
        return
    mark = uow.context.translations.say("taking_back.gone", "th")
    change = _in_a_case(uow, [(words, mark) for words in _kept_as(uow, said.words)])
    in_case.reword(uow, sender, said.day, change, UNSEND)


def forget_draft(uow: UnitOfWork, sender: str, draft: Draft) -> None:
    """A draft is deleted: the messages that made it up are not remembered any more."""
    uow.tx.message_texts.forget_said(sender, lambda words: _taken_out(uow, draft, words) != draft)


def _taken_out(uow: UnitOfWork, draft: Draft, words: str) -> Draft:
    """The draft without what a message brought."""
    if words.startswith(_PINNED):
        return in_draft.without_pin(draft, _pin_of(words))
    change = _replacing([(kept, "") for kept in _kept_as(uow, words)])
    return in_draft.reworded(draft, change)


def _pin_of(words: str) -> Location:
    return Location(*json.loads(words))


def edit(uow: UnitOfWork, event: InboundEvent) -> None:
    """The new words take the place of the old; in a case they are marked as edited."""
    said = uow.tx.message_texts.find(event.message_id, event.sender)
    after = event.text.strip()
    if said is None or not after:
        return
    if not read_code(after):
        uow.tx.message_texts.remember(event.message_id, event.sender, after, uow.now)
    kept, after = _kept_as(uow, said.words), _kept_as(uow, after)[-1]
    in_a_draft = _replacing([(words, after) for words in kept])
    if not in_draft.change(uow, event.sender, lambda draft: in_draft.reworded(draft, in_a_draft)):
        change = _in_a_case(uow, [(words, _marked(uow, after)) for words in kept])
        in_case.reword(uow, event.sender, said.day, change, EDIT)


def _kept_as(uow: UnitOfWork, words: str) -> list[str]:
    """As what a message may have been kept: whole, or what stands behind the menu's word."""
    return [words, *filter(None, [uow.context.translations.said_behind("menu.report", words)])]


def _in_a_case(uow: UnitOfWork, pairs: Iterable[tuple[str, str]]) -> Change:
    """What was edited before stands in a case with its mark."""
    return _replacing(
        (stands, after) for before, after in pairs for stands in (_marked(uow, before), before)
    )


def _replacing(pairs: Iterable[tuple[str, str]]) -> Change:
    """Of pairs of old and new words the first whose old ones are there."""
    known = tuple(pairs)

    def change(text: str) -> str | None:
        found = (replaced(text, before, after) for before, after in known)
        return next((new for new in found if new is not None), None)

    return change


def _marked(uow: UnitOfWork, words: str) -> str:
    return uow.context.translations.say("taking_back.edited", "th", words=words)


def _drop_attachment(uow: UnitOfWork, event: InboundEvent) -> None:
    # LINE tells of it only for its sender's own message; a hidden row does not name them.
    found = uow.tx.attachments.by_message(event.message_id)
    if found is None:
        return
    if found.complaint_id is not None:
        # What shows the work done, accepted or not, is an officer's.
        if found.moment is not Moment.BEFORE:
            return
        in_case.record(uow, found.complaint_id, UNSEND)
    attachments.drop(uow, [found])
    in_draft.leave_out(uow, event.sender, found.id)
