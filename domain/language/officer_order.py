"""Parse an officer's order in words: which case it names, and what it says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.language.officer_intent import Intent

_ENOUGH = 4
"""Letters of the shortest note; less is a remnant of the order itself."""
_CASE = r"(?:เรื่อง(?:ที่|เลขที่|เลข)?|เคส(?:ที่)?|เลขที่(?:เรื่อง)?|เลขเรื่อง|คำร้อง(?:ที่)?|case|no\.?|#)"
_RUNNING = r"0*(?P<running>\d{1,6})(?:\s?-\s?(?P<check>\d)(?!\d))?"
_FULL = r"(?:[ก-ฮ]{2}-)?25\d\d-"
_NAMED = re.compile(rf"{_CASE}\s*(?:{_FULL})?{_RUNNING}(?![\d.:])")
_WITH_CHECK = re.compile(
    rf"(?<![\d./:-])(?:{_FULL})?0*(?P<running>\d{{1,6}})-(?P<check>\d)(?![\d./:-])"
)
_PLACES = "".join(
    f"(?<!{word})(?<!{word} )" for word in ("หมู่", "ที่", r"ม\.", "ม", "ซอย", r"ซ\.", "สาย", "อีก")
)
_UNITS = (
    r"(?!\s*(?:วัน|เดือน|อาทิตย์|สัปดาห์|ปี|ชม|ชั่วโมง|นาที|โมง|ทุ่ม|น\.|คน|ราย|ดวง|หลอด|ต้น|ตัว|หลัง|คัน|บาท|เมตร|ม\.|กม"
    r"|กิโล|จุด|แห่ง|ครั้ง|ครัวเรือน|ถัง|ชุด|ใบ|เที่ยว|รอบ|เส้น|แผ่น|ตร|%|เรื่อง|เคส|ข้อ|ธ\.|พ\.|มี\.|เม\.|มิ\.|ก\.|ส\.|ต\.))"
)
_BARE = re.compile(rf"(?<![\d.:/,-]){_PLACES}0*(?P<running>\d{{1,6}})(?![\d.:/,-]){_UNITS}")
_COMMANDS = {
    Intent.ACCEPT: r"(?:ขอ)?รับ(?:เรื่อง|งาน|เคส)?",
    Intent.UPDATE: (
        r"(?:ช่วย|ฝาก)?(?:แจ้ง|บอก|รายงาน|อัปเดต|อัพเดท|อัพเดต)(?:ความคืบหน้า)?"
        r"(?:ผู้แจ้ง|คนแจ้ง|ผู้ร้อง|คนเดือดร้อน|ชาวบ้าน|เขา|เค้า|เจ้าของเรื่อง)?|ความคืบหน้า|คืบหน้า"
    ),
    Intent.ASK: (
        r"(?:ช่วย|ฝาก|ขอ|รบกวน|อยาก)*(?:ถาม|สอบถาม)"
        r"(?:ผู้แจ้ง|คนแจ้ง|ผู้ร้อง|คนร้อง|คนเดือดร้อน|ชาวบ้าน|เขา|เค้า|ทางผู้แจ้ง|เจ้าของเรื่อง)?|ขอข้อมูลเพิ่ม"
    ),
    Intent.WAIT: r"(?:ขอ)?(?:พัก|เลื่อน|ขยายเวลา|ขยาย|ชะลอ|รอ)(?:เรื่อง|งาน|เคส)?(?:ไว้ก่อน|ไปก่อน|ไว้|ก่อน)?",
    Intent.CLOSE: r"(?:ขอ|ช่วย)?ปิด(?:เรื่อง|งาน|เคส|จ๊อบ)?(?:ให้|ได้)?",
    Intent.ASSIGN: r"(?:ช่วย|ขอ)?(?:มอบหมาย|มอบ|จ่ายงาน|จ่าย)(?:เรื่อง|งาน|เคส)?(?:ให้)?",
    Intent.TRANSFER: r"(?:ขอ|ช่วย)?(?:โอน|ส่งต่อ|ย้าย|ส่ง|คืน)(?:เรื่อง|งาน|เคส)?(?:กอง|ไป(?:ให้|ที่)?|ให้|ที่)?",
    Intent.NOT_OURS: r"ไม่ใช่หน้าที่(?:เรา|ของเรา|อบต\.?|ของ อบต\.?)?|ไม่ใช่(?:งาน|ของ)(?:เรา|อบต\.?)",
    Intent.URGE: r"(?:ขอ|ช่วย|ให้)?(?:เร่งรัด|เร่ง|สั่งการ|สั่ง)(?:เรื่อง|งาน|เคส)?",
    Intent.REOPEN: r"(?:ขอ|ช่วย)?(?:เปิด|ดึง|คืน)(?:เรื่อง|งาน|เคส)?(?:ใหม่|คืน|กลับ)?",
    Intent.SEAL: r"เป็นเรื่องเจ้าหน้าที่|ร้องเรียนเจ้าหน้าที่",
}
_PARTICLES = r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|หน่อย|ด้วย|ที|เลย|ว่า|ๆ|[\s:,.\-–!])*"
_LEADING = re.compile(rf"^{_PARTICLES}")
_TRAILING = re.compile(r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|หน่อย|ที|[\s:,\-–])+$")
_SHOWS = re.compile(
    r"ขอ|ดู|เปิด|เรื่อง|เคส|เลขที่|เลข|ถึงไหน(?:แล้ว)?|เป็น(?:ยังไง|อย่างไร|ไง)(?:บ้าง)?|ค่ะ|คะ|ครับ|คับ|หน่อย|นว-?"
)
_LEAST = 3
_LETTERS = re.compile(r"[ก-๙a-zA-Z0-9]")
_UNDONE = re.compile(
    r"^(?:เรื่องนี้|งานนี้|คือ|ตอนนี้|\s)*(?:ยัง(?:ไม่(?:ได้)?(?:ทำ|เสร็จ|แก้|ซ่อม|ไป|เรียบร้อย|ดำเนินการ|เปลี่ยน|เข้าไป|ลงพื้นที่|เก็บ|ถึง))|(?:ไม่|ยังไม่)ได้(?:ทำ|ไป|แก้|ซ่อม)"
    r"|(?:เดี๋ยว|กำลัง|จะ|รอ|พรุ่งนี้|อาทิตย์หน้า|สัปดาห์หน้า|เดือนหน้า)(?!.{0,40}แล้ว))"
)


@dataclass(frozen=True, slots=True)
class CaseReference:
    """The running number of a case that a text names, with its check digit if that stands there too.

    `is_certain`: a word such as "case", or the check digit, shows that it is a case. `start` and `end`: where the
    reference stands in the text.
    """

    running: int
    check: int | None
    is_certain: bool
    start: int
    end: int


def case_reference(text: str) -> CaseReference | None:
    """The case that a text names; a bare number only if it counts nothing and is no place."""
    for pattern, is_certain in ((_NAMED, True), (_WITH_CHECK, True), (_BARE, False)):
        found = pattern.search(text)
        if found is not None:
            check = found.groupdict().get("check")
            return CaseReference(
                int(found["running"]),
                None if check is None else int(check),
                is_certain,
                found.start(),
                found.end(),
            )
    return None


def is_only_case(text: str, reference: CaseReference | None) -> bool:
    """Whether a text asks for a case and says nothing about it, or is too short to say anything."""
    rest = text if reference is None else text[: reference.start] + text[reference.end :]
    return len(_LETTERS.findall(_SHOWS.sub("", rest))) < (_LEAST if reference is None else 2)


def note_of(text: str, intent: Intent, reference: CaseReference | None) -> str:
    """The words of an order that are meant for its reader, without the order itself and the case; may be ""."""
    if reference is None:
        return _note(text, intent)
    before, after = text[: reference.start], text[reference.end :]
    return _note(after, intent) or _note(before, intent)


def _note(text: str, intent: Intent) -> str:
    rest = _TRAILING.sub("", _LEADING.sub("", text.strip()))
    command = _COMMANDS.get(intent)
    if command is not None:
        rest = _LEADING.sub("", re.sub(rf"^(?:{command})(?:เรื่อง|งาน|เคส)?(?:นี้|นั้น)?", "", rest))
    return rest if len(_LETTERS.findall(rest)) >= _ENOUGH else ""


def says_undone(note: str) -> bool:
    """Whether the result of a closing says that the work is still to be done."""
    return bool(_UNDONE.search(note.strip()))
