"""The conversation somebody is in, typed: the one way from storage to a draft and back."""

from datetime import datetime

from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Conversation, Draft
from handlers.engine.draft_codec import decode, encode
from storage.people.conversations import ConversationState


def load(uow: UnitOfWork, line_user_id: str) -> Conversation | None:
    """None where they are in none, or in one that this release does not have or cannot continue."""
    place = uow.tx.conversations.find(line_user_id)
    kind = None if place is None else Draft.type_of(place.flow)
    if place is None or kind is None:
        return None
    try:
        return Conversation(place.draft_id, decode(kind, place.draft), place.updated_at)
    except (ValueError, TypeError):
        # Better to begin again than to be stuck in front of what no step can read.
        return None


def save(uow: UnitOfWork, line_user_id: str, conversation: Conversation, at: datetime) -> None:
    """`at`: when it last moved."""
    stored = ConversationState(conversation.flow, conversation.draft_id, encode(conversation.draft))
    uow.tx.conversations.put(line_user_id, stored, at)
