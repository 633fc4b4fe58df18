"""The demo's survey answers are plausible: people differ, some are unsure, most are content; equal each run."""

from bot.demo.people import BACKGROUND
from bot.demo.survey_answers import SURVEY, respondents
from domain.surveys.question_set import Kind
from storage.organisation_data.surveys.reading import newest, read_question_sets

PULSE = newest(read_question_sets())[SURVEY]
SCALES = [one for one in PULSE.questions if one.kind is Kind.SCALE]


def answers():
    return [
        ({one.key: person.code(one) for one in SCALES}, person.words())
        for person in respondents([*BACKGROUND])
    ]


def test_most_people_answer_and_not_all_alike():
    given = [codes for codes, _ in answers()]
    assert len(BACKGROUND) * 0.6 < len(given) < len(BACKGROUND)
    for one in SCALES:
        codes = [codes[one.key] for codes in given]
        assert all(one.accepts([code]) for code in codes)
        if not one.reverse:
            assert len({*codes}) >= 4
            assert max(map(codes.count, {*codes})) < 0.6 * len(codes)


def test_some_write_what_they_wish_and_some_nothing():
    words = [said for _, said in answers()]
    assert 0.2 < sum(map(bool, words)) / len(words) < 0.8
    assert len({*words}) > 4


def test_a_replay_repeats_the_answers():
    assert answers() == answers()


def test_at_the_counters_people_differ_too_and_accuse_nobody():
    question_set = newest(read_question_sets())["counter"]
    people = [*respondents([*BACKGROUND], 15)]
    for one in question_set.questions:
        if one.kind is Kind.TEXT:
            continue
        codes = [person.code(one) for person in people]
        assert all(one.accepts([code]) for code in codes)
        assert not any(map(one.is_alarming, codes)) or one.kind is Kind.SCALE
        assert len({*codes}) >= 3
