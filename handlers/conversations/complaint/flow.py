"""Telling the office of a problem: what it is, what it is about, a look at the whole, sent.

Draft: detail, category, evidence (ids) and its owner, sets (photos counted by set), full, place (dict of Place),
hide_name, aside (the review's side question that is open), all_topics (the full list is shown), confirmed.
"""

from typing import Any

from handlers.conversations.complaint import abandoned_draft, location, review
from handlers.conversations.complaint import category as complaint_topic
from handlers.conversations.complaint.location import place_of
from handlers.core.messages import Incoming, Kind, Reply, Text
from handlers.engine.conversation import Draft, Flow, Talk, begin
from handlers.usecases import attachments, complaints
from handlers.views import case_card

NAME = "complaint"


def start(talk: Talk, **known: Any) -> list[Reply]:  # noqa: ANN401 - whatever of the draft is known
    return begin(talk, FLOW, known)


def _finish(talk: Talk) -> list[Reply]:
    if talk.draft.get("refused"):
        attachments.discard(talk.desk, talk.draft)
        return [Text(talk.say("complaint.not_taken"))]
    case = complaints.file(
        talk.desk,
        talk.speaker.line_user_id,
        complaints.NewComplaint(
            category=talk.draft["category"],
            detail=talk.draft["detail"],
            place=place_of(talk),
            hide_name=bool(talk.draft.get("hide_name")),
            evidence=attachments.sent(talk.draft),
        ),
        talk.draft_id,
    )
    return [case_card.receipt(talk.desk, talk.voice, case)]


def _absorb(talk: Talk, incoming: Incoming) -> Draft | None:
    """A photo or a pin comes whenever it comes.

    It goes into the draft; while it is asked whether a matter is new, into what was said meanwhile.
    """
    newer = talk.draft.get(abandoned_draft.NEWER)
    if newer is None:
        return _taken(talk, incoming, talk.draft)
    taken = _taken(talk, incoming, newer)
    if taken is None:
        return None
    counted = {key: taken[key] for key in ("sets", attachments.FULL) if key in taken}
    return {**talk.draft, abandoned_draft.NEWER: taken, **counted}


def _taken(talk: Talk, incoming: Incoming, into: Draft) -> Draft | None:
    if attachments.is_evidence(incoming):
        return {**attachments.take(talk.desk, incoming, into), "aside": None}
    if incoming.kind is Kind.PIN and incoming.pin is not None:
        return {**into, "place": location.pinned(incoming.pin, into), "aside": None}
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
    _absorb,
)
