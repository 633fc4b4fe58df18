"""The proof of `make chaos` can fail: each broken promise, made up, is found."""

from dataclasses import replace

import pytest

from bot.wiring import read_words
from storage.outbox import State
from tests.chaos.proof import faults_found
from tests.chaos.record import Kept, Owed, Record, Sent

NUMBERS = ("นว-2570-000001-4", "นว-2570-000002-2", "นว-2570-000003-0")
FIRST, SECOND, THIRD = "บ้านเลขที่ somsri-0001", "บ้านเลขที่ boonmee-0001", "บ้านเลขที่ somsri-0002"
QUESTION = "เรื่องนี้เกี่ยวกับอะไรคะ"
OFFER = "ขออภัยค่ะ เมื่อครู่ระบบขัดข้อง\nถ้ายังไม่เห็นคำตอบ กด “ดูคำตอบล่าสุด” ค่ะ"
MONTH = Sent("palad", "สรุปเดือน ตุลาคม 2569")


def receipt(chat: str, number: str) -> Sent:
    return Sent(chat, f"รับแจ้งแล้ว เลขที่ {number}")


CASES = [
    Kept(NUMBERS[0], "somsri", f"ไฟดับ {FIRST}"),
    Kept(NUMBERS[1], "boonmee", f"ถนนพัง {SECOND}"),
    Kept(NUMBERS[2], "somsri", f"น้ำไม่ไหล {THIRD}"),
]
SENT = [
    Sent("somsri", QUESTION),
    receipt("somsri", NUMBERS[0]),
    Sent("boonmee", QUESTION),
    Sent("boonmee", f"ตรวจดูก่อนส่ง: ถนนพัง {SECOND}"),
    receipt("boonmee", NUMBERS[1]),
    Sent("somsri", QUESTION),
    receipt("somsri", NUMBERS[2]),
    MONTH,
]
KEPT = Record(
    acknowledged={"somsri": [FIRST, THIRD], "boonmee": [SECOND]},
    cases=CASES,
    sent=SENT,
    unsent=[],
    set_aside=0,
    executive="palad",
)


def without(*gone: Sent) -> list[Sent]:
    return [sent for sent in SENT if sent not in gone]


def test_a_run_in_which_every_promise_was_kept_passes():
    assert faults_found(KEPT) == []


def test_the_offer_is_known_by_the_words_it_is_made_in():
    assert read_words().say("apology.perhaps_missed", "th") == OFFER


def test_an_answer_that_was_offered_again_may_be_absent():
    sent = [*without(SENT[1]), Sent("somsri", OFFER)]
    assert faults_found(replace(KEPT, sent=sent)) == []


def test_a_message_given_up_for_a_reason_is_accounted_for():
    assert faults_found(replace(KEPT, unsent=[Owed(7, State.GIVEN_UP, "blocked")])) == []


BROKEN = {
    "a lost case": (
        {"cases": [CASES[0], CASES[2]], "sent": without(SENT[4])},
        [f"{SECOND}: 0 cases"],
    ),
    "two cases for one": (
        {"cases": [*CASES, Kept("นว-2570-000004-9", "boonmee", SECOND)]},
        [
            f"{SECOND}: 2 cases",
            "boonmee: 1 answers never came, 0 were offered again",
        ],
    ),
    "a case nobody confirmed": (
        {"acknowledged": {"somsri": [FIRST, THIRD], "boonmee": []}, "sent": without(SENT[2])},
        [f"{SECOND}: a case nobody finished filing"],
    ),
    "a number given twice": (
        {
            "cases": [*CASES[:2], Kept(NUMBERS[0], "somsri", f"น้ำไม่ไหล {THIRD}")],
            "sent": without(SENT[6]),
        },
        [f"{NUMBERS[0]} given 2 times"],
    ),
    "a case of the wrong person": (
        {"cases": [CASES[0], Kept(NUMBERS[1], "boonmee", f"{SECOND} {FIRST}"), CASES[2]]},
        [f"{FIRST}: 2 cases", f"{NUMBERS[1]} of boonmee says: {SECOND} {FIRST}"],
    ),
    "one sender out of order": (
        {"cases": [CASES[2], CASES[1], CASES[0]]},
        [f"somsri: filed out of order: {[THIRD, FIRST]}"],
    ),
    "a doubled receipt": (
        {"sent": [*SENT, SENT[4]]},
        [f"receipt of {NUMBERS[1]} (boonmee) came 2 times"],
    ),
    "a receipt to the wrong person": (
        {"sent": [*SENT, receipt("boonmee", NUMBERS[0])]},
        [
            f"receipt of {NUMBERS[0]} (somsri) went to boonmee",
            "boonmee was sent what belongs to somsri",
        ],
    ),
    "words to the wrong person": (
        {"sent": [*SENT, Sent("somsri", f"ตรวจดูก่อนส่ง: {SECOND}")]},
        ["somsri was sent what belongs to boonmee"],
    ),
    "a receipt that never came": (
        {"sent": without(SENT[4])},
        [
            "boonmee: 1 answers never came, 0 were offered again",
        ],
    ),
    "one offer for two absent answers": (
        {"sent": [*without(SENT[2], SENT[4]), Sent("boonmee", OFFER)]},
        [
            "boonmee: 2 answers never came, 1 were offered again",
        ],
    ),
    "a question asked twice": (
        {"sent": [*SENT, SENT[2]]},
        ["boonmee: asked the topic 2 times for 1 complaints"],
    ),
    "a month told twice": ({"sent": [*SENT, MONTH]}, ["the month came 2 times"]),
    "a month never told": ({"sent": without(MONTH)}, ["the month came 0 times"]),
    "a message still waiting": (
        {"unsent": [Owed(7, State.WAITING, "500")]},
        ["outbox 7 is waiting: 500"],
    ),
    "a message dropped without a reason": (
        {"unsent": [Owed(7, State.GIVEN_UP, None)]},
        ["outbox 7 is given_up: no reason"],
    ),
    "an event set aside": ({"set_aside": 1}, ["1 events were set aside"]),
}


@pytest.mark.parametrize(("change", "faults"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_promise_is_found(change, faults):
    assert faults_found(replace(KEPT, **change)) == faults
