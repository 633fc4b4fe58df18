"""The place of a complaint, from the chosen village and the description."""

from dataclasses import replace

import pytest

from domain.cases.complaint import Place
from domain.language.told_place import FAR_KM, kilometres, told_place, village_alone, village_told
from tests.shipped import shipped_catalog

OFFICE = shipped_catalog().organisation
NOWHERE = Place()


@pytest.mark.parametrize(
    ("story", "village"),
    [
        ("ไฟดับ หมู่ 3", 3),
        ("ไฟดับ หมู่สาม", 3),
        ("ไฟดับ ม.๕", 5),
        ("ไฟดับ หมู่ 99", None),
        ("ไฟดับ หมู่ 3 กับหมู่ 4", None),
        ("ไฟดับ หมู่ 3 ต.บ้านเซิด", None),
        ("ไฟดับ ม.3 ต.บ้านเซิด", None),
        ("ลูกเรียน ม.3", None),
        ("ไฟดับ", None),
    ],
)
def test_the_village_of_a_story(story, village):
    assert village_told(("", story), OFFICE) == village


def test_the_chosen_place_comes_first_and_the_spot_of_the_story_is_added():
    assert told_place(NOWHERE, "ไฟดับหน้าวัดใหม่ หมู่ 3", OFFICE) == Place(village=3, words="หน้าวัดใหม่")
    chosen = Place(village=5, words="ตลาด")
    assert told_place(chosen, "ไฟดับหน้าวัดใหม่ หมู่ 3", OFFICE) == chosen
    pinned = Place(latitude=13.4, longitude=101.2)
    assert told_place(pinned, "ไฟดับหน้าวัดใหม่", OFFICE) == replace(pinned, words="")


@pytest.mark.parametrize(
    ("text", "village"),
    [("หมู่ 3", 3), ("ม.3 ค่ะ", 3), ("หมู่บ้านที่ 12 ครับ", 12), ("หน้าวัด หมู่ 3", None)],
)
def test_a_village_alone(text, village):
    assert village_alone(text, OFFICE) == village


def test_kilometres():
    assert kilometres(OFFICE.latitude, OFFICE.longitude, OFFICE) == 0
    north = kilometres(OFFICE.latitude + 1, OFFICE.longitude, OFFICE)
    assert round(north) == 111
    assert kilometres(OFFICE.latitude + 0.2, OFFICE.longitude, OFFICE) < FAR_KM
