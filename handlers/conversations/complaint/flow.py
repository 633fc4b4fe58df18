"""Telling the office of a problem: what it is, what it is about, a look at the whole, sent."""

from dataclasses import replace

from handlers.conversations import evidence_intake
from handlers.conversations.complaint import abandoned_draft, location, review
from handlers.conversations.complaint import category as complaint_topic
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.complaint.location import place_of
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.flow import Flow, TakenMedia
from handlers.engine.turn import Turn
from handlers.usecases import attachments, complaints
from handlers.views import case_card


def start(turn: Turn, detail: str = "") -> list[Reply]:
    """Begin to tell of a problem; `detail`: what has been typed already."""
    return begin(turn, FLOW, ComplaintDraft(detail=detail))


def _finish(turn: ComplaintTurn) -> list[Reply]:
    draft = turn.draft
    if draft.refused:
        attachments.discard(turn.uow, draft)
        return [Text(turn.say("complaint.not_taken"))]
    case = complaints.file(
        turn.uow,
        turn.user.line_user_id,
        complaints.NewComplaint(
            category=draft.category,
            detail=draft.detail,
            place=place_of(turn),
            hide_name=draft.hide_name,
            evidence=draft.evidence,
        ),
        turn.draft_id,
    )
    return [case_card.receipt(turn.uow, turn.translator, case)]


def _on_media(turn: ComplaintTurn, event: InboundEvent) -> TakenMedia[ComplaintDraft] | None:
    """A photo or a pin comes whenever it comes.

    It goes into the draft; while it is asked whether a matter is new, into what was said meanwhile.
    """
    newer = turn.draft.newer
    into = turn.draft if newer is None else newer
    taken = _taken(turn, event, into)
    if taken is None:
        return None
    draft = taken if newer is None else replace(turn.draft, newer=taken)
    if not attachments.is_evidence(event):
        return TakenMedia(draft)
    return evidence_intake.taken(turn, event, draft, taken.evidence)


def _taken(turn: Turn, event: InboundEvent, into: ComplaintDraft) -> ComplaintDraft | None:
    if attachments.is_evidence(event):
        evidence = attachments.take(turn.uow, event, into.evidence)
        return replace(into, evidence=evidence).without_side_question()
    if event.kind is EventKind.PIN and event.location is not None:
        place = location.pinned(event.location, into.place)
        return replace(into, place=place).without_side_question()
    return None


STEPS = (
    abandoned_draft.STEP,
    *complaint_topic.STEPS,
    review.PHOTO,
    location.STEP,
    review.EDIT,
    review.REVIEW,
)
FLOW = Flow(ComplaintDraft, lambda _turn: STEPS, _finish, _on_media)
