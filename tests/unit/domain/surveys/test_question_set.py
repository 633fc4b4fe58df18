"""The next question, complete responses, alarms, and the stored definition."""

from dataclasses import replace

import pytest

from domain.surveys.definition import from_json, sha256, to_json
from domain.surveys.question_set import (
    OUTSIDE,
    Condition,
    Destination,
    Heading,
    Kind,
    Option,
    Purpose,
    Question,
    QuestionSet,
    SameAs,
)

LEVELS = tuple(Option(code, str(code), f"ระดับ {code}", f"level {code}") for code in (5, 4, 3, 2, 1))
NOT_USED = Option(OUTSIDE, "outside", "ไม่ได้ใช้", "Not used")
SCORE = Question(
    "score", Kind.SCALE, "คะแนน", "Score", LEVELS, NOT_USED, scale="sat5", aspect="steps"
)
WHY = Question(
    "why",
    Kind.MANY,
    "เพราะอะไร",
    "Why",
    (Option(1, "slow", "ช้า", "Slow"), Option(2, "money", "เงิน", "Money", Destination.CONDUCT)),
    ask_if=Condition("score", at_most=3),
    most_choices=2,
    same_as=SameAs("counter", 1, "why"),
)
AGE = Question("visits", Kind.NUMBER, "กี่ครั้ง", "How often", least=1, most=99)
NOTE = Question("note", Kind.NOTE, "ข้อต่อไปเกี่ยวกับเงิน", "Money next")
MONEY = Question(
    "money",
    Kind.SCALE,
    "เคยถูกขอเงินหรือไม่",
    "Asked for money?",
    (Option(2, "2", "เคย", "Yes", Destination.CONDUCT), Option(1, "1", "ไม่เคย", "No")),
    scale="ever",
    reverse=True,
)
WORDS = Question("words", Kind.TEXT, "อยากบอกอะไร", "Anything else?")
SET = QuestionSet(
    "counter",
    2,
    Purpose.SATISFACTION,
    "บริการ",
    "Service",
    (SCORE, WHY, AGE, NOTE, MONEY, WORDS),
    fiscal_year=2570,
    aspects=(Heading("steps", "ขั้นตอน", "Steps"),),
)


def test_a_low_score_is_followed_by_the_reason_and_a_high_one_is_not():
    assert SET.next_question({"score": [2]}) == WHY
    assert SET.next_question({"score": [5]}) == AGE


def test_the_outside_answer_meets_no_bound():
    assert SET.next_question({"score": [OUTSIDE]}) == AGE
    assert Condition("score", any_of=(OUTSIDE,)).is_met({"score": [OUTSIDE]})


def test_progress_counts_the_questions_that_the_answers_call_for():
    assert SET.progress("score", {}) == (1, 3)
    assert SET.progress("why", {"score": [1]}) == (2, 4)
    assert SET.progress("words", {}) == (4, 4)
    with pytest.raises(ValueError):
        SET.progress("why", {"score": [5]})


def test_a_comment_at_the_end_is_no_question_that_people_are_told_of():
    assert SET.length({}) == 3
    assert SET.length({"score": [1]}) == 4
    assert replace(SET, questions=(WORDS,)).length({}) == 1
    assert replace(SET, questions=(WORDS, AGE)).length({}) == 2


def test_a_note_is_shown_with_the_question_after_it_and_is_never_asked():
    assert SET.notes_before("money") == (NOTE,)
    assert SET.notes_before("words") == ()
    assert NOTE not in SET.asked({})


def test_a_survey_is_over_when_every_question_called_for_is_answered_or_skipped():
    assert SET.next_question({"score": [5], "visits": [3], "money": [1], "words": []}) is None


@pytest.mark.parametrize(
    ("question", "whole", "not_whole"),
    [
        (SCORE, [[5], [1], [OUTSIDE]], [[], [6], [-1], [5, 4]]),
        (WHY, [[1], [1, 2]], [[], [3], [1, 1], [OUTSIDE]]),
        (AGE, [[1], [99]], [[0], [100], [], [1, 2]]),
        (WORDS, [[]], [[1]]),
    ],
    ids=lambda one: getattr(one, "key", ""),
)
def test_an_answer_is_whole_or_refused(question, whole, not_whole):
    assert [question.accepts(codes) for codes in whole] == [True] * len(whole)
    assert [question.accepts(codes) for codes in not_whole] == [False] * len(not_whole)


def test_a_reversed_item_is_turned_round_before_it_counts():
    assert [MONEY.score(code) for code in (2, 1, OUTSIDE)] == [1, 2, None]
    assert [SCORE.score(code) for code in (5, 1)] == [5, 1]


def test_low_levels_and_money_raise_an_alarm():
    assert [code for code in range(6) if SCORE.is_alarming(code)] == [1, 2]
    assert [code for code in range(3) if MONEY.is_alarming(code)] == [2]
    assert [code for code in range(3) if WHY.is_alarming(code)] == [2]


def test_a_stored_definition_reads_back_the_same_and_equal_sets_have_equal_bytes():
    assert from_json(to_json(SET)) == SET
    assert to_json(from_json(to_json(SET))) == to_json(SET)
    assert len(sha256(SET)) == 64
