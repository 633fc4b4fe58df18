"""Typed survey answers: levels, choices, numbers, and navigation."""

import tomllib
from importlib import resources

import pytest

from domain.language.survey_answers import SurveyAnswers, Way
from domain.surveys.question_set import Destination, Kind, Option, Question

FILE = resources.files("domain") / "data" / "survey_words.toml"
ANSWERS = SurveyAnswers.parse(tomllib.loads(FILE.read_text("utf-8")))
LEVELS = ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด")
OUTSIDE = Option(0, "0", "ไม่ได้ใช้/ไม่ทราบ", "Did not use it / do not know")
SATISFIED = Question(
    "sat",
    Kind.SCALE,
    "พอใจเพียงใด",
    "How satisfied?",
    tuple(Option(code, str(code), name, name) for code, name in enumerate(LEVELS, 1)),
    OUTSIDE,
)
EVER = Question(
    "ever",
    Kind.SCALE,
    "เคยไหม",
    "Ever?",
    (Option(2, "2", "เคย", "Yes"), Option(1, "1", "ไม่เคย", "Never")),
    reverse=True,
)
SEX = Question(
    "sex",
    Kind.ONE,
    "เพศ",
    "Sex",
    (
        Option(1, "m", "ชาย", "Male"),
        Option(2, "f", "หญิง", "Female"),
        Option(3, "x", "ไม่ระบุ", "None"),
    ),
)
WHY = Question(
    "why",
    Kind.MANY,
    "เพราะอะไร",
    "Why?",
    (
        Option(1, "slow", "รอนาน", "Long wait"),
        Option(2, "rude", "พูดจาไม่สุภาพ", "Rude"),
        Option(3, "money", "เรียกรับเงินหรือสิ่งของ", "Asked for money", Destination.CONDUCT),
    ),
    most_choices=3,
)
AGE = Question("age", Kind.NUMBER, "อายุ", "Age", least=15, most=110)
WORDS = Question("words", Kind.TEXT, "บอกเพิ่ม", "More")


@pytest.mark.parametrize(
    ("question", "typed", "codes"),
    [
        (SATISFIED, "5 ดาว", (5,)),
        (SATISFIED, "๕", (5,)),
        (SATISFIED, "ให้สี่คะแนนค่ะ", (4,)),
        (SATISFIED, "4/5", (4,)),
        (SATISFIED, "8/10", ()),
        (SATISFIED, "3-4", ()),
        (SATISFIED, "3.5", ()),
        (SATISFIED, "10", (10,)),
        (SATISFIED, "-1", (-1,)),
        (SATISFIED, "มากที่สุด (5)", (5,)),
        (SATISFIED, "มากค่ะ", (4,)),
        (SATISFIED, "4 มาก", (4,)),
        (SATISFIED, "ตอบ 4", (4,)),
        (SATISFIED, "4.0", (4,)),
        (SATISFIED, "⭐️⭐️⭐️⭐️", (4,)),
        (SATISFIED, "★★★☆☆", (3,)),
        (SATISFIED, "⭐" * 9, (9,)),
        (SATISFIED, "4 คะแนนเต็ม 5 ค่ะ", (4,)),
        (SATISFIED, "เต็ม ๕ ให้ ๓ ครับ", (3,)),
        (SATISFIED, "เต็ม 10 ให้ 8", ()),
        (SATISFIED, "very good", (5,)),
        (SATISFIED, "ไม่มี", ()),
        (SATISFIED, "ดีมาก", (5,)),
        (SATISFIED, "เฉย ๆ ครับ", (3,)),
        (SATISFIED, "แย่มากๆ", (1,)),
        (SATISFIED, "ไม่ค่อยพอใจ", (2,)),
        (SATISFIED, "ไม่ได้ใช้", (0,)),
        (SATISFIED, "ไม่ทราบ", (0,)),
        (SATISFIED, "ขอบคุณมากค่ะ", ()),
        (SATISFIED, "รอนานมาก", ()),
        (SATISFIED, "ก" * 10_000, ()),
        (SATISFIED, "🙂", ()),
        (SATISFIED, "=1+1", ()),
        (EVER, "เคยค่ะ", (2,)),
        (EVER, "ไม่เคยครับ", (1,)),
        (EVER, "ดีมาก", ()),
        (EVER, "ไม่มีค่ะ", (1,)),
        (EVER, "ไม่", (1,)),
        (EVER, "ใช่ค่ะ", (2,)),
        (SEX, "ไม่มี", ()),
        (SEX, "ผู้หญิง", (2,)),
        (SEX, "เพศชายครับ", (1,)),
        (SEX, "ชายหรือหญิง", ()),
        (SEX, "ไม่หญิง", ()),
        (WHY, "รอนานมาก", (1,)),
        (WHY, "นาน", (1,)),
        (WHY, "ไม่สุภาพ", (2,)),
        (WHY, "รับเงิน", ()),
        (WHY, "เรียกรับเงินค่ะ", (3,)),
        (WHY, "asked", ()),
        (WHY, "พ", ()),
        (WHY, "รอนานกับพูดจาไม่สุภาพ", (1, 2)),
        (WHY, "1, 2", (1, 2)),
        (WHY, "2", (2,)),
        (WHY, "เรียกรับเงินหรือสิ่งของ", (3,)),
        (WHY, "รอนานไปถึงบ่ายสามโมงเพราะคนเยอะ", ()),
        (AGE, "อายุ 45 ปี", (45,)),
        (AGE, "๔๕", (45,)),
        (AGE, "สี่สิบห้าปีค่ะ", (45,)),
        (AGE, "ยี่สิบเอ็ด", (21,)),
        (AGE, "หนึ่งร้อยสอง", (102,)),
        (AGE, "สิบห้า", (15,)),
        (AGE, "45 46", ()),
        (AGE, "ไม่บอก", ()),
        (WORDS, "5", ()),
    ],
)
def test_what_is_typed_is_the_answer_it_names_or_none(question, typed, codes):
    assert ANSWERS.codes(question, typed) == codes


@pytest.mark.parametrize("typed", ["3", "๓", "1,3", "สาม"])
def test_a_number_alone_accuses_nobody(typed):
    """Typing 3 of 5 under buttons without numbers must not answer that money was demanded."""
    assert 3 not in ANSWERS.codes(WHY, typed)


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("ข้าม", Way.SKIP),
        ("ข้ามค่ะ", Way.SKIP),
        ("ไม่มีค่ะ ขอบคุณ", Way.SKIP),
        ("-", Way.SKIP),
        ("ย้อนกลับ", Way.BACK),
        ("ขอแก้ข้อที่แล้วหน่อย", Way.BACK),
        ("หยุดก่อน", Way.PAUSE),
        ("ไว้ทีหลังนะคะ", Way.PAUSE),
        ("พอแล้ว", Way.ENOUGH),
        ("เลิกตอบ", Way.STOP),
        ("ไม่มีถังขยะหน้าตลาด", None),
        ("พอใจ", None),
        ("ข้ามถนนลำบาก", None),
        ("ก" * 10_000, None),
        ("🙂", None),
    ],
)
def test_a_way_on_is_these_words_and_nothing_more(typed, way):
    assert ANSWERS.way(typed) is way


def test_every_word_stands_for_one_level_and_one_way():
    table = tomllib.loads(FILE.read_text("utf-8"))
    for part, read in (("level", ANSWERS.levels.match), ("way", ANSWERS.ways.match)):
        for key, words in table[part].items():
            assert [(word, read(word)) for word in words] == [(word, key) for word in words]
