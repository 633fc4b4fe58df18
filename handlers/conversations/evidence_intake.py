"""Describes to the step engine an attachment that was put into a draft."""

from handlers.core.messages import EventKind, InboundEvent
from handlers.engine.draft import Evidence
from handlers.engine.flow import TakenMedia
from handlers.engine.turn import D, Turn
from handlers.usecases import attachments


def taken(turn: Turn, event: InboundEvent, draft: D, sent: Evidence) -> TakenMedia[D]:
    """Return the result of an attachment. `draft`: the new draft. `sent`: its evidence, with the attachment."""
    return TakenMedia(
        draft,
        refusal=turn.say("attachment.too_many", most=attachments.LIMIT) if sent.full else "",
        more_to_come=_more_to_come(event, sent),
    )


def _more_to_come(event: InboundEvent, sent: Evidence) -> bool:
    """Whether other photos of the event's set have not arrived yet; the last one is answered."""
    if event.kind is not EventKind.PHOTO or event.set_size < 2:
        return False
    return sent.sets.get(event.set_id, 0) < event.set_size
