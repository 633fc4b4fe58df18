"""Cases that may be about one problem are suggested by place, time and words; distance alone is not enough."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.cases.complaint import Place
from domain.cases.similar import LOOK_BACK, alike, likeness
from tests.builders import a_case

TEMPLE = Place(13.4900, 101.2500, None, "หน้าวัด")
NEXT_DOOR = Place(13.4903, 101.2500, None, "ข้างวัด")
"""Return the coordinates 33 metres to the north."""
LAMP = replace(a_case(), id=1, detail="ไฟถนนหน้าวัดดับ", place=TEMPLE)


def other(number, **changes):
    return replace(LAMP, **{"id": number, "place": Place(), "detail": "เสาเอียง", **changes})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"place": NEXT_DOOR}, ("near", "soon")),
        ({"detail": "ไฟถนนหน้าวัดดับอีกแล้ว"}, ("soon", "words")),
        ({"place": NEXT_DOOR, "detail": "ไฟถนนหน้าวัดดับ"}, ("near", "soon", "words")),
    ],
)
def test_what_two_cases_have_in_common_is_told(changes, why):
    assert likeness(LAMP, other(2, **changes)).why == why


def test_a_village_counts_where_there_is_no_point_on_the_map():
    in_three = replace(LAMP, place=Place(village=3))
    assert likeness(in_three, other(2, place=Place(village=3))).why == ("village", "soon")
    assert likeness(in_three, other(2, place=Place(village=4))).why == ("soon",)


def test_only_likely_ones_are_suggested_the_likeliest_and_newest_first():
    near = other(2, place=NEXT_DOOR)
    newer = other(3, place=NEXT_DOOR)
    likeliest = other(4, place=TEMPLE, detail=LAMP.detail)
    elsewhere = other(5)
    long_ago = other(6, filed_at=LAMP.filed_at - timedelta(days=60))
    found = alike(LAMP, [near, newer, likeliest, elsewhere, long_ago])
    assert [case.id for _, case in found] == [4, 3, 2]


def test_cases_of_a_season_ago_are_looked_at():
    assert timedelta(days=90) < LOOK_BACK < timedelta(days=180)
