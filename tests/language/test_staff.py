"""Accusations and ordinary complaints in residents' words: which of them get the offer of a staff complaint."""

import tomllib
from pathlib import Path

import pytest

from bot.wiring import read_language
from domain.language.acts import Act
from domain.language.understood import understand

SETS = sorted(path.stem for path in Path(__file__).parent.glob("staff_*.toml"))


@pytest.fixture(scope="module")
def language():
    return read_language()


@pytest.mark.parametrize("name", SETS)
def test_accusations_are_recognised_and_ordinary_complaints_left_alone(language, name):
    texts = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))
    accusing = [understand(text, language) for text in texts["accusations"]]
    ordinary = [understand(text, language) for text in texts["ordinary"]]
    assert sum(one.staff for one in accusing) >= 0.95 * len(accusing)
    assert sum(one.act is Act.CONDUCT for one in accusing) >= 0.75 * len(accusing)
    assert sum(one.act is Act.CONDUCT for one in ordinary) <= 0.02 * len(ordinary)


@pytest.mark.parametrize(
    "text",
    [
        "ช่างมาซ่อมไฟแล้วขอค่าน้ำมัน 200",
        "ยังไม่แก้ แล้วยังเรียกเงินอีก 1,000",
        "ถ้าจะร้องเรียนคนที่ทำงานที่นี่ต้องทำยังไง",
        "เขามาที่บ้านบอกให้ถอนเรื่อง ไม่งั้นจะไม่ต่อน้ำให้",
    ],
)
def test_an_accusation_counts_whatever_the_rest_of_the_message_wants(language, text):
    assert understand(text, language).act is Act.CONDUCT


@pytest.mark.parametrize(
    "text",
    [
        "เอาตามนั้นแหละ",
        "เดี๋ยวมาต่อเด้อ ไปเลี้ยงควายก่อน",
        "ลูกสาวฉันเป็นคนพิมพ์ให้นะ",
        "ขอดูก่อนว่าใครอ่านบ้าง",
        "0899991111 เบอร์ลุง",
        "ฝากหัวหน้าช่วยดูหน่อย",
        "เอ้ย สี่ดวง ไม่ใช่สาม",
        "สอง ไม่ใช่สิ สามดวง",
        "ลืมบอก หมู่ 2 ไม่ใช่หมู่ 1",
        "หน้าบ้านนายก",
        "ไม่มีรูปจ้า แถวบ้านกำนัน",
        "ให้ลูกชายถ่ายรูปให้อยู่ รอแป๊บ",
        "แม่ฉันพิมพ์ไม่เป็น หลานพิมพ์ให้",
    ],
)
def test_a_remark_that_tells_of_nobody_accuses_nobody(language, text):
    assert not understand(text, language).staff


@pytest.mark.parametrize(
    "text",
    [
        "ลาดยางมาหยุดหน้าบ้านนายกพอดี",
        "ตรงหน้าบ้านปลัดเขารับซองกัน",
        "ขอให้หัวหน้าช่างมาดูลูกน้อง เรียกเงินชาวบ้าน",
        "เอาไปหมดเลย เขาเอาไปสองถัง",
    ],
)
def test_a_place_or_a_wish_that_also_accuses_is_heard(language, text):
    assert understand(text, language).staff


@pytest.mark.parametrize(
    "text",
    [
        "ช่างเอกบอกว่าถ้าอยากให้เสร็จไวให้เลี้ยงเหล้าลังนึง",
        "ช่างเอกบอกอยากได้เร็วต้องเลี้ยงข้าวแก",
        "หัวหน้าช่างว่าได้เหล้าสักขวดก็มาทำให้เลย",
        "น้องที่โต๊ะบอกซื้อกาแฟมาฝากแล้วจะทำให้ก่อน",
        "แม่บอกว่าป้าแดงบอกว่ามีเจ้าหน้าที่เรียกตังค์คนแก่คนละ200ค่าทำเรื่องเบี้ย",
        "แม่เล่าว่าเจ้าหน้าที่ไปเก็บค่าทำเบี้ยคนแก่ร้อยนึง",
    ],
)
def test_a_treat_to_hurry_and_a_fee_told_by_others_are_accusations_and_no_praise(language, text):
    assert understand(text, language).act is Act.CONDUCT


def test_praise_with_a_reserve_is_held_back_and_sincere_praise_is_not(language):
    texts = tomllib.loads(Path(__file__).with_name("praise.toml").read_text("utf-8"))
    unseen = [text for text in texts["reserved"] if not understand(text, language).staff]
    doubted = [text for text in texts["sincere"] if understand(text, language).staff]
    assert unseen == []
    assert len(doubted) <= 0.1 * len(texts["sincere"])


@pytest.mark.parametrize(
    "text",
    [
        "ไม่อยากให้ใครรู้นะคะ ไฟหน้าบ้านดับ",
        "ไม่ประสงค์ออกนาม ข้างบ้านเผาขยะ",
        "อย่าบอกชื่อหนูนะ",
        "อย่าบอกใครว่าผมเป็นคนแจ้ง",
        "ขอไม่ลงชื่อค่ะ",
        "อย่าให้เขารู้ว่าเป็นเรา",
        "ขอปกปิดชื่อผู้แจ้ง",
        "ช่วยปิดชื่อให้ด้วย กลัวเขามาเอาเรื่อง",
        "ไม่กล้าบอกชื่อ กลัว",
        "please don't say my name",
        "I want to stay anonymous",
        "don't let them know it was me",
        "Keep my identity secret",
        "please do not reveal who reported this",
    ],
)
def test_the_wish_to_stay_unnamed_is_heard(language, text):
    assert understand(text, language).anonymous


@pytest.mark.parametrize(
    "text",
    ["ใครชื่อนี้บ้าง", "บอกชื่อเจ้าหน้าที่หน่อย", "ชื่อถนนคือสุขใจ", "ไม่รู้ชื่อซอย", "my name is Somchai"],
)
def test_a_name_alone_is_no_such_wish(language, text):
    assert not understand(text, language).anonymous
