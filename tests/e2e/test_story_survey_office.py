"""Officers and surveys: rounds and results, comments read by officers, comments about staff by the custodian."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.organisation.calendar import bangkok
from domain.surveys.participation import DoorKind
from handlers.usecases.surveys import form, form_entries, rounds
from scheduler import jobs
from tests.surveys import words_of

WASTE, TAX = "ขอรับบริการเก็บขยะ", "ชำระภาษีที่ดินฯ และภาษีป้าย"


def rates(phone, service=WASTE, level="มาก (4)", words=""):
    phone.says("แบบสำรวจ").presses(service)
    for _ in range(5):
        phone.presses(level)
    return phone.says(words) if words else phone


@pytest.fixture
def health_head(bot):
    """The head of the section that collects waste."""
    return appoint(bot, "chang2", "head", "health")


def appoint(bot, key, role, department):
    from domain.organisation.officers import Role  # noqa: PLC0415
    from handlers.usecases import officers  # noqa: PLC0415
    from tests.chat import Phone  # noqa: PLC0415

    with bot.office.uow(bot.now()) as uow:
        _, code = officers.add(uow, key, Role(role), department)
    return Phone(bot, key).says(code).sees("เชื่อมบัญชีเรียบร้อย")


@pytest.mark.both_databases
@pytest.mark.parametrize("word", ["แบบสำรวจ", "ผลสำรวจ", "EIT"])
def test_the_section_sees_the_rounds_and_how_many_answered(bot, resident, neighbour, clerk, word):
    rates(resident)
    rates(neighbour, TAX)
    clerk.says(word).sees("แบบสำรวจความพึงพอใจผู้มาติดต่อ อบต.", "เปิดถึง", "2 คำตอบ", "แชต LINE 2")
    clerk.presses("ดูผล").sees("เมื่อมีผู้ตอบครบ 10 คน").does_not_see("75.0")
    with bot.office.uow(bot.now()) as uow:
        (found,) = rounds.running(uow)
        rounds.close_round(uow, found.id)
    clerk.says(word).presses("ดูผล").sees("75.0 (2 คำตอบ)", "บริการ: ")


@pytest.mark.both_databases
def test_a_head_sees_the_own_section_and_no_score_of_an_open_round(
    resident, neighbour, health_head
):
    rates(resident)
    rates(neighbour, TAX)
    health_head.says("ผลสำรวจ").sees("1 คำตอบ").presses("ดูผล").sees("คะแนนจะแสดงเมื่อปิดรอบ")


def test_small_groups_of_a_closed_round_are_not_shown_to_others(bot, resident, health_head):
    rates(resident)
    with bot.office.uow(bot.now()) as uow:
        (found,) = rounds.running(uow)
        rounds.close_round(uow, found.id)
    health_head.says("ผลสำรวจ").sees("ปิดแล้ว").presses("ดูผล").sees("แสดงเฉพาะจำนวนผู้ตอบ")
    health_head.does_not_see("75.0")


@pytest.mark.both_databases
def test_a_comment_reaches_the_sections_reader_without_a_name(bot, resident, health_head, head):
    rates(resident, words="อยากได้ถังแยกขยะหน้าตลาด")
    health_head.says("ผลสำรวจ").sees("ต้องอ่าน 1 ข้อความ").presses("อ่านข้อความ")
    health_head.sees("อยากได้ถังแยกขยะ", WASTE).does_not_see("สมศรี")
    head.says("ผลสำรวจ").sees("ต้องอ่าน 0 ข้อความ").does_not_see("ถังขยะ")
    health_head.presses("อ่านแล้ว").sees("บันทึกว่าอ่านแล้ว", "ไม่มีข้อความที่ต้องอ่าน")


@pytest.mark.both_databases
def test_a_comment_becomes_a_case_without_a_reporter(bot, resident, health_head):
    rates(resident, words="ขยะหน้าตลาดไม่มีใครเก็บมาสามวัน")
    health_head.says("ผลสำรวจ").presses("อ่านข้อความ").presses("เปิดเรื่อง").presses("ขยะ ถังขยะ")
    number = health_head.number()
    with bot.office.store.read() as tx:
        case = tx.complaints.by_number(number)
    assert (case.reporter, case.detail) == ("", "ขยะหน้าตลาดไม่มีใครเก็บมาสามวัน")
    health_head.says("ผลสำรวจ").sees("ต้องอ่าน 0 ข้อความ")


def test_a_proposal_and_a_hidden_comment_keep_their_reason(bot, resident, neighbour, health_head):
    rates(resident, words="อยากได้ถังแยกขยะ")
    rates(neighbour, words="โทรหาผมที่ 081-234-5678")
    health_head.says("ผลสำรวจ").presses("อ่านข้อความ").presses("เสนอปรับปรุง")
    health_head.says("จัดซื้อถังแยกขยะ ภายในมีนาคม").sees("บันทึกข้อเสนอ")
    health_head.says("ผลสำรวจ").presses("อ่านข้อความ").presses("ซ่อน").sees("เพราะอะไร")
    health_head.says("มีเบอร์โทรส่วนตัว").sees("ซ่อนข้อความแล้ว")
    with bot.office.store.read() as tx:
        shown = [one.text for one in tx.survey_words.of_round(1)]
    assert len(shown) == 1
    assert len(words_of(bot)) == 2


@pytest.mark.both_databases
def test_words_about_staff_go_to_their_custodian_alone(
    bot, resident, health_head, palad, integrity
):
    rates(resident, words="เจ้าหน้าที่เก็บขยะเรียกเงินใต้โต๊ะ 200 บาท").sees("ร้องเรียนเจ้าหน้าที่")
    health_head.says("ผลสำรวจ").sees("ต้องอ่าน 0 ข้อความ").does_not_see("ใต้โต๊ะ")
    palad.says("ผลสำรวจ").does_not_see("ใต้โต๊ะ")
    integrity.says("ผลสำรวจ").presses("อ่านข้อความ").sees("ใต้โต๊ะ", "เฉพาะผู้รับเรื่องเห็น")
    assert integrity.buttons == ["อ่านแล้ว", "ไม่ใช่เรื่องเจ้าหน้าที่"]
    with bot.office.store.read() as tx:
        assert tx.survey_words.of_round(1) == []


def test_the_custodian_gives_a_comment_that_accuses_nobody_to_the_section(
    resident, health_head, integrity
):
    """A doubtful comment is hidden from the section; the custodian reads it and forwards it."""
    rates(resident, words="เจ้าหน้าที่น้อยไป ถามใครก็ไม่มีใครตอบ")
    health_head.says("ผลสำรวจ").sees("ต้องอ่าน 0 ข้อความ")
    integrity.says("ผลสำรวจ").presses("อ่านข้อความ").presses("ไม่ใช่เรื่องเจ้าหน้าที่").sees(
        "ส่งให้ผู้อ่านของกองแล้ว"
    )
    health_head.says("ผลสำรวจ").presses("อ่านข้อความ").sees("ถามใครก็ไม่มีใครตอบ")


def test_nobody_reads_what_is_not_theirs_by_an_old_button(resident, health_head, head):
    rates(resident, words="ถังขยะใบเล็กไป")
    health_head.says("ผลสำรวจ").presses("อ่านข้อความ")
    for label in ("อ่านแล้ว", "เปิดเรื่อง", "เสนอปรับปรุง", "ซ่อน"):
        head.presses_kept(health_head.keeps(label)).sees("ไม่พบข้อความนี้")
        resident.presses_kept(health_head.keeps(label)).sees("ปุ่มนี้สำหรับเจ้าหน้าที่")


def test_a_resident_who_asks_for_results_gets_the_survey(resident):
    resident.says("ผลสำรวจ").sees("ให้คะแนนเรื่องใดหรือบริการใด")


def test_the_morning_tells_the_reader_once(bot, resident, health_head):
    rates(resident, words="ถังขยะใบเล็กไป")
    morning = bangkok(bot.now()).replace(hour=8, minute=15) + timedelta(days=1)
    while not bot.office.calendar.is_working_day(morning.date()):
        morning += timedelta(days=1)
    for step in range(2):
        health_head.looks_away()
        bot.now.move_to(morning + timedelta(days=step))
        jobs.morning_digest(replace(bot.office), bot.now())
        bot.settle()
        if not step:
            health_head.sees("ข้อความจากแบบสำรวจที่ต้องอ่าน 1 ข้อความ")


@pytest.mark.both_databases
def test_voiding_takes_two_people_and_shows(bot, clerk, palad, head):
    """The section asks for a burst of a QR code to be declared invalid, and the ปลัด does so."""
    with bot.office.uow(bot.now()) as uow:
        found = rounds.standing_round(uow, "counter")
        door = rounds.make_door(uow, found.id, DoorKind.COUNTER, service="waste_collection")
        opened = form.open_for_browser(uow, door.code, form.new_browser())
        given = {f"q-{key}": ["5"] for key in ("steps", "staff", "place", "channels", "overall")}
        form.store(uow, opened, form_entries.read(found.question_set, given))
    clerk.says("ผลสำรวจ").presses("ตรวจคำตอบ").sees("QR ที่เคาน์เตอร์", "ไม่แสดงว่าตอบอะไร")
    palad.looks_away()
    clerk.presses("ขอยกเลิก").says("เจ้าหน้าที่กดทดสอบ").sees("รอเจ้าหน้าที่อีกคน")
    clerk.says("ผลสำรวจ").sees("1 คำตอบ").presses("ตรวจคำตอบ").presses("ถอนคำขอ").sees("ยังนับตามเดิม")
    clerk.says("ผลสำรวจ").presses("ตรวจคำตอบ").presses("ขอยกเลิก").says("เจ้าหน้าที่กดทดสอบ")
    palad.sees("เจ้าหน้าที่กดทดสอบ")
    head.presses_kept(palad.keeps("เห็นด้วย ให้ยกเลิก")).sees("ไม่รวมเรื่องนี้")
    palad.presses("เห็นด้วย ให้ยกเลิก").sees("ตกลงยกเลิกแล้ว")
    clerk.says("ผลสำรวจ").sees("1 คำตอบ").presses("ตรวจคำตอบ").sees("ตกลงยกเลิกแล้ว 1 ชุด")
    with bot.office.uow(bot.now()) as uow:
        rounds.close_round(uow, found.id)
    clerk.says("ผลสำรวจ").sees("0 คำตอบ", "ยกเลิก (2 คนยืนยัน)")


def test_a_comment_becomes_an_improvement_that_is_followed_and_told(bot, resident, health_head):
    rates(resident, words="อยากได้ถังแยกขยะหน้าตลาด").presses("แจ้งเมื่อปรับปรุงแล้ว")
    health_head.says("ผลสำรวจ").presses("อ่านข้อความ").presses("เสนอปรับปรุง")
    health_head.says("วางถังแยกขยะหน้าตลาด").sees("บันทึกข้อเสนอปรับปรุงแล้ว")
    health_head.says("ผลสำรวจ").sees("การปรับปรุงที่ค้าง 1 เรื่อง").presses("ดูการปรับปรุง")
    health_head.sees("วางถังแยกขยะหน้าตลาด", "เสนอแล้ว").presses("กำหนดผู้รับผิดชอบ")
    health_head.sees("ให้ใครรับผิดชอบ").presses("chang2").sees("ให้เสร็จภายในวันใด")
    health_head.says("1/1/2500").sees("ตั้งแต่วันนี้ไป").says("๓๑/๑๒/๒๕๙๙").sees("กี่บาท")
    health_head.says("ไม่แพง").sees("พิมพ์จำนวนเงิน").says("๑๒,๐๐๐ บาท").sees("บันทึกผู้รับผิดชอบ")
    health_head.says("ผลสำรวจ").presses("ดูการปรับปรุง").sees("12,000 บาท", "กำลังปรับปรุง")
    resident.looks_away()
    health_head.presses("ปรับปรุงเสร็จแล้ว").says("วางแล้ว 4 ใบ").sees("แจ้งผู้ที่ขอให้แจ้ง 1 คน")
    bot.settle()
    resident.sees("วางถังแยกขยะหน้าตลาด", "วางแล้ว 4 ใบ")
