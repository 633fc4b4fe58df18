"""The place of a complaint, from the chosen village and the description."""

from dataclasses import replace

import pytest

from domain.cases.complaint import Place
from domain.language.told_place import (
    FAR_KM,
    kilometres,
    shared_spot,
    told_place,
    village_alone,
    village_told,
    with_place,
    without_village,
)
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
    [
        ("หมู่ 3", 3),
        ("ม.3 ค่ะ", 3),
        ("หมู่บ้านที่ 12 ครับ", 12),
        ("อยู่ที่หมู่ 3 ลูก", 3),
        ("หน้าวัด หมู่ 3", None),
        ("ตลาดนัดวันพุธ หมู่ 3", None),
        ("ศาลเจ้าแม่ ม.5 ค่ะ", None),
    ],
)
def test_a_village_alone(text, village):
    assert village_alone(text, OFFICE) == village


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ตลาดนัดวันพุธ หมู่ 3", Place(village=3, words="ตลาดนัดวันพุธ")),
        ("ศาลเจ้าแม่ ม.5 ค่ะ", Place(village=5, words="ศาลเจ้าแม่")),
        ("หมู่ 6 บ้านสวนส้ม", Place(village=6, words="บ้านสวนส้ม")),
        ("บ้านเนินกระท่อม ม.9", Place(village=9, words="บ้านเนินกระท่อม")),
        ("ท่าน้ำวัดกลาง หมู่สอง", Place(village=2, words="ท่าน้ำวัดกลาง")),
        ("หมู่ 3", Place(village=3)),
        ("ตลาดนัด หมู่ 99", None),
        ("ไฟดับ หมู่ 3", None),
        ("ชื่อสมใจ ดีมาก หมู่ 5", None),
        ("หมู่ 3 กับหมู่ 4", None),
        ("ทั้งหมู่ 5 เลย", Place(village=5)),
        ("โทร 081 234 5678 หมู่ 3", None),
        ("ตลาดนัดวันพุธ", None),
    ],
)
def test_a_text_that_is_only_a_place_keeps_its_landmark(text, place):
    assert with_place(NOWHERE, text, OFFICE) == place


def test_a_second_landmark_is_added_to_the_first():
    before = Place(village=3, words="ปากซอย 3")
    assert with_place(before, "ร้านป้าสม หมู่ 3", OFFICE) == replace(before, words="ปากซอย 3 ร้านป้าสม")
    assert with_place(before, "ปากซอย 3 หมู่ 3", OFFICE) == before


def test_the_village_is_not_repeated_in_the_words_of_a_place():
    assert without_village("ม.8 ซอยสุขใจ 2", 8) == "ซอยสุขใจ 2"
    assert without_village("ซอยสุขใจ 2", 8) == "ซอยสุขใจ 2"
    assert without_village("หมู่ 8", 8) == "หมู่ 8"
    assert without_village("หน้าวัด หมู่ 4", 8) == "หน้าวัด หมู่ 4"


@pytest.mark.parametrize(
    ("stories", "spot"),
    [
        (("ไฟก็ดับ", "น้ำก็ไม่ไหล อยู่ซอยสุขใจ หมู่ 2"), "ซอยสุขใจ"),
        (("หน้าวัดไผ่ หมู่ 3 ไฟดับ", "ถนนก็เป็นหลุม"), "หน้าวัดไผ่"),
        (("ไฟหน้าวัดไผ่ดับ", "ขยะไม่มาเก็บ"), ""),
        (("ไฟดับ", "ขยะล้นหน้าตลาด"), ""),
        (("ไฟดับ หน้าวัดไผ่", "ขยะล้น หน้าตลาด"), ""),
        (("ไฟดับ", "ขยะล้น"), ""),
    ],
)
def test_the_spot_that_is_told_for_all_problems(stories, spot):
    assert shared_spot(stories) == spot


def test_kilometres():
    assert kilometres(OFFICE.latitude, OFFICE.longitude, OFFICE) == 0
    north = kilometres(OFFICE.latitude + 1, OFFICE.longitude, OFFICE)
    assert round(north) == 111
    assert kilometres(OFFICE.latitude + 0.2, OFFICE.longitude, OFFICE) < FAR_KM
