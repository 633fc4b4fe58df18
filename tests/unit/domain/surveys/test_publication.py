"""Figures shown outside the section: no single answer can be computed from them."""

from domain.surveys.breakdown import GroupFigures
from domain.surveys.coverage import Flag
from domain.surveys.figures import survey_figures
from domain.surveys.participation import DoorKind
from domain.surveys.publication import for_others, for_section
from tests.unit.domain.surveys.rounds import (
    BY_HAND,
    NOW,
    PULSE,
    SET,
    former,
    tally_of,
)


def test_others_see_no_small_group_and_nothing_that_tells_it():
    answers = [
        *({"s1": 4, "s2": 4, "f1": 4, "service": "tax"} for _ in range(30)),
        *({"s1": 5, "s2": 5, "f1": 5, "service": "water"} for _ in range(8)),
        *({"s1": 1, "s2": 1, "f1": 1, "service": "dogs"} for _ in range(3)),
    ]
    figures = survey_figures(SET, tally_of(SET, answers), NOW)
    shown = for_others(figures)
    assert [one.mean for one in figures.groups if one.key == "dogs"] == [1.0]
    assert list(shown.groups) == [
        GroupFigures("service", "dogs", None),
        figures.groups[1],
        GroupFigures("service", "water", None),
    ]
    assert [one.key for one in shown.coverage.services] == ["tax"]
    assert shown.total == figures.total


def test_villages_and_channels_are_counted_and_small_ones_not_told():
    answers = [{"s1": 4, "village": 1 + n % 2} for n in range(40)] + [{"s1": 1, "village": 3}] * 2
    figures = survey_figures(SET, tally_of(SET, answers), NOW)
    shown = for_others(figures)
    assert {one.dimension for one in figures.groups} == {"service"}
    assert [(one.key, one.n) for one in figures.coverage.villages] == [
        ("1", 20),
        ("2", 20),
        ("3", 2),
    ]
    assert [(one.key, one.n) for one in shown.coverage.villages] == [("2", 20)]
    assert [one.n for one in shown.coverage.channels] == [42]


def test_a_heading_is_not_shown_when_it_would_tell_a_question_few_answered():
    answers = [{"s1": 4, "f1": 3} for _ in range(20)] + [{"s2": 1} for _ in range(2)]
    shown = for_others(survey_figures(SET, tally_of(SET, answers), NOW))
    assert (shown.question("s2").mean, shown.question("s1").mean) == (None, 4.0)
    assert [one.mean for one in shown.aspects] == [None, 3.0]
    assert shown.total.mean is None
    assert {one.mean for one in shown.groups} == {None}


def test_under_five_answers_others_see_their_number_alone():
    shown = for_others(survey_figures(SET, tally_of(SET, BY_HAND), NOW))
    assert (shown.coverage.n, shown.groups, shown.total.mean) == (4, (), None)
    assert {one.mean for one in shown.questions} == {None}
    assert [one.options for one in shown.questions if one.options] == []


def test_a_score_is_not_shown_when_it_would_tell_a_question_few_answered():
    answers = [{"e1": 4, "e3": 3} for _ in range(20)] + [{"e2": 1} for _ in range(4)]
    figures = survey_figures(PULSE, tally_of(PULSE, answers), NOW)
    shown = for_others(figures)
    assert figures.tool_score is not None
    assert (shown.tool_score, [one.score for one in shown.indicators]) == (None, [None, 50.0])


def test_a_change_is_not_shown_when_few_answered_before_or_now():
    many, few = [{"overall": 4, "s1": 4}] * 25, [{"overall": 1}] * 4
    for now, before in ((many, few), (few + [{"s1": 4}] * 25, many)):
        figures = survey_figures(SET, tally_of(SET, now), former(before))
        assert "overall" in {one.question for one in figures.changes}
        assert "overall" not in {one.question for one in for_others(figures).changes}


def test_a_head_sees_services_alone_and_no_other_cut_of_the_own_department():
    answers = [
        {"s1": 1 + n % 5, "service": "tax", "village": 1 + n % 2, "channel": channel}
        for n in range(40)
        for channel in (DoorKind.CHAT, DoorKind.PAPER)
    ]
    shown = for_section(survey_figures(SET, tally_of(SET, answers), NOW))
    assert (shown.coverage.villages, shown.coverage.channels) == ((), ())
    assert [one.key for one in shown.coverage.services] == ["tax"]


def test_under_five_answers_nothing_tells_how_they_were_given():
    answers = [dict.fromkeys(("s1", "s2", "f1", "overall"), 1)] * 4
    figures = survey_figures(SET, tally_of(SET, answers), NOW)
    assert figures.coverage.straight == 4
    shown = for_others(figures).coverage
    assert (shown.straight, shown.straight_of) == (0, 0)
    assert Flag.STRAIGHT not in shown.flags
