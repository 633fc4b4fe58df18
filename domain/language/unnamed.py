"""Recognise the wish that nobody learns who reported it: by the words of a rule file, and by how it is said.

People rarely speak of their name: "do not tell her that it came from this house", "if he learns that it was me".
What is said is then a refusal or a fear, that somebody learns, and of the writer. A text that only denies such a
wish ("no need to hide my name") or tells of others ("the man did not give his name") is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.language.phrase_rules import READ_AT_MOST

if TYPE_CHECKING:
    from domain.language.phrase_rules import PhraseRules

_MANNERS = re.compile(
    r"(?:ได้)?(?:ไหม|มั้ย|ป่าว)|ค่ะ|คะ|ครับ|คับ|นะ|จ้า|เด้อ|หน่อย|ด้วย|ช่วย|ขอ|แจ้ง|please|can (?:you|i)|[\s.,!?ๆ]"
)
_BESIDE = 8
"""Characters that a text has besides the wish if it says little else."""
_NO = r"(?:ไม่|บ่|มิ|ไม)"
_OTHERS = (
    r"(?:เขา|เค้า|ใคร|ไผ|ใผ|คนอื่น|คนนั้น|คนนี้|คนแถวนี้|คนใน|แก|มัน|เพิ่น|เปิ้น|พวก|ข้างบ้าน|เพื่อนบ้าน|บ้านข้าง|ช่าง|นายก|ปลัด"
    r"|หัวหน้า|เจ้าหน้าที่|กอง|ผู้ใหญ่|กำนัน|แม่ค้า|เจ้าของ|โรงงาน|ร้าน|ลุง|ป้า|น้า|พี่|เจ๊|เฮีย|ผัว|แฟน|ญาติ|ครู)"
)
_LEARN = (
    r"(?:รู้|ฮู้|ทราบ|บอก|เว้า|แหลง|อู้|พูด|เอ่ย|สืบ|สาว|จับได้|เผย|เห็นว่า|พาดพิง|แพร่งพราย|หลุด|คาบ|ได้ยิน|เดาออก|แฉ|ปล่อย"
    r"|สงสัย|คิดว่า|ระแคะ)"
)
_ME = (
    r"(?:เรา|เฮา|ผม|หนู|ฉัน|ดิฉัน|กระผม|ยาย|ตา|ป้า|ลุง|น้า|อา|แม่|พ่อ|ข้อย|ข่อย|เปิ้น|กู|พี่|ตัวเอง|ครอบครัว|คนแจ้ง|ผู้แจ้ง|คนร้อง"
    r"|ผู้ร้อง|(?:บ้าน|คน|หลัง)(?:นี้|เรา|หนู|ผม|ฉัน|ยาย|ป้า|ลุง))"
)
_TOLD = r"(?:แจ้ง|ร้อง|ฟ้อง|บอก|เว้า|แหลง|อู้|พูด|รายงาน|โทร|ส่งเรื่อง|เป็นคน|เป็นผู้|ไปบอก|มาบอก)"
_WHO = r"(?:ใคร|ไผ|ใผ|บ้านไหน|คนไหน|บ้านใด|หลังไหน|บ้านใคร|มาจาก(?:ไหน|ใคร|บ้าน))"
_REFUSES = (
    rf"(?:{_NO}(?:อยาก|ใคร่|ต้องการ|ประสงค์|ต้อง|ขอ)?(?:จะ|ไป)?(?:ให้|หื้อ|บอก|เว้า|แหลง|พูด|เอ่ย|เผย)|{_NO}(?:ต้อง|ดี)|อย่า|ห้าม"
    r"|กลัว|ย้าน|เกรง|กังวล|(?:เดี๋ยว|เดี่ยว|ถ้า|หาก|ขืน|เกิด|เผื่อ)(?!.*(?:ไหม|มั้ย|ป่าว|เปล่า)))"
)
_OF_THE_WRITER = (
    # It was I, or who it was.
    rf"(?:ว่า|นะว่า|เด้อว่า)?.{{0,4}}(?:{_WHO}.{{0,8}}{_TOLD}|(?:เป็น|คือ|มาจาก|ว่า){_ME}|{_ME}(?:เป็นคน|เป็นผู้)?(?:มา|ไป)?{_TOLD}"
    rf"|(?:ชื่อ|ตัว|ถึง){_ME}|(?:โทร|แจ้ง|มา|ร้อง|บอก|ส่ง)(?:มา)?จาก(?:{_WHO}|ไหน|{_ME})|ตัว(?:คน|ผู้)แจ้ง)(?!ไปแล้ว|แล้ว|มาแล้ว|ซ้ำ)"
)
_WISHES = (
    rf"{_REFUSES}.{{0,22}}?{_LEARN}.{{0,14}}?{_OF_THE_WRITER}(?:.{{0,6}}(?:อยู่ไม่ได้|ตาย|แย่|จบ|เดือดร้อน))?",
    rf"{_LEARN}{_OF_THE_WRITER}.{{0,6}}(?:ไม่ได้นะ|ไม่ได้เลย|แย่|ตาย|อยู่ไม่ได้|เดือดร้อน)",
    rf"{_NO}(?:อยาก|ใคร่|ต้องการ)?(?:ให้|หื้อ)(?:{_OTHERS}|หู)+.{{0,6}}?(?:รู้|ฮู้|ทราบ)(?!ว่า(?!{_ME}|ใคร|ไผ|เป็น)|จัก|วิธี)",
    rf"(?:อย่า|ห้าม|{_NO}(?:อยาก|ต้อง)?(?:ให้|หื้อ)?)(?:ให้|หื้อ|ไป)?(?:{_OTHERS})?.{{0,6}}(?:รู้|ไป|เข้า)?ถึงหู",
    rf"(?:อย่า|ห้าม)(?:ให้|หื้อ)(?:{_OTHERS}).{{0,8}}?(?:รู้|ฮู้|ทราบ|สืบ)(?!ว่า(?!{_ME}|ใคร|ไผ|เป็น)|จัก|วิธี|เวลา)",
    rf"(?:อย่า|ห้าม|{_NO}).{{0,10}}(?:สาว|สืบ|ตาม|โยง)(?:มา)?ถึง(?:ตัว)?(?:{_ME}|ตัว)",
    # Neither name nor person is to be shown.
    rf"(?:{_NO}|อย่า|ห้าม)(?:อยาก|ต้องการ|ประสงค์|ต้อง|ขอ|สะดวก|พร้อม)?(?:จะ|ให้|ที่จะ|การ)?(?:เปิดเผย|เผย|แสดง|ระบุ|เปิด)(?:ชื่อ|นาม|ตัว(?!เลข|อย่าง)|ตน)",
    (
        rf"(?:{_NO}|อย่า|ห้าม)(?:อยาก|ต้องการ|ประสงค์|ต้อง|ขอ|สะดวก)?(?:จะ|ให้|ที่จะ)?(?:เอ่ย|ออก|ลง|ใส่|ขึ้น|โชว์|อ้าง|เอา|ให้)(?:ชื่อ(?!เสียง|ถนน|ซอย)|นาม)"
        rf"(?=(?:ของ)?{_ME}|ค่ะ|คะ|ครับ|คับ|จ้า|นะ|ได้|ก็|เลย|ด้วย|เด้อ|หน่อย|ลูก|$|[^\u0e00-\u0e7f])"
    ),
    (
        rf"(?:อย่า|ห้าม)(?:ให้)?(?:บอก|เว้า|แหลง|อู้|พูด|เอ่ย|อ้าง|เอา|หลุด|ปล่อย|เผย)(?:ถึง)?(?:ชื่อ(?!เสียง|ถนน|ซอย|โครงการ)|นาม)"
        rf"|(?:{_NO}(?:อยาก(?:ให้)?|ต้อง(?:ให้)?)|อย่าให้|ห้าม)มี(?:ชื่อ|นาม){_ME}|{_NO}(?:ขอ|อยาก|สะดวก|กล้า|ต้องการ)(?:จะ)?ออกหน้า|{_NO}ขอก(?:หน้า|ชื่อ|นาม)"
        r"|รู้กัน(?:แค่|เฉพาะ)|(?:ขอ|ช่วย|รบกวน).{0,8}(?:ปกปิด|ปิดบัง)(?!ทุจริต|ความผิด)"
    ),
    r"(?:ปิดบัง|ซ่อน|ปกปิด|อำพราง|สงวน|งด)(?:การ)?(?:ออก|แสดง|เปิดเผย|สิทธิ์?)?(?:ไม่)?(?:บอก|ออก)?(?:ชื่อ|นาม|ตัวตน|ตัวผู้แจ้ง|ผู้แจ้ง|คนแจ้ง)",
    (
        r"(?<!ก)(?:แจ้ง|ร้อง|บอก|ถาม|ส่ง|แบบ)(?:แบบ|เป็นความ|กัน)?ลับ(?!ตา|มี|คม|หาย)|(?:เก็บ|ปิด)(?:ไว้)?(?:เป็น)?(?:เงียบ|ความลับ)"
        r"|ขอ(?:ไม่|บ่)(?:ออก|บอก|ให้|ใส่|ลง|แสดง|เปิด)(?:หน้า|ชื่อ|นาม|ตัว)"
    ),
    # What would follow if it were known.
    (
        rf"(?:กลัว|ย้าน|เกรง|กังวล|{_NO}(?:อยาก|ใคร่|กล้า)|ระวัง).{{0,14}}?"
        r"(?:เพ่งเล็ง|หมายหัว|หาเรื่อง|(?:มา|โดน|ถูก)เอาเรื่อง|เอาคืน|แก้แค้น|กลั่นแกล้ง|โดนแกล้ง|ผิดใจ|ทะเลาะ"
        r"|มีเรื่องกับ|มีปัญหากับ|มองหน้า(?:กัน)?ไม่ติด|มองหน้ากันไม่|เกลียด"
        r"|เขม่น|บาดหมาง|หมางใจ|เคือง|อาฆาต|เดือดร้อนทีหลัง|เดือดร้อนถึง"
        r"|(?:เขา|เค้า|พวก|คน)(?:ตามมา|มาถึงบ้าน)|มาด่า|ขัดแย้งกับ|เสียเพื่อนบ้าน|อยู่ลำบาก)"
    ),
    # In English.
    (
        r"(?:don't|dont|do not|never|not|nobody|no ?one|without|afraid|scared|if (?:he|she|they))\b.{0,40}?\b"
        r"(?:know|knows|find out|finds out|learn|learns|tell|hear|see"
        r"|mention|say|give|giving|use|using|share)\b.{0,24}?"
        r"(?:it was me|it's me|it is me|i (?:reported|told|complained|said)"
        r"|who (?:reported|told|complained|said|i am)"
        r"|about me|from me|my (?:name|house))"
    ),
    r"\b(?:anonymous|unnamed|off the record)\b|(?:leave|keep) (?:me|my name|my house) out|not (?:be )?named",
)
_WISH = re.compile("|".join(_WISHES))
_DENIALS = re.compile(
    rf"(?:{_NO}|อย่า)(?:เป็นไร)?(?:จำเป็น)?(?:ต้อง(?:การ)?|ได้|ขอ|อยาก|คิดจะ|ใช่|ประสงค์)*(?:ให้|จะ|ที่จะ|มา|ขอ)*"
    r"(?:ปิดบัง|ปิดชื่อ|ปกปิด|ซ่อน|สงวน|เป็นความลับ|เก็บเป็นความลับ|เก็บเงียบ|แบบลับ|นิรนาม|ลับๆ?)(?:ชื่อ|ตัวตน|นาม)?(?:ผม|หนู|ฉัน)?"
    rf"|{_NO}(?:ได้)?(?:กลัว|ย้าน|สน|แคร์|ว่า|ห่วง)(?:หรอก)?(?:ว่า)?(?:ถ้า)?(?:{_OTHERS})?(?:จะ|มา)?"
    rf"(?:รู้|ฮู้|ทราบ|เห็น|เอาคืน|แกล้ง|หาเรื่อง|เพ่งเล็ง|ด่า)(?:ว่า(?:เป็น|ใคร)?(?:{_ME})?(?:เป็นคน)?(?:แจ้ง|ร้อง|ฟ้อง)?)?"
    rf"|(?<!ให้)(?<!ให้เขา)(?<!เขา){_NO}(?:มีใคร|มีคน)?(?:รู้|ทราบ)(?:เลย|หรอก|จัก)?(?:ว่า|เหมือนกันว่า)?{_WHO}.{{0,10}}"
    rf"|{_NO}ต้องบอก(?:ผม|หนู|ฉัน|เรา|ป้า|ยาย)(?:หรอก)?ว่า{_WHO}|\bi (?:don't|dont|do not) know who.*"
    rf"|(?:ยัง|ลืม){_NO}?(?:ได้)?(?:บอก|แจ้ง|ใส่|ลง)(?:ชื่อ|นาม)|{_NO}ได้(?:บอก|ใส่|ลง|แจ้ง|ให้)(?:ชื่อ|นาม)"
    rf"|(?:{_OTHERS}(?:ที่มา|คนนั้น|ผู้ชาย|ผู้หญิง)?|ป้าย|ซอย|ถนน|บิล|ใบเสร็จ)(?:ก็)?{_NO}(?:ยอม|ได้|เห็น)?"
    rf"(?:บอก|ออก|แจ้ง|ลง|ใส่|แสดง|ระบุ|มี)(?:ชื่อ|นาม|ตัว|ว่าใคร|ว่าเป็นใคร)"
    r"|(?:not|no need to|don't need to|needn't|don't have to)(?: be| stay| remain| keep)?(?: it| me| my name)*"
    r"(?: hide| be)? ?(?:anonymous|secret|hidden|confidential|hide my name)"
    r"|(?:i )?(?:don't|dont|do not) (?:mind|care) (?:if|who|that).{0,40}"
)
"""What only denies the wish, or tells of the name of others; it is left out before the wish is looked for."""


def wishes_no_name(squeezed: str, rules: PhraseRules) -> bool:
    """Whether a text asks that nobody learns who reported it. `rules`: those of anonymity.toml."""
    rest = _DENIALS.sub(" ; ", squeezed[:READ_AT_MOST])
    return _WISH.search(rest) is not None or bool(rules.read(rest).names)


def says_little_else(squeezed: str, rules: PhraseRules) -> bool:
    """Whether a text consists of this wish and a few words such as "please". `rules`: those of anonymity.toml."""
    match = _WISH.search(squeezed)
    spans = [match.span()] if match else []
    spans += [(one.start, one.end) for one in rules.read(squeezed[:READ_AT_MOST]).matches]
    rests = (_MANNERS.sub("", squeezed[:start] + squeezed[end:]) for start, end in spans)
    return min(map(len, rests), default=READ_AT_MOST) <= _BESIDE
