"""The counts of a round, computed by the database and one by one: equal on both databases."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import update

from domain.surveys.figures import Context, survey_figures
from domain.surveys.participation import DoorKind, Mode, ResponseState
from domain.surveys.question_set import OUTSIDE, Kind, Option, Purpose, Question, QuestionSet
from storage.organisation_data.surveys.reading import newest, read_question_sets
from storage.surveys.responses import Cut, Entrance
from storage.surveys.rounds import Plan
from storage.tables import answer
from tests.moments import DAY
from tests.moments import NOON as NOW

COUNTER = newest(read_question_sets())["counter"]
SCALES = [one.key for one in COUNTER.questions if one.kind is Kind.SCALE]


@pytest.fixture
def given(store):
    """A round with 60 respondents at three doors, some with a changed answer or declared void."""
    chance, people = Random(14), []
    with store.begin() as tx:
        round_id = tx.survey_rounds.open(COUNTER, Plan(NOW, NOW + 30 * DAY), NOW).id
        kinds = [DoorKind.CHAT, DoorKind.COUNTER, DoorKind.PAPER]
        doors = [tx.survey_rounds.add_door(round_id, kind, NOW) for kind in kinds]
        for number in range(60):
            door, at = chance.choice(doors), NOW + timedelta(minutes=number)
            cut = Cut(
                chance.choice(["tax", "water", ""]), "", "clerk", chance.choice([None, 3, 10])
            )
            mode = Mode.ASSISTED if door.kind is DoorKind.PAPER else Mode.SELF
            entrance = Entrance(round_id, door.id, f"{number:032}", "0" * 32, cut, mode=mode)
            entered = tx.survey_responses.enter(entrance, at)
            codes = {key: chance.choice([*range(6), None]) for key in SCALES}
            codes = {key: code for key, code in codes.items() if code is not None}
            for key, code in codes.items():
                if chance.random() < 0.2:
                    tx.survey_responses.give(entered, {key: [chance.randint(0, 5)]}, at)
                tx.survey_responses.give(entered, {key: [code]}, at + timedelta(seconds=5))
            why = chance.choice([(), (1,), (2, 5)])
            if why:
                tx.survey_responses.give(entered, {"why": why}, at)
            tx.survey_responses.give(entered, {"words": ()}, at)
            state = chance.choice(
                [ResponseState.PARTIAL, ResponseState.COMPLETE, ResponseState.VOID]
            )
            tx.survey_responses.settle(entered.id, state, at, alarmed=False)
            if state is ResponseState.VOID:
                is_its = answer.c.response_id == entered.id
                tx.connection.execute(update(answer).where(is_its).values(counted=False))
            people.append((codes, why, cut, door, mode, state))
    return round_id, people


def test_every_count_is_that_of_the_single_answers(store, given):
    round_id, people = given
    valid = [one for one in people if one[-1] is not ResponseState.VOID]
    with store.read() as tx:
        tally = tx.survey_tallies.of_round(round_id, COUNTER)
    cells, groups = Counter(), Counter()
    for codes, why, cut, _, _, _ in valid:
        pairs = [*codes.items(), *(("why", code) for code in why)]
        cells.update((key, cut.service, code) for key, code in pairs)
    for _, _, cut, door, mode, state in people:
        groups[state, cut.service, cut.village, cut.section, door.kind, door.id, mode] += 1
    assert {(one.question, one.service, one.code): one.count for one in tally.cells} == cells
    assert {
        (
            one.state,
            one.service,
            one.village,
            one.section,
            one.channel,
            one.door,
            one.mode,
        ): one.count
        for one in tally.groups
    } == groups
    patterns = Counter(tuple(one[0].get(key) for key in SCALES) for one in valid)
    assert tally.patterns == {key: n for key, n in patterns.items() if set(key) != {None}}
    assert tally.respondents == {"why": sum(bool(one[1]) for one in valid)}


def test_the_figures_of_one_round_hold_nothing_of_another(store, given):
    round_id, people = given
    with store.begin() as tx:
        other = tx.survey_rounds.open(COUNTER, Plan(NOW + DAY, NOW + 9 * DAY), NOW + DAY)
        empty = tx.survey_tallies.of_round(other.id, COUNTER)
        tally = tx.survey_tallies.of_round(round_id, COUNTER)
    assert survey_figures(COUNTER, empty, Context("x")).coverage.n == 0
    figures = survey_figures(COUNTER, tally, Context("x"))
    valid = [one for one in people if one[-1] is not ResponseState.VOID]
    assert (figures.coverage.n, figures.coverage.void) == (len(valid), 60 - len(valid))
    steps = [one[0]["steps"] for one in valid if one[0].get("steps", OUTSIDE) != OUTSIDE]
    assert (figures.question("steps").n, figures.question("steps").mean) == (
        len(steps),
        sum(steps) / len(steps),
    )


def test_a_set_of_more_scales_than_one_number_holds_is_counted_whole(store):
    levels = tuple(Option(code, str(code), str(code), str(code)) for code in range(7, 0, -1))
    questions = [Question(f"q{n}", Kind.SCALE, "x", "x", levels) for n in range(45)]
    many = QuestionSet("many", 1, Purpose.OWN, "x", "x", tuple(questions))
    codes = {one.key: 1 + number % 7 for number, one in enumerate(questions) if number % 5}
    with store.begin() as tx:
        round_id = tx.survey_rounds.open(many, Plan(NOW, NOW + DAY), NOW).id
        door = tx.survey_rounds.add_door(round_id, DoorKind.WEB, NOW)
        entered = tx.survey_responses.enter(Entrance(round_id, door.id, "p" * 32, "s" * 32), NOW)
        tx.survey_responses.give(entered, {key: [code] for key, code in codes.items()}, NOW)
        tally = tx.survey_tallies.of_round(round_id, many)
    assert tally.patterns == {tuple(codes.get(one.key) for one in questions): 1}
