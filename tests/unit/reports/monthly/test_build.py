"""The monthly report as a document: every figure beside its text, with the card and the chart."""

from dataclasses import replace

import pytest

from bot.wiring import read_translations
from domain.figures.monthly_figures import MonthFigures, OldCase, ServiceScore
from handlers.core.i18n import Translator
from handlers.core.messages import Row
from reports.card import card
from reports.document import NumberCell, Point, Series, ShareCell, Table, TextCell
from reports.monthly.build import build
from reports.monthly.plain_text import plain_lines
from tests.shipped import shipped_catalog

OCTOBER = MonthFigures(
    month="2569-10",
    received=12,
    answered_in_time=8,
    answer_not_due=2,
    answered_late=1,
    closed=9,
    confirmed=4,
    unconfirmed=3,
    disputed=2,
    reopened=1,
    withdrawn=1,
    not_ours=0,
    median_days=4.5,
    open_at_end=3,
    oldest=(OldCase("นว-2570-000003-1", "light", "engineering", 21),),
    satisfaction=4.5,
    ratings=4,
    scores=(0, 0, 1, 0, 3),
    reasons=(("slow", 1),),
    services=(ServiceScore("", 4.5, 4),),
    topics=(("light", 7), ("road", 5)),
    villages=((1, 6), (99, 2)),
    restricted=1,
    pushes=40,
    pushes_to_reporters=26,
    message_plan=300,
    taken_back=1,
)
BLANK = MonthFigures(
    month="2569-09",
    received=0,
    answered_in_time=0,
    answer_not_due=0,
    answered_late=0,
    closed=0,
    confirmed=0,
    unconfirmed=0,
    disputed=0,
    reopened=0,
    withdrawn=0,
    not_ours=0,
    median_days=None,
    open_at_end=0,
    oldest=(),
    satisfaction=None,
    ratings=0,
    scores=(0, 0, 0, 0, 0),
    reasons=(),
    services=(),
    topics=(),
    villages=(),
    restricted=0,
    pushes=0,
    pushes_to_reporters=0,
)
SEPTEMBER = replace(BLANK, received=5, answered_in_time=5, closed=2, confirmed=2, pushes=9)
A_YEAR_BEFORE = replace(BLANK, month="2568-10", received=3)
NO_YEAR = replace(BLANK, month="2568-10")


def document(now=OCTOBER, before=SEPTEMBER, year=NO_YEAR, *paragraphs):
    translator = Translator(read_translations())
    return build(shipped_catalog(), translator, (now, before, year), *paragraphs)


def measures(section):
    tables = (block for block in section.figures if isinstance(block, Table))
    return {row.label: row for table in tables for row in table.rows}


def values(section):
    return {row.label: row.value for row in card(document(), section).rows}


def test_a_month_has_a_title_a_period_and_a_section_for_the_ratings():
    october = document()
    assert (october.title, october.period) == ("เดือนตุลาคม 2569", "2569-10")
    assert [section.heading for section in october.sections] == [
        "สรุปประจำเดือน",
        "แบบสำรวจความพึงพอใจ",
    ]


def test_a_month_nobody_rated_has_no_section_for_the_ratings():
    assert len(document(replace(OCTOBER, ratings=0)).sections) == 1


def test_every_figure_stands_beside_its_text():
    summary, survey = document().sections
    rows = measures(summary) | measures(survey)
    answered = rows["ตอบทันกำหนด"]
    assert answered.cells == (
        ShareCell("8 จาก 12 เรื่อง", part=8, whole=12),
        ShareCell("5 จาก 5 เรื่อง", part=5, whole=5),
    )
    assert [(part.label, part.cells) for part in answered.parts] == [
        ("ยังไม่ครบกำหนด", (NumberCell("2", 2),)),
        ("เกินกำหนด", (NumberCell("1", 1),)),
        ("ถอนก่อนตอบ", (NumberCell("1", 1),)),
    ]
    assert answered.definition.startswith("“ตอบทันกำหนด” หมายถึง")
    assert rows["ระยะเวลาดำเนินการ (มัธยฐาน)"].cells == (
        NumberCell("4.5 วัน", 4.5),
        NumberCell("-", None),
    )
    assert rows["ความพึงพอใจ"].cells[0] == NumberCell("4.50 จาก 5 (4 คำตอบ)", 4.5, n=4)
    assert rows["5 มากที่สุด"].cells == (ShareCell("3 คำตอบ (75%)", part=3, whole=4),)
    assert summary.listing.rows[0].cells == (
        TextCell("ไฟถนน ไฟส่องสว่าง"),
        NumberCell("21 วัน", 21),
    )


def test_what_is_counted_by_kind_is_a_series():
    summary, survey = document().sections
    series = {one.title: one for one in summary.figures + survey.figures if isinstance(one, Series)}
    assert list(series) == ["เรื่องที่แจ้งมากที่สุด", "หมู่บ้านที่แจ้งมากที่สุด", "เหตุผลของคะแนน 1 ถึง 3"]
    assert series["หมู่บ้านที่แจ้งมากที่สุด"].points[1] == Point("99", 2, "99: 2 เรื่อง")


@pytest.mark.parametrize(
    ("before", "year", "columns", "received"),
    [
        (BLANK, NO_YEAR, ["ตุลาคม 2569"], "12"),
        (SEPTEMBER, NO_YEAR, ["ตุลาคม 2569", "เดือนก่อน"], "12 (เดือนก่อน 5)"),
        (
            SEPTEMBER,
            A_YEAR_BEFORE,
            ["ตุลาคม 2569", "เดือนก่อน", "ปีก่อน"],
            "12 (เดือนก่อน 5 ปีก่อน 3)",
        ),
        (
            BLANK,
            A_YEAR_BEFORE,
            ["ตุลาคม 2569", "เดือนก่อน", "ปีก่อน"],
            "12 (เดือนก่อน 0 ปีก่อน 3)",
        ),
    ],
)
def test_a_table_has_a_column_for_each_month_something_happened_in(before, year, columns, received):
    month = document(OCTOBER, before, year)
    section = month.sections[0]
    assert list(section.figures[0].columns) == columns
    assert card(month, section).rows[0] == Row("รับเรื่อง", received)


def test_a_card_shows_a_measure_with_parts_in_several_lines():
    summary, survey = document().sections
    assert values(summary) | values(survey) == {
        "รับเรื่อง": "12 (เดือนก่อน 5)",
        "ตอบทันกำหนด": (
            "8 จาก 12 เรื่อง\nยังไม่ครบกำหนด 2\nเกินกำหนด 1\nถอนก่อนตอบ 1\nเดือนก่อน 5 จาก 5 เรื่อง"
        ),
        "ปิดเรื่อง": "9 (เดือนก่อน 2)",
        "ผลการยืนยันของผู้แจ้ง": (
            "เรียบร้อยแล้ว 4\nยังไม่เรียบร้อย 2\nไม่ได้ยืนยัน 3\nเปิดเรื่องอีกครั้ง 1\nเดือนก่อน เรียบร้อยแล้ว 2"
        ),
        "ระยะเวลาดำเนินการ (มัธยฐาน)": "4.5 วัน (เดือนก่อน -)",
        "คงค้าง ณ สิ้นเดือน": "3 (เดือนก่อน 0)",
        "ความพึงพอใจ": "4.50 จาก 5 (4 คำตอบ) (เดือนก่อน -)",
        "เรื่องที่แจ้งมากที่สุด": "ไฟถนน ไฟส่องสว่าง: 7 เรื่อง\nถนน ทางเท้า สะพาน: 5 เรื่อง",
        "หมู่บ้านที่แจ้งมากที่สุด": "หมู่ที่ 1: 6 เรื่อง\n99: 2 เรื่อง",
        "ร้องเรียนเจ้าหน้าที่": "แจ้งเป็นรายครึ่งปี (เดือนก่อน แจ้งเป็นรายครึ่งปี)",
        "ข้อความ LINE ที่ส่ง": "40 ข้อความ (ส่งได้ 300)\nส่งถึงผู้แจ้งเฉลี่ย 2.2 ข้อความต่อเรื่อง\nเดือนก่อน 9",
        "ความพึงพอใจต่อการให้บริการ": "4.50 จาก 5 (4 คำตอบ)",
        "5 มากที่สุด": "3 คำตอบ (75%)",
        "4 มาก": "0 คำตอบ (0%)",
        "3 ปานกลาง": "1 คำตอบ (25%)",
        "2 น้อย": "0 คำตอบ (0%)",
        "1 น้อยที่สุด": "0 คำตอบ (0%)",
        "เหตุผลของคะแนน 1 ถึง 3": "รอนาน 1 คำตอบ\nคะแนน 1 ถึง 3 รวม 1 คำตอบ",
    }


def test_the_lines_of_a_terminal_say_what_the_cards_say():
    month = document(OCTOBER, SEPTEMBER, NO_YEAR, "ข้อมูลถูกกู้คืน")
    said = []
    for section in month.sections:
        drawn = card(month, section)
        said += [
            f"{drawn.heading} {drawn.title}",
            *(f"{row.label}: {row.value}" for row in drawn.rows),
        ]
        said += [*drawn.body.splitlines(), drawn.footnote]
    assert list(plain_lines(month)) == said


def test_a_card_names_the_open_cases_and_says_how_it_counts():
    month = document(OCTOBER, SEPTEMBER, NO_YEAR, "ข้อมูลถูกกู้คืน")
    drawn = card(month, month.sections[0])
    assert drawn.body == "คงค้างนานที่สุด\n• นว-2570-000003-1 ไฟถนน ไฟส่องสว่าง 21 วัน"
    assert drawn.footnote.splitlines()[1:] == ["ข้อมูลถูกกู้คืน"]
    assert drawn.alt == "สรุปเดือนตุลาคม 2569: รับ 12 เรื่อง ตอบทันกำหนด 8 เรื่อง"


def test_a_month_without_an_open_case_says_so():
    month = document(replace(OCTOBER, oldest=(), topics=()))
    assert card(month, month.sections[0]).body == "ไม่มีเรื่องคงค้าง"
    assert Row("เรื่องที่แจ้งมากที่สุด", "-") in card(month, month.sections[0]).rows
