"""Telling the office of a problem: what it is, what it is about, a look at the whole, sent.

Draft: detail, category, evidence (ids) and its owner, sets (photos counted by set), full, place (dict of Place),
hide_name, aside (the review's side question that is open), all_topics (the full list is shown), confirmed.
"""

from typing import Any

from handlers.conversations.complaint import abandoned_draft, location, review
from handlers.conversations.complaint import category as complaint_topic
from handlers.conversations.complaint.location import place_of
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import Draft, Flow, Turn, begin
from handlers.usecases import attachments, complaints
from handlers.views import case_card

NAME = "complaint"


def start(turn: Turn, **known: Any) -> list[Reply]:  # noqa: ANN401 - whatever of the draft is known
    return begin(turn, FLOW, known)


def _finish(turn: Turn) -> list[Reply]:
    if turn.draft.get("refused"):
        attachments.discard(turn.uow, turn.draft)
        return [Text(turn.say("complaint.not_taken"))]
    case = complaints.file(
        turn.uow,
        turn.user.line_user_id,
        complaints.NewComplaint(
            category=turn.draft["category"],
            detail=turn.draft["detail"],
            place=place_of(turn),
            hide_name=bool(turn.draft.get("hide_name")),
            evidence=attachments.sent(turn.draft),
        ),
        turn.draft_id,
    )
    return [case_card.receipt(turn.uow, turn.translator, case)]


def _on_media(turn: Turn, event: InboundEvent) -> Draft | None:
    """A photo or a pin comes whenever it comes.

    It goes into the draft; while it is asked whether a matter is new, into what was said meanwhile.
    """
    newer = turn.draft.get(abandoned_draft.NEWER)
    if newer is None:
        return _taken(turn, event, turn.draft)
    taken = _taken(turn, event, newer)
    if taken is None:
        return None
    counted = {key: taken[key] for key in ("sets", attachments.FULL) if key in taken}
    return {**turn.draft, abandoned_draft.NEWER: taken, **counted}


def _taken(turn: Turn, event: InboundEvent, into: Draft) -> Draft | None:
    if attachments.is_evidence(event):
        return {**attachments.take(turn.uow, event, into), "aside": None}
    if event.kind is EventKind.PIN and event.location is not None:
        return {**into, "place": location.pinned(event.location, into), "aside": None}
    return None


FLOW = Flow(
    NAME,
    (
        abandoned_draft.STEP,
        *complaint_topic.STEPS,
        review.PHOTO,
        location.STEP,
        review.EDIT,
        review.REVIEW,
    ),
    _finish,
    _on_media,
)
