"""Recognise praise that may tell of a wrong: kind words with money, favour, a condition or an exception in them.

"So good that one has to pay more" has only words of praise for a statistical model. What is recognised here is not
sent before its writer says that it is praise; that costs one press.
"""

import re

LONGEST = 60
"""Characters of the longest such praise; a longer text tells a story, in which these words mean other things."""
_EDGED = re.compile(
    "จ่าย|เงิน|ตังค์|บาท|ร้อย(?!เอ็ด|เปอร์|ลี)|แบงค์|แบงก์|ซอง|ของขวัญ|ของฝาก|น้ำใจ(?!ดี|งาม)|เหล้า|ใต้โต๊ะ|ใบเสร็จ"
    "|เส้นสาย|ลูกหลาน|ญาติ(?!มิตร)|พวก(?!เขา|เรา|พี่|น้อง|ท่าน)|รู้จัก|คนใน|ฝากเด็ก|ฝากลูก|เฉพาะ|ถ้า|หลังให้|ไม่เต็มใจ"
    "|(?<!ตั้ง)แต่(?!ก่อน|ละ|เดิม)|ยกเว้น|เว้นแต่|สมกับ|สมแล้ว|คนรวย"
    r"|\b(?:if|only|but|except|unless|money|pays?|paid|cash)\b"
)


def is_double_edged(text: str) -> bool:
    """Whether short praise has words in it that thanks for good work seldom needs."""
    return len(text) <= LONGEST and bool(_EDGED.search(text.lower()))
