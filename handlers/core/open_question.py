"""The quick replies of a person's open question, which a push message would hide.

LINE shows only the quick replies of the newest message:
https://developers.line.biz/en/reference/messaging-api/#quick-reply
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.core.messages import ButtonAction, Choice, Reply
from storage.people.conversations import ConversationState

CHIPS = "chips"
"""Key in a stored draft for the quick replies of its open question."""
OFFERED_FOR = timedelta(hours=12)
"""An older question is asked again in other words, so its quick replies are not offered."""


def repeated(
    state: ConversationState | None, now: datetime, replies: Sequence[Reply]
) -> list[Reply]:
    """Return the messages with the quick replies of the open question below the last, unless it has its own.

    `state`: the stored conversation of the recipient.
    """
    shown = list(replies)
    if not shown or shown[-1].choices or state is None or state.updated_at is None:
        return shown
    chips = chips_of(state)
    if chips and now - state.updated_at <= OFFERED_FOR:
        shown[-1] = replace(shown[-1], choices=chips)
    return shown


def chips_of(state: ConversationState) -> tuple[Choice, ...]:
    """Return the quick replies of the open question of a stored conversation."""
    return tuple(map(_choice, state.draft.get(CHIPS, ())))


def _choice(stored: dict[str, str]) -> Choice:
    does = ButtonAction(stored.get("does", ButtonAction.PRESS))
    return Choice(stored["label"], does, stored.get("target", ""))
