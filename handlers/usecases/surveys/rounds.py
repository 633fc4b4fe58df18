"""Open and close rounds of surveys and create doors. Standing surveys open automatically each fiscal year."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import quote

from domain.errors import Refused
from domain.organisation.calendar import BANGKOK, BUDDHIST_ERA, bangkok, fiscal_year
from domain.surveys.participation import STANDING_SETS, DoorKind, Mode, ResponseState
from domain.surveys.question_set import QuestionSet
from handlers.core import dates
from handlers.core.unit_of_work import UnitOfWork
from storage.surveys.counts import Group
from storage.surveys.rounds import Door, Plan, SetChangedError, SurveyRound

VOIDED = "void_responses"
"""The job whose runs are the rounds whose invalid responses were taken out at their end."""
_YEAR_BEGINS = 10
_DOORS_IN_LINE = frozenset({DoorKind.CHAT, DoorKind.CASE, DoorKind.INVITE})


@dataclass(frozen=True)
class Status:
    """The progress of a round. The counts contain responses with at least one answer, without void ones.

    `answered`: their number; `complete`: those with every question answered. `void`: invalid responses. `by_*`:
    keys are service keys, village numbers, department keys and door kinds. `assisted`: entered by an officer.
    `burst`: part of a burst at one door.
    """

    round: SurveyRound
    answered: int
    complete: int
    void: int
    by_service: Mapping[str, int]
    by_village: Mapping[int | None, int]
    by_section: Mapping[str, int]
    by_channel: Mapping[DoorKind, int]
    assisted: int
    burst: int


def open_round(
    uow: UnitOfWork,
    question_set: QuestionSet,
    *,
    closes: date,
    opens: date | None = None,
    population: int | None = None,
    population_source: str = "",
    target: int | None = None,
) -> SurveyRound:
    """Open a round from `opens` (today) until the end of the day `closes`, with a door in the chat.

    Raises Refused set_changed if this version was opened before with other content, round_runs if a round of this
    set is open, and round_too_short if it would end before it begins.
    """
    start = uow.now if opens is None else _begins(opens)
    end = _begins(closes + timedelta(days=1))
    if end <= max(start, uow.now):
        raise Refused("round_too_short")
    running = uow.tx.survey_rounds.running_of(question_set.key, uow.now)
    if running is not None:
        if question_set.key not in STANDING_SETS or running.question_set == question_set:
            raise Refused("round_runs", closes=dates.day(running.last_moment))
        # A standing survey opens automatically, so its new version replaces the running round.
        uow.tx.survey_rounds.close(running.id, uow.now)
    plan = Plan(start, end, population, population_source, target)
    opened = _open(uow, question_set, plan)
    door_of(uow, opened.id, DoorKind.CHAT)
    return opened


def _open(uow: UnitOfWork, question_set: QuestionSet, plan: Plan) -> SurveyRound:
    try:
        return uow.tx.survey_rounds.open(question_set, plan, uow.now)
    except SetChangedError:
        raise Refused("set_changed", name=question_set.key, version=question_set.version) from None


def close_round(uow: UnitOfWork, round_id: int) -> SurveyRound:
    """Close a round now, and remove the responses that two officers declared invalid.

    Raises Refused no_such_round, round_closed.
    """
    found = get(uow, round_id)
    if found.closed_at is not None or found.closes_at <= uow.now:
        raise Refused("round_closed")
    uow.tx.survey_rounds.close(round_id, uow.now)
    void_at_end(uow, round_id)
    return get(uow, round_id)


def void_at_end(uow: UnitOfWork, round_id: int) -> int:
    """Remove the responses that two officers declared invalid in a round that has ended; returns how many.

    Only the first call for a round does: from then on others see its figures, so that what is agreed about later
    waits until enough can be taken out together (see `voiding`).
    """
    if not uow.tx.jobs.claim(VOIDED, str(round_id), uow.now):
        return 0
    agreed = uow.tx.survey_voiding.agreed(round_id)
    uow.tx.survey_voiding.void(agreed, uow.now)
    return len(agreed)


def get(uow: UnitOfWork, round_id: int) -> SurveyRound:
    """Return a round. Raises Refused no_such_round."""
    found = uow.tx.survey_rounds.find(round_id)
    if found is None:
        raise Refused("no_such_round")
    return found


def running(uow: UnitOfWork) -> list[SurveyRound]:
    """Return the rounds that are open now."""
    return uow.tx.survey_rounds.running(uow.now)


def standing_round(uow: UnitOfWork, key: str) -> SurveyRound:
    """Return the open round of a standing set; if there is none, open it for the fiscal year.

    Raises Refused no_such_survey if the office has no set of this key.
    """
    found = uow.tx.survey_rounds.running_of(key, uow.now)
    return found or round_of_year(uow, key, fiscal_year(bangkok(uow.now).date()))


def round_of_year(uow: UnitOfWork, key: str, year: int) -> SurveyRound:
    """Return a standing set's round of this fiscal year (Buddhist); if there is none, open it.

    If a round of the year was closed early, the next one begins at that time. Raises Refused no_such_survey.
    """
    question_set = uow.context.question_sets.get(key)
    if question_set is None:
        raise Refused("no_such_survey")
    of_set = [one for one in uow.tx.survey_rounds.all() if one.question_set.key == key]
    begins, ends = year_bounds(year)
    closed = [one.closed_at for one in of_set if one.closed_at and begins <= one.opens_at < ends]
    begins = max([begins, *closed])
    plan = Plan(begins, ends)
    try:
        return uow.tx.survey_rounds.open(question_set, plan, uow.now)
    except SetChangedError:
        # The file was changed without a new version, so the opened version continues.
        same = [one for one in of_set if one.question_set.version == question_set.version]
        return uow.tx.survey_rounds.open(same[0].question_set, plan, uow.now)


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """Return the first moment of a Buddhist fiscal year and of the next one."""
    first = year - BUDDHIST_ERA - 1
    return tuple(  # type: ignore[return-value]
        datetime(one, _YEAR_BEGINS, 1, tzinfo=BANGKOK) for one in (first, first + 1)
    )


def door_of(uow: UnitOfWork, round_id: int, kind: DoorKind) -> Door:
    """Return a round's first door of a kind without service and village; create it if there is none."""
    for door in uow.tx.survey_rounds.doors_of(round_id):
        if door.kind is kind and not door.service and door.village is None:
            return door
    return uow.tx.survey_rounds.add_door(round_id, kind, uow.now)


def make_door(
    uow: UnitOfWork,
    round_id: int,
    kind: DoorKind,
    *,
    service: str = "",
    village: int | None = None,
) -> Door:
    """Create a door of a round. `service`: a key. `village`: a number.

    Raises Refused no_such_round, round_closed, no_such_service, no_such_village.
    """
    found = get(uow, round_id)
    if found.ended_at <= uow.now:
        raise Refused("round_closed")
    catalog = uow.context.catalog
    if service and service not in {one.key for one in catalog.services}:
        raise Refused("no_such_service")
    if village is not None and village not in {one.number for one in catalog.organisation.villages}:
        raise Refused("no_such_village")
    return uow.tx.survey_rounds.add_door(round_id, kind, uow.now, service=service, village=village)


def close_door(uow: UnitOfWork, code: str) -> None:
    """Close a door; its URL then shows that it is closed. Raises Refused no_such_door."""
    door = uow.tx.survey_rounds.door_by_code(code)
    if door is None:
        raise Refused("no_such_door")
    uow.tx.survey_rounds.close_door(door.id, uow.now)


def only_service(uow: UnitOfWork, round_id: int) -> str:
    """Return the key of the service that all doors of a round outside LINE name; empty if they do not."""
    named = {
        door.service
        for door in uow.tx.survey_rounds.doors_of(round_id)
        if door.kind not in _DOORS_IN_LINE and door.closed_at is None
    }
    return named.pop() if len(named) == 1 else ""


def web_address(uow: UnitOfWork, door: Door) -> str | None:
    """Return the address of a door's form, for a QR code; None without a public https URL."""
    return uow.context.signed_urls.survey(door.code)


def line_address(uow: UnitOfWork, door: Door) -> str | None:
    """Return the URL that opens the chat with this door's code typed in; None without the account's basic id.

    https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/#sending-text-messages
    """
    return _line_link(uow, f"{uow.context.translations.both('menu.rate').th} {door.code}")


def follow_words(uow: UnitOfWork, code: str) -> tuple[str, str | None]:
    """Return what somebody who answered through a door types in LINE to be told of improvements, and its URL.

    It names the service or the survey, so that the answers stay unconnected with the LINE account.
    """
    door = uow.tx.survey_rounds.door_by_code(code)
    found = None if door is None else uow.tx.survey_rounds.find(door.round_id)
    about = "" if found is None else found.question_set.th
    services = {one.key: one.th for one in uow.context.catalog.services}
    about = services.get(door.service if door else "", about)
    typed = f"{uow.context.translations.both('survey.follow').th} {about}".strip()
    return typed, _line_link(uow, typed)


def _line_link(uow: UnitOfWork, typed: str) -> str | None:
    line_id = uow.context.catalog.organisation.line_id
    return f"https://line.me/R/oaMessage/{quote(line_id)}/?{quote(typed)}" if line_id else None


def status(uow: UnitOfWork, round_id: int) -> Status:
    """Return the progress of a round. Raises Refused no_such_round."""
    found = get(uow, round_id)
    groups = uow.tx.survey_counts.groups(round_id)
    counted = [
        one for one in groups if one.state in {ResponseState.PARTIAL, ResponseState.COMPLETE}
    ]
    return Status(
        found,
        answered=_sum(counted),
        complete=_sum([one for one in counted if one.state is ResponseState.COMPLETE]),
        void=_sum([one for one in groups if one.state is ResponseState.VOID]),
        by_service=_by(counted, "service"),
        by_village=_by(counted, "village"),
        by_section=_by(counted, "section"),
        by_channel=_by(counted, "kind"),
        assisted=_sum([one for one in counted if one.mode is Mode.ASSISTED]),
        burst=_sum([one for one in counted if one.burst]),
    )


def _sum(groups: list[Group]) -> int:
    return sum(one.count for one in groups)


def _by(groups: list[Group], field: str) -> Counter:  # type: ignore[type-arg]
    counts: Counter = Counter()  # type: ignore[type-arg]
    for one in groups:
        counts[getattr(one, field)] += one.count
    return counts


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK)
