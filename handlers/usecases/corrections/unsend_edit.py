"""A message its sender took back or edited: the same happens to it here, in the draft or in the case.

What an officer told about a case is an official act and stays.
"""

import json
from collections.abc import Iterable
from dataclasses import astuple

from domain.language.quoted_text import replaced
from handlers.core.messages import Incoming, Kind, Pin
from handlers.core.unit_of_work import Desk
from handlers.usecases import attachments
from handlers.usecases.conduct import read_code
from handlers.usecases.corrections import in_case, in_draft
from handlers.usecases.corrections.in_case import EDIT, UNSEND
from handlers.usecases.corrections.in_draft import Change, Draft
from storage.cases.attachments import Moment

_PINNED = "\n"
"""Before a place on the map where else words stand, which never begin so."""


def remember(desk: Desk, incoming: Incoming) -> bool:
    """Keep for some days what a message brought; False when it was taken back before it arrived."""
    statements, words = desk.tx.statements, _to_remember(incoming)
    if not incoming.message_id:
        return True
    if not words:
        return not statements.is_taken_back(incoming.message_id)
    return statements.remember(incoming.message_id, incoming.sender, words, desk.now)


def _to_remember(incoming: Incoming) -> str:
    words = incoming.text.strip()
    if incoming.kind is Kind.PIN and incoming.pin is not None:
        return _PINNED + json.dumps(astuple(incoming.pin))
    # A receipt code would tell who holds it.
    return words if incoming.kind is Kind.TEXT and not read_code(words) else ""


def take_back(desk: Desk, incoming: Incoming) -> None:
    sender = incoming.sender
    said = desk.tx.statements.find(incoming.message_id, sender)
    desk.tx.statements.take_back(incoming.message_id, sender, desk.now)
    _drop_attachment(desk, incoming)
    if said is None:
        return
    if in_draft.change(desk, sender, lambda draft: _taken_out(desk, draft, said.words)):
        return
    if said.words.startswith(_PINNED):
        in_case.unpin(desk, sender, said.day, _pin_of(said.words))
        return
    mark = desk.office.words.say("taking_back.gone", "th")
    change = _in_a_case(desk, [(words, mark) for words in _kept_as(desk, said.words)])
    in_case.reword(desk, sender, said.day, change, UNSEND)


def forget_draft(desk: Desk, sender: str, draft: Draft) -> None:
    """A draft is deleted: the messages that made it up are not remembered any more."""
    desk.tx.statements.forget_said(sender, lambda words: _taken_out(desk, draft, words) != draft)


def _taken_out(desk: Desk, draft: Draft, words: str) -> Draft:
    """The draft without what a message brought."""
    if words.startswith(_PINNED):
        return in_draft.without_pin(draft, _pin_of(words))
    change = _replacing([(kept, "") for kept in _kept_as(desk, words)])
    return in_draft.reworded(draft, change)


def _pin_of(words: str) -> Pin:
    return Pin(*json.loads(words))


def edit(desk: Desk, incoming: Incoming) -> None:
    """The new words take the place of the old; in a case they are marked as edited."""
    said = desk.tx.statements.find(incoming.message_id, incoming.sender)
    after = incoming.text.strip()
    if said is None or not after:
        return
    if not read_code(after):
        desk.tx.statements.remember(incoming.message_id, incoming.sender, after, desk.now)
    kept, after = _kept_as(desk, said.words), _kept_as(desk, after)[-1]
    in_a_draft = _replacing([(words, after) for words in kept])
    if not in_draft.change(
        desk, incoming.sender, lambda draft: in_draft.reworded(draft, in_a_draft)
    ):
        change = _in_a_case(desk, [(words, _marked(desk, after)) for words in kept])
        in_case.reword(desk, incoming.sender, said.day, change, EDIT)


def _kept_as(desk: Desk, words: str) -> list[str]:
    """As what a message may have been kept: whole, or what stands behind the menu's word."""
    return [words, *filter(None, [desk.office.words.said_behind("menu.report", words)])]


def _in_a_case(desk: Desk, pairs: Iterable[tuple[str, str]]) -> Change:
    """What was edited before stands in a case with its mark."""
    return _replacing(
        (stands, after) for before, after in pairs for stands in (_marked(desk, before), before)
    )


def _replacing(pairs: Iterable[tuple[str, str]]) -> Change:
    """Of pairs of old and new words the first whose old ones are there."""
    known = tuple(pairs)

    def change(text: str) -> str | None:
        found = (replaced(text, before, after) for before, after in known)
        return next((new for new in found if new is not None), None)

    return change


def _marked(desk: Desk, words: str) -> str:
    return desk.office.words.say("taking_back.edited", "th", words=words)


def _drop_attachment(desk: Desk, incoming: Incoming) -> None:
    # LINE tells of it only for its sender's own message; a hidden row does not name them.
    found = desk.tx.attachments.by_message(incoming.message_id)
    if found is None:
        return
    if found.complaint_id is not None:
        # What shows the work done, accepted or not, is an officer's.
        if found.moment is not Moment.BEFORE:
            return
        in_case.record(desk, found.complaint_id, UNSEND)
    attachments.drop(desk, [found])
    in_draft.leave_out(desk, incoming.sender, found.id)
