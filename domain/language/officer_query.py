"""Parse a query of an officer or an executive: figures of a month, a list of cases, or a search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.language.places import said_place
from domain.organisation.calendar import month_before, month_key
from domain.organisation.thai_dates import month_named
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from domain.organisation.organisation import Department

_LONGEST = 80
"""Characters of the longest query; a longer text is a report and not a query."""
_BEGINS = r"^(?:ขอ|ช่วย|รบกวน|อยาก)*(?:ดู|แสดง|เปิด|เช็ค|ตรวจสอบ|ทราบ|รู้|list|show|see)?\s*"
_FIGURES = re.compile(
    "สรุป|เปรียบเทียบ|เทียบกับ(?:ปี|เดือน)|พอใจ(?:ไหม|มั้ย|แค่ไหน|เท่าไ)|มี(?:เรื่อง|คน)?ร้องเรียน.{0,16}(?:ไหม|มั้ย|บ้าง)|สถิติ|ตัวเลข|ภาพรวม|ยอด(?!เยี่ยม|หญ้า)|กี่(?:เรื่อง|ราย|เคส)|จำนวน(?:เรื่อง|คำร้อง)|(?:ขอ|ดู)รายงาน|รายงาน(?:ประจำ)?เดือน"
    "|ผล(?:งาน|การดำเนินงาน)|เดือน(?:นี้|ที่แล้ว|ก่อน).{0,6}(?:เป็น|อย่างไร|ยังไง|บ้าง)|(?:กอง|ฝ่าย|ใคร|คน)(?:ไหน|ใด)?.{0,14}(?:ค้าง|งานเยอะ|งานมาก)"
    "|คะแนน(?:เฉลี่ย|ความพึงพอใจ)|^คะแนน|ผล(?:การ)?ประเมิน|(?:ขอ|ดู|ส่ง)(?:ไฟล์|เอกสาร|ตัว)?\\s*(?:รายงาน|pdf)|(?:เรื่อง|ปัญหา)(?:อะไร|ไหน|ใด).{0,12}(?:มาก|บ่อย|เยอะ)(?:ที่)?สุด"
    r"|\b(?:summary|figures|statistics|how many (?:cases|complaints)|monthly report)\b"
)
_HOW_IT_IS = re.compile(
    r"^(?:ขอ)?(?:ดู)?(?:สถานการณ์|เรื่อง(?:ร้องเรียน|ร้องทุกข์)?|ร้องเรียน)?(?:ใน|ของ)?\s*"
    r"(?:เดือน.{2,18}?|ตอนนี้|วันนี้|ช่วงนี้)\s*(?:เรื่อง|งาน|มัน)?"
    r"(?:เป็น(?:อย่างไร|ยังไง|ไง)|มีอะไร(?:ด่วน|บ้าง|ไหม)|อย่างไร|ยังไง|บ้าง|เท่าไ|(?:เยอะ|มาก|ดี)(?:ไหม|มั้ย))"
    r"|^(?:ขอ)?(?:ดู)?สถานการณ์"
)
_QUESTIONS = re.compile(
    r"^(?:ขอ)?(?:ดู)?(?:มี)?คำถาม(?:ประชาชน|ค้าง|จากประชาชน|ที่(?:รอ|ยังไม่)|อะไร|ไหม|บ้าง|ใหม่|ทั้งหมด|$)"
    r"|^(?:วันนี้|ช่วงนี้|เดือนนี้)?(?:ชาวบ้าน|ประชาชน|ลูกบ้าน|คน)(?:เขา|ส่วนใหญ่)?(?:ถาม|สอบถาม)(?:อะไร|เรื่องอะไร|เรื่องไหน|บ่อย)"
)
_DECISIONS = re.compile(
    r"^(?:ขอ|ดู|วันนี้|เดือนนี้|ตอนนี้|มี|เรื่อง|งาน|เคส|อะไร|ไหน|ใด|บ้าง|ที่|ฉัน|ผม|หนู|ดิฉัน|นายก|ปลัด|ท่าน|\s)*"
    r"(?:ต้อง|รอ|ให้|ค้าง|ควร)"
    r"(?:การ|ให้|ฉัน|ผม|ดิฉัน|นายก|ปลัด|ท่าน|ผู้บริหาร|ต้อง|ช่วย)*(?:ตัดสินใจ|อนุมัติ|สั่งการ|วินิจฉัย|ลงนาม|เซ็น)"
    r"|\b(?:to decide|decisions?)\b"
)
_REPORTER = re.compile(
    r"^(?:อยากรู้ว่า|ขอทราบว่า|ดู(?:ว่า)?|รู้ไหม(?:ว่า)?)?\s*ใคร(?:เป็น)?(?:คน)?(?:แจ้ง|ร้องเรียน|ร้องทุกข์|ร้อง|ฟ้อง)(?!.*(?:หรือยัง|ได้บ้าง))"
    r"|\bwho (?:reported|complained)\b"
)
# The words must begin the text: whoever accuses somebody of a survey asks for no figures.
_SURVEYS = re.compile(
    r"^(?:ขอ|ดู|อยาก|รู้|ทราบ|ช่วย|เปิด|ทำ|มี|คะแนน|ค่าเฉลี่ย|\s)*"
    r"(?:แบบ(?:สำรวจ|สอบถาม|ประเมิน)|ผล(?:แบบ)?สำรวจ|ผลความพึงพอใจ|(?:eit|ita|itas)\b|กี่คนตอบ|คนตอบ"
    r"|(?:ข้อความ|ความเห็น|ความคิดเห็น)(?:ของ|จาก|ที่)?(?:ประชาชน|ชาวบ้าน|คน|ผู้ตอบ|แบบสำรวจ)"
    r"|ความพึงพอใจ.{0,12}(?:กอง|สำนัก|บริการ))"
)
_DOCUMENTS = re.compile(
    r"^(?:ขอ|ดู|โหลด|พิมพ์|ส่งออก|export).{0,8}(?:ไฟล์|excel|เอกเซล|เอ็กเซล|word|csv)"
    r"|^(?:ขอ|ดู|\s)*รายงาน(?:ประจำ|ราย|ของ)?(?:ปี|ครึ่งปี|ไตรมาส)|^(?:หมู่|หมู่บ้าน|ประเภท|หมวด)(?:ไหน|ใด).{0,16}(?:เยอะ|มาก|บ่อย)"
)
_LATE = re.compile(
    r"(?:กอง|ฝ่าย|สำนัก|ใคร)(?:ไหน|ใด)?.{0,14}ช้า|เกิน(?:กำหนด|เวลา)|เลยกำหนด|ล่าช้า|ช้ากว่ากำหนด"
    r"|ครบกำหนดแล้ว|\b(?:overdue|late cases)\b"
)
_OPEN = re.compile(
    r"(?:เรื่อง|งาน|เคส|คำร้อง).{0,14}(?:ค้าง|ยังไม่(?:เสร็จ|ปิด|แก้))|คงค้าง|ค้าง(?:อยู่)?กี่|รอดำเนินการ"
    r"|^(?:มี)?(?:อะไร|เรื่องไหน|งานไหน)(?:ที่)?(?:ยัง)?(?:ค้าง|ด่วน|เร่งด่วน)"
    r"|^(?:ขอ)?(?:ดู)?(?:มี)?(?:งาน|เรื่อง)(?:ที่ต้องทำ|วันนี้|(?:อะไร|ไหน)(?:บ้าง)?$|เร่งด่วน|ด่วน)|^(?:ขอ)?(?:รายชื่อ|รายการ)(?:เรื่อง|งาน)"
    r"|^(?:วันนี้|ตอนนี้|ช่วงนี้)?มี(?:ปัญหา|เรื่อง|งาน)(?:ร้องเรียน)?(?:อะไร)?(?:ที่)?(?:เร่ง)?(?:ด่วน|บ้าง|ไหม|มั้ย).{0,12}$"
    r"|^(?:ขอ)?(?:ดู)?(?:เรื่อง|งาน)(?:ที่)?เก่า(?:ที่)?สุด"
    r"|(?:ปิด|เสร็จ)(?:เรื่อง|งาน)?(?:หมด|ครบ)(?:ทุกเรื่อง)?(?:หรือ)?ยัง"
    r"|\b(?:open|pending) (?:cases|complaints)\b"
)
_NEW = re.compile(
    r"^(?:ขอ)?(?:ดู)?(?:เรื่อง|งาน|เคส)ใหม่|^(?:วันนี้|เมื่อวาน|อาทิตย์นี้)?มี(?:เรื่อง|งาน|เคส|อะไร)(?:เข้า)?(?:มา)?ใหม่|(?:เรื่อง|งาน|เคส)ใหม่(?:วันนี้|เข้า|กี่|มีไหม)|(?:ใคร|กองไหน|เรื่องไหน)ยังไม่(?:ได้)?รับ|(?:ยังไม่มี|ไม่มี)(?:ใคร|คน|ผู้)รับ(?:เรื่อง)?|(?:เรื่อง|งาน).{0,10}ยังไม่(?:ได้)?รับ"
    r"|\bnew cases\b"
)
_MINE = re.compile(
    r"^(?:ขอ)?(?:ดู)?(?:เรื่อง|งาน|เคส)(?:ที่)?(?:ฉัน|ผม|หนู|ดิฉัน|ข้าพเจ้า)(?:ถือ|รับ|ดูแล|รับผิดชอบ)(?:อยู่|ไว้)?$|^(?:ขอ)?(?:ดู)?ที่(?:ฉัน|ผม|หนู)ถือ"
)
_SOON = re.compile(
    r"ใกล้(?:จะ)?(?:ครบ|ถึง)(?:กำหนด|เวลา)?|(?:จะ)?ครบกำหนด(?:วันนี้|พรุ่งนี้|เร็ว)|\bdue soon\b"
)
_WAITING = re.compile(
    r"^(?:ขอ)?(?:ดู)?(?:เรื่อง|งาน|เคส)(?:ที่)?(?:พัก|หยุด|รอ)(?:ไว้|รอ|อยู่|ผู้แจ้ง|งบ.{0,8}|ข้อมูล|คำตอบ)*$|\bwaiting cases\b"
)
_FIND = re.compile(
    r"^(?:ช่วย|ขอ)?(?:ค้นหา|ค้น|หา(?=\s|เรื่อง|ชื่อ)|search(?: for)?|find)\s*"
    r"(?:เรื่อง(?:ของ)?|ชื่อ|คำว่า|ของ)?\s*(?P<words>.+)$"
)
_OF_PERSON = re.compile(
    r"^(?:ขอ)?(?:ดู)?(?:เรื่อง|เคส)(?:ที่|ของ|จาก)*\s*"
    r"(?P<words>(?:นาย|นาง|น\.ส\.|คุณ|ลุง|ป้า|น้า|อา(?=\s)|ตา(?=\s)|ยาย|พี่)\s*\S{2,30}(?:\s\S{2,30})?)$"
)
_HOW_WORKS = re.compile(r"^(?:ทำ)?(?:งาน)?(?:เป็น)?(?:ยังไง|อย่างไร|ไง|ดีไหม|โอเคไหม)(?:บ้าง)?$")
_LISTS = re.compile(
    _BEGINS + r"(?:รายการ)?(?:เรื่อง|งาน|เคส|cases)?(?:ทั้งหมด)?\s*(?:ของ|ใน|ที่|จาก|of|in)*\s*$"
)
_NUMBER = re.compile(
    r"^(?:ขอ)?(?:ดู|ปิด|รับ|อัปเดต|แจ้งความคืบหน้า|เปิด)?\s*(?:เรื่อง(?:ที่|เลขที่)?|เคส|เลขที่(?:เรื่อง)?|เลข|no\.?|case)?\s*(?:[ก-ฮ]{2}-?)?(?:25\d\d-)?0*(?P<running>\d{1,6})(?:\s*-\s*(?P<check>\d))?"
    r"\s*(?:ไป)?(?:ถึงไหน(?:แล้ว)?|เป็น(?:ยังไง|อย่างไร)(?:บ้าง)?|เสร็จ(?:หรือ)?ยัง|คืบหน้า.{0,12})?$"
)
_VILLAGE_ASKED = re.compile(
    r"^(?P<village>.*(?:หมู่|ม\.|\bmoo|\bvillage).{1,12}?)\s*"
    r"มี(?:เรื่อง|ปัญหา|งาน)?(?:อะไร|กี่(?:เรื่อง|เคส|ราย))(?:บ้าง|เข้ามา)*$"
)
"""A question for the list of a village."""
_LAST_MONTH = re.compile("เดือน(?:ที่แล้ว|ก่อน|ที่ผ่านมา|ที่ผ่าน)|last month")
_NARROWER = re.compile(
    "เมื่อวาน|วันก่อน|(?:สัปดาห์|อาทิตย์|ปี)(?:นี้|ที่แล้ว|ก่อน|หน้า)|ปีงบ|ไตรมาส|ครึ่งปี|วันที่|เทียบ|หมู่|ใคร|คนไหน|กอง|ฝ่าย|สำนัก|แต่ละ|แยก|ประเภท"
    "|yesterday|week|year|compare|who|village"
)
"""Words that ask for figures of a shorter or longer time, of a group, or of a person."""
_ENDINGS = re.compile(r"(?:\s|ค่ะ|คะ|ครับ|คับ|จ้า|หน่อย|ด้วย|นะ|ที|[?!])+$")


@dataclass(frozen=True, slots=True)
class OfficerQuery:
    """A parsed query.

    `month`: the key of the month whose figures are requested, "" for no figures. `questions`: the residents'
    questions that wait for an answer. `decisions`: the cases that need a decision. `reporter`: who complained,
    which the chat tells nobody. `surveys`: rounds and results. `comments`: of surveys. `documents`: files and
    reports, which the console makes. `accused`: complaints about staff. `information`: of the office itself.
    `work`: the officer's own tasks. `person`: the cases of the officer whom the text names.

    The others filter a list of cases: `mine`, `late`, `soon`, `waiting`, `is_open`, `new` by assignee and state,
    `department` by key, `village` by number, `running` by the running number of a case with its check digit
    `check`, `words` by the text, the place or the reporter's name.
    """

    month: str = ""
    questions: bool = False
    decisions: bool = False
    reporter: bool = False
    surveys: bool = False
    comments: bool = False
    documents: bool = False
    accused: bool = False
    information: bool = False
    work: bool = False
    person: bool = False
    mine: bool = False
    late: bool = False
    soon: bool = False
    waiting: bool = False
    is_open: bool = False
    new: bool = False
    department: str = ""
    village: int | None = None
    running: int | None = None
    check: int | None = None
    words: str = ""

    @property
    def is_only_name(self) -> bool:
        """Whether it asks for nothing but the cases of a department or a village."""
        return self == OfficerQuery(department=self.department, village=self.village)


_WITHOUT_FILTER = (
    (_QUESTIONS, OfficerQuery(questions=True)),
    (_DECISIONS, OfficerQuery(decisions=True)),
    (_REPORTER, OfficerQuery(reporter=True)),
    (_SURVEYS, OfficerQuery(surveys=True)),
    (_DOCUMENTS, OfficerQuery(documents=True)),
    (_MINE, OfficerQuery(mine=True)),
    (_WAITING, OfficerQuery(waiting=True)),
)


def asks_narrower(text: str) -> bool:
    """Whether a question for figures names a time, a group or a person that a month does not tell apart."""
    return bool(_NARROWER.search(text.lower()))


def read_query(text: str, departments: Iterable[Department], today: date) -> OfficerQuery | None:
    """The query in an officer's text; None if it asks for no figures, list or search."""
    query = _VILLAGE_ASKED.sub(r"\g<village>", _ENDINGS.sub("", fold(text)))
    if not query or len(query) > _LONGEST:
        return None
    number = _by_number(query)
    if number is not None:
        return number
    found = _FIND.match(query)
    if found is not None:
        return _search(found["words"], departments)
    for pattern, asked in _WITHOUT_FILTER:
        if pattern.search(query):
            return asked
    soon = bool(_SOON.search(query))
    late, is_open, new = (bool(one.search(query)) and not soon for one in (_LATE, _OPEN, _NEW))
    department, rest = department_in(query, departments)
    if late or soon or is_open or new:
        place = said_place(query)
        village = place.village if place else None
        return OfficerQuery(
            late=late,
            soon=soon,
            is_open=is_open,
            new=new,
            department=department,
            village=village,
        )
    if _FIGURES.search(query) or _HOW_IT_IS.search(query):
        return OfficerQuery(month=month_meant(query, today))
    if department and (_LISTS.match(rest) or _HOW_WORKS.match(rest)):
        return OfficerQuery(department=department)
    person = _OF_PERSON.match(query)
    return OfficerQuery(words=person["words"]) if person else _by_village(query)


def _by_number(query: str) -> OfficerQuery | None:
    number = _NUMBER.match(query)
    if number is None:
        return None
    check = number["check"]
    return OfficerQuery(running=int(number["running"]), check=None if check is None else int(check))


def _search(words: str, departments: Iterable[Department]) -> OfficerQuery:
    """The search for words, which may be a number, a village or a department as well."""
    number = _by_number(words) or _by_village(words)
    if number is not None:
        return number
    department, rest = department_in(words, departments)
    late = bool(_LATE.search(words))
    if late or (department and _LISTS.match(rest)):
        return OfficerQuery(late=late, department=department)
    return OfficerQuery(words=words)


def _by_village(query: str) -> OfficerQuery | None:
    """The list of one village if the text names only that; else None."""
    place = said_place(query)
    if place is None or place.village is None or place.words:
        return None
    without_village = re.sub(r"(?:หมู่บ้าน(?:ที่)?|หมู่(?:\s*ที่)?|ม\.|\bmoo|\bvillage)\s*\S+$", "", query)
    return OfficerQuery(village=place.village) if _LISTS.match(without_village) else None


def department_in(query: str, departments: Iterable[Department]) -> tuple[str, str]:
    """The key of the department that a text names, or "", and the text without that name."""
    for department in departments:
        for name in sorted(map(fold, department.called), key=len, reverse=True):
            if name and name in query:
                return department.key, query.replace(name, " ").strip()
    return "", query


def month_meant(query: str, today: date) -> str:
    """The key of the month that a text names; the current one if it names none."""
    current = month_key(today)
    if _LAST_MONTH.search(query):
        return month_before(current)
    named = month_named(query)
    if named is None:
        return current
    month, year = named
    if year is not None:
        return f"{year}-{month:02}"
    this_year = int(current[:4])
    key = f"{this_year}-{month:02}"
    # A future month without a year means that of last year.
    return key if key <= current else f"{this_year - 1}-{month:02}"
