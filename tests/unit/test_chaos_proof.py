"""The proof of `make chaos` can fail: each broken promise, made up, is found."""

from dataclasses import replace

import pytest

from bot.wiring import read_words
from storage.attachments import State as Attached
from storage.outbox import State
from tests.chaos.cast import name
from tests.chaos.proof import faults_found
from tests.chaos.record import Call, Did, Kept, Owed, Photo, Record, Sent

NUMBERS = ("นว-2570-000001-4", "นว-2570-000002-2", "นว-2570-900001-0")
LAMP, ROAD, STAFF = "บ้านเลขที่ p00-0001", "บ้านเลขที่ p05-0001", "บ้านเลขที่ p03-0001"
QUESTION = "เรื่องนี้เกี่ยวกับอะไรคะ"
OFFER = "ขออภัยค่ะ ระบบขัดข้องไปช่วงหนึ่ง\nถ้ายังไม่เห็นคำตอบล่าสุด กด “ดูคำตอบล่าสุด” ค่ะ"
LOST = "สิ่งที่ส่งมาเปิดไม่ได้แล้วค่ะ ถ้ายังมีอยู่ ช่วยส่งใหม่อีกครั้งนะคะ"
OLD_BUTTON = "ปุ่มนี้เป็นของเก่า ใช้ไม่ได้แล้วค่ะ"
TAKEN_FIRST = "ช่างเอก รับเรื่องนี้ไปก่อนแล้วเมื่อ 23 พ.ย. 2569 08:20 น."
MONTH = Sent("palad", "สรุปเดือนตุลาคม 2569: รับ 2 เรื่อง ตอบทันกำหนด 1 เรื่อง")
DIGESTS = [Sent(officer, "งานเช้านี้\nงานวันที่ 23 พ.ย. 2569") for officer in ("chang", "chang2")]
IN_DOUBT = "its reply may have arrived, no answer came"


def receipt(chat: str, number: str) -> Sent:
    return Sent(chat, f"รับแจ้งแล้ว เลขที่ {number}")


def new_case(officer: str, number: str, words: str) -> Sent:
    return Sent(officer, f"มีเรื่อง\nเรื่องใหม่\n{number}\n{words}")


def accepted(chat: str, number: str) -> Sent:
    return Sent(chat, f"เรื่อง {number}: กองช่าง รับเรื่องของท่านแล้ว และกำลังดำเนินการค่ะ")


CASES = [
    Kept(NUMBERS[0], "p00", f"ไฟดับ {LAMP}", accepted=1, row=1),
    Kept(NUMBERS[1], "p05", f"ถนนพัง {ROAD}", row=2),
    Kept(NUMBERS[2], "", f"พูดจาไม่ดี {STAFF}", restricted=True, accepted=1, row=3),
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
    kept=1,
    mornings=["2026-11-23"],
    months=["2569-10"],
)
PHOTOS = {"photo-1": Photo(Attached.KEPT, 1), "photo-2": Photo(Attached.GONE, 1)}
KEPT = Record(
    did=DID,
    cases=CASES,
    sent=SENT,
    calls=[Call("request-1"), Call("request-2", "key-2"), Call("request-x")],
    owed=[
        Owed(1, State.SENT, None, "reply", "key-1", "request-1"),
        Owed(2, State.SENT, None, "push", "key-2", "request-2"),
        Owed(3, State.SENT, None, "ride", "key-3"),
        # LINE called its token spent: the answer of an earlier try was never heard.
        Owed(4, State.SENT, None, "reply", "key-4", "request-4"),
    ],
    handled={"event-1": 1, "event-2": 1},
    photos=PHOTOS,
    mornings=["2026-11-20", "2026-11-23"],
    months=["2569-10"],
)


def without(*gone: Sent) -> list[Sent]:
    return [sent for sent in SENT if sent not in gone]


def owed(**different) -> list[Owed]:
    return [
        *KEPT.owed,
        Owed(**{"row": 9, "state": State.GIVEN_UP, "retry_key": "key-9"} | different),
    ]


def test_a_run_in_which_every_promise_was_kept_passes():
    assert faults_found(KEPT) == []


def test_what_the_proof_looks_for_are_the_words_people_read():
    say = read_words().say
    assert say("apology.perhaps_missed", "th") == OFFER
    assert say("office.old_button", "th") == OLD_BUTTON
    assert say("attachment.gone", "th") == LOST
    assert say("digest.title", "th", day="23 พ.ย. 2569") in DIGESTS[0].words
    assert say("officer.new_heading", "th") in new_case("chang", "", "").words.splitlines()
    assert say("officer.done_accept", "th", number=NUMBERS[0]) in [sent.words for sent in SENT]
    assert TAKEN_FIRST.endswith(
        say("refusals.already_accepted", "th", officer="", hour="23 พ.ย. 2569 08:20 น.").strip()
    )


MANY = [
    replace(CASES[1], number=f"นว-2570-0001{n:02}-0", detail=f"{ROAD[:-4]}{n:04}", row=n)
    for n in range(2, 13)
]
"""After the first case of p05 eleven more: of the last two no officer hears one by one."""

ACCOUNTED_FOR = {
    "a notice of the eleventh case of one person within an hour": {
        "cases": [*CASES, *MANY],
        "did": replace(
            DID,
            filed={**DID.filed, "p05": [ROAD, *(f"{ROAD[:-4]}{n:04}" for n in range(2, 13))]},
        ),
        "sent": [
            *SENT,
            *(receipt("p05", case.number) for case in MANY),
            *(new_case(one, case.number, ROAD) for case in MANY[:9] for one in ("chang", "chang2")),
        ],
    },
    "a photo that LINE lost before its case was filed": {
        "photos": {**PHOTOS, "photo-2": Photo(Attached.GONE)}
    },
    "one that was also forgotten since": {"photos": {**PHOTOS, "photo-2": Photo(None)}},
    "a question that stands again below a photo that was lost": {"sent": [*SENT, SENT[0]]},
    "an answer that was offered again": {"sent": [*without(SENT[1]), Sent("p00", OFFER)]},
    "an answer that came twice because its button was pressed": {
        "sent": [*SENT, SENT[1], Sent("p00", OFFER)],
        "did": replace(DID, pressed={"p00": 1}),
    },
    "an answer that was forgotten before its button was pressed": {
        "sent": [*without(SENT[1]), Sent("p00", OFFER), Sent("p00", OLD_BUTTON)],
        "did": replace(DID, pressed={"p00": 1}),
    },
    "a message that waits for its reader's next word": {
        "sent": without(SENT[5]),
        "owed": owed(state=State.HELD, reason="rides", recipient="p00"),
    },
    "a digest that the next one overtook": {
        "sent": without(DIGESTS[0]),
        "owed": owed(reason="overtaken"),
    },
    "a reply that arrived, though nobody heard so": {
        "calls": [*KEPT.calls, Call("request-y")],
        "owed": owed(reason=IN_DOUBT),
    },
    "a digest on a morning nobody waited for": {
        "sent": [*SENT, Sent("chang", "งานวันที่ 20 พ.ย. 2569")]
    },
}


@pytest.mark.parametrize("change", ACCOUNTED_FOR.values(), ids=ACCOUNTED_FOR.keys())
def test_what_is_accounted_for_is_no_fault(change):
    assert faults_found(replace(KEPT, **change)) == []


BROKEN = {
    # ------------------------------------------------------------ what is kept
    "an acknowledged event that was lost": (
        {"handled": {"event-1": 1}},
        ["p05: event event-2 was handled 0 times"],
    ),
    "an event handled twice": (
        {"handled": {"event-1": 2, "event-2": 1}},
        ["p00: event event-1 was handled 2 times"],
    ),
    "an event set aside": ({"set_aside": 1}, ["1 events were set aside"]),
    "a lost case": (
        {
            "cases": [CASES[0], CASES[2]],
            "sent": without(SENT[3], SENT[8], SENT[9]),
        },
        [f"{ROAD}: 0 cases"],
    ),
    "two cases for one": (
        {
            "cases": [*CASES, Kept("นว-2570-000004-9", "p05", ROAD, row=4)],
            "sent": [
                *SENT,
                receipt("p05", "นว-2570-000004-9"),
                *(new_case(one, "นว-2570-000004-9", ROAD) for one in ("chang", "chang2")),
            ],
        },
        [f"{ROAD}: 2 cases"],
    ),
    "a case nobody confirmed": (
        {"did": replace(DID, filed={"p00": [LAMP], "p03": [STAFF]})},
        [f"{ROAD}: a case nobody finished filing"],
    ),
    "a number given twice": (
        {
            "cases": [*CASES, replace(CASES[0], detail=f"{LAMP[:-1]}2")],
            "did": replace(DID, filed={**DID.filed, "p00": [LAMP, f"{LAMP[:-1]}2"]}),
        },
        [f"{NUMBERS[0]} given 2 times"],
    ),
    "a case of the wrong person": (
        {"cases": [CASES[0], replace(CASES[1], detail=f"{ROAD} {LAMP}"), CASES[2]]},
        [f"{LAMP}: 2 cases", f"{NUMBERS[1]} of p05 says: {ROAD} {LAMP}"],
    ),
    "a photo that was lost": (
        {"photos": {**PHOTOS, "photo-1": Photo(Attached.GONE, 1)}},
        ["photo photo-1 of p00 is 2, not 1"],
    ),
    "a photo nobody knows of": (
        {"photos": {**PHOTOS, "photo-1": Photo(None)}},
        ["photo photo-1 of p00 is None, not 1", "photo photo-1 of p00 is with case None"],
    ),
    "a photo with another's case": (
        {"photos": {**PHOTOS, "photo-1": Photo(Attached.KEPT, 2)}},
        ["photo photo-1 of p00 is with case 2"],
    ),
    "one sender out of order": (
        {
            "cases": [
                replace(CASES[0], detail=f"ไฟดับ {LAMP[:-1]}2"),
                replace(CASES[1], reporter="p00", detail=LAMP),
                CASES[2],
            ],
            "did": replace(DID, filed={"p00": [LAMP, f"{LAMP[:-1]}2"], "p03": [STAFF]}),
            "sent": [*without(SENT[3]), receipt("p00", NUMBERS[1])],
        },
        [f"p00: filed out of order: {[f'{LAMP[:-1]}2', LAMP]}"],
    ),
    "a name kept of someone who wished none to be": (
        {"cases": [*CASES[:2], replace(CASES[2], reporter="p03")]},
        [f"{NUMBERS[2]} about staff names p03, who wished not to be"],
    ),
    "a case two officers took": (
        {"cases": [replace(CASES[0], accepted=2), *CASES[1:]]},
        [f"{NUMBERS[0]} was accepted 2 times"],
    ),
    "a case neither of two officers took": (
        {"cases": [replace(CASES[0], accepted=0), *CASES[1:]], "sent": without(SENT[5])},
        [f"{NUMBERS[0]} was accepted by nobody, though two pressed"],
    ),
    "a month that was never frozen": (
        {"months": []},
        ["months told: [], due: ['2569-10']"],
    ),
    "a morning without a digest": (
        {"mornings": ["2026-11-20"]},
        ["no digest was made on 2026-11-23"],
    ),
    # ------------------------------------------------------------ what is said
    "a doubled receipt": ({"sent": [*SENT, SENT[3]]}, [f"p05: receipt {NUMBERS[1]} came 2 times"]),
    "a question asked twice": ({"sent": [*SENT, SENT[2]]}, ["p05: question came 2 times"]),
    "a photo that was lost without a word": (
        {"sent": without(SENT[-1])},
        ["p00: 1 never came (lost), 0 were offered or wait"],
    ),
    "an address told twice": ({"sent": [*SENT, SENT[14]]}, ["q00: contact came 2 times"]),
    "a step told twice": ({"sent": [*SENT, SENT[5]]}, [f"p00: accepted {NUMBERS[0]} came 2 times"]),
    "a case told twice to its keeper": (
        {"sent": [*SENT, SENT[10]]},
        [f"integrity: new {NUMBERS[2]} came 2 times"],
    ),
    "a press answered twice": ({"sent": [*SENT, SENT[13]]}, ["chang2: taken came 2 times"]),
    "a month told twice": ({"sent": [*SENT, MONTH]}, ["palad: month ตุลาคม 2569 came 2 times"]),
    "a digest told twice": (
        {"sent": [*SENT, DIGESTS[1]]},
        ["chang2: digest 23 พ.ย. 2569 came 2 times"],
    ),
    "an answer doubled beyond what was pressed for": (
        {
            "sent": [*SENT, SENT[1], SENT[1], Sent("p00", OFFER)],
            "did": replace(DID, pressed={"p00": 1}),
        },
        [f"p00: receipt {NUMBERS[0]} came 3 times"],
    ),
    "an answer that never came": (
        {"sent": without(SENT[3])},
        [f"p05: 1 never came (receipt {NUMBERS[1]}), 0 were offered or wait"],
    ),
    "one offer for two absent answers": (
        {"sent": [*without(SENT[2], SENT[3]), Sent("p05", OFFER)]},
        [f"p05: 2 never came (question, receipt {NUMBERS[1]}), 1 were offered or wait"],
    ),
    "an offer that was pressed and brought nothing": (
        {"sent": [*without(SENT[1]), Sent("p00", OFFER)], "did": replace(DID, pressed={"p00": 1})},
        [f"p00: 1 never came (receipt {NUMBERS[0]}), 0 were offered or wait"],
    ),
    "an officer who never heard of a case": (
        {"sent": without(SENT[8])},
        [f"chang: 1 never came (new {NUMBERS[1]}), 0 were offered or wait"],
    ),
    "an officer whose press was never answered": (
        {"sent": without(SENT[13])},
        ["chang2: 1 never came (taken), 0 were offered or wait"],
    ),
    "a month never told": (
        {"sent": without(MONTH)},
        ["palad: 1 never came (month ตุลาคม 2569), 0 were offered or wait"],
    ),
    "a digest never told": (
        {"sent": without(DIGESTS[0])},
        ["chang: 1 never came (digest 23 พ.ย. 2569), 0 were offered or wait"],
    ),
    "a push accepted twice": (
        {"calls": [*KEPT.calls, Call("request-9", "key-2")]},
        ["push key-2 was accepted 2 times"],
    ),
    "a push that nobody owed": (
        {"calls": [*KEPT.calls, Call("request-9", "key-9")]},
        ["push key-9 was owed to nobody"],
    ),
    "a push that is called sent and was not": (
        {"owed": owed(state=State.SENT, sent_by="push")},
        ["outbox 9 says it was pushed, and was not"],
    ),
    "one reply for two messages": (
        {"owed": owed(state=State.SENT, sent_by="reply", request_id="request-1")},
        ["reply request-1 stands for 2 messages"],
    ),
    "a reply presumed to have arrived that did not": (
        {"owed": owed(state=State.SENT, sent_by="reply", request_id="request-9")},
        ["LINE accepted 1 replies unheard; 2 were presumed to be, 0 in doubt"],
    ),
    "a reply that nobody owed": (
        {"calls": [*KEPT.calls, Call("request-y")]},
        ["LINE accepted 2 replies unheard; 1 were presumed to be, 0 in doubt"],
    ),
    "a message still waiting": (
        {"owed": owed(state=State.WAITING, reason="500")},
        ["outbox 9 is waiting: 500"],
    ),
    "a message dropped without a reason": ({"owed": owed()}, ["outbox 9 is given_up: no reason"]),
    "a message dropped for a reason that is none": (
        {"owed": owed(reason="400 The request body has 1 error(s)")},
        ["outbox 9 is given_up: 400 The request body has 1 error(s)"],
    ),
    "a message held for no reason": (
        {"owed": owed(state=State.HELD)},
        ["outbox 9 is held: no reason"],
    ),
    "a receipt to the wrong person": (
        {"sent": [*without(SENT[1]), receipt("p05", NUMBERS[0])]},
        [
            f"p00: 1 never came (receipt {NUMBERS[0]}), 0 were offered or wait",
            f"p05: receipt {NUMBERS[0]} came 1 times",
            "p05 was sent what belongs to p00",
        ],
    ),
    "words to the wrong person": (
        {"sent": [*SENT, Sent("p00", f"ตรวจดูก่อนส่ง: {ROAD}")]},
        ["p00 was sent what belongs to p05"],
    ),
    "a number nobody has": (
        {"sent": [*SENT, Sent("p00", "นว-2570-000009-9")]},
        ["p00 was sent what belongs to nobody"],
    ),
    "a complaint about staff shown to another officer": (
        {"sent": [*SENT, Sent("chang", f"อ่านดูสิ {CASES[2].detail}")]},
        [f"chang was sent what is for the keeper: {[CASES[2].detail]}"],
    ),
    "its number shown to an executive": (
        {"sent": [*SENT, Sent("palad", NUMBERS[2])]},
        [f"palad was sent what is for the keeper: {[NUMBERS[2]]}"],
    ),
    "its reporter's name shown to its keeper": (
        {"sent": [*SENT, Sent("integrity", f"ผู้แจ้ง {name('p03')}")]},
        ["integrity was told the name of p03"],
    ),
}


@pytest.mark.parametrize(("change", "faults"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_promise_is_found(change, faults):
    assert sorted(faults_found(replace(KEPT, **change))) == sorted(faults)
