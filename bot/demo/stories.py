"""Read the demo's stories from stories.toml and schedule their steps.

`bot.demo.actors` performs them.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import resources
from typing import Any, Self

from domain.organisation.calendar import BANGKOK, WorkCalendar, month_bounds

EVENING_SHARE = 0.5
"""The share of stories that begin in the evening."""
RESIDENT_STEPS = frozenset({"answer", "add", "withdraw", "dispute", "rate"})
"""Values of `Step.does` that the resident performs; officers perform the others."""
TAIL_SHARE = 0.05
"""The last part of the month, in which no story begins: late stories still need time for their steps."""


@dataclass(frozen=True)
class Step:
    """One step after the beginning of a story. `does` is an action of the case's life cycle, or `rate`.

    `by`: roster key of the officer, "" for the assignee of the case. `to`: roster key, department or agency
    that receives the case. `days`: working days before an officer's step. `photos`: sample pictures sent
    with it. `reason`: key of the button that gives the reason (no photo, low score, not fixed, waiting).
    `score`: 1 to 5.
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
    """What one person does: a complaint, a rating of a counter service, or a single message.

    `who`: roster key. `topic`: category key of a complaint. `start`: whether a complaint begins with words,
    the menu or a photo. `hidden`: the reporter's name is not shown. `service`: key of the service that
    `score` and `comment` rate.
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
        """A story from a table of stories.toml. Raises TypeError for an unknown key."""
        steps = tuple(
            Step(**{**step, "photos": tuple(step.get("photos", ()))})
            for step in entry.get("then", ())
        )
        return cls(**{**entry, "photos": tuple(entry.get("photos", ())), "then": steps})


@dataclass(frozen=True)
class Moment:
    """Something that happens at the time `at`: the beginning of a story (`step` is None) or one step of it."""

    at: datetime
    story: Story
    step: Step | None = None


def read_stories() -> list[Story]:
    """All stories of stories.toml, in the order in which they begin."""
    text = (resources.files("bot.demo") / "stories.toml").read_text("utf-8")
    return [Story.parse(entry) for entry in tomllib.loads(text)["story"]]


def select_stories(stories: Sequence[Story], count: int) -> list[Story]:
    """At most `count` stories, spread evenly over the whole month."""
    taken = min(count, len(stories))
    return [stories[index * len(stories) // taken] for index in range(taken)]


def plan(stories: Sequence[Story], month: str, calendar: WorkCalendar) -> list[Moment]:
    """All moments of a month such as 2569-10, in order of time; the same at every call.

    Officers act in office hours, residents while people are awake. Moments after the end of the month are
    left out, so some cases stay open.
    """
    chance = random.Random(month)  # noqa: S311 - not used for security
    start, end = (edge.astimezone(BANGKOK) for edge in month_bounds(month))
    moments: list[Moment] = []
    for position, story in enumerate(stories):
        day = start + (end - start) * (1 - TAIL_SHARE) * (position / max(len(stories), 1))
        moments += [
            moment for moment in _moments_of(story, day, calendar, chance) if moment.at < end
        ]
    return sorted(moments, key=lambda moment: moment.at)


def _moments_of(
    story: Story, day: datetime, calendar: WorkCalendar, chance: random.Random
) -> Iterator[Moment]:
    """The moments of one story, each after the one before."""
    hours = (18.0, 21.5) if chance.random() < EVENING_SHARE else (6.5, 17.5)
    now = _at(day, chance.uniform(*hours))
    yield Moment(now, story)
    for step in story.then:
        if step.does in RESIDENT_STEPS:
            now = _while_awake(now + timedelta(hours=chance.uniform(0.3, 5)), chance)
        else:
            now = _in_office_hours(now, step.days, calendar, chance)
        yield Moment(now, story, step)


def _in_office_hours(
    after: datetime, days: int, calendar: WorkCalendar, chance: random.Random
) -> datetime:
    """A time in office hours `days` working days later; with 0 days, soon after if the office is open."""
    if not days:
        soon = calendar.received(after) + timedelta(minutes=chance.uniform(6, 75))
        if calendar.is_open(soon):
            return soon
        days = 1
    later = calendar.add_working_days(after, days)
    return _at(later, chance.uniform(8.7, 16.2))


def _while_awake(moment: datetime, chance: random.Random) -> datetime:
    """The same time between 06:00 and 22:00, else a time on the next morning."""
    if 6 <= moment.hour < 22:
        return moment
    morning = moment if moment.hour < 6 else moment + timedelta(days=1)
    return _at(morning, chance.uniform(6.5, 9))


def _at(day: datetime, hours: float) -> datetime:
    return datetime.combine(day, time(), BANGKOK) + timedelta(seconds=round(hours * 3600))
