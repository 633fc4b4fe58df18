"""Whether a message continues an open case or reports a new one."""

import tomllib
from pathlib import Path

import pytest

import domain
from domain.language.classifier import Lexicon, guess
from domain.language.follow_up import FollowUps
from domain.text.thai_text import fold
from tests.builders import a_case
from tests.moments import DAY, NOON

DATA = Path(domain.__file__).parent / "data"
FOLLOW_UPS = FollowUps.parse(tomllib.loads((DATA / "follow_up.toml").read_text("utf-8")))
LEXICON = Lexicon.parse(tomllib.loads((DATA / "keywords.toml").read_text("utf-8")))


def told_case(category="light", days_ago=3, number=1):
    return a_case(id=number, category=category, filed_at=NOON - days_ago * DAY)


def meant(text, *own):
    return FOLLOW_UPS.case_meant(fold(text), guess(text, LEXICON), own, NOON)


@pytest.mark.parametrize(
    "text",
    [
        "ไฟที่แจ้งไปแล้วยังไม่มาซ่อมเลย",
        "เรื่องเดิมค่ะ ไฟยังดับอยู่",
        "เมื่อไหร่จะมาซ่อมไฟ",
        "ไปถึงไหนแล้วคะ",
        "ยังไม่มาเลย รอมาหลายวันแล้ว",
        "Any news about the street light?",
    ],
)
def test_words_of_coming_back_mean_the_open_case(text):
    case = told_case()
    assert meant(text, case) == case


@pytest.mark.parametrize(
    "text",
    [
        "ไฟถนนหน้าวัดดับมา 3 วันแล้ว",
        "ขยะที่แจ้งไว้ยังไม่มาเก็บเลย",
        "สวัสดีค่ะ",
        "ขอบคุณค่ะ",
    ],
)
def test_a_new_story_another_topic_and_manners_mean_none(text):
    assert meant(text, told_case()) is None


def test_of_several_cases_the_newest_of_the_topic_is_meant():
    waste, newer, older = (
        told_case("waste", 1, 3),
        told_case("light", 2, 2),
        told_case("light", 9, 1),
    )
    assert meant("ไฟถนนที่แจ้งไว้ยังดับอยู่", waste, newer, older) == newer
    assert meant("ไปถึงไหนแล้ว", waste, newer, older) == waste


def test_within_the_hour_words_of_just_now_mean_the_last_case_whatever_they_name():
    told = told_case(days_ago=1 / 24)
    assert meant("เสาไฟเบอร์ 14 ที่แจ้งไปเมื่อกี้", told) == told
    assert meant("เสาไฟเบอร์ 14 ล้มขวางถนน", told_case(days_ago=2 / 24)) is None


def test_a_case_of_more_than_thirty_days_is_not_meant_without_its_number():
    assert meant("ไฟที่แจ้งไปแล้วยังไม่มาซ่อม", told_case(days_ago=30)) == told_case(days_ago=30)
    assert meant("ไฟที่แจ้งไปแล้วยังไม่มาซ่อม", told_case(days_ago=31)) is None


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("นว-2570-000123-6", True),
        ("ขอทราบผลเรื่อง นว-2570-000123-6 ค่ะ", True),
        ("นว-2570-000123-6 ไปถึงไหนแล้วคะ", True),
        ("status of นว-2570-000123-6 please", True),
        ("นว-2570-000123-6 ตอนนี้ดับเพิ่มอีกสองดวง", False),
        ("ไฟที่แจ้งไปแล้วยังไม่มาซ่อม", False),
    ],
)
def test_naming_a_case_or_asking_how_far_it_is_adds_nothing(text, nothing):
    assert FOLLOW_UPS.adds_nothing(text, "นว") is nothing
