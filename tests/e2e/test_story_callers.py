"""Reporters without LINE: an officer finds the case of who calls, at the desk and in the chat."""

import csv
import io

import pytest

from tests.chat import LAMP
from tests.desk import Desk

CALLER, PHONE = "นายสมชาย ใจดี", "089-111-2222"


def taken_down(bot, officer, name=CALLER, phone=PHONE, source="telephone", story=LAMP):
    """File the report of a caller at the desk; return the desk and the path of the case."""
    desk = Desk.of(officer).opens("/desk/intake")
    form = {"t": field(desk, "t")}
    desk.uploads(
        "/desk/intake",
        {
            **form,
            "source": source,
            "story": story,
            "category": "light",
            "name": name,
            "phone": phone,
        },
    )
    desk.reads("รับแจ้งแล้ว")
    with bot.office.store.read() as tx:
        key = max(tx.connection.exec_driver_sql("SELECT id FROM complaint").scalars())
    return desk, f"/desk/cases/{key}"


def field(desk, name):
    return desk.html.partition(f'name="{name}" value="')[2].partition('"')[0]


@pytest.mark.parametrize("typed", ["สมชาย", "0891112222", "089 111 2222"])
def test_a_caller_without_the_number_is_found_at_the_desk(typed, bot, officer, clerk):
    desk, _ = taken_down(bot, officer)
    desk.opens(f"/desk/cases?q={typed}").reads("1 เรื่อง", CALLER, f"โทร {PHONE}")
    other = Desk.of(clerk)
    other.opens(f"/desk/cases?q={typed}").does_not_read(CALLER, PHONE)


@pytest.mark.parametrize("typed", ["ค้นหา สมชาย ใจดี", "ค้นหา 089-111-2222", "สมชาย", "0891112222"])
def test_a_caller_without_the_number_is_found_in_the_chat(typed, bot, officer):
    taken_down(bot, officer)
    officer.says(typed).sees("นว-2570-000001")


def test_the_export_names_caller_telephone_channel_result_and_whether_it_was_in_time(bot, officer):
    desk, path = taken_down(bot, officer)
    desk.opens(path).acts("close", note="เปลี่ยนหลอดแล้ว", reason="ไม่มีสิ่งให้ถ่ายรูป")
    (line,) = csv.DictReader(
        io.StringIO(desk.opens("/desk/cases.csv?tab=all").content.decode("utf-8-sig"))
    )
    assert (line["ผู้แจ้ง"], line["โทรศัพท์"], line["ช่องทาง"]) == (CALLER, PHONE, "โทรศัพท์")
    assert (line["ผลที่แจ้งผู้แจ้งเรื่อง"], line["เสร็จทันกำหนดหรือไม่"]) == ("เปลี่ยนหลอดแล้ว", "ทันกำหนด")


def recorded(desk, path, said, note="คุยทางโทรศัพท์แล้ว", **fields):
    """Record at the desk what the caller said."""
    return desk.opens(path).acts("caller", said=said, caller_note=note, **fields)


def status_of(bot, key=1):
    with bot.office.store.read() as tx:
        case = tx.complaints.get(key)
    return case.status, case.verdict


def test_a_question_to_a_caller_says_that_nobody_gets_it_and_shows_whom_to_call(bot, officer):
    desk, path = taken_down(bot, officer)
    desk.opens(path).reads("ผู้แจ้งไม่มี LINE จะไม่มีข้อความส่งไป", CALLER, "บันทึกคำถาม และหยุดนับเวลา")
    assert 'href="tel:0891112222"' in desk.html
    desk.does_not_read("ส่งคำถาม และหยุดนับเวลา")
    desk.acts("ask", note="เสาต้นไหน").follows().reads("บันทึกคำถามแล้ว และหยุดนับเวลา")
    desk.does_not_read("ส่งคำถามถึงผู้แจ้งแล้ว")


def test_the_answer_of_a_caller_ends_the_pause_and_names_who_typed_it(bot, officer, head):
    desk, path = taken_down(bot, officer)
    desk.opens(path).acts("accept")
    desk.opens(path).acts("ask", note="เสาต้นไหน")
    assert status_of(bot) == ("asked", None)
    other = Desk.of(head)
    recorded(other, path, "answer", "ต้นที่สองหน้าวัด").follows().reads("บันทึกสิ่งที่ผู้แจ้งบอกแล้ว")
    other.reads("ต้นที่สองหน้าวัด", "บันทึกแทน", "หัวหน้า")
    assert status_of(bot) == ("in_hand", None)
    officer.sees("ต้นที่สองหน้าวัด")
    with bot.office.store.read() as tx:
        (entry,) = [one for one in tx.audit.of(1) if one.action == "answer"]
    assert entry.actor.startswith("reporter:")


def test_who_closed_a_case_cannot_record_that_it_is_fixed_but_a_colleague_can(bot, officer, head):
    desk, path = taken_down(bot, officer)
    desk.opens(path).acts("close", note="เปลี่ยนหลอดแล้ว", reason="ไม่มีสิ่งให้ถ่ายรูป")
    assert 'value="confirm"' not in desk.opens(path).html
    recorded(desk, path, "confirm").reads("ท่านเป็นผู้ปิดเรื่องนี้")
    assert status_of(bot) == ("closed", "pending")
    recorded(Desk.of(head), path, "confirm", "").follows().reads("บันทึกสิ่งที่ผู้แจ้งบอกแล้ว")
    assert status_of(bot) == ("closed", "confirmed")


def test_not_fixed_opens_the_case_again_and_a_withdrawal_ends_it(bot, officer):
    desk, path = taken_down(bot, officer)
    desk.opens(path).acts("close", note="เปลี่ยนหลอดแล้ว", reason="ไม่มีสิ่งให้ถ่ายรูป")
    recorded(desk, path, "dispute", "").reads("พิมพ์ว่าผู้แจ้งพูดว่าอย่างไร")
    recorded(desk, path, "dispute", "ยังดับอยู่").follows()
    assert status_of(bot)[0] == "in_hand"
    recorded(desk, path, "withdraw", "ไฟติดเองแล้ว").follows()
    assert status_of(bot)[0] == "withdrawn"


def test_words_that_may_accuse_somebody_of_the_office_are_asked_about_first(bot, officer):
    desk, path = taken_down(bot, officer)
    accusing = "เจ้าหน้าที่กองช่างเรียกเงินผม 500 บาทถึงจะมาซ่อมไฟ"
    recorded(desk, path, "withdraw", accusing).reads("อาจกล่าวถึงการกระทำของคนใน อบต.")
    assert status_of(bot)[0] == "new"
    asked = field(desk, "asked")
    desk.posts(
        f"{path}/caller",
        {
            **_seen(desk),
            "said": "withdraw",
            "caller_note": accusing,
            "way": "no",
            "asked": asked,
        },
    )
    assert status_of(bot)[0] == "withdrawn"


def test_nothing_is_recorded_for_a_reporter_with_line_nor_by_another_section(
    bot, resident, officer, clerk
):
    resident.complains()
    desk = Desk.of(officer)
    assert "บันทึกแทนผู้แจ้ง" not in desk.opens("/desk/cases/1").html
    recorded(desk, "/desk/cases/1", "withdraw").reads("ไม่ได้อยู่ในหน้าที่ของท่าน")
    _, path = taken_down(bot, officer)
    stranger = Desk.of(clerk).opens("/desk/me")
    assert stranger.posts(f"{path}/caller", {"said": "withdraw", "caller_note": "x"}).status == 404
    assert status_of(bot, 1)[0] == status_of(bot, 2)[0] == "new"


def _seen(desk):
    return {"seen": field(desk, "seen")}


@pytest.mark.parametrize("typed", ["1", "000001", "๑"])
def test_a_running_number_at_the_desk_finds_its_case_alone(typed, bot, officer):
    taken_down(bot, officer)
    desk, _ = taken_down(bot, officer, name="ยายมี", phone="")
    desk.opens(f"/desk/cases?tab=all&q={typed}").reads("000001").does_not_read("000002")
    desk.opens("/desk/cases?tab=all&q=57").does_not_read("000001", "000002")
    desk.opens("/desk/cases?tab=all&q=70").does_not_read("000001", "000002")


def test_the_desk_tells_the_spot_of_the_story_beside_the_village_as_the_card_does(bot, officer):
    desk, path = taken_down(bot, officer, story="ไฟดับ หมู่ 1 หน้าวัด มา 3 คืนแล้ว")
    officer.says("1").sees("หมู่ที่ 1 หน้าวัด")
    desk.opens(path)
    assert "หน้าวัด" in desk.html.partition("<h2>สถานที่</h2>")[2].partition("</section>")[0]
    desk.opens("/desk/cases")
    assert "หน้าวัด" in desk.html.partition('<td class="place">')[2].partition("</td>")[0]


def test_in_the_chat_too_it_is_said_that_a_caller_gets_no_message_and_whom_to_call(bot, officer):
    taken_down(bot, officer)
    officer.says("1").presses("ขอข้อมูลเพิ่ม").sees("ไม่มี LINE จะไม่มีข้อความส่งไป", f"{CALLER} โทร {PHONE}")
    officer.says("เสาต้นไหน").presses("ยืนยัน").sees("โปรดบอกทางโทรศัพท์")
    officer.does_not_see("ประหยัดข้อความ LINE")
