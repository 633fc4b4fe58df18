"""Loads and saves the running conversation of a person. All other modules read and write drafts through it."""

from datetime import datetime

from handlers.core import open_question
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Conversation, Draft
from handlers.engine.draft_codec import decode, encode
from storage.people.conversations import ConversationState


def load(uow: UnitOfWork, line_user_id: str) -> Conversation | None:
    """Return the running conversation; None if there is none or this release cannot continue it."""
    stored = uow.tx.conversations.find(line_user_id)
    kind = None if stored is None else Draft.type_of(stored.flow)
    if stored is None or kind is None:
        return None
    try:
        return Conversation(stored.draft_id, decode(kind, stored.draft), stored.updated_at)
    except (ValueError, TypeError):
        # The person can begin again; with a draft that no step can read they could not go on.
        return None


def save(uow: UnitOfWork, line_user_id: str, conversation: Conversation, at: datetime) -> None:
    """Store the running conversation of a person. `at`: the time of its last change."""
    draft = {**encode(conversation.draft), open_question.CHIPS: encode(conversation.chips)}
    stored = ConversationState(conversation.flow, conversation.draft_id, draft)
    uow.tx.conversations.put(line_user_id, stored, at)
