"""A person in danger gets the emergency numbers first; at night, also the time when the office will answer."""

from datetime import timedelta

from simulator.actions import buttons_in
from tests.chat import LAMP
from tests.moments import NOON


def calls(phone):
    """Return the telephone numbers of the buttons, in the order shown."""
    return [
        button["uri"]
        for message in phone.news
        for button in buttons_in(message)
        if button.get("uri", "").startswith("tel:")
    ]


def test_fire_is_answered_with_the_fire_brigade_first_and_the_complaint_goes_on(resident):
    resident.follows().says("ไฟไหม้บ้านข้างวัด ช่วยด้วย")
    assert calls(resident) == ["tel:199", "tel:191", "tel:1669"]
    resident.sees("โทรขอความช่วยเหลือก่อน", "เรื่องนี้ตรงกับประเภทใด")
    assert "เหตุฉุกเฉิน" in resident.news[0]["altText"]


def test_an_assault_is_answered_with_the_police_first(resident):
    resident.follows().says("มีคนถูกยิงหน้าตลาด").sees("เรื่องนี้ตรงกับประเภทใด")
    assert calls(resident)[0] == "tel:191"


def test_danger_told_in_the_middle_of_a_complaint_is_answered_first_too(resident):
    resident.follows().says("แจ้งเรื่อง").says("สายไฟขาด มีคนโดนไฟดูด")
    assert calls(resident)[0] == "tel:1669"
    resident.sees("เรื่องนี้ตรงกับประเภทใด")


def test_whoever_wants_to_die_is_given_the_line_that_listens_and_no_electrician(resident):
    resident.follows().says("อยากตาย ไม่ไหวแล้ว")
    assert calls(resident) == ["tel:1323", "tel:1669", "tel:191", "tel:199"]
    resident.sees("ยังไม่เห็นข้อความนี้").does_not_see("จุดเสี่ยง ภัยอันตราย", "ตรวจดูก่อนส่ง")


def test_an_officer_in_danger_is_told_whom_to_call_too(officer):
    officer.says("ช่วยด้วย ไฟไหม้สำนักงาน")
    assert calls(officer)[0] == "tel:199"


def test_a_lamp_that_is_out_is_no_emergency(resident):
    resident.follows().says(LAMP)
    assert calls(resident) == []


def test_an_english_speaker_reads_both_languages(john):
    john.follows().says("There is a house on fire").sees("Please call for help first", "Call 199")


def test_at_night_the_receipt_says_when_an_officer_will_look(resident):
    resident.acts_at(NOON + timedelta(hours=8)).follows()
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    resident.sees("นอกเวลาทำการ", "18 พ.ย. 2569", "08.30")


def test_by_day_it_does_not(resident):
    resident.acts_at(NOON).follows()
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    resident.sees("รับแจ้งแล้ว").does_not_see("นอกเวลาทำการ")
