"""The result, for the step engine, of an attachment that was added to a draft."""

from handlers.core.messages import InboundEvent
from handlers.engine.draft import Evidence
from handlers.engine.flow import TakenMedia
from handlers.engine.turn import D, Turn
from handlers.usecases import attachments


def taken(turn: Turn, event: InboundEvent, draft: D, sent: Evidence) -> TakenMedia[D]:
    """Return the result of an attachment. `draft`: the new draft. `sent`: its evidence, with the attachment."""
    return TakenMedia(
        draft,
        refusal=turn.say("attachment.too_many", most=attachments.LIMIT) if sent.full else "",
        more_to_come=attachments.is_more_awaited(event, sent.sets),
    )
