"""Why a case has to wait, and the day on which somebody looks at it again."""

from datetime import date, datetime, time, timedelta
from typing import Any

from domain.cases.complaint import WaitingFor
from domain.cases.lifecycle import Action
from domain.organisation.calendar import BANGKOK, bangkok
from handlers.conversations.officer.current_case import case_of, ways_out
from handlers.core import dates
from handlers.core.messages import ButtonAction, Choice, InboundEvent, Postback, Reply, Text
from handlers.engine.conversation import Draft, NotUnderstood, Step, Turn

REVIEW_DAYS = (7, 15, 30)
LONGEST_WAIT = timedelta(days=180)


def review_of(draft: Draft) -> datetime:
    """The morning of the day that was chosen."""
    return _morning(date.fromisoformat(draft["review"]))


def _ask_waiting_for(turn: Turn) -> list[Reply]:
    return [
        Text(
            turn.say("officer.ask_waiting_for", number=case_of(turn).number),
            (
                *(
                    turn.button(f"waiting.{reason.value}", "waiting_for", reason.value)
                    for reason in WaitingFor
                ),
                *ways_out(turn, "waiting_for"),
            ),
        )
    ]


def _parse_waiting_for(turn: Turn, event: InboundEvent) -> Draft:
    chosen = event.postback.value if event.postback else ""
    if chosen not in set(WaitingFor):
        raise NotUnderstood("complaint.press_needed")
    return {**turn.draft, "waiting_for": chosen}


def _ask_review(turn: Turn) -> list[Reply]:
    today = bangkok(turn.uow.now).date()
    calendar = turn.uow.context.calendar
    # Nobody looks at it again on a Sunday.
    mornings = (calendar.received(_morning(today + timedelta(days=days))) for days in REVIEW_DAYS)
    days = (bangkok(morning).date() for morning in mornings)
    pick = Postback(turn.flow, "review", "", turn.draft_id)
    return [
        Text(
            turn.say("officer.ask_review"),
            (
                *(
                    turn.named_button(
                        turn.name(dates.day(_morning(day))), "review", day.isoformat()
                    )
                    for day in days
                ),
                Choice(turn.label("button.pick_day"), ButtonAction.DAY, str(pick)),
                *ways_out(turn, "review"),
            ),
        )
    ]


def _parse_review(turn: Turn, event: InboundEvent) -> Draft:
    try:
        day = date.fromisoformat(event.postback.value if event.postback else "")
    except ValueError as error:
        raise NotUnderstood("complaint.press_needed") from error
    if not turn.uow.now < _morning(day) <= turn.uow.now + LONGEST_WAIT:
        raise NotUnderstood("officer.review_needed")
    return {**turn.draft, "review": day.isoformat()}


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), BANGKOK)


def _lacks(key: str) -> Any:  # noqa: ANN401 - a predicate on a draft
    return lambda draft: draft["action"] == Action.WAIT and not draft.get(key)


STEPS = (
    Step(
        "waiting_for", ("waiting_for",), _lacks("waiting_for"), _ask_waiting_for, _parse_waiting_for
    ),
    Step("review", ("review",), _lacks("review"), _ask_review, _parse_review),
)
