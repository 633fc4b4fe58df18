"""500 random data sets: our figures equal those of SciPy and pandas to 1e-9."""

import random
from collections import Counter
from dataclasses import dataclass
from itertools import chain

import pandas as pd
import pytest
from scipy import stats

from domain.statistics.distributions import normal_quantile, normal_tail, t_quantile, t_tail
from domain.statistics.histogram import deviation, mean, median, variance
from domain.statistics.intervals import mean_margin, wilson
from domain.statistics.rank_test import holm, mann_whitney
from domain.statistics.reliability import cronbach_alpha

CLOSE = {"rel": 1e-9, "abs": 1e-9}


@dataclass(frozen=True)
class DataSet:
    """Answers of two groups on a scale of `levels`, and of some people to `items` questions."""

    levels: int
    first: list[int]
    second: list[int]
    people: list[list[int]]


def data_set(seed: int) -> DataSet:
    chance = random.Random(seed)
    levels = chance.randint(2, 7)

    def group() -> list[int]:
        weights = [chance.random() ** chance.choice([0, 1, 6]) + 1e-6 for _ in range(levels)]
        return chance.choices(range(1, levels + 1), weights, k=chance.choice([2, 5, 19, 60, 700]))

    items = chance.randint(2, 9)
    people = []
    for _ in range(chance.choice([3, 30, 200])):
        mood = chance.uniform(0, levels)
        people.append([min(levels, max(1, round(chance.gauss(mood, 1)))) for _ in range(items)])
    return DataSet(levels, group(), group(), people)


DATA_SETS = [data_set(seed) for seed in range(500)]


def test_mean_deviation_median_and_margin_are_those_of_pandas_and_scipy():
    for one in DATA_SETS:
        counts, series = Counter(one.first), pd.Series(one.first)
        n, error = len(one.first), stats.sem(one.first)
        assert float(mean(counts)) == pytest.approx(series.mean(), **CLOSE)
        assert deviation(counts) == pytest.approx(series.std(), **CLOSE)
        assert float(variance(counts)) == pytest.approx(series.var(), **CLOSE)
        assert float(median(counts)) == series.median()
        margin = mean_margin(deviation(counts), n)
        assert margin == pytest.approx(stats.t.ppf(0.975, n - 1) * error, **CLOSE)
        corrected = mean_margin(deviation(counts), n, 10 * n)
        assert corrected == pytest.approx(margin * (9 * n / (10 * n - 1)) ** 0.5, **CLOSE)


def test_the_interval_of_a_share_is_that_of_scipy():
    for one in DATA_SETS:
        n, count = len(one.first), one.first.count(1)
        interval = stats.binomtest(count, n).proportion_ci(method="wilson")
        assert wilson(count, n) == pytest.approx((interval.low, interval.high), **CLOSE)


def test_the_rank_test_is_that_of_scipy():
    for one in DATA_SETS:
        found = mann_whitney(Counter(one.first), Counter(one.second))
        if len({*one.first, *one.second}) == 1:
            assert found.p == 1.0
            continue
        theirs = stats.mannwhitneyu(one.second, one.first, method="asymptotic")
        assert found.u == theirs.statistic
        assert found.p == pytest.approx(theirs.pvalue, **CLOSE)


def test_alpha_is_that_of_the_covariances_of_pandas():
    for one in DATA_SETS:
        frame = pd.DataFrame(one.people)
        covariance, k = frame.cov().to_numpy(), frame.shape[1]
        items = [Counter(frame[column]) for column in frame]
        alpha = cronbach_alpha(items, Counter(frame.sum(axis=1)))
        if covariance.sum() == 0:
            assert alpha is None
            continue
        expected = k / (k - 1) * (1 - covariance.trace() / covariance.sum())
        assert alpha == pytest.approx(expected, **CLOSE)


def test_holm_is_that_of_its_definition_in_pandas():
    for one in DATA_SETS:
        p_values = [stats.norm.sf(abs(sum(person)) / 9) for person in one.people[:12]]
        ranked = pd.Series(p_values).sort_values(kind="stable")
        stepped = (ranked * [*range(len(ranked), 0, -1)]).cummax().clip(upper=1.0)
        assert holm(p_values) == pytest.approx([*stepped.sort_index()], **CLOSE)


def test_quantiles_and_tails_are_those_of_scipy():
    freedoms = [*range(1, 60), 99, 399, 999, 9_999, 199_999]
    shares = [0.51, 0.75, 0.9, 0.95, 0.975, 0.995, 0.9999]
    for freedom, share in chain.from_iterable([(f, s) for s in shares] for f in freedoms):
        expected = stats.t.ppf(share, freedom)
        assert t_quantile(share, freedom) == pytest.approx(expected, **CLOSE)
        assert t_tail(expected, freedom) == pytest.approx(1 - share, **CLOSE)
    assert [normal_quantile(one) for one in shares] == pytest.approx(
        stats.norm.ppf(shares), **CLOSE
    )
    tails = [0.0, 1.0, 5.0, 20.0]
    assert [normal_tail(one) for one in tails] == pytest.approx(stats.norm.sf(tails), rel=1e-9)
