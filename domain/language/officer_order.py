"""Parse an officer's order in words: which case it names, and what it says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.language.officer_intent import Intent

SECTION = "กอง"
"""The word that the name of most departments begins with, and that officers leave out."""
_CASE_WORD = 8
"""Characters of the longest word for a case before its number."""
_ENOUGH = 4
"""Letters of the shortest note; less is a remnant of the order itself."""
_CASE = r"(?:เรื่อง(?:ที่|เลขที่|เลข)?|เคส(?:ที่)?|(?<!บ้าน)เลขที่(?:เรื่อง)?|เลขเรื่อง|คำร้อง(?:ที่)?|case|no\.?|#)"
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
    r"|กิโล|จุด|แห่ง|หลุม|บ่อ|ท่อ|เสา|ป้าย|กอง|หลังคา|ครั้ง|ครัวเรือน|ถัง|ชุด|ใบ|เที่ยว|รอบ|เส้น|แผ่น|ตร|%|เรื่อง|เคส|ข้อ|ธ\.|พ\.|มี\.|เม\.|มิ\.|ก\.|ส\.|ต\.))"
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
    Intent.WAIT: r"(?:ขอ)?(?:พัก|เลื่อน|ขยายเวลา|ขยาย|ชะลอ)(?:เรื่อง|งาน|เคส)?(?:ไว้ก่อน|ไปก่อน|ไว้|ก่อน)?",
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
_AND = re.compile(rf"\s*(?:กับ|และ|,|/|\+|&)\s*(?:เรื่อง|เคส)?\s*{_RUNNING}(?![\d.:])")
_WHOM = r"(?:ผู้แจ้ง|คนแจ้ง|ผู้ร้อง|คนร้อง|คนเดือดร้อน|ชาวบ้าน|เจ้าของเรื่อง|เจ้าของบ้าน|เขา|เค้า|แก)"
_BEGINS = r"^(?:ช่วย|ฝาก|ขอ|รบกวน)*"
_CERTAIN = {
    Intent.UPDATE: re.compile(
        rf"{_BEGINS}(?:แจ้ง|บอก|นัด)(?:{_WHOM}(?:(?:ของ)?{_CASE}.{{0,24}}?)?ว่า|{_WHOM}?(?:ของ)?{_CASE}\s*(?:{_FULL})?\d.{{0,3}}\s*ว่า)"
    ),
    Intent.ASK: re.compile(
        rf"{_BEGINS}(?:ถาม|สอบถาม)(?:{_WHOM}(?:(?:ของ)?{_CASE}.{{0,24}}?)?(?:หน่อย)?ว่า|{_WHOM}?(?:ของ)?{_CASE}\s*(?:{_FULL})?\d)"
    ),
    Intent.WAIT: re.compile(rf"{_BEGINS}(?:พัก|เลื่อน|ขยายเวลา){_CASE}\s*(?:{_FULL})?\d"),
    Intent.TRANSFER: re.compile(rf"{_BEGINS}(?:โอน|ส่งต่อ|ย้าย)(?:{_CASE})?\s*(?:{_FULL})?\d"),
    Intent.ASSIGN: re.compile(rf"{_BEGINS}(?:มอบหมาย|มอบ)(?:{_CASE})?\s*(?:{_FULL})?\d"),
    Intent.CLOSE: re.compile(rf"{_BEGINS}ปิด(?:{_CASE}|งาน)?\s*(?:{_FULL})?\d"),
    Intent.ACCEPT: re.compile(rf"{_BEGINS}รับ(?:{_CASE}|งาน)?\s*(?:{_FULL})?\d"),
}
_ORDERED = re.compile("^(?:สั่งการ|(?:ช่วย|ขอ|ให้)?เร่ง(?:รัด)?(?:กอง|สำนัก|เรื่อง))")
_VERBS = "รับ|ปิด|โอน|มอบ|ส่ง|พัก|ให้|เอา"
_DOUBTFUL = re.compile(
    rf"(?:^|\s)(?:ใคร|ทำไม)|(?:ไม่|อย่า|ห้าม|เลิก)(?:เพิ่ง|ต้อง|เอา|ขอ|ได้|ให้)*(?:{_VERBS})"
    rf"|รับไม่(?:ไหว|ได้)|(?:ไหม|มั้ย|มั๊ย|หรือ(?:ยัง|เปล่า)|(?:ได้|รึ|แล้ว)ยัง|ป่าว|เหรอ|หรอ|[?])(?:ครับ|คับ|ค่ะ|คะ|นะ|\s)*$"
)
_UNDONE = re.compile(
    r"^(?:เรื่องนี้|งานนี้|คือ|ตอนนี้|\s)*(?:ยัง(?:ไม่(?:ได้)?(?:ทำ|เสร็จ|แก้|ซ่อม|ไป|เรียบร้อย|ดำเนินการ|เปลี่ยน|เข้าไป|ลงพื้นที่|เก็บ|ถึง))|(?:ไม่|ยังไม่)ได้(?:ทำ|ไป|แก้|ซ่อม)"
    r"|(?:เดี๋ยว|กำลัง|จะ|รอ|พรุ่งนี้|อาทิตย์หน้า|สัปดาห์หน้า|เดือนหน้า)(?!.{0,40}แล้ว))"
)

_ANSWERS = re.compile(
    r"(?:ช่วย|ขอ|ฝาก)*ตอบ(?:คำถาม|ข้อความ|ข้อ)(?:ข้อ|ที่|เลขที่|หมายเลข)*\s*(?P<number>\d{1,6})\s*(?:ว่า)?\s*(?P<words>.*)",
    re.DOTALL,
)
_INTERNAL = re.compile(
    r"^(?:ช่วย|ขอ|ฝาก)*(?:บันทึก(?:ภายใน|ไว้|กันลืม|ว่า)|โน้ต|โน๊ต|จด(?:ไว้|ว่า)|หมายเหตุ|internal note|note)"
    r"(?:ของ|ใน|เรื่อง|\s)*",
    re.IGNORECASE,
)
# "Changed the lamp" is a result: who corrects a text says into what.
_CHANGED = re.compile(
    r"^(?:ไม่ใช่(?:\s*ๆ)?(?:\s*(?:เอา|แก้|เปลี่ยน)?เป็น)?|(?:แก้(?:ไข)?|เปลี่ยน)(?:ข้อความ)?(?:ใหม่)?เป็น|เอาเป็น|เป็น)\s*(?:ว่า\s*)?"
)
_ACCEPTS = re.compile("(?<!ค)รับ(?!ทราบ|ปาก)")
_NOT_CLOSED = re.compile("(?:ยัง)?ไม่ปิด|อย่าเพิ่งปิด|ยังก่อน|^เดี๋ยว")


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


def case_references(text: str) -> tuple[CaseReference, ...]:
    """All cases that a text names: the first one, and the numbers joined to it by "and" or a comma."""
    first = case_reference(text)
    if first is None:
        return ()
    found, end = [first], first.end
    while (more := _AND.match(text, end)) is not None:
        check = more["check"]
        found.append(
            CaseReference(
                int(more["running"]),
                None if check is None else int(check),
                first.is_certain,
                more.start(),
                more.end(),
            )
        )
        end = more.end()
    return tuple(found)


def commanded(text: str) -> Intent | None:
    """The order that a text certainly gives: an officer's verb before a case, or before whom to tell or ask."""
    if _ORDERED.match(text.strip()):
        return Intent.URGE
    for intent, pattern in _CERTAIN.items():
        if pattern.match(text.strip()):
            return intent
    return None


def is_doubtful(text: str) -> bool:
    """Whether a text asks about an act, refuses or forbids it, so that it orders nothing."""
    return bool(_DOUBTFUL.search(text.strip()))


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


def question_answered(text: str) -> tuple[int, str] | None:
    """The number of the resident's question that a text answers, and the answer; None for another text."""
    found = _ANSWERS.match(text.strip())
    return None if found is None else (int(found["number"]), found["words"].strip())


def towards(text: str) -> str:
    """The words of a transfer without those that lead to its destination."""
    return re.sub(r"^(?:ไป|ให้|ที่|ทาง|ต่อ|กับ|\s)+", "", text)


def without_change(text: str) -> str:
    """A corrected note without the words that say that it is corrected."""
    return _CHANGED.sub("", text.strip())


def internal_note(text: str) -> tuple[CaseReference | None, str] | None:
    """The case and the words of a note that officers alone read; None for a text that does not begin as one."""
    begins = _INTERNAL.match(text.strip())
    if begins is None:
        return None
    rest = text.strip()[begins.end() :]
    reference = case_reference(rest)
    if reference is None or reference.start > _CASE_WORD:
        return None, rest
    return reference, _LEADING.sub("", rest[reference.end :])


def says_accept(text: str) -> bool:
    """Whether a text has a word for accepting a case, so that it is accepted at once."""
    return bool(_ACCEPTS.search(text))


def says_undone(note: str) -> bool:
    """Whether the result of a closing says that the work is still to be done."""
    return bool(_UNDONE.search(note.strip()) or _NOT_CLOSED.search(note))
