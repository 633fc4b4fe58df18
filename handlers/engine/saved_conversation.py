"""Loads and saves the running conversation of a person. All other modules read and write drafts through it."""

from dataclasses import replace
from datetime import datetime

from handlers.core import open_question
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Conversation, Draft
from handlers.engine.draft_codec import decode, encode
from storage.people.conversations import ConversationState


def load(uow: UnitOfWork, line_user_id: str, *, lock: bool = False) -> Conversation | None:
    """Return the running conversation; None if there is none or this release cannot continue it.

    It is read and decoded once in a unit of work: events of one person are handled one at a time. `lock`: read it
    anew and lock its row, for changes outside the handling of the person's own messages, which could otherwise
    overwrite them.
    """
    if lock or line_user_id not in uow.conversations:
        stored = uow.tx.conversations.find(line_user_id, lock=lock)
        uow.conversations[line_user_id] = None if stored is None else _decoded(stored)
    running: Conversation | None = uow.conversations[line_user_id]
    return running


def save(uow: UnitOfWork, line_user_id: str, conversation: Conversation, at: datetime) -> None:
    """Store the running conversation of a person. `at`: the time of its last change."""
    draft = {**encode(conversation.draft), open_question.CHIPS: encode(conversation.chips)}
    stored = ConversationState(conversation.flow, conversation.draft_id, draft)
    uow.tx.conversations.put(line_user_id, stored, at)
    uow.conversations[line_user_id] = replace(conversation, updated_at=at)


def drop(uow: UnitOfWork, line_user_id: str) -> None:
    """End the running conversation of a person."""
    uow.tx.conversations.drop(line_user_id)
    uow.conversations[line_user_id] = None


def _decoded(stored: ConversationState) -> Conversation | None:
    kind = Draft.type_of(stored.flow)
    if kind is None:
        return None
    try:
        draft = decode(kind, stored.draft)
    except (ValueError, TypeError):
        # The person can begin again, but could not continue with a draft that this release cannot decode.
        return None
    chips = open_question.chips_of(stored)
    return Conversation(stored.draft_id, draft, stored.updated_at, chips)
