"""The conversation of a complaint: story, category, review, and filing."""

from dataclasses import replace

from domain.cases.origin import Origin, Source
from handlers.conversations import evidence_intake, inquiry
from handlers.conversations.complaint import (
    abandoned_draft,
    category,
    danger,
    location,
    review,
    several,
    suspicion,
)
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.complaint.location import place_of
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.flow import Flow, TakenMedia
from handlers.engine.turn import Turn
from handlers.usecases import attachments, case_filing
from handlers.views import case_card


def start(turn: Turn, detail: str = "", *, answers: int | None = None) -> list[Reply]:
    """Begin a complaint; returns the first question.

    `detail`: the story if it was typed already. `answers`: id of the case with an officer's question that the
    story may answer instead.
    """
    if detail and (silent := danger.without_call(turn, detail)) is not None:
        draft, answer = silent
        return [Text(answer), *begin(turn, FLOW, draft)]
    hide_name = bool(detail) and turn.uow.understood(detail).anonymous
    draft = ComplaintDraft(detail=detail, hide_name=hide_name, answers=answers)
    return begin(turn, FLOW, several.split(turn, draft))


def start_with(turn: Turn, draft: ComplaintDraft) -> list[Reply]:
    """Begin a complaint with a draft that contains answers; returns the first question."""
    return begin(turn, FLOW, draft)


def _finish(turn: ComplaintTurn) -> list[Reply]:
    draft = turn.draft
    if draft.refused:
        attachments.discard(turn.uow, draft)
        return inquiry.offer_other_ways(turn, draft.detail)
    if draft.also is not None and not draft.one_by_one:
        filed = case_filing.file_together(
            turn.uow,
            turn.user.line_user_id,
            [_complaint(turn, part) for part in draft.parts],
            turn.draft_id,
        )
        return [case_card.receipt(turn.uow, turn.translator, case) for case in filed]
    case = case_filing.file(
        turn.uow, turn.user.line_user_id, _complaint(turn, draft), turn.draft_id
    )
    receipt = case_card.receipt(turn.uow, turn.translator, case)
    if draft.also is None:
        return [receipt]
    following = replace(draft.also, category="", one_by_one=True, hide_name=draft.hide_name)
    lead = Text(turn.say("complaint.next_matter", detail=following.detail))
    return [receipt, lead, *start_with(turn, following)]


def _complaint(turn: ComplaintTurn, part: ComplaintDraft) -> case_filing.NewComplaint:
    """Return one problem of a draft in the form that is filed; the attachments belong to the first one."""
    draft = turn.draft
    together = draft.also is not None and not draft.one_by_one
    place = several.place_of_part(turn, part) if together else place_of(turn, part.detail)
    return case_filing.NewComplaint(
        category=part.category,
        detail=part.detail,
        place=place,
        hide_name=draft.hide_name,
        evidence=part.evidence,
        origin=None if draft.point is None else Origin(Source.LINE, point=draft.point),
    )


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
    if event.kind is EventKind.LOCATION and event.location is not None:
        place = location.pinned(event.location, draft.place)
        return replace(
            draft, place=place, is_pin_far=location.is_far(turn, place)
        ).without_side_question()
    return None


STEPS = (
    abandoned_draft.STEP,
    *category.STEPS,
    suspicion.STEP,
    location.FAR_PIN,
    location.STEP,
    several.STEP,
    review.PHOTO,
    review.EDIT,
    review.REVIEW,
)
FLOW = Flow(ComplaintDraft, lambda _turn: STEPS, _finish, _on_media)
