"""Telling the office of a problem: what it is, what it is about, a look at the whole, sent.

Draft: detail, category, evidence (ids) and its owner, sets (photos counted by set), full, place (dict of Place),
hide_name, aside (the review's side question that is open), all_topics (the full list is shown), confirmed.
"""

from typing import Any

from handlers.conversations import complaint_place, complaint_review, complaint_topic, unsent
from handlers.conversations.complaint_place import place_of
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
    newer = talk.draft.get(unsent.NEWER)
    if newer is None:
        return _taken(talk, incoming, talk.draft)
    taken = _taken(talk, incoming, newer)
    if taken is None:
        return None
    counted = {key: taken[key] for key in ("sets", attachments.FULL) if key in taken}
    return {**talk.draft, unsent.NEWER: taken, **counted}


def _taken(talk: Talk, incoming: Incoming, into: Draft) -> Draft | None:
    if attachments.is_evidence(incoming):
        return {**attachments.take(talk.desk, incoming, into), "aside": None}
    if incoming.kind is Kind.PIN and incoming.pin is not None:
        return {**into, "place": complaint_place.pinned(incoming.pin, into), "aside": None}
    return None


FLOW = Flow(
    NAME,
    (
        unsent.STEP,
        *complaint_topic.STEPS,
        complaint_review.PHOTO,
        complaint_place.STEP,
        complaint_review.EDIT,
        complaint_review.REVIEW,
    ),
    _finish,
    _absorb,
)
