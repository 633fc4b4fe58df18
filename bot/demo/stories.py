"""The month the demo replays: its stories as they stand in demo_stories.toml, and when each thing happens.

No telephone is touched here; what is done on them is in `demo_data`.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import resources
from typing import Any, Self

from domain.organisation.calendar import BANGKOK, WorkCalendar, month_bounds

EVENINGS = 0.5
"""The share of residents who write after supper."""
RESIDENTS = frozenset({"answer", "add", "withdraw", "dispute", "rate"})
"""Steps that are the resident's own."""
TAIL = 0.05
"""The last part of the month in which nothing new is told, so that some of it is still done."""


@dataclass(frozen=True)
class Step:
    """What follows a complaint: `does` is an act of the life cycle, or rate.

    `by`: who does it, if not who holds the case; `to`: whom it goes to. `days`: working days the office
    lets pass before it. `photos`: sample pictures sent with it. `reason`: the key of the button
    pressed to say why (no photo, a low score, not fixed, a wait).
    """

    does: str
    by: str = ""
    to: str = ""
    days: int = 0
    note: str = ""
    photos: tuple[str, ...] = ()
    reason: str = ""
    score: int = 0


@dataclass(frozen=True)
class Story:
    """A resident's complaint (`topic` is a category key), or with no topic a word said in passing.

    `start`: words, menu or photo come first. `service`: the counter visit a `score` is for.
    """

    who: str
    says: str = ""
    topic: str = ""
    start: str = "words"
    village: int = 0
    pin: str = ""
    place: str = ""
    photos: tuple[str, ...] = ()
    hidden: bool = False
    then: tuple[Step, ...] = ()
    service: str = ""
    score: int = 0
    comment: str = ""

    @classmethod
    def parse(cls, entry: dict[str, Any]) -> Self:
        steps = tuple(
            Step(**{**step, "photos": tuple(step.get("photos", ()))})
            for step in entry.get("then", ())
        )
        return cls(**{**entry, "photos": tuple(entry.get("photos", ())), "then": steps})


@dataclass(frozen=True)
class Moment:
    """One thing that happens `at` an hour: the beginning of a story, or a step of it."""

    at: datetime
    story: Story
    step: Step | None = None


def read_stories() -> list[Story]:
    """All stories in the order they are told during the month."""
    text = (resources.files("bot.demo") / "stories.toml").read_text("utf-8")
    return [Story.parse(entry) for entry in tomllib.loads(text)["story"]]


def some_of(stories: Sequence[Story], count: int) -> list[Story]:
    """So many stories, from the whole length of the month."""
    taken = min(count, len(stories))
    return [stories[index * len(stories) // taken] for index in range(taken)]


def plan(stories: Sequence[Story], month: str, calendar: WorkCalendar) -> list[Moment]:
    """Everything that happens in a month such as 2569-10, in order; the same each time.

    Officers act in their hours of working days, residents when it suits them. What would come after
    the end of the month does not happen: that case stays open.
    """
    chance = random.Random(month)  # noqa: S311 - a play, not a secret
    start, end = (edge.astimezone(BANGKOK) for edge in month_bounds(month))
    told = []
    for place, story in enumerate(stories):
        day = start + (end - start) * (1 - TAIL) * (place / max(len(stories), 1))
        told += [moment for moment in _course(story, day, calendar, chance) if moment.at < end]
    return sorted(told, key=lambda moment: moment.at)


def _course(
    story: Story, day: datetime, calendar: WorkCalendar, chance: random.Random
) -> Iterator[Moment]:
    """One story from its beginning to its end, each step after the one before."""
    hours = (18.0, 21.5) if chance.random() < EVENINGS else (6.5, 17.5)
    now = _at(day, chance.uniform(*hours))
    yield Moment(now, story)
    for step in story.then:
        if step.does in RESIDENTS:
            now = _waking(now + timedelta(hours=chance.uniform(0.3, 5)), chance)
        else:
            now = _in_office(now, step.days, calendar, chance)
        yield Moment(now, story, step)


def _in_office(
    after: datetime, days: int, calendar: WorkCalendar, chance: random.Random
) -> datetime:
    """An office hour: so many working days later, or soon after if that is the same day."""
    if not days:
        soon = calendar.received(after) + timedelta(minutes=chance.uniform(6, 75))
        if calendar.is_open(soon):
            return soon
        days = 1
    later = calendar.add_working_days(after, days)
    return _at(later, chance.uniform(8.7, 16.2))


def _waking(moment: datetime, chance: random.Random) -> datetime:
    """The same hour if people are awake then, else the next morning."""
    if 6 <= moment.hour < 22:
        return moment
    morning = moment if moment.hour < 6 else moment + timedelta(days=1)
    return _at(morning, chance.uniform(6.5, 9))


def _at(day: datetime, hours: float) -> datetime:
    return datetime.combine(day, time(), BANGKOK) + timedelta(seconds=round(hours * 3600))
