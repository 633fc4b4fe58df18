"""The month that the demo replays fits into the chat and happens at plausible hours."""

from bot.demo.actors import officers_of
from bot.demo.people import NAMES
from bot.demo.stories import RESIDENT_STEPS, plan, read_stories, select_stories
from bot.wiring import read_language, read_translations
from domain.cases.complaint import WaitingFor
from domain.cases.lifecycle import OFFICER_RULES, REPORTER_RULES, Action
from domain.figures.rating_scale import NEEDS_A_REASON, REASONS, SCORES
from domain.language.acts import Act
from domain.language.understood import understand
from domain.organisation.calendar import WorkCalendar, bangkok, month_bounds
from simulator.control import SAMPLES
from tests.shipped import shipped_catalog

STORIES = read_stories()
COMPLAINTS = [story for story in STORIES if story.topic]
STEPS = [step for story in COMPLAINTS for step in story.then]
CATALOG = shipped_catalog()
LANGUAGE = read_language()
CALENDAR = WorkCalendar(CATALOG.holidays)
MONTH = "2569-10"


def test_everybody_in_a_story_is_in_the_roster():
    told = {story.who for story in STORIES} | {step.by for step in STEPS if step.by}
    assert told - set(NAMES) == set()


def test_every_topic_has_officers_and_every_category_a_story():
    topics = {category.key for category in CATALOG.categories}
    assert {story.topic for story in COMPLAINTS} == topics
    for key in topics:
        category = CATALOG.category(key)
        assert officers_of(category.department, about_staff=CATALOG.is_about_staff(key))


def test_what_begins_with_words_reads_as_a_complaint():
    for story in COMPLAINTS:
        if story.start == "words":
            assert understand(story.says, LANGUAGE).act is Act.COMPLAINT, story.says


def test_every_step_is_an_act_of_the_life_cycle_with_its_words():
    words = read_translations().sentences
    for step in STEPS:
        if step.does == "rate":
            assert step.score in SCORES
            assert step.score > NEEDS_A_REASON or step.reason in REASONS
            continue
        assert Action(step.does) in {**OFFICER_RULES, **REPORTER_RULES}
        assert f"button.{step.does if step.does != 'dispute' else 'not_fixed'}" in words
    assert {step.reason for step in STEPS if step.does == "wait"} <= set(WaitingFor)


def test_a_case_closes_with_a_photo_or_a_reason_and_photos_are_samples():
    for step in STEPS:
        assert step.does != "close" or bool(step.photos) != bool(step.reason)
    shown = {name for assignee in [*STORIES, *STEPS] for name in assignee.photos}
    assert shown - {path.name for path in SAMPLES.glob("*.jpg")} == set()


def test_officers_act_in_office_hours_and_everything_within_the_month_in_order():
    start, end = month_bounds(MONTH)
    moments = plan(STORIES, MONTH, CALENDAR)
    assert [moment.at for moment in moments] == sorted(moment.at for moment in moments)
    assert all(start <= moment.at < end for moment in moments)
    for moment in moments:
        if moment.step is not None and moment.step.does not in RESIDENT_STEPS:
            assert CALENDAR.is_open(moment.at), moment


def test_the_steps_of_a_story_follow_one_another():
    moments = plan(STORIES, MONTH, CALENDAR)
    for story in COMPLAINTS:
        steps = [moment.step for moment in moments if moment.story == story]
        assert steps == [None, *story.then][: len(steps)]


def test_about_half_of_the_residents_write_in_the_evening():
    told = [moment.at for moment in plan(STORIES, MONTH, CALENDAR) if moment.step is None]
    evening = sum(bangkok(at).hour >= 18 for at in told)
    assert 0.35 < evening / len(told) < 0.65


def test_the_same_month_is_planned_the_same_and_any_month_has_room():
    assert plan(STORIES, MONTH, CALENDAR) == plan(STORIES, MONTH, CALENDAR)
    for month in ("2569-02", "2569-04", "2569-12"):
        assert len(plan(STORIES, month, CALENDAR)) > 3 * len(STORIES)


def test_a_short_form_is_taken_from_the_whole_month():
    assert select_stories(STORIES, 4) == [STORIES[len(STORIES) * part // 4] for part in range(4)]
    assert select_stories(STORIES, len(STORIES) + 9) == STORIES
