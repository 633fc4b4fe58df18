"""Whether an officer asks for the list of orders: a text of the word คำสั่ง and words about orders alone.

Any other word may be the text of an order, or of a message to a reporter, and is left to other rules.
"""

import re
from collections.abc import Iterable

_ABOUT = (
    *("ขอ", "ช่วย", "อยาก", "มี", "ดู", "เปิด", "เช็ค", "เช็ก", "แสดง", "สรุป", "หา", "รายการ", "ประวัติ"),
    *("ที่", "ของ", "ถึง", "จาก", "ให้", "ล่าสุด", "ทั้งหมด", "ค้าง", "ใหม่", "เก่า", "ยัง", "ไม่", "ได้", "รอ"),
    *(
        "รับทราบ",
        "ทราบ",
        "ตอบ",
        "สั่ง",
        "ไป",
        "ไว้",
        "มา",
        "อยู่",
        "แล้ว",
        "ทำ",
        "ตาม",
        "เสร็จ",
        "ยกเลิก",
        "การ",
    ),
    *("นายก", "ปลัด", "ท่าน", "ฉัน", "ผม", "หนู", "ดิฉัน", "เรา", "กอง", "หัวหน้า", "ใคร", "นี้", "วันนี้"),
    *(
        "สัปดาห์",
        "อาทิตย์",
        "เดือน",
        "กำหนด",
        "เกิน",
        "อะไร",
        "ไหน",
        "ไหม",
        "มั้ย",
        "บ้าง",
        "กี่",
        "ข้อ",
        "เรื่อง",
    ),
    *("หน่อย", "ครับ", "ค่ะ", "คะ", "นะ", "จ้า", "ๆ"),
)
LONGEST = 60


def asks_for_orders(text: str, departments: Iterable[str] = ()) -> bool:
    """Whether a text asks for orders. `departments`: names of departments, which may be among its words."""
    typed = "".join(text.lower().split())
    if typed in {"orders", "myorders", "showorders", "listorders"}:
        return True
    if len(typed) > LONGEST or "คำสั่ง" not in typed:
        return False
    names = sorted(("".join(one.split()) for one in departments), key=len, reverse=True)
    about = "|".join(map(re.escape, (*names, *_ABOUT)))
    return re.fullmatch(f"(?:{about})*คำสั่ง(?:{about})*[?？.]*", typed) is not None
