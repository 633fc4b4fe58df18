"""A place in a message is one that an officer can find."""

import pytest

from domain.language.places import said_place
from domain.text.thai_text import fold


@pytest.mark.parametrize(
    "text",
    [
        "ไฟหน้าบ้านผมดับ",
        "ถนนหน้าบ้านกูเนี่ย พังมาครึ่งปีแล้ว",
        "ต้นไม้ล้มขวางทางเข้าบ้าน",
        "หลังบ้านยายเหม็นมาก",
        "light in front of my house is out",
    ],
)
def test_the_writers_own_house_is_no_place(text):
    assert said_place(fold(text)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("หน้าบ้านผู้ใหญ่แดงไฟดับ", "หน้าบ้านผู้ใหญ่แดง"),
        ("หน้าบ้านยายแดง ไฟดับ", "หน้าบ้านยายแดง"),
        ("หน้าบ้านพักครูไฟดับ", "หน้าบ้านพักครู"),
    ],
)
def test_the_house_of_somebody_named_is(text, words):
    found = said_place(fold(text))
    assert found is not None
    assert found.words == words


def test_the_parts_of_the_form_are_no_place():
    assert said_place(fold("ขอแก้ตรงสถานที่ก่อน")) is None
    assert said_place(fold("ตรงข้ามวัดหนองแสง")) is not None


@pytest.mark.parametrize("place", ["ตรงศาลารอรถ", "หน้าลานจอดรถ", "ข้างท่ารถ"])
def test_a_place_for_vehicles_is_told_whole(place):
    assert said_place(fold(f"ไฟ{place} ดับ")).words == place


def test_a_spot_that_is_said_twice_is_told_once():
    found = said_place(fold("หมาตายกลางถนนหน้าเซเว่น\nหน้าเซเว่นหมู่สอง"))
    assert found is not None
    assert (found.village, found.words) == (2, "หน้าเซเว่น")
