"""What the stories about staff complaints share: a story, the ways to be known, and a custodian's question."""

STORY = "เรียกรับเงินค่าเซ็นเอกสาร 500 บาท"
NAMED, SEALED, UNLINKED = "ให้ผู้รับเรื่องเห็นชื่อ", "ปกปิดชื่อ", "ไม่เก็บชื่อเลย"


def asks(custodian, question):
    return custodian.presses("ขอข้อมูลเพิ่ม").says(question).presses("ยืนยัน")
