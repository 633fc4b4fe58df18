"""A report by a web form instead of the chat: the same questions, protections and sentences on few pages.

`answer` takes everything that was entered and either files it or returns the next page with all entries.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.cases import question
from domain.cases.complaint import Place
from domain.cases.origin import Contact
from domain.errors import Refused
from domain.language.told_place import FAR_KM, kilometres
from domain.organisation.coordinates import read_coordinates
from domain.organisation.organisation import Category
from domain.organisation.organisation import Contact as Number
from handlers.access import custodians
from handlers.conversations.complaint.category import likeliest
from handlers.conversations.staff_check import ORDINARY, STAFF, fingerprint
from handlers.core.i18n import Translator
from handlers.core.messages import Row
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.preamble import emergency_numbers
from handlers.usecases.case_filing import DETAIL_LIMIT
from handlers.usecases.corrections import by_officer
from handlers.usecases.doors import filing
from handlers.usecases.doors.begun import Begun
from handlers.usecases.doors.filing import Door, Filed, Report, StaffReport
from handlers.views import conduct_card


class Stage(StrEnum):
    """A page of the form. CHECK: the topic, and whether it is about staff. The last two: a staff complaint."""

    TELL = "tell"
    CHECK = "check"
    STAFF = "staff"
    STAFF_CHECK = "staff_check"


@dataclass(frozen=True)
class Entered:
    """The entries of a form as text. `stage`: the page that was sent.

    `way`: STAFF or ORDINARY of handlers.conversations.staff_check, "" while not chosen. `asked`: the fingerprint
    of the text for which the question about staff was shown. `far`: the location that the form has warned about.
    `whom`: a value of domain.cases.question.choices. `seen`: the fingerprint of the staff complaint whose readers
    were shown.
    """

    stage: str = Stage.TELL.value
    story: str = ""
    village: str = ""
    words: str = ""
    pin: str = ""
    far: str = ""
    hide_name: bool = False
    name: str = ""
    phone: str = ""
    category: str = ""
    way: str = ""
    asked: str = ""
    whom: str = ""
    who: str = ""
    when: str = ""
    proof: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Asked:
    """The next page. `faults`: by field, the sentence about an invalid entry.

    `guesses`, `others`: categories to choose from, the likeliest first. `asks_staff`: whether to ask if the text
    is about staff. `whom`: value and name of those whom it can be about. `sees`: who will see a staff complaint.
    `numbers`: emergency contacts, if somebody may be in danger. `photos`: how many are stored.
    """

    stage: Stage
    entered: Entered
    faults: Mapping[str, str] = field(default_factory=dict)
    guesses: tuple[Category, ...] = ()
    others: tuple[Category, ...] = ()
    asks_staff: bool = False
    whom: tuple[tuple[str, str], ...] = ()
    sees: tuple[Row, ...] = ()
    outside: str = ""
    numbers: tuple[Number, ...] = ()
    photos: int = 0


@dataclass(frozen=True)
class ReportForm:
    """`is_checked`: the second page is always shown before filing, as on the public form."""

    uow: UnitOfWork
    translator: Translator
    door: Door
    begun: Begun
    is_checked: bool = True

    def answer(self, entered: Entered) -> Filed | Asked:
        """File the report, or return the next page. Raises Refused too_many_reports."""
        if before := filing.filed_before(self.uow, self.begun):
            return before
        staff = self.uow.context.catalog.staff_category.key
        if entered.way == STAFF or entered.category == staff:
            return self._about_staff(entered)
        report, faults = self._report(entered)
        asks_staff = filing.may_be_about_staff(self.uow, replace(report, is_declared=False))
        if filing.may_be_about_staff(self.uow, report) and entered.stage == Stage.CHECK:
            faults.update(way=self._say("refusals.may_be_about_staff"))
        is_first = entered.stage == Stage.TELL
        if not report.category and not is_first:
            faults.update(category=self._say("refusals.no_such_category"))
        if "story" in faults:
            return self._asked(Stage.TELL, entered, faults)
        goes_on = report.category and not filing.may_be_about_staff(self.uow, report)
        if faults or not goes_on or (is_first and self.is_checked):
            return self.check(entered, faults, asks_staff=asks_staff)
        return filing.file(self.uow, report, self.door, self.begun)

    def shown(self, entered: Entered, faults: Mapping[str, str]) -> Asked:
        """Return the page that was sent, with its entries, after another failure."""
        if entered.way == STAFF:
            return self._asked(Stage.STAFF, entered, faults)
        if entered.stage == Stage.CHECK:
            report, _ = self._report(entered)
            asks = filing.may_be_about_staff(self.uow, replace(report, is_declared=False))
            return self.check(entered, faults, asks_staff=asks)
        return self._asked(Stage.TELL, entered, faults)

    def check(self, entered: Entered, faults: Mapping[str, str], *, asks_staff: bool) -> Asked:
        """Return the second page: topic, whether it is about staff, and all entries for correction."""
        catalog = self.uow.context.catalog
        keys = likeliest(self.uow, entered.story)
        if entered.category in catalog.categories_by_key and entered.category not in keys:
            keys = (entered.category, *keys)
        asked = self._asked(Stage.CHECK, self._with_topic(entered, keys), faults)
        text = filing.text_of(self._report(entered)[0])
        return replace(
            asked,
            entered=replace(asked.entered, asked=fingerprint(text)),
            guesses=tuple(catalog.category(key) for key in keys),
            others=tuple(one for one in catalog.categories if one.key not in keys),
            asks_staff=asks_staff,
        )

    def _with_topic(self, entered: Entered, likely: tuple[str, ...]) -> Entered:
        """Choose the likeliest topic for an officer, who checks it on this page; a resident chooses without help.

        A topic is chosen only if words of the story led to it, and never the one about staff.
        """
        if self.is_checked or entered.stage != Stage.TELL or entered.category:
            return entered
        is_guessed = self.uow.understood(entered.story).guess.margin > 0
        if not is_guessed or self.uow.context.catalog.is_about_staff(likely[0]):
            return entered
        return replace(entered, category=likely[0])

    def _about_staff(self, entered: Entered) -> Filed | Asked:
        if entered.stage not in {Stage.STAFF, Stage.STAFF_CHECK}:
            # The story describes the place; name and telephone are not asked for.
            report, _ = self._report(entered)
            entered = replace(entered, story=filing.text_of(report))
        faults = self._story_faults(entered)
        told_of_staff = self._of_staff(entered)
        is_first = entered.stage not in {Stage.STAFF, Stage.STAFF_CHECK}
        if not is_first and not (entered.whom or entered.who.strip()):
            faults.update(who=self._say("conduct.who_needed"))
        if is_first or faults:
            shown = {} if is_first else faults
            return self._asked(Stage.STAFF, replace(entered, way=STAFF), shown)
        seen = fingerprint(repr((told_of_staff.story, told_of_staff)))
        if entered.seen == seen:
            return filing.file_about_staff(self.uow, told_of_staff, self.door, self.begun)
        about = filing.about(told_of_staff)
        choices = tuple(told_of_staff.choices)
        is_outside = not custodians.custodians_for(
            self.uow, about, told_of_staff.story, told_of_staff.choices, barred=self._barred
        )
        asked = self._asked(Stage.STAFF_CHECK, replace(entered, way=STAFF, seen=seen), {})
        return replace(
            asked,
            sees=conduct_card.who_sees(
                self.uow, self.translator, about, told_of_staff.story, choices, barred=self._barred
            ),
            outside=conduct_card.outside(self.uow, self.translator).text if is_outside else "",
        )

    @property
    def _barred(self) -> frozenset[int]:
        """The id of the officer who types the report for its reporter, and who may never read it again."""
        return frozenset(filter(None, [self.door.filed_by]))

    def _of_staff(self, entered: Entered) -> StaffReport:
        choices = dict(self._whom())
        is_known = entered.whom in choices
        names = (choices[entered.whom] if is_known else "", entered.who.strip())
        return StaffReport(
            entered.story,
            who="\n".join(filter(None, names)),
            choices=frozenset({entered.whom}) if is_known else frozenset(),
            when=entered.when.strip() or self.translator.label("button.unknown"),
            proof=entered.proof,
        )

    def _report(self, entered: Entered) -> tuple[Report, dict[str, str]]:
        faults = self._story_faults(entered)
        place = Place(village=self._village(entered), words=entered.words.strip())
        faults.update(self._contact_faults(entered))
        if entered.pin.strip():
            place, fault = self._pinned(place, entered)
            if fault:
                faults.update(pin=fault)
        report = Report(
            entered.story.strip(),
            entered.category if entered.category in self._categories else "",
            place,
            hide_name=entered.hide_name,
            contact=Contact(entered.name, entered.phone),
        )
        is_declared = entered.way == ORDINARY and entered.asked == fingerprint(
            filing.text_of(report)
        )
        return replace(report, is_declared=is_declared), faults

    @property
    def _categories(self) -> Mapping[str, Category]:
        return self.uow.context.catalog.categories_by_key

    def _village(self, entered: Entered) -> int | None:
        villages = self.uow.context.catalog.organisation.villages
        by_number = {str(one.number): one.number for one in villages}
        return by_number.get(entered.village)

    def _pinned(self, place: Place, entered: Entered) -> tuple[Place, str]:
        found = read_coordinates(entered.pin)
        if found is None:
            return place, self._say("webform.pin_unreadable")
        distance = kilometres(*found, self.uow.context.catalog.organisation)
        if distance > FAR_KM and entered.far != entered.pin.strip():
            return place, self._say("webform.pin_far", distance=round(distance))
        return replace(place, latitude=found[0], longitude=found[1]), ""

    def _story_faults(self, entered: Entered) -> dict[str, str]:
        length = len(entered.story.strip())
        if not length:
            return {"story": self._say("refusals.story_missing")}
        if length > DETAIL_LIMIT:
            return {"story": self._say("survey_form.too_long", length=length, most=DETAIL_LIMIT)}
        return {}

    def _contact_faults(self, entered: Entered) -> dict[str, str]:
        """Return what an officer mistyped of the reporter's contact. Residents give it as they like."""
        if self.door.filed_by is None:
            return {}
        faults = {}
        for name, contact in (
            ("name", Contact(name=entered.name.strip())),
            ("phone", Contact(phone=entered.phone.strip())),
        ):
            try:
                by_officer.ensure_contact(contact)
            except Refused as refusal:
                faults[name] = self._say(f"refusals.{refusal.key}", **refusal.facts)
        return faults

    def _whom(self) -> tuple[tuple[str, str], ...]:
        catalog = self.uow.context.catalog
        posts, sections = catalog.organisation.custodians, catalog.departments
        names = (*(one.th for one in posts), *(one.th for one in sections))
        unknown = self.translator.label("button.unknown")
        return tuple(zip(question.choices(posts, sections), (*names, unknown), strict=True))

    def _asked(self, stage: Stage, entered: Entered, faults: Mapping[str, str]) -> Asked:
        far = entered.pin.strip() if "pin" in faults else entered.far
        return Asked(
            stage,
            replace(entered, stage=stage.value, far=far),
            dict(faults),
            whom=self._whom() if stage in {Stage.STAFF, Stage.STAFF_CHECK} else (),
            numbers=tuple(emergency_numbers(self.uow, entered.story)),
            photos=len(filing.evidence_of(self.uow, self.begun).ids),
        )

    def _say(self, key: str, **facts: object) -> str:
        return self.translator.say(key, **facts)
