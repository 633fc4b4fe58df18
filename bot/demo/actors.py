"""What residents and officers of the demo do on their telephones, one story's moment after the other.

Buttons are known by the words on them; which words, the chat's own files say.
"""

from datetime import datetime, timedelta

from bot.demo.people import NAMES, OFFICERS
from bot.demo.phones import Phones
from bot.demo.stories import Moment, Step, Story
from bot.line.outbound import limits
from domain.figures.rating_scale import NEEDS_A_REASON
from domain.organisation.officers import Role
from domain.organisation.thai_dates import short_date
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import AppContext

TAP = timedelta(seconds=7)
TYPE = timedelta(seconds=26)
REVIEW = timedelta(days=15)
"""When an officer who must wait looks again: one of the days the bot offers."""
TRIES = 40


class Actors:
    """Everybody of the demo. A moment is over when all that it makes the bot send has arrived."""

    def __init__(self, phones: Phones, office: AppContext) -> None:
        self._phones = phones
        self._store = office.store
        self._catalog = office.catalog
        self._voice = Translator(office.translations)
        self._hour: datetime | None = None
        self._numbers: dict[Story, str] = {}
        self._holders: dict[Story, str] = {}

    def act(self, moment: Moment) -> None:
        """Live one moment. Raises SilentError when the bot stays silent."""
        # Somebody may still be typing when the next person begins: the hour never goes back.
        self._hour = max(self._hour + TAP, moment.at) if self._hour else moment.at
        story, step = moment.story, moment.step
        if step is not None:
            self._goes_on(story, step)
        elif story.topic:
            self._tells(story)
        elif story.service:
            self._says(story.who, self._voice.label("menu.rate"))
            self._presses(story.who, self._service_label(story.service))
            self._scores(story.who, Step("rate", score=story.score, note=story.comment))
        else:
            self._says(story.who, story.says)
        # Whom the bot tells at once and whose news wait for a reply is its own affair.
        self._phones.watch_while(self._is_sending)

    def put_down(self, hour: datetime) -> None:
        """Whoever left a question of the bot open on the chat page gives it up: the month begins at `hour`."""
        self._hour = hour
        for key, line_id in self._phones.people():
            while self._is_asked(line_id):
                self._says(key, self._voice.label("button.cancel"))

    def _is_asked(self, line_id: str) -> bool:
        with self._store.read() as tx:
            return tx.conversations.find(line_id) is not None

    def _is_sending(self) -> bool:
        with self._store.read() as tx:
            return tx.outbox.pushes_waiting() > 0

    def _goes_on(self, story: Story, step: Step) -> None:
        match step.does:
            case "rate":
                self._taps(story.who, "button.fixed", self._numbers[story])
                if not self._catalog.is_about_staff(story.topic):
                    self._scores(story.who, step)
            case "dispute":
                self._disputes(story, step)
            case "answer" | "add" | "withdraw":
                self._says_of_own(story, step)
            case _:
                self._handles(story, step)

    # ---------------------------------------------------------------- residents
    def _tells(self, story: Story) -> None:
        who, category = story.who, self._catalog.category(story.topic)
        about_staff = self._catalog.is_about_staff(story.topic)
        if about_staff:
            self._tells_of_staff(story)
        else:
            self._tells_of_trouble(story)
        self._taps(who, "button.confirm")
        copy = self._phones.button(who, self._voice.label("button.copy_number"))
        self._numbers[story] = copy["clipboardText"]
        self._holders[story] = officers_of(category.department, about_staff=about_staff)[0]

    def _tells_of_staff(self, story: Story) -> None:
        """Who and when are not known; the name is sealed or shown, as the story has it."""
        who = story.who
        self._says(who, self._voice.label("menu.conduct"))
        self._taps(who, "button.unknown")
        self._taps(who, "button.unknown")
        self._says(who, story.says)
        self._taps(who, "button.no_proof")
        self._taps(who, "button.link_sealed" if story.hidden else "button.link_named")

    def _tells_of_trouble(self, story: Story) -> None:
        who, category = story.who, self._catalog.category(story.topic)
        match story.start:
            case "menu":
                self._says(who, self._voice.label("menu.report"))
            case "photo":
                self._turn(who, "photo", TAP, samples=story.photos)
        self._says(who, story.says)
        if not self._phones.has(who, category.th):
            self._taps(who, "button.other_topic")
        self._presses(who, category.th)
        if story.photos and story.start != "photo":
            self._turn(who, "photo", TAP, samples=story.photos)
        self._places(story)
        if story.hidden:
            self._taps(who, "button.edit_name")

    def _places(self, story: Story) -> None:
        if story.pin:
            office = self._catalog.organisation
            # The villages lie around the office; a pin of each stays where it is.
            self._turn(
                story.who,
                "location",
                TAP,
                title=story.pin,
                latitude=round(office.latitude + (story.village % 4 - 1.5) / 80, 5),
                longitude=round(office.longitude + (story.village % 5 - 2) / 80, 5),
            )
        if story.village:
            self._taps(story.who, "button.edit_place")
            self._presses(story.who, f"หมู่ที่ {story.village}")
        if story.place:
            self._taps(story.who, "button.edit_place")
            self._says(story.who, story.place)

    def _says_of_own(self, story: Story, step: Step) -> None:
        """An answer from under the question; more, or taking it back, from the case itself."""
        number = self._numbers[story]
        if step.does != "answer":
            self._taps(story.who, "button.track", number)
        self._taps(story.who, f"button.{step.does}", number)
        if step.photos:
            self._turn(story.who, "photo", TAP, samples=step.photos)
        if step.note:
            self._says(story.who, step.note)
        self._taps(story.who, "button.confirm")

    def _disputes(self, story: Story, step: Step) -> None:
        self._taps(story.who, "button.not_fixed", self._numbers[story])
        if step.note:
            self._says(story.who, step.note)
        else:
            self._taps(story.who, f"button.not_fixed_{step.reason}")

    def _scores(self, who: str, step: Step) -> None:
        self._taps(who, f"button.score_{step.score}")
        if step.score <= NEEDS_A_REASON:
            self._taps(who, f"button.reason_{step.reason}" if step.reason else "button.skip")
        if step.note:
            self._says(who, step.note)
        else:
            self._taps(who, "button.skip")

    # ---------------------------------------------------------------- officers
    def _handles(self, story: Story, step: Step) -> None:
        officer, number = step.by or self._holders[story], self._numbers[story]
        self._holders[story] = officer
        if step.does in {"assign", "transfer", "not_ours", "wait"}:
            self._taps(officer, "button.more", number)
        self._taps(officer, f"button.{step.does}", number)
        match step.does:
            case "assign":
                self._picks(officer, NAMES[step.to])
                self._holders[story] = step.to
                return
            case "transfer":
                self._picks(officer, self._catalog.department(step.to).short_th)
                self._holders[story] = officers_of(step.to, about_staff=False)[0]
            case "not_ours":
                agencies = self._catalog.organisation.agencies
                self._picks(officer, next(one.th for one in agencies if one.key == step.to))
            case "wait":
                self._taps(officer, f"waiting.{step.reason}")
                self._presses(officer, short_date(self._now + REVIEW))
        if step.does != "accept":
            self._finishes(officer, step)

    def _finishes(self, officer: str, step: Step) -> None:
        """The words for the resident, what proves them, and the last press."""
        self._says(officer, step.note)
        if step.does == "close" and step.photos:
            self._turn(officer, "photo", TAP, samples=step.photos)
            self._phones.photo_is_fetched()
        elif step.does == "close":
            self._taps(officer, f"button.{step.reason}")
        for _ in range(TRIES):
            self._taps(officer, "button.confirm")
            # The photo may still be on its way; then the bot asks for the same press again.
            if not self._phones.has(officer, self._voice.label("button.confirm")):
                return

    # ---------------------------------------------------------------- turns
    @property
    def _now(self) -> datetime:
        assert self._hour is not None
        return self._hour

    def _says(self, who: str, words: str) -> None:
        self._turn(who, "say", TYPE, text=words)

    def _taps(self, who: str, label_key: str, about: str = "") -> None:
        self._presses(who, self._voice.label(label_key), about)

    def _presses(self, who: str, label: str, about: str = "") -> None:
        self._turn(who, "press", TAP, action=self._phones.button(who, label, about))

    def _picks(self, who: str, name: str) -> None:
        """A name as a quick reply shows it."""
        self._presses(who, limits.clip_label(name, limits.QUICK_REPLY_LABEL))

    def _turn(self, who: str, verb: str, takes: timedelta, **body: object) -> None:
        """One act of one person, and the bot's answer to it."""
        self._hour = self._now + takes
        self._phones.does(who, verb, self._hour, **body)
        self._phones.sees(who)

    def _service_label(self, key: str) -> str:
        return limits.clip_label(self._catalog.service(key).th, limits.FLEX_BUTTON_LABEL)


def officers_of(department: str, *, about_staff: bool) -> list[str]:
    """Who is told of a case, the one who handles it first."""
    return [
        key
        for key, (role, section) in OFFICERS.items()
        if (role is Role.INTEGRITY if about_staff else section == department)
    ]
