"""Recognise what people in danger write after the emergency numbers: they cannot call, help came, it is over."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.text.thai_text import fold, squeeze

_LONGEST = 90
_WHO = r"(?:มัน|เขา|เค้า|ผัว|แฟน|สามี|พ่อ|แม่|คนร้าย|โจร|คน)"
_HELPERS = (
    r"(?:รถพยาบาล|พยาบาล|หมอ|กู้ภัย|กู้ชีพ|มูลนิธิ|ตำรวจ|ตร\.?|รถดับเพลิง|ดับเพลิง|1669|191|199|รถกู้ชีพ|เจ้าหน้าที่|จนท\.?|ผู้ใหญ่บ้าน"
    r"|(?:the )?(?:ambulance|police|rescue|fire ?(?:truck|men|brigade)|help|medics?|doctor))"
)
_CAME = re.compile(
    rf"{_HELPERS}.{{0,12}}(?:(?:มา(?:รับ|ช่วย|ระงับ|ดับ|ดู|ถึง)?|ถึง|รับ|พา|ส่ง|จับ|ช่วย).{{0,8}}(?:แล้ว|ละ)|มาพอดี|has\scome|(?:is|are)\shere|came|arrived|caught)"
)
_OUT = re.compile(r"ดับ(?:ได้|หมด|สนิท)?(?:แล้ว|ละ)|\b(?:fire\sis\sout|it\sis\sout|put\sout)\b")
_OVER = re.compile(
    r"ปลอดภัย(?:แล้ว|ดี|กันหมด)|สงบ(?:แล้ว|ลงแล้ว)|ไม่เป็นไร(?:แล้ว|ละ)|ดีขึ้นแล้ว|ฟื้นแล้ว|รู้สึกตัวแล้ว|ถึง(?:มือหมอ|โรงพยาบาล|รพ\.?|หมอ)(?:แล้ว|ละ)"
    r"|(?:^|มัน|เขา|เค้า|คนร้าย|โจร|ผัว|แฟน|งู|ช้าง|หมา|วัยรุ่น|พวกนั้น)(?:หนี|ไป|กลับ|ออก)(?:ไป)?(?:แล้ว|ละ)|(?<!มัน)(?<!เขา)(?<!เค้า)(?:(?:จับ|เจอ)(?:ตัว)?(?:ไป|ได้)?|เจอ(?:ตัว)?(?:ลูก|หลาน|แม่|พ่อ|ยาย|ปู่|ย่า|เด็ก|น้อง))(?:แล้ว|ละ)"
    r"|กลับบ้าน(?:มา)?แล้ว|ขึ้นมาได้แล้ว|ช่วย(?:ขึ้นมา|ออกมา)?(?:ได้)?แล้ว|ไม่ต้อง(?:แล้ว|มาแล้ว|ส่งแล้ว|ละ)|เรียบร้อย(?:แล้ว|ดี)|เคลียร์(?:กัน)?แล้ว|จบ(?:เรื่อง)?แล้ว"
    r"|แจ้งผิด|เข้าใจผิด|ตกใจไปเอง|แค่ซ้อม|ไม่มีอะไรแล้ว|ออกมาได้แล้ว|ได้สติแล้ว|หายใจได้แล้ว"
    r"|\b(?:it\sis\sover|it's\sover|all\ssafe|we\sare\ssafe|i\sam\ssafe|i'm\ssafe|safe\snow|false\salarm|never\smind|no\sneed|he\sleft|found\s(?:him|her)|ok\snow|okay\snow)\b"
)
_NOT_OVER = re.compile(
    r"แต่|(?<!หรือ)ยัง|อีกแล้ว|ไม่ทัน|ไม่หาย|หายไปแล้ว|หมดสติไปแล้ว|ตายแล้ว|สลบไปแล้ว|รอบ|ครั้ง|นาที|ชั่วโมง|ไหม|มั้ย|หรือยัง|รึยัง|\?|อย่า|\b(?:but|still|not\syet|dead)\b"
)
_CALL = (
    r"(?:โทร(?:ศัพท์)?(?:ไป|หา|คุย|ออก|เรียก|แจ้ง)?|พูด(?:สาย)?|คุย(?:สาย)?|ส่งเสียง|ออกเสียง|รับสาย|ใช้เสียง)"
)
_MUTE = re.compile(
    rf"(?:ไม่|บ่)(?:กล้า|สะดวก|อยาก){_CALL}|{_CALL}(?:ก็)?(?:ไม่|บ่)(?:ได้(?!เรื่อง)|สะดวก|เป็น|ไหว|ออก)|{_WHO}(?:จะ|ก็|คง|อาจ)*ได้ยิน"
    rf"|เสียง(?:มัน|จะ)?ดัง|{_WHO}(?:จะ|ก็|คง)+รู้"
    r"|กลัว.{0,8}ได้ยิน|(?:ไม่มี|หมด)(?:เงิน|ตังค์|ตัง|ค่าโทร|เครดิต|สัญญาณ|มือถือ|โทรศัพท์|ซิม|แบต).{0,10}(?:โทร)?|แบต(?:จะ|ใกล้)หมด|หูหนวก|เป็นใบ้|หูไม่ได้ยิน|พิการทางการได้ยิน"
    r"|(?:ส่งข้อความ|แชท|แชต|ไลน์|พิมพ์|ทัก|sms|ข้อความ).{0,8}(?:หา|ถึง|กับ|ไป|คุย|แทน|แจ้ง).{0,8}(?:ตำรวจ|ตร|191|1669|199|1300|หมอ|กู้ภัย|ได้)|(?:ไม่ต้อง|แบบไม่)(?:โทร|ใช้เสียง|พูด).{0,14}(?:ไหม|มั้ย|ได้)"
    r"|ไม่กล้าแจ้ง(?:ตำรวจ|ความ)?|ช่วย(?:โทร|แจ้ง|เรียก|ตาม)(?:ตำรวจ|ตร|191|1669|รถพยาบาล|กู้ภัย|หมอ)?.{0,8}(?:ให้|แทน)|(?:โทร|แจ้ง|เรียก)(?:ตำรวจ|191|1669|รถพยาบาล|กู้ภัย)?(?:ให้|แทน)(?:หนู|ผม|ฉัน|หน่อย|ที)"
    r"|\b(?:can't|cannot|cant|can\snot|unable\sto)\s(?:call|talk|speak|phone)|(?:he|she|they)(?:'ll|\swill|\scan|'d)?\shears?\b|\b(?:deaf|mute|no\scredit|no\ssignal)\b|text\s(?:the\s)?police|call\s(?:the\spolice\s|them\s)?for\sme"
)
_UNANSWERED = re.compile(
    r"(?:โทร|สาย|191|1669|199|1300|1323|ตำรวจ|ตร|กู้ภัย).{0,16}(?:(?:ไม่|บ่)(?:มี(?:คน|ใคร|ผู้))?\s?(?:รับ|ติด|ว่าง|ตอบ|มา(?:สักที|เลย)?)|(?:ไม่|บ่)มี(?:คน|ใคร)(?:รับ|ตอบ)|สายหลุด|รอสาย|บอก(?:ให้)?รอ|ให้รอ)"
    r"|(?:ไม่|บ่)มี(?:คน|ใคร)รับ(?:สาย|โทร)?|สาย(?:ไม่ว่าง|เต็ม)|โทร(?:แล้ว|ละ|ไปแล้ว)|\b(?:no\sanswer|line\s(?:is\s)?busy|nobody\s(?:answers|picks\sup)|not\spicking\sup|no\sone\s(?:answers|picks\sup)|i\scalled)\b"
)


class Call(StrEnum):
    """Why somebody in danger has no help by telephone."""

    MUTE = "mute"
    """They cannot or dare not speak."""
    UNANSWERED = "unanswered"
    """They have called: nobody answers, or they must wait."""


def says_help_came(folded: str) -> bool:
    """Whether a folded text says that the helpers are there, so that nobody needs their number."""
    plain = squeeze(folded)
    return len(plain) <= _LONGEST and _CAME.search(plain) is not None and not _is_denied(plain)


def says_over(text: str, *, of_fire: bool) -> bool:
    """Whether whoever reported a danger says that it is over; elsewhere the same words may mean anything.

    `of_fire`: it was a fire, of which "it is out" is the end. Of a wire it is the damage.
    """
    plain = squeeze(fold(text))
    is_said = _CAME.search(plain) or _OVER.search(plain) or (of_fire and _OUT.search(plain))
    return len(plain) <= _LONGEST and bool(is_said) and not _is_denied(plain)


def no_call(text: str) -> Call | None:
    """Why whoever reported a danger cannot call for help; None for another text."""
    plain = squeeze(fold(text))
    if len(plain) > _LONGEST:
        return None
    if _MUTE.search(plain):
        return Call.MUTE
    return Call.UNANSWERED if _UNANSWERED.search(plain) else None


def _is_denied(plain: str) -> bool:
    return _NOT_OVER.search(plain) is not None
