"""The report on satisfaction: what it says about reversed, two-level and mixed scales, and of open rounds."""

import pytest

from bot.wiring import read_translations
from domain.reporting.satisfaction import RoundFigures, SatisfactionFigures, Wait
from domain.reporting.service_scores import service_figures
from domain.surveys.figures import Context, survey_figures
from domain.surveys.publication import without_scores
from domain.surveys.question_set import Heading, Kind, Option, Purpose, Question, QuestionSet
from handlers.core.i18n import Translator
from reports.document import Table
from reports.satisfaction import chapters, services, sheet
from tests.shipped import shipped_catalog
from tests.unit.domain.surveys.rounds import scale, tally_of

TRANSLATOR = Translator(read_translations())
YES_NO = (Option(2, "2", "เคย", "Yes"), Option(1, "1", "ไม่เคย", "No"))
ASKED = Question(
    "asked",
    Kind.SCALE,
    "ท่านเคยถูกเรียกเงินหรือไม่",
    "Were you asked for money?",
    YES_NO,
    None,
    scale="yn",
    aspect="staff",
    reverse=True,
)
STEPS, STAFF = Heading("steps", "ขั้นตอน", "Steps"), Heading("staff", "เจ้าหน้าที่", "Staff")
DISASTER = QuestionSet(
    "disaster",
    1,
    Purpose.SATISFACTION,
    "งานสาธารณภัย",
    "Disasters",
    (
        scale("มาเร็ว", aspect="steps"),
        scale("แจ้งยาก", aspect="steps", reverse=True),
        scale("เต็มใจ", aspect="staff"),
        ASKED,
    ),
    aspects=(STEPS, STAFF),
)


def answered(number, asked):
    """Answers of people of whom the first were asked for money; reporting was easy for all."""
    return [
        {"มาเร็ว": 4, "แจ้งยาก": 1, "เต็มใจ": 2 + n % 2, "asked": 2 if n < asked else 1}
        for n in range(number)
    ]


def figures(question_set, answers):
    return survey_figures(question_set, tally_of(question_set, answers), Context("2026-12-01"))


def round_of(found, **facts):
    return RoundFigures("2026-10-01", "2026-12-31", found, (), (), (), **facts)


def stored(*rounds):
    return SatisfactionFigures("2570", "2026-12-01", rounds).to_json()


def texts_of(document):
    """Every sentence and cell of the document, as a reader sees them."""
    for section in (*document.sections, *document.appendix):
        yield from (section.heading, *section.paragraphs)
        for table in (*section.figures, section.listing):
            for row in table.rows:
                yield f"{row.label} | {' | '.join(cell.text for cell in row.cells)}"


def lines(*rounds):
    return list(texts_of(chapters.document(shipped_catalog(), TRANSLATOR, stored(*rounds))))


def row_of(found, label):
    return next(one for one in found if one.startswith(f"{label} |"))


def test_a_question_of_two_answers_has_shares_and_no_mean():
    found = lines(round_of(figures(DISASTER, answered(33, asked=5))))
    row = row_of(found, ASKED.th)
    assert (
        row == f"{ASKED.th} | 33 | เคย 5 จาก 33 คน (ร้อยละ 15.15)\nไม่เคย 28 จาก 33 คน (ร้อยละ 84.85)"
    )
    assert "1.85" not in " ".join(found)
    assert "92.42" not in " ".join(found)


def test_an_answer_of_few_people_is_not_told_with_its_share():
    row = row_of(lines(round_of(figures(DISASTER, answered(33, asked=3)))), ASKED.th)
    assert row.endswith("ไม่แสดงสัดส่วน")


def test_a_reversed_question_is_marked_wherever_its_score_stands():
    found = lines(round_of(figures(DISASTER, answered(33, asked=5))))
    assert row_of(found, "แจ้งยาก (กลับด้านแล้ว)").endswith("| 33 | 5.00 | 0.00 | 100.00 | มากที่สุด")
    assert not any("แจ้งยาก”" in one for one in found)
    assert any("“แจ้งยาก (กลับด้านแล้ว)”" in one for one in found)
    assert any(one.startswith("(กลับด้านแล้ว) คือ") for one in found)


def test_scales_of_different_lengths_have_a_score_and_the_true_reason_for_no_mean():
    found = lines(round_of(figures(DISASTER, answered(37, asked=5))))
    whole = " ".join(found)
    assert "น้อยเกินกว่าจะแสดง" not in whole
    assert "น้อยกว่า 5 คน จึงไม่แสดงคะแนน" not in whole
    assert "งานสาธารณภัย: ผู้ตอบ 37 คน คะแนนโดยรวม" in whole
    assert "ข้อคำถามใช้คนละมาตร จึงไม่มี x̄ รวม" in whole
    assert row_of(found, "เจ้าหน้าที่").endswith("จาก 100")


def test_an_open_round_says_until_when_scores_are_missing_and_keeps_its_columns():
    hidden = without_scores(figures(DISASTER, answered(36, asked=5)))
    waiting = round_of(hidden, waits_for=Wait.CLOSE, waits_until="2026-12-31")
    document = chapters.document(shipped_catalog(), TRANSLATOR, stored(waiting))
    found = list(texts_of(document))
    whole = " ".join(found)
    assert "น้อย ไม่แสดง" not in whole
    assert "ไม่มีผู้ตอบ" not in whole
    assert row_of(found, "ขั้นตอน") == "ขั้นตอน | ยังไม่แสดงจนปิดรอบ | - | - | - | -"
    assert "จนกว่าจะปิดรอบในวันที่ 31 ธันวาคม 2569" in whole
    tables = [one for part in document.sections for one in part.figures if isinstance(one, Table)]
    assert all(
        len(row.cells) == len(one.columns) - 1 for one in tables for row in one.rows if one.columns
    )
    half = round_of(hidden, waits_for=Wait.HALF_YEAR, waits_until="2027-03-31")
    assert "ยังไม่แสดงจนสิ้นครึ่งปี" in " ".join(lines(half))


PLAIN = QuestionSet("counter", 1, Purpose.SATISFACTION, "เคาน์เตอร์", "Counter", (scale("overall"),))
TWO = QuestionSet(
    "tax",
    1,
    Purpose.SATISFACTION,
    "งานภาษี",
    "Tax",
    (scale("a", aspect="steps"), scale("b", aspect="staff")),
    aspects=(STEPS, STAFF),
)


def test_what_is_said_of_a_survey_names_it_and_the_reason_for_no_alpha_is_its_own():
    few = [{"a": 4, "b": 3}] * 12
    many = [{"overall": 1 + n % 5} for n in range(43)]
    found = lines(round_of(figures(PLAIN, many)), round_of(figures(TWO, few)))
    assert any("เคาน์เตอร์: ไม่คำนวณ" in one and "ข้อเดียว" in one for one in found)
    assert any("งานภาษี: ไม่คำนวณ" in one and "ไม่ถึง 30 คน" in one for one in found)
    assert not any("เคาน์เตอร์" in one and "ไม่ถึง 30" in one for one in found)
    for one in found:
        if "ด้านที่ได้คะแนนสูงสุด คือ ข" in one or "ควรปรับปรุงด้าน" in one:
            assert one.startswith("งานภาษี: ")
    assert any(one.startswith("งานภาษี: ควรปรับปรุงด้านเจ้าหน้าที่") for one in found)


def test_two_answers_that_were_taken_as_often_are_both_named():
    why = Question(
        "why",
        Kind.MANY,
        "เพราะอะไร",
        "Why?",
        (Option(1, "slow", "รอนาน", "Slow"), Option(2, "unfair", "ไม่เป็นธรรม", "Unfair")),
        most_choices=2,
    )
    asked = QuestionSet("tax", 1, Purpose.SATISFACTION, "งานภาษี", "Tax", (scale("a"), why))
    found = lines(round_of(figures(asked, [{"a": 3, "why": (1, 2)}] * 6)))
    assert "งานภาษี: คำตอบที่เลือกมากที่สุดของข้อ “เพราะอะไร” คือ “รอนาน” และ “ไม่เป็นธรรม” (6 คน)" in found


@pytest.mark.parametrize("count", [3, 4])
def test_a_scale_without_customary_levels_is_told_without_a_level(count):
    one = QuestionSet(
        "water",
        1,
        Purpose.SATISFACTION,
        "น้ำ",
        "Water",
        (scale("a", aspect="steps", count=count), scale("b", aspect="staff", count=count)),
        aspects=(STEPS, STAFF),
    )
    found = lines(round_of(figures(one, [{"a": 2, "b": 3}] * 8)))
    assert not any("ระดับ-" in line for line in found)


def test_the_sheet_of_the_own_survey_marks_reversed_questions_too():
    pulse = QuestionSet(
        "pulse", 1, Purpose.EIT_ALIGNED, "ชีพจร", "Pulse", (scale("ยาก", reverse=True), ASKED)
    )
    found = figures(pulse, [{"ยาก": 1, "asked": 1}] * 9)
    document = sheet.document(shipped_catalog(), TRANSLATOR, stored(round_of(found)))
    labels = [row.label for part in document.sections for one in part.figures for row in one.rows]
    assert labels == ["ยาก (กลับด้านแล้ว)", f"{ASKED.th} (กลับด้านแล้ว)"]


def test_the_services_of_a_half_year_that_goes_on_wait_for_its_end_and_are_not_few():
    given = {"tax_payment": {5: 40, 4: 3}, "": {4: 6}}
    running = service_figures(
        "2570-H1", 2, ["tax_payment"], given, is_over=False, last_day="2027-03-31"
    )
    document = services.document(shipped_catalog(), TRANSLATOR, running.to_json())
    rows = [
        " | ".join(one.text for one in row.cells) for row in document.sections[0].figures[0].rows
    ]
    assert rows[:2] == ["ยังไม่แสดงจนสิ้นครึ่งปี | - | - | -"] * 2
    assert "31 มีนาคม 2570" in document.notes[0]
    over = service_figures("2570-H1", 2, ["tax_payment"], given, last_day="2027-03-31")
    document = services.document(shipped_catalog(), TRANSLATOR, over.to_json())
    assert not any("ยังไม่แสดง" in note for note in document.notes)
