"""A survey round with 1,000,000 answers: the time of each count, of all figures, and of what others read of it."""

import random
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert, text

from bench.processes import postgres
from bench.report import Options, Row, at_most, measured
from bot.settings import Secret, Settings
from bot.wiring import build_context
from domain.organisation.calendar import BANGKOK, month_bounds
from domain.surveys.figures import Context, Former, survey_figures
from domain.surveys.participation import DoorKind, Mode, ResponseState
from domain.surveys.publication import for_others
from domain.surveys.question_set import Kind, QuestionSet
from domain.surveys.tally import Tally
from domain.surveys.visible_answers import LeftOut, View, in_view
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from handlers.usecases.surveys.results import figures_for_others
from reports.satisfaction.figures import services
from storage.migrate import migrate
from storage.organisation_data.surveys.reading import newest, read_question_sets
from storage.store import Store, open_store
from storage.surveys.rounds import Plan
from storage.tables import answer, response
from storage.transaction import Transaction

ANSWERS, FULL_ANSWERS = 200_000, 1_000_000
SECOND = 1_000.0
"""Target in milliseconds for any figure."""
BATCH = 20_000
FEW_LEFT_OUT = timedelta(hours=1)
"""The time from which answers are left out, of about twenty people."""
OPENS = datetime(2026, 10, 1, tzinfo=BANGKOK)
YEAR = timedelta(365)
CLOSED = OPENS + YEAR + timedelta(days=1)
SERVICES = ("tax_land", "tax_sign", "elderly_allowance", "building_permit", "")


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        yield from _measured(options, "SQLite", f"sqlite:///{folder}/surveys.db")
        yield from _measured(options, "PostgreSQL", stack.enter_context(postgres(folder)))


def _measured(options: Options, name: str, url: str) -> Iterator[Row]:
    asked = newest(read_question_sets())["counter"]
    start, answers = time.monotonic(), size(options)
    store = open_store(url)
    migrate(store.engine)
    round_id = write(store, asked, answers)
    yield measured(f"{name}: {answers:,} answers, written in", time.monotonic() - start, "s")
    with store.read() as tx:
        tally = tx.survey_tallies.of_round(round_id, asked)
        spent = _milliseconds(lambda: tx.survey_tallies.of_round(round_id, asked), options.rounds)
        yield at_most(f"{name}: every count of the round", spent, SECOND, "ms", 0)
        spent = _milliseconds(lambda: _first_people(tx, round_id, asked, tally), options.rounds)
        yield at_most(f"{name}: the counts of the first people", spent, SECOND, "ms", 0)
        month = month_bounds("2570-03")
        few = View(left_out=(LeftOut(frozenset({"overall"}), month[0], month[0] + FEW_LEFT_OUT),))
        spent = _milliseconds(lambda: _seen(tx, round_id, asked, tally, few), options.rounds)
        yield at_most(f"{name}: the counts without some answers", spent, SECOND, "ms", 0)
        spent = _milliseconds(lambda: tx.survey_counts.groups(round_id), options.rounds)
        yield at_most(f"{name}: answers by service, village and door", spent, SECOND, "ms", 0)
        sections = ["clerk"]
        spent = _milliseconds(
            lambda: tx.survey_counts.of_sections(tally, round_id, sections), options.rounds
        )
        yield at_most(f"{name}: the counts of one department", spent, SECOND, "ms", 0)
    yield from _of_a_closed_round(name, store, round_id, options)
    context = Context("x", former=Former("before", asked, tally))
    yield at_most(
        f"{name}: all figures from the counts, with changes",
        _milliseconds(lambda: _figures(asked, tally, context), options.rounds),
        SECOND,
        "ms",
        0,
    )
    store.close()


def _of_a_closed_round(name: str, store: Store, round_id: int, options: Options) -> Iterator[Row]:
    """Measure what everybody but the section that runs the surveys reads, with all that must not be told."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.of(
            line_channel_secret=Secret(secrets.token_hex(16)),
            line_channel_access_token=Secret(secrets.token_hex(16)),
            secret_key=Secret(secrets.token_urlsafe(32)),
            database_url=str(store.engine.url),
            data_dir=Path(folder),
        )
        office = build_context(settings, store)

    def once(act: Callable[[UnitOfWork], object]) -> Callable[[], object]:
        def with_unit() -> object:
            with office.read_only_uow(CLOSED) as uow:
                return act(uow)

        return with_unit

    def figures(uow: UnitOfWork, sections: tuple[str, ...] | None) -> object:
        found = rounds.get(uow, round_id)
        return figures_for_others(uow, found, Context("x"), sections)

    # The time of the processor, which other programs do not lengthen; PostgreSQL computes in another process.
    clock = time.process_time if store.is_sqlite else time.perf_counter
    for what, act in (
        ("the figures for an executive", lambda uow: figures(uow, None)),
        ("the figures for a head", lambda uow: figures(uow, ("clerk",))),
        ("the services of a half-year", lambda uow: services(uow, "2570-H1")),
    ):
        spent = _milliseconds(once(act), options.rounds, clock)
        yield at_most(f"{name}: {what}", spent, SECOND, "ms", 0)


def _first_people(tx: Transaction, round_id: int, asked: QuestionSet, tally: Tally) -> Tally:
    newest = tx.survey_tallies.newest(round_id, OPENS, 9)
    view = View(newest[-1][1], frozenset(one for one, _ in newest))
    return _seen(tx, round_id, asked, tally, view)


def _seen(tx: Transaction, round_id: int, asked: QuestionSet, tally: Tally, view: View) -> Tally:
    return in_view(asked, tally, tx.survey_tallies.concerned(round_id, asked, view), view)


def size(options: Options) -> int:
    """Return how many answers a run writes."""
    return FULL_ANSWERS if options.full else ANSWERS


def _figures(asked: QuestionSet, tally: Tally, context: Context) -> str:
    return for_others(survey_figures(asked, tally, context)).to_json()


def _milliseconds(
    act: Callable[[], object], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    def once() -> float:
        start = clock()
        act()
        return 1000 * (clock() - start)

    return median(once() for _ in range(rounds))


def write(store: Store, asked: QuestionSet, answers: int) -> int:
    """Write that many answers of people with different moods, spread over the year; returns the round's id."""
    chance = random.Random(14)  # noqa: S311 - the same answers in every run
    with store.begin() as tx:
        round_id = tx.survey_rounds.open(asked, Plan(OPENS, OPENS + YEAR), OPENS).id
        doors = [
            tx.survey_rounds.add_door(round_id, kind, OPENS).id
            for kind in (DoorKind.CHAT, DoorKind.COUNTER, DoorKind.WEB)
        ]
        written = 0
        people: list[dict[str, Any]] = []
        given: list[dict[str, Any]] = []
        while written < answers:
            person = _person(chance, round_id, doors, OPENS + YEAR * (written / answers))
            those = _answers(chance, asked, person)
            people.append(person)
            given += those
            written += len(those)
            if len(given) > BATCH or written >= answers:
                tx.connection.execute(insert(response), people)
                tx.connection.execute(insert(answer), given)
                people, given = [], []
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            text("ANALYZE" if store.is_sqlite else "VACUUM ANALYZE answer, response")
        )
    return round_id


def _person(chance: random.Random, round_id: int, doors: list[int], at: datetime) -> dict[str, Any]:
    return {
        "id": chance.getrandbits(62),
        "round_id": round_id,
        "door_id": chance.choice(doors),
        "mode": Mode.SELF.value,
        "service": chance.choice(SERVICES),
        "section": chance.choice(["clerk", "health", "finance"]),
        "village": chance.choice([None, *range(1, 13)]),
        "state": ResponseState.COMPLETE.value,
        "started_at": at,
        "submitted_at": at,
    }


def _answers(
    chance: random.Random, asked: QuestionSet, person: dict[str, Any]
) -> list[dict[str, Any]]:
    mood = chance.gauss(4.1, 0.9)
    return [
        {
            "id": chance.getrandbits(62),
            "response_id": person["id"],
            "round_id": person["round_id"],
            "question": one.key,
            "code": min(5, max(1, round(chance.gauss(mood, 0.7))))
            if one.kind is Kind.SCALE
            else None,
            "service": person["service"],
            "village": person["village"],
            "door_id": person["door_id"],
            "submitted_at": person["submitted_at"],
        }
        for one in asked.answerable
    ]
