"""The conversation of a complaint: story, category, review, and filing."""

from dataclasses import replace

from handlers.conversations import evidence_intake
from handlers.conversations.complaint import (
    abandoned_draft,
    category,
    location,
    review,
    suspicion,
)
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.complaint.location import place_of
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.flow import Flow, TakenMedia
from handlers.engine.turn import Turn
from handlers.usecases import attachments, complaints
from handlers.views import case_card


def start(turn: Turn, detail: str = "") -> list[Reply]:
    """Begin a complaint; returns the first question. `detail`: the story if it was typed already."""
    return begin(turn, FLOW, suspicion.begun(turn, detail))


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
    """Put a photo or a map pin, which may arrive at any step, into the draft.

    If there is a `newer` part, it is put there.
    """
    newer = turn.draft.newer
    target = turn.draft if newer is None else newer
    taken = _with_media(turn, event, target)
    if taken is None:
        return None
    draft = taken if newer is None else replace(turn.draft, newer=taken)
    if not attachments.is_evidence(event):
        return TakenMedia(draft)
    return evidence_intake.taken(turn, event, draft, taken.evidence)


def _with_media(turn: Turn, event: InboundEvent, draft: ComplaintDraft) -> ComplaintDraft | None:
    if attachments.is_evidence(event):
        evidence = attachments.take(turn.uow, event, draft.evidence)
        return replace(draft, evidence=evidence).without_side_question()
    if event.kind is EventKind.PIN and event.location is not None:
        place = location.pinned(event.location, draft.place)
        return replace(draft, place=place).without_side_question()
    return None


STEPS = (
    abandoned_draft.STEP,
    *category.STEPS,
    suspicion.STEP,
    review.PHOTO,
    location.STEP,
    review.EDIT,
    review.REVIEW,
)
FLOW = Flow(ComplaintDraft, lambda _turn: STEPS, _finish, _on_media)
