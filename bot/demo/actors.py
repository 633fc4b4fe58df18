"""Performs the demo's stories: sends the messages and presses the buttons of residents and officers.

It finds a button by its label, which it reads from the word files of the chat.
"""

import random
from datetime import datetime, timedelta

from bot.demo.people import NAMES, OFFICERS
from bot.demo.phones import Phones
from bot.demo.stories import Moment, Step, Story
from bot.demo.survey_answers import SURVEY, Respondent
from bot.line.outbound import limits
from domain.organisation.officers import Role
from domain.organisation.thai_dates import short_date
from domain.surveys.participation import CASE_SET, COUNTER_SET
from domain.surveys.question_set import Kind, Question, QuestionSet
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import AppContext

PRESS_DURATION = timedelta(seconds=7)
TYPING_DURATION = timedelta(seconds=26)
REVIEW_DELAY = timedelta(days=15)
"""From now to the review date of a waiting case; it must be one of the dates the bot offers."""
OVERALL = "overall"
"""The question of a set that a story's score answers."""
MAX_CONFIRM_ATTEMPTS = 40


class Actors:
    """All residents and officers of the demo, on one simulated clock that never goes back."""

    def __init__(self, phones: Phones, context: AppContext) -> None:
        self._phones = phones
        self._store = context.store
        self._catalog = context.catalog
        self._question_sets = context.question_sets
        # A fixed seed gives the same answers in every replay.
        self._dice = random.Random(14)  # noqa: S311
        self._translator = Translator(context.translations)
        self._clock: datetime | None = None
        self._numbers: dict[Story, str] = {}
        self._assignees: dict[Story, str] = {}

    def act(self, moment: Moment) -> None:
        """Perform one moment and wait until the bot has sent every push it caused.

        Raises SilentError when the bot does not answer in time.
        """
        # The previous moment may have ended after this one was planned to begin.
        self._clock = max(self._clock + PRESS_DURATION, moment.at) if self._clock else moment.at
        story, step = moment.story, moment.step
        if step is not None:
            self._perform_step(story, step)
        elif story.topic:
            self._file_complaint(story)
        elif story.service:
            self._say(story.who, self._translator.label("menu.rate"))
            self._press(story.who, self._service_label(story.service))
            self._rate(story.who, COUNTER_SET, Step("rate", score=story.score, note=story.comment))
        else:
            self._say(story.who, story.says)
        # Only pushes that are due now: deferred messages go out with a later reply.
        self._phones.listen_while(self._is_sending)

    def cancel_open_conversations(self, at: datetime) -> None:
        """Cancel every conversation that somebody left open on the chat page; the clock starts at `at`."""
        self._clock = at
        for key, line_id in self._phones.people():
            while self._has_open_conversation(line_id):
                self._say(key, self._translator.label("button.cancel"))

    def _has_open_conversation(self, line_id: str) -> bool:
        with self._store.read() as tx:
            return tx.conversations.find(line_id) is not None

    def _is_sending(self) -> bool:
        with self._store.read() as tx:
            return tx.outbox.pushes_waiting() > 0

    def _perform_step(self, story: Story, step: Step) -> None:
        match step.does:
            case "rate":
                self._press_key(story.who, "button.fixed", self._numbers[story])
                if not self._catalog.is_about_staff(story.topic):
                    self._rate(story.who, CASE_SET, step)
            case "dispute":
                self._dispute(story, step)
            case "answer" | "add" | "withdraw":
                self._act_as_reporter(story, step)
            case _:
                self._act_as_officer(story, step)

    # ---------------------------------------------------------------- residents
    def _file_complaint(self, story: Story) -> None:
        who, category = story.who, self._catalog.category(story.topic)
        about_staff = self._catalog.is_about_staff(story.topic)
        if about_staff:
            self._file_staff_complaint(story)
        else:
            self._file_ordinary_complaint(story)
        self._press_key(who, "button.confirm")
        copy = self._phones.button(who, self._translator.label("button.copy_number"))
        self._numbers[story] = copy["clipboardText"]
        self._assignees[story] = officers_of(category.department, about_staff=about_staff)[0]

    def _file_staff_complaint(self, story: Story) -> None:
        """File a staff complaint without officer and time; with `hidden` the reporter's name is encrypted."""
        who = story.who
        self._say(who, self._translator.label("menu.conduct"))
        self._press_key(who, "button.unknown")
        self._press_key(who, "button.unknown")
        self._say(who, story.says)
        self._press_key(who, "button.no_proof")
        self._press_key(who, "button.link_sealed" if story.hidden else "button.link_named")

    def _file_ordinary_complaint(self, story: Story) -> None:
        who, category = story.who, self._catalog.category(story.topic)
        match story.start:
            case "menu":
                self._say(who, self._translator.label("menu.report"))
            case "photo":
                self._act_on_phone(who, "photo", PRESS_DURATION, samples=story.photos)
        self._say(who, story.says)
        # What is broken again keeps its topic, which is not asked then.
        if not self._phones.has(who, self._translator.label("button.confirm")):
            self._choose_topic(who, category.th)
        if story.photos and story.start != "photo":
            self._act_on_phone(who, "photo", PRESS_DURATION, samples=story.photos)
        self._enter_location(story)
        if story.hidden:
            self._press_key(who, "button.edit_name")

    def _choose_topic(self, who: str, topic: str) -> None:
        if not self._phones.has(who, topic):
            self._press_key(who, "button.other_topic")
        self._press(who, topic)

    def _enter_location(self, story: Story) -> None:
        if story.pin:
            office = self._catalog.organisation
            # A fixed offset for each village: its pin is always at the same position near the office.
            self._act_on_phone(
                story.who,
                "location",
                PRESS_DURATION,
                title=story.pin,
                latitude=round(office.latitude + (story.village % 4 - 1.5) / 80, 5),
                longitude=round(office.longitude + (story.village % 5 - 2) / 80, 5),
            )
        if story.village:
            self._press_key(story.who, "button.edit_place")
            self._press(story.who, f"หมู่ที่ {story.village}")
        if story.place:
            self._press_key(story.who, "button.edit_place")
            self._say(story.who, story.place)

    def _act_as_reporter(self, story: Story, step: Step) -> None:
        """Answer the bot's question with its own button; add or withdraw from the card of the case."""
        number = self._numbers[story]
        if step.does != "answer":
            self._press_key(story.who, "button.track", number)
        self._press_key(story.who, f"button.{step.does}", number)
        if step.photos:
            self._act_on_phone(story.who, "photo", PRESS_DURATION, samples=step.photos)
        if step.note:
            self._say(story.who, step.note)
        self._press_key(story.who, "button.confirm")

    def _dispute(self, story: Story, step: Step) -> None:
        self._press_key(story.who, "button.not_fixed", self._numbers[story])
        if step.note:
            self._say(story.who, step.note)
        else:
            self._press_key(story.who, f"button.not_fixed_{step.reason}")

    def _rate(self, who: str, key: str, step: Step) -> None:
        """Answer every question of a standing set: the overall one with the story's score, others close to it."""
        answers: dict[str, tuple[int, ...]] = {}
        question_set = self._question_sets[key]
        while (asked := question_set.next_question(answers)) is not None:
            answers[asked.key] = self._answer(who, asked, step)

    def _answer(self, who: str, asked: Question, step: Step) -> tuple[int, ...]:
        """Answer one question; returns the codes given."""
        if asked.kind is Kind.SCALE:
            spread = 0 if asked.key == OVERALL else self._dice.choice((-1, 0, 0, 0, 1))
            code = min(max(step.score + spread, 1), asked.levels)
            option = asked.option(code)
            assert option is not None
            self._press(who, f"{option.th} ({code})")
            return (code,)
        if asked.kind is Kind.MANY:
            option = next(
                (one for one in asked.options if one.key == step.reason), asked.options[0]
            )
            self._press(who, option.th)
            self._press_key(who, "survey.enough")
            return (option.code,)
        if step.note:
            self._say(who, step.note)
        return ()

    def answer_survey(self, respondent: Respondent) -> None:
        """Answer the survey of the office from the menu, question by question."""
        self._say(respondent.who, self._translator.label("menu.rate"))
        self._press_key(respondent.who, "survey.office")
        self._answer_all(respondent, self._question_sets[SURVEY])

    def rate_counter(self, respondent: Respondent, service: str) -> None:
        """Rate a visit to a service from the menu. `service`: its name."""
        self._say(respondent.who, self._translator.label("menu.rate"))
        self._press(respondent.who, service)
        self._answer_all(respondent, self._question_sets[COUNTER_SET])

    def _answer_all(self, respondent: Respondent, question_set: QuestionSet) -> None:
        answers: dict[str, tuple[int, ...]] = {}
        while (asked := question_set.next_question(answers)) is not None:
            answers[asked.key] = self._own_answer(respondent, asked)

    def _own_answer(self, respondent: Respondent, asked: Question) -> tuple[int, ...]:
        """Answer one question as this person would; returns the codes given."""
        who = respondent.who
        if asked.kind is Kind.TEXT:
            # The thanks came with the last level; a person without a comment sends nothing.
            if words := respondent.words():
                self._say(who, words)
            return ()
        code = respondent.code(asked)
        option = asked.option(code)
        assert option is not None
        is_level = asked.kind is Kind.SCALE and code
        self._press(who, f"{option.th} ({code})" if is_level else option.th)
        if asked.kind is Kind.MANY:
            self._press_key(who, "survey.enough")
        return (code,)

    # ---------------------------------------------------------------- officers
    def _act_as_officer(self, story: Story, step: Step) -> None:
        officer, number = step.by or self._assignees[story], self._numbers[story]
        self._assignees[story] = officer
        if step.does in {"assign", "transfer", "not_ours", "wait"}:
            self._press_key(officer, "button.more", number)
        self._press_key(officer, f"button.{step.does}", number)
        match step.does:
            case "assign":
                self._choose_name(officer, NAMES[step.to])
                self._assignees[story] = step.to
                return
            case "transfer":
                self._choose_name(officer, self._catalog.department(step.to).short_th)
                self._assignees[story] = officers_of(step.to, about_staff=False)[0]
            case "not_ours":
                agencies = self._catalog.organisation.agencies
                self._choose_name(officer, next(one.th for one in agencies if one.key == step.to))
            case "wait":
                self._press_key(officer, f"waiting.{step.reason}")
                self._press(officer, short_date(self._now + REVIEW_DELAY))
        if step.does != "accept":
            self._complete_officer_step(officer, step)

    def _complete_officer_step(self, officer: str, step: Step) -> None:
        """Type the note for the resident, send the proof, and confirm."""
        self._say(officer, step.note)
        if step.does == "close" and step.photos:
            self._act_on_phone(officer, "photo", PRESS_DURATION, samples=step.photos)
            self._phones.wait_for_photo_download()
        elif step.does == "close":
            self._press_key(officer, f"button.{step.reason}")
        not_here_yet = self._translator.say("refusals.photo_not_here_yet")
        with self._store.read() as tx:
            linked = {one.officer.name: one.line_user_id for one in tx.officers.linked()}
        line_id = linked[NAMES[officer]]
        for _ in range(MAX_CONFIRM_ATTEMPTS):
            self._press_key(officer, "button.confirm")
            # While the photo is still being stored, the bot says so and repeats the question. A notification of
            # something else may come before its answer, so the end of the conversation tells that it is done.
            self._phones.listen_while(
                lambda: (
                    self._has_open_conversation(line_id)
                    and not self._phones.was_told(officer, not_here_yet)
                )
            )
            if not self._phones.was_told(officer, not_here_yet):
                return

    # ---------------------------------------------------------------- turns
    @property
    def _now(self) -> datetime:
        assert self._clock is not None
        return self._clock

    def _say(self, who: str, words: str) -> None:
        self._act_on_phone(who, "say", TYPING_DURATION, text=words)

    def _press_key(self, who: str, label_key: str, about: str = "") -> None:
        self._press(who, self._translator.label(label_key), about)

    def _press(self, who: str, label: str, about: str = "") -> None:
        self._act_on_phone(
            who, "press", PRESS_DURATION, action=self._phones.button(who, label, about)
        )

    def _choose_name(self, who: str, name: str) -> None:
        """Press the quick reply with this name, which LINE may have shortened."""
        self._press(who, limits.clip_label(name, limits.QUICK_REPLY_LABEL))

    def _act_on_phone(self, who: str, verb: str, takes: timedelta, **body: object) -> None:
        """Perform one act on a person's phone after `takes`, then wait for the bot's answer."""
        self._clock = self._now + takes
        self._phones.act(who, verb, self._clock, **body)
        self._phones.wait_for_message(who)

    def _service_label(self, key: str) -> str:
        return limits.clip_label(self._catalog.service(key).th, limits.FLEX_BUTTON_LABEL)


def officers_of(department: str, *, about_staff: bool) -> list[str]:
    """Roster keys of the officers who are notified of a case; the first of them handles it."""
    return [
        key
        for key, (role, section) in OFFICERS.items()
        if (role is Role.INTEGRITY if about_staff else section == department)
    ]
