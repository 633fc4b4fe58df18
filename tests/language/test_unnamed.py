"""The wish that nobody learns who reported it, however it is said, and what only sounds like it."""

import pytest

from bot.wiring import read_language
from domain.language.understood import understand


@pytest.fixture(scope="module")
def language():
    return read_language()


@pytest.mark.parametrize(
    "text",
    [
        "อย่าบอกนะว่าใครแจ้ง", "กลัวข้างบ้านรู้ว่าเราแจ้ง", "อย่าให้ช่างรู้ว่าบ้านไหนแจ้ง", "บ่อยากให้ไผฮู้", "แจ้งลับๆ",
        "บ่ต้องบอกเขาเด้อว่าไผแจ้ง", "อย่าให้รู้ถึงหูเขานะ", "ถ้าเขารู้ว่าเป็นยาย ยายอยู่ไม่ได้", "ไม่ระบุตัวตน",
        "ไม่แสดงตัวได้ไหม", "ไม่อยากโดนเพ่งเล็ง", "ย้านเพิ่นฮู้ว่าแม่นบ้านข้อย", "อย่าหื้อเปิ้นฮู้เน้อว่าใผอู้", "อย่าแหลงชื่อหลวงนะ",
        "ขออย่าให้ร้านเหล้ารู้ว่าโทรมาจากบ้านไหน", "บ้านติดกัน อย่าให้เขาสงสัยว่าเป็นเรานะ", "ไม่ขอออกหน้านะ",
        "เวลามาตรวจอย่าจอดหน้าบ้านหนู เดี๋ยวเขารู้ว่าเราแจ้ง", "please don't mention who complained",
        "I'm scared they will find out I reported it", "nobody should know I reported this",
    ],
)  # fmt: skip
def test_the_wish_is_heard_in_dialect_and_without_a_word_for_name(language, text):
    assert understand(text, language).anonymous


@pytest.mark.parametrize(
    "text",
    [
        "บอกชื่อได้ค่ะ", "บอกเขาไปเลยว่าผมแจ้ง", "ไม่ต้องปิดชื่อ", "ไม่ต้องปกปิดชื่อนะคะ", "ไม่ได้ขอเป็นความลับ", "ไม่กลัวเขารู้หรอก",
        "ใครจะรู้ก็ช่าง", "อย่าปิดชื่อผม", "ยังไม่ได้บอกชื่อใช่ไหม", "ช่างไม่บอกชื่อ", "ไม่รู้ว่าใครแจ้งไปก่อนหน้านี้",
        "ข้างบ้านไม่บอกว่าใครตัดต้นไม้", "ถ้าเขารู้ว่าท่อแตกคงมาซ่อมนานแล้ว", "ลงทะเบียนแล้วไม่มีชื่อผม", "ลับตาคน มืดมาก",
        "เขาจะรู้ไหมว่าใครแจ้ง", "no need to hide my name", "I don't know who reported it before",
    ],
)  # fmt: skip
def test_what_denies_it_or_tells_of_others_is_no_wish(language, text):
    assert not understand(text, language).anonymous
