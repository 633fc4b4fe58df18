"""Whether the wording of a question speaks of money, gifts or favours that staff ask for.

The answer to such a question accuses somebody, so it belongs to the protected track. A fee or an allowance alone
is an ordinary matter: a word for a thing counts only with a word for taking it out of turn.
"""

from __future__ import annotations

import re

_UNLAWFUL = re.compile(
    r"สินบน|ใต้โต๊ะ|เรียกรับ|รับเงินจาก|ของขวัญ|ของกำนัล|ของฝาก|ของตอบแทน|สิ่งตอบแทน|สินน้ำใจ|น้ำร้อนน้ำชา|ค่าน้ำชา|ค่าน้ำมันรถ"
    r"|ใส่ซอง|ให้ซอง|รับซอง|ขอซอง|เงินพิเศษ|เงินทอน|ส่วย|หัวคิว|ทุจริต|คอร์?รั[ปบ]ชั[่]?น|ค่าอำนวยความสะดวก|ไม่มีใบเสร็จ|ไม่ออกใบเสร็จ|ไม่ได้ใบเสร็จ"
    r"|\bbrib|\bgifts?\b|kickback|under the table|corrupt|without a receipt|tea money",
    re.IGNORECASE,
)
_THING = re.compile(
    r"เงิน|ตังค์?|สตางค์|ทรัพย์สิน|ผลประโยชน์|ประโยชน์อื่น|สิ่งของ|ค่าตอบแทน|ค่าใช้จ่าย|ค่าธรรมเนียม|ค่าบริการ|เลี้ยงข้าว|เลี้ยงอาหาร|เลี้ยงเหล้า"
    r"|\bmoney\b|\bcash\b|\bpay(?:ments?)?\b|\bfees?\b|\bfavou?rs?\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"(?:เจ้าหน้าที่|พนักงาน|ผู้บริหาร|ข้าราชการ|จนท\.?|ใคร|ผู้ใด|คนใน\s*อบต\.?)\s*(?:ของ\s*)?(?:อบต\.?\s*)?(?:\S{0,12}?)(?:ขอ(?!ง|ให้)|เรียก|รีด|เก็บ)"
    r"|ถูก(?:ขอ(?!ง)|เรียก|เก็บ|รีด)|โดน(?:ขอ(?!ง)|เรียก|เก็บ|รีด)|เรียก(?:เงิน|ร้อง|เก็บเงิน|เอา|ค่า)|แลกกับ|เพื่อแลก|นอกเหนือ|เกินกว่าที่|เกินอัตรา|เกินจริง|โดยไม่ชอบ|มิชอบ"
    r"|ตอบแทน|ให้เร็วขึ้น|ลัดคิว|เข้ากระเป๋า|ส่วนตัว"
    r"|\bask(?:ed|s|ing)?\b|demand|\bextra\b|in return|in exchange|on top of|to speed",
    re.IGNORECASE,
)


def asks_for_gain(*texts: str) -> bool:
    """Whether one of these texts speaks of a demand for money or gifts: the Thai wording or the English one."""
    return any(
        _UNLAWFUL.search(text) or (_THING.search(text) and _TAKEN.search(text)) for text in texts
    )
