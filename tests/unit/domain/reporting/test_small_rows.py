"""No small row can be computed from a half-year's report and everything else that is published."""

import random
from dataclasses import replace

import pytest

from domain.figures.case_statistics import CaseCount, CaseStatistics
from domain.reporting.open_data import OTHERS
from domain.reporting.small_rows import REST, for_everybody, safe_rows, shown_early

HALF = tuple(
    (month, CaseCount(1, 0))
    for month in ("2569-10", "2569-11", "2569-12", "2570-01", "2570-02", "2570-03")
)


def rows(**counts):
    return [(key, CaseCount(count, 0)) for key, count in counts.items()]


def test_small_rows_are_told_together_and_zeros_stay():
    found = dict(safe_rows(rows(light=12, road=3, waste=9, water=0)))
    assert found == {
        "light": CaseCount(12, 0),
        "water": CaseCount(0, 0),
        OTHERS: CaseCount(12, 0),
    }


@pytest.mark.parametrize("counts", [{"light": 3, "road": 0}, {"light": 1}, {"a": 2, "b": 2}])
def test_with_few_in_all_there_is_no_breakdown(counts):
    assert safe_rows(rows(**counts)) == ()


def test_without_cases_every_row_is_a_zero():
    assert safe_rows(rows(light=0, road=0)) == tuple(rows(light=0, road=0))


def test_no_row_that_is_left_out_can_be_computed_from_the_others():
    chance = random.Random(16)
    for _ in range(300):
        table = {f"t{n}": chance.choice([0, 0, 1, 2, 3, 4, 5, 8, 20]) for n in range(6)}
        found = dict(safe_rows(rows(**table)))
        hidden = [table[key] for key in table if key not in found]
        assert not hidden or len(hidden) > 1 or found == {}
        assert all(one.received >= 5 or not one.received for one in found.values())


def test_a_topic_is_shown_from_its_fifth_case_on_if_the_others_stay_hidden():
    assert shown_early(["light"] * 30) == frozenset()
    assert shown_early(["light"] * 30 + ["road"] * 9) == frozenset()
    assert shown_early(["light"] * 30 + ["road"] * 9 + ["waste"]) == {"light"}
    assert shown_early(["light"] * 4 + ["road"] * 3 + ["waste"] * 3) == frozenset()
    assert shown_early(["light"] * 5 + ["road"] * 4 + ["waste"]) == {"light"}


def test_who_reads_every_day_learns_no_topic_that_the_half_year_hides():
    """What was shown once is neither small at the end nor added up with what is small."""
    chance = random.Random(311)
    early_ones = 0
    for _ in range(300):
        table = {f"t{n}": chance.choice([0, 1, 2, 3, 4, 5, 6, 8, 20]) for n in range(6)}
        filed = [topic for topic, count in table.items() for _ in range(count)]
        chance.shuffle(filed)
        seen = set()
        for day in range(len(filed) + 1):
            today = shown_early(filed[:day])
            assert seen <= today
            seen = today
        early_ones += len(seen)
        found = dict(safe_rows(rows(**table), seen))
        assert seen <= found.keys()
        hidden = [count for key, count in table.items() if key not in found]
        assert not hidden or found == {} or (len(hidden) > 1 and sum(hidden) >= 5)
    assert early_ones > 300


@pytest.mark.parametrize("months", [HALF[:1], HALF[:3], HALF * 2])
def test_topics_and_villages_are_published_of_half_years_only(months):
    counts = CaseStatistics("x", CaseCount(20, 1), months, (("light", CaseCount(20, 1)),), ())
    assert for_everybody(counts).categories == ()
    half = CaseStatistics("x", CaseCount(20, 1), HALF, (("light", CaseCount(20, 1)),), ())
    assert for_everybody(half).categories == (("light", CaseCount(20, 1)),)


def test_the_ways_in_which_few_came_are_told_together():
    sources = (
        ("line", CaseCount(30, 9)),
        ("web", CaseCount(9, 1)),
        ("letter", CaseCount(1, 1)),
        ("box", CaseCount(0, 0)),
    )
    counts = CaseStatistics("x", CaseCount(40, 11), HALF, (), (), sources)
    assert for_everybody(counts).sources == (
        ("line", CaseCount(30, 9)),
        ("box", CaseCount(0, 0)),
        ("", CaseCount(10, 2)),
    )
    assert for_everybody(replace(counts, months=HALF[:3])).sources == ()


def test_small_villages_are_told_together():
    villages = (
        (1, CaseCount(9, 2)),
        (2, CaseCount(1, 1)),
        (3, CaseCount(6, 0)),
        (None, CaseCount(0, 0)),
    )
    counts = CaseStatistics("x", CaseCount(16, 3), HALF, (), villages)
    assert for_everybody(counts).villages == (
        (1, CaseCount(9, 2)),
        (None, CaseCount(0, 0)),
        (REST, CaseCount(7, 1)),
    )
