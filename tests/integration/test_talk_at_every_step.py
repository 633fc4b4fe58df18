"""Whatever people and officers type at any step is answered, and never breaks a conversation.

What each sentence leads to is told by the stories; here every sentence meets every step.
"""

import itertools

import pytest

from tests.chat import LAMP
from tests.fuzz.inside import appoint, whole_bot
from tests.fuzz.phone import Phone
from tests.integration.test_every_step import STEPS

PEOPLE = itertools.count(0x7000)
SAID = (
    *("ถูกต้องจ้า ส่งได้เลย", "ไม่เอาละ ช่างมันเถอะ", "เดี๋ยวมาต่อ ไปรับหลานก่อน", "หมดแล้วจ้า แค่นี้แหละ"),
    *("ไม่รู้อันไหน เลือกให้หน่อย", "ไม่มีรูปหรอก ถ่ายไม่ทัน", "ไม่อยากให้ใครเห็นชื่อ", "บอกชื่อได้ ไม่กลัว"),
    *("ไม่ใช่หมู่ 3 หมู่ 5 จ้า", "ที่อยู่ผิด แก้หน่อย", "ตลาดนัดวันพุธ หมู่ 4", "โทรกลับ 081-234-5678"),
    *("ใครจะเห็นข้อความบ้าง", "ต้องเสียเงินไหม", "ทำไมถามเยอะจัง", "แม่กินข้าวหรือยัง อยู่ไหนแล้ว"),
    *("รบกวนด้วยนะหัวหน้า", "อีกเรื่อง หมาจรจัดเยอะด้วย", "ซ่อมแล้วไม่ต้องมาแล้ว", "ยังเหม็นอยู่เลย"),
    *("ลืมบอกไป เขามากับรถสีขาว", "มีป้าแดงเห็นด้วยค่ะ", "เมื่อวานตอนสายๆ", "ดีมากจ้า ห้าดาวเลย"),
    *("ขอถอนเรื่อง ติดแล้ว", "จะมีใครมาซ่อมวันไหน", "สองหลัง สามวัน วันเสาร์นี้", "อันที่สอง", "ช้าไปหน่อย"),
    *("จ่ายช่างไป 300 แล้ว", "ช่างเอกชื่อนี้แหละ", "ตาเสียเมื่อคืนที่บ้าน", "แจ้งเป็นเรื่อง", "ฝากคำถาม"),
)
ORDERED = (
    *("รับเรื่อง 1 ครับ", "ใครรับเรื่อง 1", "ไปดูมาแล้ว หลอดขาด", "ถามคนแจ้งเรื่อง 1 ว่าเสาต้นไหน", "ส่งเลย"),
    *("พักเรื่อง 1 รองบ ถึงสิ้นเดือนหน้า", "เปลี่ยนเป็นอีก 3 วัน", "ตกลง", "โอน 1 ไปกองคลัง", "ยกเลิก"),
    *(
        "ปิดเรื่อง 1 เปลี่ยนหลอดแล้ว",
        "เรื่อง 2 ด้วย",
        "ยังไม่ปิดนะ",
        "มือถือแบตหมด",
        "ไม่ใช่ เอาเป็นเปลี่ยนหลอดสองดวง",
    ),
    *("ยกเลิกดีกว่า", "มอบเรื่อง 1 ให้ช่างโท", "ให้ช่างโททำเรื่องไฟ", "เร่งเรื่อง 1 ให้เสร็จวันศุกร์", "สั่งการ"),
    *(
        "กองช่าง",
        "ตัดหญ้าทุกสาย",
        "ยืนยัน",
        "งานฉันมีไรบ้าง",
        "วันนี้มีอะไรใหม่",
        "อันไหนเลยกำหนด",
        "ใกล้ครบกำหนดมีไหม",
    ),
    *("เรื่องค้างของกองช่าง", "เรื่องที่พักไว้", "ช่างเอกถืออยู่กี่เรื่อง", "ที่ป้าทองแจ้งอยู่ไหน", "เดือนนี้กี่เรื่อง"),
    *("ผลสำรวจเป็นไง", "มีใครเขียนอะไรมาบ้าง", "มีคำถามค้างไหม", "มีอะไรต้องตัดสินใจ", "ขอไฟล์รายงานเดือนนี้"),
    *("ใครเป็นคนแจ้งเรื่อง 1", "มีใครร้องเรียนผมไหม", "งบเหลือเท่าไหร่", "หน้าบ้านผมน้ำไม่ไหล", "ยกเลิก"),
    *(
        "รับเรื่อง 1 กับ 2",
        "ปิดเรื่อง 99 แล้ว",
        "เรื่อง 1 ไม่ใช่หน้าที่เรา ของการไฟฟ้า",
        "การไฟฟ้า",
        "อยู่นอกเขต",
        "ยกเลิก",
    ),
    *("ตอบคำถามที่ 1 ว่าเปิดวันจันทร์", "ปิดผิดเรื่อง เปิดคืนให้ที", "เรื่อง 1 เขาร้องเจ้าหน้าที่ ปิดลับ", "ยกเลิก"),
    *("โท เย็นนี้กินอะไรดี", "ดีมากทุกคน", "ร้องเรียนเจ้าหน้าที่", "ยกเลิก", "108-3", "หมู่ 3", "หลุมหน้าวัด"),
)


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("talk")
    with whole_bot(f"sqlite:///{folder / 'bot.db'}", folder) as running:
        yield running


def person(bot):
    return Phone(bot, f"U{next(PEOPLE):032x}")


def says(phone, text):
    """Say it; return the text if nothing was answered, else nothing."""
    phone.bot.line.said.pop(phone.who, None)
    phone.says(text)
    return [] if phone.bot.line.said.get(phone.who) else [text]


def failures(caplog):
    return [one.getMessage() for one in caplog.records if one.getMessage() == "event.failed"]


@pytest.mark.parametrize("step", STEPS)
def test_no_sentence_breaks_any_step(bot, caplog, step):
    phone = person(bot)
    STEPS[step](phone)
    before, shown = phone.conversation, phone.buttons
    assert before is not None
    silent = [one for text in SAID for one in says(phone.returns_to(before, shown), text)]
    assert silent == []
    assert failures(caplog) == []


def test_no_sentence_breaks_what_comes_after_filing_and_after_the_close(bot, caplog):
    officer, *_ = (Phone(bot, one) for one in appoint(bot))
    reporter = person(bot)
    reporter.says(f"{LAMP} หมู่ 3").presses("ไฟถนน").presses("ยืนยัน")
    silent = [one for text in SAID for one in (*says(reporter, text), *says(reporter, "ยกเลิก"))]
    officer.says("ปิดเรื่อง 1 เปลี่ยนหลอดแล้ว").says("มือถือแบตหมด").says("ส่งเลย")
    silent += [one for text in SAID for one in (*says(reporter, text), *says(reporter, "ยกเลิก"))]
    assert silent == []
    assert failures(caplog) == []


def test_whatever_an_officer_types_is_handled(tmp_path, caplog):
    with whole_bot(f"sqlite:///{tmp_path / 'bot.db'}", tmp_path) as bot:
        officers = [Phone(bot, one) for one in appoint(bot)]
        for story in (f"{LAMP} หมู่ 3", "ไฟถนนหน้าโรงเรียนดับ หมู่ 7"):
            person(bot).says(story).presses("ไฟถนน").presses("ยืนยัน")
        person(bot).says("ฝากคำถามให้เจ้าหน้าที่ เปิดเทอมวันไหน")
        silent = [one for phone in officers for text in ORDERED for one in says(phone, text)]
        with bot.office.store.read() as tx:
            held = tx.complaints.get(1).officer_id
    assert failures(caplog) == []
    assert silent == []
    assert held is not None
