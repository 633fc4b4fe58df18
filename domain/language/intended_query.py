"""The query that an officer means whose intent the model tells, whatever words the query has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.language.officer_intent import LISTS, Intent
from domain.language.officer_query import OfficerQuery, department_in, month_meant
from domain.language.places import said_place
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from domain.organisation.organisation import Department

_PERSON = re.compile(
    r"(?:นาย|นาง(?:สาว)?|น\.ส\.|คุณ|ลุง|ป้า|(?<!ห)น้า|ยาย|พี่|ผู้ใหญ่|กำนัน|ครู|เจ๊|เฮีย|หลวงพ่อ)\s?[ก-๙]{2,20}?(?=\s|แจ้ง|บอก|ร้อง|โทร|เขา|เค้า|ว่า|อยู่|ถึง|ไป|$)"
)
_BEFORE = re.compile(
    r"^(?:(?:ขอ|ช่วย|รบกวน|อยาก|ดู|หา|ค้นหา|ค้น|เปิด|เช็ค|ตาม|เรื่อง|เคส|อัน|ตัว|ไอ้|ที่|ของ|มี|ใคร|ชาวบ้าน|เค้า|เขา|คน|แจ้ง|ร้อง|บอก|มา|ว่า|เกี่ยวกับ)\s*)+"
)
_AFTER = re.compile(
    r"(?:\s|เรื่อง|เคส|นั้น|นั่น|อ่ะ|อะ|ไหน|ตรงไหน|อยู่|ไป|ถึง|แล้ว|แจ้ง|ร้อง|ไว้|มา|เข้ามา|เมื่อวาน|วันก่อน|เมื่อกี้|หน่อย|ที|ค่ะ|คะ|ครับ|คับ|นะ|จ้า|บ้าง|ไหม|มั้ย|หรือยัง|ยัง|[?])+$"
)
_FLAGS = {
    Intent.MINE: OfficerQuery(work=True),
    Intent.SURVEYS: OfficerQuery(surveys=True),
    Intent.COMMENTS: OfficerQuery(comments=True),
    Intent.QUESTIONS: OfficerQuery(questions=True),
    Intent.DECISIONS: OfficerQuery(decisions=True),
    Intent.DOCUMENTS: OfficerQuery(documents=True),
    Intent.REPORTER: OfficerQuery(reporter=True),
    Intent.ACCUSED: OfficerQuery(accused=True),
    Intent.INFO: OfficerQuery(information=True),
    Intent.PERSON: OfficerQuery(person=True),
}


def intended_query(
    text: str, intent: Intent, departments: Iterable[Department], today: date
) -> OfficerQuery | None:
    """The query of a text with this intent; None if the intent is none of a query."""
    if intent in _FLAGS:
        return _FLAGS[intent]
    query = fold(text)
    if intent is Intent.FIGURES:
        return OfficerQuery(month=month_meant(query, today))
    if intent is Intent.FIND:
        return OfficerQuery(words=searched_words(query))
    if intent not in LISTS:
        return None
    place = said_place(query)
    return OfficerQuery(
        late=intent is Intent.LATE,
        soon=intent is Intent.SOON,
        is_open=intent is Intent.OPEN,
        new=intent is Intent.NEW,
        waiting=intent is Intent.WAITING,
        department=department_in(query, departments)[0],
        village=place.village if place else None,
    )


def searched_words(query: str) -> str:
    """What to search for in a folded query for a case: the name of a person in it, else its matter."""
    person = _PERSON.search(query)
    if person is not None:
        return person[0].strip()
    return _AFTER.sub("", _BEFORE.sub("", query)).strip() or query
