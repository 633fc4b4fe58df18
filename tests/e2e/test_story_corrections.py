"""An officer corrects what a case says: category, village, place, and the caller's name and telephone."""

import pytest

from tests.chat import LAMP
from tests.desk import Desk
from tests.e2e.test_story_callers import CALLER, PHONE, taken_down


def corrected(desk, path="/desk/cases/1", **fields):
    """Send the form of corrections with these fields changed."""
    desk.opens(path)
    return desk.acts("correct", **{**shown(desk), **fields})


def shown(desk):
    """The fields of the form as it is shown."""
    form = desk.html.partition('id="act-correct"')[2].partition("</details>")[0]
    found = {}
    for name in ("category", "village"):
        options = form.partition(f'name="{name}"')[2].partition("</select>")[0]
        chosen = options.partition('" selected')[0].rpartition('value="')[2]
        found[name] = chosen if '" selected' in options else ""
    for name in ("words", "name", "phone"):
        if f'name="{name}"' in form:
            tag = form.partition(f'name="{name}"')[2].partition(">")[0]
            found[name] = tag.partition('value="')[2].partition('"')[0]
    return found


def case_of(bot, key=1):
    with bot.office.store.read() as tx:
        return tx.complaints.get(key)


def entries(bot, action, key=1):
    with bot.office.store.read() as tx:
        return [one for one in tx.audit.of(key) if one.action == action]


def test_category_and_place_are_corrected_the_reporter_is_told_and_the_audit_tells_both(
    bot, resident, officer
):
    resident.complains(LAMP)
    before = case_of(bot)
    desk = Desk.of(officer)
    corrected(desk, category="road", village="4", words="ซอย 5").follows().reads("แก้ไขข้อมูลเรื่องแล้ว")
    after = case_of(bot)
    assert (after.category, after.place.village, after.place.words) == ("road", 4, "ซอย 5")
    assert after.due_at != before.due_at
    assert after.answer_by == before.answer_by
    resident.sees("แก้ไขข้อมูลเรื่องของท่าน", "ซอย 5", "ถนน")
    (entry,) = entries(bot, "correct")
    assert entry.actor.startswith("officer:")
    assert "ไฟถนน" in entry.note
    assert "→" in entry.note
    desk.reads("ซอย 5")
    desk.opens("/desk/cases?q=ซอย 5").reads("ซอย 5")


def test_a_category_of_another_section_passes_the_case_on(bot, resident, officer):
    resident.complains(LAMP)
    desk = Desk.of(officer)
    corrected(desk, category="waste").follows().reads("ส่งต่อแล้ว")
    after = case_of(bot)
    assert (after.category, after.department, after.officer_id) == ("waste", "health", None)
    assert entries(bot, "transfer")
    resident.sees("ส่งเรื่องของท่านต่อให้")
    assert desk.opens("/desk/cases/1").status == 404


def test_name_and_telephone_of_a_caller_are_corrected_and_not_kept_in_the_audit(bot, officer):
    desk, path = taken_down(bot, officer)
    corrected(desk, path, phone="12").reads("9 หรือ 10 หลัก")
    corrected(desk, path, name="ก" * 101).reads("ชื่อยาวเกิน 100 ตัวอักษร")
    corrected(desk, path, name="นางสมศรี มีสุข", phone="0899999999").follows().reads("แก้ไขข้อมูลเรื่องแล้ว")
    desk.reads("นางสมศรี มีสุข", "0899999999")
    desk.opens("/desk/cases?q=0899999999").reads("นางสมศรี")
    (entry,) = entries(bot, "contact_corrected")
    assert "สมชาย" not in entry.note
    assert "สมศรี" not in entry.note
    assert "99999" not in entry.note
    assert ("22" in entry.note, "99" in entry.note) == (True, True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "ยังไม่ได้แก้ไขอะไร"),
        ({"category": "corruption"}, "ประเภท"),
        ({"category": "moon"}, "ประเภท"),
        ({"village": "99"}, "ไม่มีหมู่นี้"),
    ],
)
def test_nothing_and_the_impossible_are_refused(fields, said, bot, resident, officer):
    resident.complains(LAMP)
    desk = Desk.of(officer)
    before = case_of(bot)
    assert corrected(desk, **fields).reads(said).status == 422
    assert case_of(bot) == before
    assert not entries(bot, "correct")


def test_the_contact_of_a_resident_with_line_cannot_be_typed_over(bot, resident, officer):
    resident.complains(LAMP)
    desk = Desk.of(officer).opens("/desk/cases/1")
    assert "correct-name" not in desk.html
    corrected(desk, name=CALLER, phone=PHONE).reads("ยังไม่ได้แก้ไขอะไร")


def test_in_the_chat_a_button_corrects_topic_and_village_after_showing_what_changes(
    bot, resident, officer
):
    number = resident.complains(LAMP)
    officer.says(number).presses("ดำเนินการอื่น").presses("แก้ไขข้อมูลเรื่อง").sees(number, "แก้ไขอะไร")
    officer.presses("เปลี่ยนประเภท").presses("ถนน ทางเท้า สะพาน").sees("→", "กำหนดเสร็จ", "กด “ยืนยัน”")
    assert case_of(bot).category == "light"
    officer.presses("ยืนยัน").sees("แก้ไขเรื่อง", "แจ้งผู้แจ้งแล้ว")
    assert case_of(bot).category == "road"
    resident.sees("แก้ไขข้อมูลเรื่องของท่าน", "ถนน")
    officer.says(number).presses("ดำเนินการอื่น").presses("แก้ไขข้อมูลเรื่อง").presses("เปลี่ยนหมู่")
    officer.presses(officer.quick_replies[0]).presses("ยืนยัน").sees("แก้ไขเรื่อง")
    assert case_of(bot).place.village is not None


def test_in_the_chat_a_topic_of_another_section_is_said_to_pass_the_case_on(bot, resident, officer):
    number = resident.complains(LAMP)
    officer.says(number).presses("ดำเนินการอื่น").presses("แก้ไขข้อมูลเรื่อง").presses("เปลี่ยนประเภท")
    officer.presses("ขยะ ถังขยะ").sees("เรื่องจะถูกส่งต่อไป").presses("ยืนยัน").sees("ส่งต่อกองที่รับผิดชอบแล้ว")
    assert case_of(bot).department == "health"
