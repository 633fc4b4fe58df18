"""The month on one page: scores of few people are on no page, and in no file that goes with it."""

import json
from dataclasses import asdict, replace

from bot.wiring import read_translations
from domain.figures.month_page import AspectMonth, DepartmentMonth, MonthPage, OpenCase
from domain.figures.monthly_figures import ServiceScore
from handlers.core.i18n import Translator
from reports.kinds import KINDS
from reports.monthly import issue
from reports.monthly.month import Month
from reports.monthly.open_cases import reason_text
from reports.monthly.page import page_document
from tests.shipped import shipped_catalog
from tests.unit.reports.monthly.test_build import OCTOBER, SEPTEMBER

ENOUGH = replace(
    OCTOBER,
    ratings=6,
    scores=(0, 0, 1, 1, 4),
    satisfaction=4.5,
    services=(ServiceScore("tax_payment", 4.5, 4), ServiceScore("", 4.5, 2)),
)
PAGE = MonthPage((), (), (), (), (), aspects=(AspectMonth("ขั้นตอน", (0, 0, 0, 2, 3)),))


def stored(now):
    return json.dumps(
        {"month": asdict(now), "before": asdict(SEPTEMBER), "page": json.loads(PAGE.to_json())}
    )


def page(now):
    return issue.document(shipped_catalog(), Translator(read_translations()), stored(now))


def bars(now):
    (chart,) = page(now).sections[4].figures
    return {row.label: row.text for row in chart.rows}, chart.empty


def test_a_month_with_enough_answers_tells_its_score():
    highlight = page(ENOUGH).highlights[3]
    assert (highlight.value, highlight.note) == ("4.50", "± 0.88 จาก 6 คำตอบ")
    assert set(bars(ENOUGH)[0]) == {"ภาพรวม", "ขั้นตอน"}


def test_four_answers_are_counted_and_their_score_is_not_told():
    highlight = page(OCTOBER).highlights[3]
    assert (highlight.value, highlight.note) == ("-", "4 คำตอบ น้อยกว่า 5 จึงไม่แสดงคะแนน")
    shown, empty = bars(OCTOBER)
    assert (set(shown), empty) == ({"ขั้นตอน"}, highlight.note)


def test_the_figures_in_the_file_are_those_of_the_page_and_not_of_few_people():
    attached = json.loads(KINDS["M1"].attached(stored(ENOUGH)))["month"]
    assert (attached["satisfaction"], attached["ratings"]) == (4.5, 6)
    assert (attached["services"], attached["reasons"]) == ([], [])
    few = json.loads(KINDS["M1"].attached(stored(OCTOBER)))["month"]
    assert (few["satisfaction"], few["ratings"], few["scores"]) == (None, 4, [])
    # One complaint about staff, frozen before small numbers were left out.
    assert (OCTOBER.restricted, few["restricted"]) == (1, None)


def an_open_case(**facts):
    ordinary = {"id": 1, "number": "000001", "category": "road", "department": "engineering"}
    numbers = {"days": 20, "days_late": 4, "days_waiting": 0, "reopened": 0}
    return OpenCase(**(ordinary | numbers | {"officer": "ช่าง", "waiting_for": ""} | facts))


def test_that_a_case_is_late_is_no_reason_why_it_is_open():
    reasons = [
        reason_text(Translator(read_translations()), one)
        for one in (
            an_open_case(),
            an_open_case(officer=""),
            an_open_case(days_late=0),
            an_open_case(waiting_for="budget", days_late=0, days_waiting=9),
        )
    ]
    assert reasons == [
        "ยังไม่ได้บันทึกเหตุ (เกินกำหนด 4 วัน)",
        "ยังไม่มีผู้รับเรื่อง (เกินกำหนด 4 วัน)",
        "กำลังดำเนินการ",
        "รองบประมาณ 9 วัน",
    ]


def test_two_kinds_of_late_have_two_names_and_withdrawn_cases_are_named():
    departments = (
        DepartmentMonth("engineering", 31, 20, 2, 8, 12, 2),
        DepartmentMonth("clerk", 5, 5, 0, 0, 0, 0),
    )
    paper = page_document(
        Month(shipped_catalog(), Translator(read_translations()), "ตุลาคม", ENOUGH, SEPTEMBER, None),
        replace(PAGE, departments=departments),
    )
    (chart,) = paper.sections[1].figures
    assert [row.text for row in chart.rows] == ["31 (ค้างเกินกำหนด 2) ถอนเรื่อง 1", "5"]
    assert "ถอนเรื่อง" in chart.note
    assert "ค้างเกินกำหนดแก้ไขมากที่สุด 2 เรื่อง" in paper.headline


def test_who_signs_has_a_line_for_the_signature_and_the_date_and_the_full_title():
    clerk, mayor = page(ENOUGH).signatures[1:]
    assert (clerk.role, mayor.role) == (
        "ปลัดองค์การบริหารส่วนตำบลนาวังหิน",
        "นายกองค์การบริหารส่วนตำบลนาวังหิน",
    )
    assert {(one.sign, one.dated) for one in page(ENOUGH).signatures} == {("ลงชื่อ", "วันที่")}
