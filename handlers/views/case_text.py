"""A case in words, for cards and pages alike: its topic, place, holder, state and days, what happened so far."""

from dataclasses import dataclass
from itertools import groupby

from domain.cases.complaint import Complaint, Place, Status
from domain.cases.conduct import ReporterLink
from domain.cases.lifecycle import Action
from handlers.access import restricted
from handlers.core import dates
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Tone
from handlers.core.unit_of_work import UnitOfWork

TONES = {
    Status.NEW: Tone.WAITING,
    Status.IN_HAND: Tone.PLAIN,
    Status.ASKED: Tone.ALERT,
    Status.WAITING: Tone.WAITING,
    Status.CLOSED: Tone.GOOD,
    Status.WITHDRAWN: Tone.PLAIN,
    Status.NOT_OURS: Tone.PLAIN,
}
UNTOLD = frozenset({Action.ASSIGN.value, restricted.OPENED})
"""Steps inside the office that say nothing to the resident."""


def topic(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    category = uow.context.catalog.category(case.category)
    return f"{category.icon} {translator.full(Bilingual(category.th, category.en))}"


def assignee(uow: UnitOfWork, case: Complaint) -> Bilingual:
    """The department that has it; of a case about staff the posts of its keepers."""
    kept = restricted.posts_of(uow, case)
    if kept is not None:
        return kept
    department = uow.context.catalog.department(case.department)
    return Bilingual(department.th, department.en)


def place(uow: UnitOfWork, translator: Translator, where: Place) -> str:
    """A place in words, most exact last; says so when none was given."""
    villages = {village.number: village for village in uow.context.catalog.organisation.villages}
    parts = []
    if where.village in villages:
        parts.append(villages[where.village].label)
    if where.words:
        parts.append(where.words)
    if where.latitude is not None and not where.words:
        parts.append(translator.say("card.pinned"))
    return " ".join(parts) or translator.say("card.no_place")


def state(translator: Translator, case: Complaint) -> str:
    """The state in words; of a closed case what its reporter said of it."""
    if case.verdict is not None:
        return translator.say(f"status.closed_{case.verdict.value}")
    return translator.say(f"status.{case.status.value}")


def reporter_name(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    """The name as LINE knows it, or why there is none."""
    if case.conduct is not None and case.conduct.link is not ReporterLink.NAMED:
        return translator.say(f"conduct.reporter_{case.conduct.link.value}")
    if case.hide_name:
        return translator.say("officer.name_hidden")
    person = uow.tx.people.find(case.reporter)
    return (person.display_name if person else "") or translator.say("officer.no_name")


def due(translator: Translator, case: Complaint) -> str:
    """The day we promise to be done by, or since when it stands still."""
    if case.paused_at is not None:
        return translator.say("card.paused", day=dates.day(case.paused_at))
    return translator.say("card.by", day=dates.day(case.due_at))


def waits(translator: Translator, case: Complaint) -> str:
    """What a case that waits is waiting for, and until when if that is known."""
    assert case.waiting_for is not None
    reason = translator.translations.sentences[f"waiting.{case.waiting_for.value}"]
    if case.review_at is None:
        return translator.say("card.waits_for", reason=reason)
    return translator.say("card.waits_until", reason=reason, day=dates.day(case.review_at))


def waited_for(uow: UnitOfWork, case: Complaint) -> Bilingual | str:
    """The same without a day, in both languages; of a case that does not wait a dash."""
    if case.waiting_for is None:
        return "-"
    return uow.context.translations.sentences[f"waiting.{case.waiting_for.value}"]


@dataclass(frozen=True)
class DayOfCase:
    """What happened to a case on one day, a step each, as its reporter may read it."""

    name: str
    steps: tuple[str, ...]


def timeline(uow: UnitOfWork, translator: Translator, case: Complaint) -> list[DayOfCase]:
    """What its reporter may know to have happened, the oldest day first."""
    told = (entry for entry in uow.tx.audit.of(case.id) if entry.action not in UNTOLD)
    return [
        DayOfCase(
            translator.say("card.on", day=day),
            tuple(
                translator.say(
                    f"timeline.{entry.action}", hour=dates.clock(entry.at), note=entry.note or "-"
                )
                for entry in entries
            ),
        )
        for day, entries in groupby(told, key=lambda entry: dates.day(entry.at))
    ]
