"""Why a case has to wait, and the day on which somebody looks at it again."""

from datetime import date, datetime, time, timedelta
from typing import Any

from domain.cases.complaint import WaitingFor
from domain.cases.lifecycle import Action
from domain.organisation.calendar import BANGKOK, bangkok
from handlers.conversations.officer.current_case import number_of, ways_out
from handlers.core import dates
from handlers.core.messages import Choice, Does, Incoming, Press, Reply, Text
from handlers.engine.conversation import Draft, NotUnderstood, Step, Talk

REVIEW_DAYS = (7, 15, 30)
LONGEST_WAIT = timedelta(days=180)


def review_of(draft: Draft) -> datetime:
    """The morning of the day that was chosen."""
    return _morning(date.fromisoformat(draft["review"]))


def _ask_waiting_for(talk: Talk) -> list[Reply]:
    return [
        Text(
            talk.say("officer.ask_waiting_for", number=number_of(talk)),
            (
                *(
                    talk.button(f"waiting.{reason.value}", "waiting_for", reason.value)
                    for reason in WaitingFor
                ),
                *ways_out(talk, "waiting_for"),
            ),
        )
    ]


def _hear_waiting_for(talk: Talk, incoming: Incoming) -> Draft:
    chosen = incoming.press.value if incoming.press else ""
    if chosen not in set(WaitingFor):
        raise NotUnderstood("complaint.press_needed")
    return {**talk.draft, "waiting_for": chosen}


def _ask_review(talk: Talk) -> list[Reply]:
    today = bangkok(talk.desk.now).date()
    calendar = talk.desk.office.calendar
    # Nobody looks at it again on a Sunday.
    mornings = (calendar.received(_morning(today + timedelta(days=days))) for days in REVIEW_DAYS)
    days = (bangkok(morning).date() for morning in mornings)
    pick = Press(talk.flow, "review", "", talk.draft_id)
    return [
        Text(
            talk.say("officer.ask_review"),
            (
                *(
                    talk.named_button(
                        talk.name(dates.day(_morning(day))), "review", day.isoformat()
                    )
                    for day in days
                ),
                Choice(talk.label("button.pick_day"), Does.DAY, str(pick)),
                *ways_out(talk, "review"),
            ),
        )
    ]


def _hear_review(talk: Talk, incoming: Incoming) -> Draft:
    try:
        day = date.fromisoformat(incoming.press.value if incoming.press else "")
    except ValueError as error:
        raise NotUnderstood("complaint.press_needed") from error
    if not talk.desk.now < _morning(day) <= talk.desk.now + LONGEST_WAIT:
        raise NotUnderstood("officer.review_needed")
    return {**talk.draft, "review": day.isoformat()}


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), BANGKOK)


def _lacks(key: str) -> Any:  # noqa: ANN401 - a predicate on a draft
    return lambda draft: draft["action"] == Action.WAIT and not draft.get(key)


STEPS = (
    Step(
        "waiting_for", ("waiting_for",), _lacks("waiting_for"), _ask_waiting_for, _hear_waiting_for
    ),
    Step("review", ("review",), _lacks("review"), _ask_review, _hear_review),
)
