"""The record of a chaos run without faults, which tests change one field at a time."""

from storage.cases.attachments import AttachmentState
from storage.queues.outbox import OutboxState
from tests.chaos.record import Call, Did, OutboxMessage, Photo, Record, Sent, StoredCase

NUMBERS = ("นว-2570-000001-4", "นว-2570-000002-2", "นว-2570-900001-0")
LAMP, ROAD, STAFF = "บ้านเลขที่ p00-0001", "บ้านเลขที่ p05-0001", "บ้านเลขที่ p03-0001"
QUESTION = "เรื่องนี้ตรงกับประเภทใดคะ"
OFFER = "ขออภัยค่ะ ระบบขัดข้องไปช่วงหนึ่ง\nถ้ายังไม่เห็นคำตอบล่าสุด กด “ดูคำตอบล่าสุด” ค่ะ"
LOST = "รูปหรือไฟล์ที่ส่งมาเปิดไม่ได้แล้วค่ะ ถ้ายังมีอยู่ ช่วยส่งใหม่อีกครั้งนะคะ"
OLD_BUTTON = "ปุ่มนี้หมดอายุแล้วค่ะ กรุณากดปุ่มในข้อความล่าสุด"
TAKEN_FIRST = "ช่างเอก รับเรื่องนี้ไปก่อนแล้วเมื่อ 23 พ.ย. 2569 08:20 น."
MONTH = Sent("palad", "สรุปเดือนตุลาคม 2569: รับ 2 เรื่อง ตอบทันกำหนด 1 เรื่อง")
DIGESTS = [Sent(officer, "งานเช้านี้\nงานวันที่ 23 พ.ย. 2569") for officer in ("chang", "chang2")]
IN_DOUBT = "its reply may have arrived, no answer came"


def receipt(chat: str, number: str) -> Sent:
    return Sent(chat, f"รับแจ้งแล้ว เลขที่ {number}")


def new_case(officer: str, number: str, words: str) -> Sent:
    return Sent(officer, f"มีเรื่อง\nเรื่องใหม่\n{number}\n{words}")


def accepted(chat: str, number: str) -> Sent:
    return Sent(chat, f"เรื่อง {number}: กองช่างรับเรื่องของท่านแล้ว และกำลังดำเนินการค่ะ")


def late(officer: str, number: str, heading: str) -> Sent:
    return Sent(officer, f"{heading} {number}\n{heading}\n{number}")


CASES = [
    StoredCase(
        NUMBERS[0],
        "p00",
        f"ไฟดับ {LAMP}",
        accepted=1,
        row=1,
        warned={"late_palad": 2, "unanswered_palad": 1},
    ),
    StoredCase(NUMBERS[1], "p05", f"ถนนพัง {ROAD}", row=2),
    StoredCase(
        NUMBERS[2],
        "",
        f"พูดจาไม่ดี {STAFF}",
        restricted=True,
        accepted=1,
        row=3,
        warned={"late_reminded": 1},
    ),
]
LATE = [
    late("palad", NUMBERS[0], "เกินกำหนดเสร็จวันที่ 20 พ.ย. 2569"),
    late("palad", NUMBERS[0], "เกินกำหนดเสร็จวันที่ 20 พ.ย. 2569 เรียนปลัดเพื่อโปรดทราบ"),
    late("palad", NUMBERS[0], "เกินกำหนดตอบผู้แจ้งวันที่ 21 พ.ย. 2569"),
]
SENT = [
    Sent("p00", QUESTION),
    receipt("p00", NUMBERS[0]),
    Sent("p05", QUESTION),
    receipt("p05", NUMBERS[1]),
    receipt("p03", NUMBERS[2]),
    accepted("p00", NUMBERS[0]),
    *(new_case(officer, NUMBERS[0], LAMP) for officer in ("chang", "chang2")),
    *(new_case(officer, NUMBERS[1], ROAD) for officer in ("chang", "chang2")),
    new_case("integrity", NUMBERS[2], STAFF),
    Sent("integrity", f"รับเรื่อง {NUMBERS[2]} แล้ว และแจ้งให้ผู้แจ้งทราบแล้ว"),
    Sent("chang", f"รับเรื่อง {NUMBERS[0]} แล้ว และแจ้งให้ผู้แจ้งทราบแล้ว"),
    Sent("chang2", TAKEN_FIRST),
    Sent("q00", "ติดต่อเรา โทร 0 3800 0000"),
    MONTH,
    *DIGESTS,
    *LATE,
    late("integrity", NUMBERS[2], "เกินกำหนดเสร็จวันที่ 20 พ.ย. 2569"),
    Sent("p00", LOST),
]
DID = Did(
    filed={"p00": [LAMP], "p05": [ROAD], "p03": [STAFF]},
    ordinary={"p00": 1, "p05": 1},
    asked={"q00": 1},
    events={"p00": ["event-1"], "p05": ["event-2"]},
    photos={"photo-1": "p00", "photo-2": "p00"},
    gone={"photo-2"},
    pairs=[1],
    accepted_by_custodian=1,
    mornings=["2026-11-23"],
    months=["2569-10"],
)
PHOTOS = {"photo-1": Photo(AttachmentState.STORED, 1), "photo-2": Photo(AttachmentState.GONE, 1)}
KEPT = Record(
    did=DID,
    cases=CASES,
    sent=SENT,
    calls=[Call("request-1"), Call("request-2", "key-2"), Call("request-x")],
    owed=[
        OutboxMessage(1, OutboxState.SENT, None, "reply", "key-1", "request-1"),
        OutboxMessage(2, OutboxState.SENT, None, "push", "key-2", "request-2"),
        OutboxMessage(3, OutboxState.SENT, None, "bundled", "key-3"),
        # LINE refused its token as used: the answer to an earlier attempt was lost.
        OutboxMessage(4, OutboxState.SENT, None, "reply", "key-4", "request-4"),
    ],
    handled={"event-1": 1, "event-2": 1},
    photos=PHOTOS,
    mornings=["2026-11-20", "2026-11-23"],
    months=["2569-10"],
)


def without(*gone: Sent) -> list[Sent]:
    return [sent for sent in SENT if sent not in gone]


def owed(**different) -> list[OutboxMessage]:
    return [
        *KEPT.owed,
        OutboxMessage(
            **{"row": 9, "state": OutboxState.GIVEN_UP, "retry_key": "key-9"} | different
        ),
    ]
