"""The checks of the messages find every kind of broken rule, and accept what has a known reason."""

from dataclasses import replace

import pytest

from bot.wiring import read_translations
from storage.cases.attachments import AttachmentState
from storage.queues.outbox import OutboxState
from tests.chaos.participants import name
from tests.chaos.proof import broken_promises
from tests.chaos.record import Call, Photo, Sent
from tests.unit.chaos_proof.whole import (
    CASES,
    DID,
    DIGESTS,
    IN_DOUBT,
    KEPT,
    LATE,
    LOST,
    MONTH,
    NUMBERS,
    OFFER,
    OLD_BUTTON,
    PHOTOS,
    ROAD,
    SENT,
    TAKEN_FIRST,
    new_case,
    owed,
    receipt,
    without,
)


def test_a_run_in_which_every_promise_was_kept_passes():
    assert broken_promises(KEPT) == []


def test_what_the_proof_looks_for_are_the_words_people_read():
    say = read_translations().say
    assert say("apology.perhaps_missed", "th") == OFFER
    assert say("office.old_button", "th") == OLD_BUTTON
    assert say("attachment.gone", "th") == LOST
    assert say("digest.title", "th", day="23 พ.ย. 2569") in DIGESTS[0].words
    assert say("officer.new_heading", "th") in new_case("chang", "", "").words.splitlines()
    assert say("officer.done_accept", "th", number=NUMBERS[0]) in [sent.words for sent in SENT]
    for sent, heading, day in zip(
        LATE, ("finish_100", "finish_palad", "answer_100"), ("20", "20", "21"), strict=True
    ):
        assert say(f"clocks.{heading}", "th", day=f"{day} พ.ย. 2569") in sent.words.splitlines()
    assert TAKEN_FIRST.endswith(
        say("refusals.already_accepted", "th", officer="", hour="23 พ.ย. 2569 08:20 น.").strip()
    )


MANY = [
    replace(CASES[1], number=f"นว-2570-0001{n:02}-0", detail=f"{ROAD[:-4]}{n:04}", row=n)
    for n in range(2, 13)
]
"""After the first case of p05 eleven more: officers get no single notice of the last two."""

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
        "photos": {**PHOTOS, "photo-2": Photo(AttachmentState.GONE)}
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
        "owed": owed(state=OutboxState.DEFERRED, reason="bundled only", recipient="p00"),
    },
    "a digest that the next one overtook": {
        "sent": without(DIGESTS[0]),
        "owed": owed(reason="overtaken"),
    },
    "a reply that arrived, though nobody heard so": {
        "calls": [*KEPT.calls, Call("request-y")],
        "owed": owed(reason=IN_DOUBT),
    },
    "five late cases in one message that waits": {
        "cases": [replace(CASES[0], warned={"late_palad": 4, "unanswered_palad": 1}), *CASES[1:]],
        "sent": without(*LATE),
        "owed": owed(state=OutboxState.DEFERRED, reason="429", recipient="palad"),
    },
    "a digest on a morning nobody waited for": {
        "sent": [*SENT, Sent("chang", "งานวันที่ 20 พ.ย. 2569")]
    },
}


@pytest.mark.parametrize("change", ACCOUNTED_FOR.values(), ids=ACCOUNTED_FOR.keys())
def test_what_is_accounted_for_is_no_fault(change):
    assert broken_promises(replace(KEPT, **change)) == []


BROKEN = {
    "a doubled receipt": ({"sent": [*SENT, SENT[3]]}, [f"p05: receipt {NUMBERS[1]} came 2 times"]),
    "a question asked twice": ({"sent": [*SENT, SENT[2]]}, ["p05: question came 2 times"]),
    "a photo that was lost without a word": (
        {"sent": without(SENT[-1])},
        ["p00: 1 never came (lost), 0 were offered or wait"],
    ),
    "an address told twice": ({"sent": [*SENT, SENT[14]]}, ["q00: contact came 2 times"]),
    "a step told twice": ({"sent": [*SENT, SENT[5]]}, [f"p00: accepted {NUMBERS[0]} came 2 times"]),
    "a case told twice to its custodian": (
        {"sent": [*SENT, SENT[10]]},
        [f"integrity: new {NUMBERS[2]} came 2 times"],
    ),
    "a press answered twice": ({"sent": [*SENT, SENT[13]]}, ["chang2: taken came 2 times"]),
    "a month told twice": ({"sent": [*SENT, MONTH]}, ["palad: month ตุลาคม 2569 came 2 times"]),
    "a digest told twice": (
        {"sent": [*SENT, DIGESTS[1]]},
        ["chang2: digest 23 พ.ย. 2569 came 2 times"],
    ),
    "a late case told twice": (
        {"sent": [*SENT, LATE[0]]},
        [f"palad: late {NUMBERS[0]} เสร็จ came 3 times"],
    ),
    "a late case never told": (
        {"sent": without(LATE[2])},
        [f"palad: 1 never came (late {NUMBERS[0]} ตอบผู้แจ้ง), 0 were offered or wait"],
    ),
    "six late cases, and one message that waits": (
        {
            "cases": [replace(CASES[0], warned={"late_palad": 6}), *CASES[1:]],
            "sent": without(*LATE),
            "owed": owed(state=OutboxState.DEFERRED, reason="429", recipient="palad"),
        },
        [f"palad: 6 never came (late {NUMBERS[0]} เสร็จ), 1 were offered or wait"],
    ),
    "a late case about staff told to an executive": (
        {"sent": [*without(SENT[-2]), replace(SENT[-2], chat="palad")]},
        [
            f"integrity: 1 never came (late {NUMBERS[2]} เสร็จ), 0 were offered or wait",
            f"palad was sent what is for the custodian: {[NUMBERS[2]]}",
            f"palad: late {NUMBERS[2]} เสร็จ came 1 times",
        ],
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
        {"owed": owed(state=OutboxState.SENT, sent_by="push")},
        ["outbox 9 says it was pushed, and was not"],
    ),
    "one reply for two messages": (
        {"owed": owed(state=OutboxState.SENT, sent_by="reply", request_id="request-1")},
        ["reply request-1 stands for 2 messages"],
    ),
    "a reply presumed to have arrived that did not": (
        {"owed": owed(state=OutboxState.SENT, sent_by="reply", request_id="request-9")},
        ["LINE accepted 1 replies unheard; 2 were presumed to be, 0 in doubt"],
    ),
    "a reply that nobody owed": (
        {"calls": [*KEPT.calls, Call("request-y")]},
        ["LINE accepted 2 replies unheard; 1 were presumed to be, 0 in doubt"],
    ),
    "a message still waiting": (
        {"owed": owed(state=OutboxState.WAITING, reason="500")},
        ["outbox 9 is waiting: 500"],
    ),
    "a message dropped without a reason": ({"owed": owed()}, ["outbox 9 is given_up: no reason"]),
    "a message dropped for a reason that is none": (
        {"owed": owed(reason="400 The request body has 1 error(s)")},
        ["outbox 9 is given_up: 400 The request body has 1 error(s)"],
    ),
    "a message held for no reason": (
        {"owed": owed(state=OutboxState.DEFERRED)},
        ["outbox 9 is deferred: no reason"],
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
        [f"chang was sent what is for the custodian: {[CASES[2].detail]}"],
    ),
    "its number shown to an executive": (
        {"sent": [*SENT, Sent("palad", NUMBERS[2])]},
        [f"palad was sent what is for the custodian: {[NUMBERS[2]]}"],
    ),
    "its reporter's name shown to its custodian": (
        {"sent": [*SENT, Sent("integrity", f"ผู้แจ้ง {name('p03')}")]},
        ["integrity was told the name of p03"],
    ),
}


@pytest.mark.parametrize(("change", "faults"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_promise_is_found(change, faults):
    assert sorted(broken_promises(replace(KEPT, **change))) == sorted(faults)
