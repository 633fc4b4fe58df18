"""The figures of a round: checked by hand where possible, else against pandas on the single answers."""

import json
import random

import pandas as pd
import pytest
from scipy.stats import t

from domain.surveys.change import FEWEST_COMPARED, Verdict, compare, continued
from domain.surveys.coverage import Flag, Frame
from domain.surveys.figures import Context, WordFigures, survey_figures
from domain.surveys.participation import DoorKind, Mode, ResponseState
from domain.surveys.publication import for_others
from domain.surveys.question_set import (
    OUTSIDE,
    Kind,
    Purpose,
    Question,
    QuestionSet,
    SameAs,
)
from domain.surveys.tally import Tally
from domain.surveys.targets import yamane
from tests.unit.domain.surveys.rounds import (
    BY_HAND,
    CLOSE,
    NOW,
    PULSE,
    SET,
    former,
    levels,
    scale,
    tally_of,
)


def test_the_figures_of_four_answers_by_hand():
    figures = survey_figures(SET, tally_of(SET, BY_HAND), NOW)
    s1 = figures.question("s1")
    assert (s1.n, s1.mean, s1.median, s1.percent, s1.score, s1.band) == (4, 3.5, 3.5, 70, 62.5, 3)
    assert s1.deviation == pytest.approx(1.2909944487, **CLOSE)
    assert s1.margin == pytest.approx(2.05426025, abs=1e-8)
    f1 = figures.question("f1")
    assert (f1.n, f1.outside, f1.mean) == (3, 1, 11 / 3)
    assert [(one.code, one.count) for one in f1.options] == [(5, 2), (4, 0), (3, 0), (2, 0), (1, 1)]
    why = figures.question("why")
    assert (why.n, [(one.key, one.count, one.share) for one in why.options]) == (
        2,
        [("slow", 2, 1.0), ("rude", 1, 0.5)],
    )
    visits = figures.question("visits")
    assert (visits.n, visits.mean, visits.score) == (2, 1.5, None)
    steps, staff = figures.aspects
    # s1 is 3.5 and s2 is 10/3; the total is the mean of the two aspects.
    assert (steps.mean, steps.n) == (pytest.approx(41 / 12), 4)
    assert (staff.mean, staff.n) == (pytest.approx(11 / 3), 3)
    assert figures.total.mean == pytest.approx((41 / 12 + 11 / 3) / 2)
    # Their own means of the two questions: 4.5, 4, 2.5 and 2.
    assert steps.deviation == pytest.approx(pd.Series([4.5, 4, 2.5, 2]).std())
    assert (figures.coverage.n, figures.coverage.complete) == (4, 3)


def test_indicators_of_different_scales_have_a_score_and_no_mean():
    answers = [{"e1": 5, "e2": 1, "e3": 3}, {"e1": 3, "e2": 2, "e3": 3}]
    figures = survey_figures(PULSE, tally_of(PULSE, answers), NOW)
    assert figures.question("e2").mean == 1.5
    assert [(one.key, one.mean, one.score) for one in figures.indicators] == [
        ("6", None, (75 + 50) / 2),
        ("7", 3.0, 50.0),
    ]
    assert (figures.tool_score, figures.total) == ((62.5 + 50) / 2, None)
    assert figures.indicators[0].deviation == pytest.approx(pd.Series([100, 25]).std())


@pytest.mark.parametrize(
    ("mean_of", "bands", "expected"),
    [
        ({5: 51, 4: 49}, "451", 5),
        ({5: 50, 4: 50}, "451", 4),
        ({5: 509, 4: 491}, "451", 4),
        ({5: 21, 4: 79}, "421", 5),
        ({5: 20, 4: 80}, "421", 4),
        ({1: 49, 2: 51}, "451", 2),
        ({1: 20, 2: 80}, "421", 1),
    ],
)
def test_bands_are_taken_of_the_mean_before_it_is_rounded(mean_of, bands, expected):
    one = QuestionSet("x", 1, Purpose.OWN, "x", "x", (scale("overall"),), bands=bands)
    answers = [{"overall": code} for code, count in mean_of.items() for _ in range(count)]
    assert survey_figures(one, tally_of(one, answers), NOW).question("overall").band == expected


def test_no_answers_at_all_are_figures_too():
    figures = survey_figures(SET, Tally(), NOW)
    assert (figures.coverage.n, figures.total.mean, figures.question("s1").n) == (0, None, 0)
    assert json.loads(figures.to_json())["coverage"]["flags"] == []
    assert for_others(figures).coverage.n == 0


def everyone(seed, count=400):
    chance = random.Random(seed)
    answers = []
    for _ in range(count):
        mood, one = chance.uniform(1, 5), {}
        for question in (*SET.questions, *PULSE.questions):
            if question.kind is Kind.SCALE and chance.random() < 0.9:
                code = min(question.levels, max(1, round(chance.gauss(mood, 1))))
                one[question.key] = OUTSIDE if chance.random() < 0.05 else code
        one |= {"service": chance.choice("abc"), "village": chance.choice([None, 1, 2, 10])}
        one |= {
            "channel": chance.choice([DoorKind.CHAT, DoorKind.WEB]),
            "door": chance.choice([1, 2]),
        }
        answers.append(one)
    return answers


@pytest.mark.parametrize("seed", range(3))
def test_aspects_total_alpha_and_groups_equal_pandas_on_single_answers(seed):
    answers = everyone(seed)
    frame = pd.DataFrame(answers)[["s1", "s2", "f1", "overall", "service"]]
    scores = frame[["s1", "s2", "f1", "overall"]].mask(lambda one: one == 0)
    figures = survey_figures(SET, tally_of(SET, answers), NOW)
    steps = figures.aspects[0]
    both = scores[["s1", "s2"]]
    assert steps.mean == pytest.approx(both.mean().mean(), **CLOSE)
    assert steps.deviation == pytest.approx(both.mean(axis=1).std(), **CLOSE)
    assert steps.n == both.dropna(how="all").shape[0]
    total = (both.mean().mean() + scores["f1"].mean()) / 2
    assert figures.total.mean == pytest.approx(total, **CLOSE)
    # The S.D. and the margin are of what the mean is of: each person's mean of the aspects.
    own = pd.DataFrame({"steps": both.mean(axis=1), "staff": scores["f1"]}).mean(axis=1).dropna()
    assert (figures.total.n, figures.total.deviation) == (
        len(own),
        pytest.approx(own.std(), **CLOSE),
    )
    low, high = t.interval(0.95, len(own) - 1, 0, own.std() / len(own) ** 0.5)
    assert figures.total.margin == pytest.approx((high - low) / 2, rel=1e-6)
    assert figures.total.score_margin == pytest.approx((high - low) / 2 * 25, rel=1e-6)
    assert figures.total.score_deviation == pytest.approx(own.std() * 25, **CLOSE)
    covariance = both.dropna().cov().to_numpy()
    assert steps.alpha == pytest.approx(2 * (1 - covariance.trace() / covariance.sum()), **CLOSE)
    found = {one.key: one for one in figures.groups if one.dimension == "service"}
    for key, part in scores.groupby(frame["service"]):
        mean = (part[["s1", "s2"]].mean().mean() + part["f1"].mean()) / 2
        assert found[key].mean == pytest.approx(mean, **CLOSE)
        assert found[key].percent == pytest.approx(mean * 20, **CLOSE)


def test_alpha_is_said_from_thirty_people_who_answered_every_item():
    answers = [{"s1": 1 + n % 5, "s2": 1 + n % 4} for n in range(29)]
    assert survey_figures(SET, tally_of(SET, answers), NOW).aspects[0].alpha is None
    more = [*answers, {"s1": 2, "s2": 2}]
    assert survey_figures(SET, tally_of(SET, more), NOW).aspects[0].alpha is not None


def test_a_margin_is_corrected_for_the_people_served():
    answers = [{"overall": 1 + n % 5} for n in range(50)]
    everybody = Context("x", Frame(population=50))
    some = Context("x", Frame(population=500))
    margins = [
        survey_figures(SET, tally_of(SET, answers), context).question("overall").margin
        for context in (NOW, some, everybody)
    ]
    assert margins[0] > margins[1] > margins[2] == 0.0


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        ([{"s1": 5, "mode": Mode.ASSISTED}] * 3 + [{"s1": 4, "door": 2}] * 2, Flag.ASSISTED),
        ([{"s1": 5, "channel": DoorKind.PAPER}] * 3 + [{"s1": 4, "door": 2}] * 2, Flag.ASSISTED),
        ([{"s1": 5}] * 4 + [{"s1": 4, "door": 2}] * 2, Flag.ONE_DOOR),
        ([{"s1": 5, "burst": True}, {"s1": 4, "door": 2}], Flag.BURST),
        ([dict.fromkeys(("s1", "s2", "f1", "overall"), 4)] + [{"s1": 4}] * 9, Flag.STRAIGHT),
        ([{"s1": 5, "state": ResponseState.VOID}, {"s1": 4}], Flag.VOID),
        ([{"s1": 5}], Flag.BELOW_TARGET),
    ],
)
def test_what_makes_figures_less_trustworthy_is_flagged(answers, flag):
    context = Context("x", Frame(target=30))
    assert flag in survey_figures(SET, tally_of(SET, answers), context).coverage.flags


def test_a_round_without_such_faults_has_no_flags():
    answers = [{"s1": 1 + n % 5, "s2": 3, "f1": 4, "overall": 2, "door": n % 4} for n in range(40)]
    assert survey_figures(SET, tally_of(SET, answers), NOW).coverage.flags == ()


def test_a_void_response_counts_nowhere():
    answers = [{"s1": 5}, {"s1": 1, "state": ResponseState.VOID}]
    figures = survey_figures(SET, tally_of(SET, answers), NOW)
    assert (figures.coverage.n, figures.coverage.void, figures.question("s1").mean) == (1, 1, 5.0)


def test_a_change_needs_twenty_answers_on_either_side():
    low, high = [{"overall": 1}] * FEWEST_COMPARED, [{"overall": 5}] * FEWEST_COMPARED
    better = survey_figures(SET, tally_of(SET, high), former(low))
    worse = survey_figures(SET, tally_of(SET, low), former(high))
    too_few = survey_figures(SET, tally_of(SET, high[1:]), former(low))
    verdicts = [
        next(one for one in figures.changes if one.question == "overall")
        for figures in (better, worse, too_few)
    ]
    assert [one.verdict for one in verdicts] == [Verdict.BETTER, Verdict.WORSE, Verdict.UNCLEAR]
    assert (verdicts[0].score_before, verdicts[0].score, better.compared_with) == (0, 100, "ปี 2569")
    assert verdicts[2].p is None


def test_a_question_continues_in_another_version_only_when_it_says_so():
    new = QuestionSet(
        "counter",
        2,
        Purpose.SATISFACTION,
        "x",
        "x",
        (
            Question("s1", Kind.SCALE, "x", "x", levels(5)),
            Question("other", Kind.SCALE, "x", "x", levels(5), same_as=SameAs("counter", 1, "s2")),
            Question("four", Kind.SCALE, "x", "x", levels(4), same_as=SameAs("counter", 1, "f1")),
        ),
    )
    assert continued(new, SET) == {"other": "s2"}
    assert continued(SET, SET).keys() == {"s1", "s2", "f1", "overall"}
    assert [one.question for one in compare(new, {}, SET, {})] == ["other"]


def test_equal_figures_have_equal_bytes_whatever_the_order_of_the_counts():
    answers = everyone(1, 60)
    shuffled = [*answers]
    random.Random(1).shuffle(shuffled)
    context = Context("x", Frame(1000, "ทะเบียน", 50), WordFigures(3, 1))
    one, other = (
        survey_figures(SET, tally_of(SET, those), context) for those in (answers, shuffled)
    )
    assert one.to_json() == other.to_json()
    assert one.sha256 == other.sha256
    assert json.loads(one.to_json())["coverage"]["population_source"] == "ทะเบียน"
    with pytest.raises(KeyError):
        one.question("words")


def test_targets():
    assert [yamane(population) for population in (0, 1, 400, 10_000, 10**6)] == [
        0,
        1,
        200,
        385,
        400,
    ]
