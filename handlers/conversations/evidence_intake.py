"""What a conversation answers to a photo, a voice, a video or a file that came into its draft."""

from handlers.core.messages import EventKind, InboundEvent
from handlers.engine.draft import Evidence
from handlers.engine.flow import TakenMedia
from handlers.engine.turn import D, Turn
from handlers.usecases import attachments


def taken(turn: Turn, event: InboundEvent, draft: D, sent: Evidence) -> TakenMedia[D]:
    """`draft`: with what came in it. `sent`: the part of it into which that was taken."""
    return TakenMedia(
        draft,
        refusal=turn.say("attachment.too_many", most=attachments.LIMIT) if sent.full else "",
        more_to_come=_is_awaited(event, sent),
    )


def _is_awaited(event: InboundEvent, sent: Evidence) -> bool:
    """Photos sent together come one by one: answer when the last of them is here."""
    if event.kind is not EventKind.PHOTO or event.set_size < 2:
        return False
    return sent.sets.get(event.set_id, 0) < event.set_size
