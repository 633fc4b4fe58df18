"""The steps that ask why a case must wait, and for its review date."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from domain.cases.complaint import WaitingFor
from domain.language.officer_answers import said_day, waiting_reason
from domain.organisation.calendar import BANGKOK, bangkok
from handlers.conversations.officer.current_case import case_of, exit_buttons
from handlers.conversations.officer.draft import OfficerActionDraft, OfficerTurn
from handlers.core import dates
from handlers.core.messages import ButtonAction, Choice, InboundEvent, Postback, Reply, Text
from handlers.engine.flow import NotUnderstood, Step
from handlers.engine.turn import Turn

REVIEW_DAYS = (7, 15, 30)
"""Days from today that are offered as review dates; each is moved to the next working day."""
LONGEST_WAIT = timedelta(days=180)


def _ask_waiting_for(turn: OfficerTurn) -> list[Reply]:
    return [
        Text(
            turn.say("officer.ask_waiting_for", number=case_of(turn).number),
            (
                *turn.buttons(
                    "waiting_for",
                    {reason.value: f"waiting.{reason.value}" for reason in WaitingFor},
                ),
                *exit_buttons(turn, "waiting_for"),
            ),
        )
    ]


def _parse_waiting_for(turn: OfficerTurn, event: InboundEvent) -> OfficerActionDraft:
    if event.postback is None:
        return _typed_reason(turn, event.text.strip())
    if event.postback.value not in set(WaitingFor):
        raise NotUnderstood("officer.press_needed")
    return replace(turn.draft, waiting_for=WaitingFor(event.postback.value))


def _typed_reason(turn: OfficerTurn, text: str) -> OfficerActionDraft:
    """Return the draft with a typed reason, which also tells the reporter why they wait, and a day in it."""
    reason = waiting_reason(text)
    if reason is None:
        raise NotUnderstood("officer.press_needed")
    day = said_day(text, bangkok(turn.uow.now).date())
    return replace(
        turn.draft,
        waiting_for=reason,
        note=turn.draft.note or text,
        review=day if day is not None and fits(turn, day) else turn.draft.review,
    )


def _ask_review(turn: OfficerTurn) -> list[Reply]:
    today = bangkok(turn.uow.now).date()
    calendar = turn.uow.context.calendar
    # A review date must be a working day.
    mornings = (calendar.received(morning_of(today + timedelta(days=days))) for days in REVIEW_DAYS)
    days = (bangkok(morning).date() for morning in mornings)
    pick = Postback(turn.flow, "review", "", turn.draft_id)
    return [
        Text(
            turn.say("officer.ask_review"),
            (
                *turn.named_buttons(
                    "review", {day.isoformat(): dates.day(morning_of(day)) for day in days}
                ),
                Choice(turn.label("button.pick_day"), ButtonAction.DAY, str(pick)),
                *exit_buttons(turn, "review"),
            ),
        )
    ]


def _parse_review(turn: OfficerTurn, event: InboundEvent) -> OfficerActionDraft:
    try:
        day = date.fromisoformat(event.postback.value if event.postback else "")
    except ValueError as error:
        typed = None if event.postback else said_day(event.text, bangkok(turn.uow.now).date())
        if typed is None:
            raise NotUnderstood("officer.press_needed") from error
        day = typed
    if not fits(turn, day):
        raise NotUnderstood("officer.review_needed")
    return replace(turn.draft, review=day)


def fits(turn: Turn, day: date) -> bool:
    """Whether a case may wait until this day."""
    return turn.uow.now < morning_of(day) <= turn.uow.now + LONGEST_WAIT


def morning_of(day: date) -> datetime:
    """Return the time of a review on this day: 08:30 in Bangkok."""
    return datetime.combine(day, time(8, 30), BANGKOK)


STEPS = (
    Step[OfficerActionDraft](
        "waiting_for",
        lambda draft: draft.waiting_for is None,
        _ask_waiting_for,
        _parse_waiting_for,
        lambda draft: replace(draft, waiting_for=None),
    ),
    Step[OfficerActionDraft](
        "review",
        lambda draft: draft.review is None,
        _ask_review,
        _parse_review,
        lambda draft: replace(draft, review=None),
    ),
)
