"""Find the time that a text tells: "yesterday afternoon", "on the 12th", "every month"."""

import re

from domain.text.thai_text import fold

_DAYS = "จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์"
_MONTHS = (
    r"ม\.?\s?ค\.?|ก\.?\s?พ\.?|มี\.?\s?ค\.?|เม\.?\s?ย\.?|พ\.?\s?ค\.?|มิ\.?\s?ย\.?|ก\.?\s?ค\.?|ส\.?\s?ค\.?"
    r"|ก\.?\s?ย\.?|ต\.?\s?ค\.?|พ\.?\s?ย\.?|ธ\.?\s?ค\.?|มกรา(?:คม)?|กุมภา(?:พันธ์)?|มีนา(?:คม)?|เมษา(?:ยน)?"
    r"|พฤษภา(?:คม)?|มิถุนา(?:ยน)?|กรกฎา(?:คม)?|สิงหา(?:คม)?|กันยา(?:ยน)?|ตุลา(?:คม)?|พฤศจิกา(?:ยน)?|ธันวา(?:คม)?"
)
_NUMBER = r"(?:\d{1,4}|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ(?:เอ็ด|สอง)?|หลาย|ไม่กี่|สองสาม|ครึ่ง)"
_UNIT = "วัน|คืน|อาทิตย์|สัปดาห์|เดือน|ปี|ชั่วโมง|นาที"
_PART_OF_DAY = "เช้ามืด|เช้า|สาย|เที่ยง|บ่าย|เย็น|ค่ำ|กลางคืน|กลางวัน|ดึก|หัวค่ำ"
_BEFORE = r"(?:ที่แล้ว|ที่ผ่านมา|ก่อน(?!จะ|ที่|ไป|มา)|กว่า|มาแล้ว|แล้ว|นี้|หน้านี้)"
_LIKELY = (
    rf"เมื่อ(?:วาน(?:ซืน|นี้)?|วันก่อน|วัน(?:{_DAYS})|เช้า|สาย|บ่าย|เย็น|ค่ำ|คืน|กี้|ตะกี้|สักครู่|ปี|เดือน|อาทิตย์|สอง|สาม)"
    rf"|วันนี้|เช้านี้|บ่ายนี้|เย็นนี้|คืนนี้|วันก่อน|วันโน้น|วัน(?:{_DAYS})|วันที่\s?\d{{1,2}}|วันหยุด|วันพระ|วันหวยออก"
    rf"|(?:อาทิตย์|สัปดาห์|เดือน|ปี){_BEFORE}|(?:ต้น|กลาง|ปลาย|สิ้น)(?:เดือน|ปี|อาทิตย์|สัปดาห์)"
    rf"|{_NUMBER}\s?(?:{_UNIT})\s?{_BEFORE}|{_NUMBER}\s?(?:ครั้ง|หน|รอบ)แล้ว|ทุก\s?(?:{_UNIT}|เช้า|เย็น|ครั้ง|งวด)"
    rf"|\d{{1,2}}\s?(?:{_MONTHS})(?![ก-๙])|เดือน\s?(?:{_MONTHS})"
    rf"|(?<!เลขที่)(?<!เลขที่ )(?<!บ้าน )(?<!\d)\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?"
    r"|\d{1,2}[.:]\d{2}\s?(?:น\.?|โมง)?|(?:\d{1,2}|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ(?:เอ็ด)?)\s?(?:โมง|ทุ่ม)(?:เช้า|เย็น|ครึ่ง|กว่า)*"
    rf"|บ่าย\s?(?:\d|หนึ่ง|สอง|สาม|สี่|ห้า|โมง)(?:\s?โมง)?|ตอน\s?(?:{_PART_OF_DAY})"
    rf"|ตี\s?(?:\d|หนึ่ง|สอง|สาม|สี่|ห้า)|(?<![ก-๙])(?:{_PART_OF_DAY})ๆ"
    r"|yesterday|today|this (?:morning|afternoon|evening|week|month)|last (?:night|week|month|year|\w+day)"
    r"|\d+ (?:days?|weeks?|months?|years?) ago"
    r"|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|every (?:day|week|month|time)"
)
_ANSWER = (
    rf"ตอน|ช่วง|สมัย|ก่อน|หลัง|ระหว่าง|เมื่อ|วัน|เดือน|ปี|อาทิตย์|สัปดาห์|โมง|ทุ่ม|{_PART_OF_DAY}|เที่ยงคืน|สงกรานต์|ลอยกระทง|พรรษา"
    r"|เทศกาล|บ่อย|ประจำ|ตลอด|หลายครั้ง|หลายหน|นานแล้ว|มานาน|เพิ่ง|ล่าสุด|ก่อนหน้า|ครั้ง|when|ago|since|during|before|after|often|always|long"
)
_TOLD = re.compile(
    rf"(?:{_LIKELY})(?:\s?(?:ตอน|ช่วง|ประมาณ|ราวๆ|ราว)?\s?(?:{_LIKELY}|(?:{_PART_OF_DAY})(?:ๆ)?))*"
)
_IN_AN_ANSWER = re.compile(_ANSWER)
_NOT_THEN = re.compile(r"(?:ไม่ใช่|บ่แม่น|not)\s*\S+\s+")
_SINCE = re.compile(r"(?:ตั้งแต่|since)\s*$")
_LASTS = re.compile("(?<!ที่)แล้ว$|กว่า$|^ทุก|^every")
_NOT_YET = re.compile("ต่อจาก|พรุ่งนี้|มะรืน|(?:วัน|อาทิตย์|เดือน|ปี)หน้า|จะไป|นัดวัน")


def told_time(text: str) -> str:
    """The words of a text that tell when something happened, as typed; empty if none do."""
    found = None if _NOT_YET.search(text) else _TOLD.search(text)
    return found[0].strip() if found else ""


def told_moment(text: str) -> str:
    """Like `told_time`, but no duration: "out for three days", "since yesterday" and "every month" tell none."""
    told = told_time(text)
    is_since = told and _SINCE.search(text[: text.find(told)])
    return "" if is_since or _LASTS.search(told) else told


def may_tell_time(text: str) -> bool:
    """Whether a text may be the answer to "when was it?", such as "when my mother fetched her allowance"."""
    folded = fold(text)
    return not _NOT_YET.search(folded) and bool(told_time(folded) or _IN_AN_ANSWER.search(folded))


def time_instead(text: str) -> str:
    """The time that a text tells instead of another one: of "not yesterday, on Monday" the Monday."""
    return told_time(_NOT_THEN.sub("", text)) or told_time(text)
