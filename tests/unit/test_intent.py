"""A greeting, thanks, a question or an insult is no complaint; a problem in any clothes is one."""

import tomllib
from pathlib import Path

import pytest

from domain import classifier, intent
from domain.classifier import Lexicon
from domain.intent import Intent


@pytest.fixture(scope="module")
def lexicon():
    path = Path(classifier.__file__).parent / "data" / "keywords.toml"
    return Lexicon.parse(tomllib.loads(path.read_text(encoding="utf-8")))


CASES = {
    Intent.COMPLAINT: [
        "สวัสดีค่ะ ไฟหน้าบ้านดับมา 3 วันแล้ว",
        "เมื่อไหร่จะมาซ่อมถนนหน้าวัด พังมานานแล้ว",
        "เบี้ยยายไม่เข้า 2 เดือนแล้ว",
        "ทางเท้า",
        "ขยะ",
        "ไฟ",
        "street light broken near temple",
        "ไอ้เหี้ย ถนนพังมาเป็นปีแล้ว",
        "ขยะหน้าบ้านครับ ขอบคุณครับ",
        "ถนนเป็นหลุม รบกวนด้วยนะคะ ขอบคุณค่ะ",
        "ขอบคุณค่ะ แต่ไฟยังไม่ติดเลย",
        "ทำไมรถขยะไม่มา",
        "งูเข้าบ้านครับช่วยด้วย",
        "เดือดร้อนมากค่ะ",
        "จุดเดิมแจ้งแล้วยังไม่ได้แก้ไข",
        "ขอไฟทางหน้าบ้านหน่อย",
        "น้ำไม่ไหลเป็นอะไรครับ",
        "สอบถามหน่อยค่ะ ถนนหน้าโรงเรียนชำรุดจะซ่อมเมื่อไหร่",
        "ข้างบ้านเปิดเพลงดัง ทำยังไงได้บ้าง",
        "ควายเข้ามากินข้าวในนา",
        "อยากให้มีลานกีฬาในหมู่บ้าน",
        "The road is flooded",
        "บ้านอยู่ท้ายซอยหมู่ 3 ติดกับคลอง ตั้งแต่ต้นปีมีรถบรรทุกเข้าออกทั้งวันทั้งคืน ลูกเล็กก็มี คนแก่ก็มี อยากรู้ว่าใครอนุญาตให้วิ่งเส้นนี้คะ",
        "ขอบคุณที่มาซ่อมถนนค่ะ ฝากไฟหน้าวัดดับด้วย",
    ],
    Intent.GREETING: ["สวัสดีค่ะ", "หวัดดีครับแอดมิน", "hello", "Hi!", "ดีจ้า", "สวัสดีตอนเช้า"],
    Intent.THANKS: [
        "ขอบคุณค่ะ",
        "ขอบคุณมากๆๆครับ",
        "thank you",
        "สวัสดีค่ะ ขอบคุณนะคะ",
        "ขอบคุณที่มาเปลี่ยนหลอดไฟให้นะคะ",
        "ขอบใจจ้ะ",
    ],
    Intent.QUESTION: [
        "อบต เปิดกี่โมง",
        "ต่อภาษีป้ายใช้เอกสารอะไร",
        "เบี้ยผู้สูงอายุออกวันไหน",
        "รถขยะมาวันไหน",
        "ขอเบอร์กองช่าง",
        "ลงทะเบียนผู้สูงอายุต้องทำยังไง",
        "ฉีดวัคซีนหมาที่ไหนคะ",
        "จ่ายค่าน้ำได้ที่ไหน",
        "สวัสดีค่ะ ขอสอบถามเรื่องบ้านเลขที่ใหม่",
        "เสาร์อาทิตย์เปิดไหม",
        "how much is the land tax?",
    ],
    Intent.INSULT: ["ไอ้เหี้ย", "ควาย", "ห่วยแตก", "โง่ฉิบหาย", "fuck you", "สัสสสสส"],
    Intent.UNCLEAR: ["", "ครับ", "555", "😀", "...", "โอเค", "ok", "กินข้าวแล้ว", "asdf"],
}


@pytest.mark.parametrize("wanted", CASES)
def test_what_a_message_wants(lexicon, wanted):
    assert {text: intent.read(text, lexicon) for text in CASES[wanted]} == dict.fromkeys(
        CASES[wanted], wanted
    )
