"""Checks of the messages after a run: what the pretend LINE accepted against what the outbox says was sent."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from domain.organisation.calendar import BANGKOK
from handlers.core import dates
from handlers.core.unit_of_work import MESSAGES_A_CALL
from handlers.usecases.case_filing import NOTIFIED_PER_HOUR
from storage.queues.outbox import OutboxState
from tests.chaos import participants
from tests.chaos.check_database import owner_of, owners
from tests.chaos.record import Record

NUMBER = re.compile(r"นว-\d{4}-\d{6}-\d")
RECEIPT = "รับแจ้งแล้ว เลขที่"
ACCEPTED = "รับเรื่องของท่านแล้ว"
NEW_CASE = "\nเรื่องใหม่\n"
QUESTION = "เรื่องนี้ตรงกับประเภทใดคะ"
CONTACT = "ติดต่อเรา โทร"
TAKEN = re.compile(r"^(?:รับเรื่อง|บันทึกเรื่อง) นว-\S+ แล้ว|รับเรื่องนี้ไปก่อนแล้ว", re.MULTILINE)
MONTH = re.compile(r"^สรุปเดือน([^:]+):", re.MULTILINE)
DIGEST = re.compile(r"^งานวันที่ (.+)$", re.MULTILINE)
LATE = re.compile(r"^เกินกำหนด(เสร็จ|ตอบผู้แจ้ง)วันที่ ", re.MULTILINE)
LOST = "รูปหรือไฟล์ที่ส่งมาเปิดไม่ได้แล้วค่ะ"
OFFER = "ถ้ายังไม่เห็นคำตอบ"
OLD_BUTTON = "ปุ่มนี้หมดอายุแล้ว"

IN_DOUBT = ("its reply may have arrived", "older than the life of a retry key")
OVERTAKEN = "overtaken"
BUNDLED = frozenset({"accepted", "new", "digest", "lost", "late"})
"""Kinds that may be sent together with another message, and so be missing together with it."""
UNREQUESTED = frozenset({"new", "digest"})
WARNED = {
    **dict.fromkeys(("late_palad", "late_reminded"), "เสร็จ"),
    **dict.fromkeys(("unanswered_palad", "unanswered_reminded"), "ตอบผู้แจ้ง"),
}
"""Warnings that are sent in a run (to the ปลัด, as there is no head and no นายก) and the deadline they name."""

Kind = tuple[str, str]
"""A kind of message and its subject: a case number, a month, a day, or ""."""


def every_answer_once(record: Record) -> Iterator[str]:
    """No message came twice, except after a press of the offer button.

    A missing message was offered, is deferred, or was replaced by the next digest.
    """
    expected, got = _expected(record), _received(record)
    for chat in sorted(expected.keys() | got.keys()):
        due, came = expected[chat], got[chat]
        pressed = record.did.pressed.get(chat, 0)
        for kind in sorted(came):
            # A digest of a day without a check, and a notice of a case above the hourly limit, may come once.
            limit = max(due[kind], kind[0] in UNREQUESTED) + pressed
            # The message about a lost photo repeats the open question.
            limit += came["lost", ""] * (kind[0] == "question")
            if kind[0] in {"offer", "old"}:
                continue
            if came[kind] > limit:
                yield f"{chat}: {_shown(kind)} came {came[kind]} times"
        absent = [kind for kind, count in sorted(due.items()) if came[kind] < count]
        answers = sum(due[kind] - came[kind] for kind in absent if kind[0] not in BUNDLED)
        excuses = came["offer", ""] - pressed + came["old", ""]
        # A late answer that waits for the next reply carries those that waited before it.
        held = _count_held(record, chat)
        bundled = sum(due[kind] - came[kind] for kind in absent if kind[0] in BUNDLED)
        overtaken = any(kind[0] == "digest" for kind in absent) * _count_overtaken(record)
        missing, allowed = answers + bundled, MESSAGES_A_CALL * (excuses + held) + overtaken
        if answers > excuses + MESSAGES_A_CALL * held or missing > allowed:
            named = ", ".join(map(_shown, absent))
            excused = f"{excuses + held} were offered or wait"
            yield f"{chat}: {missing} never came ({named}), {excused}"


def calls_match_the_outbox(record: Record) -> Iterator[str]:
    """Every accepted call belongs to one message and every sent message to one call.

    Of a reply in doubt only LINE knows whether it was accepted.
    """
    pushed = Counter(call.retry_key for call in record.calls if call.retry_key)
    keys = {owed.retry_key for owed in record.owed}
    for key, times in pushed.items():
        if times > 1:
            yield f"push {key} was accepted {times} times"
        if key not in keys:
            yield f"push {key} was owed to nobody"
    for owed in record.owed:
        if owed.sent_by == "push" and not pushed[owed.retry_key]:
            yield f"outbox {owed.row} says it was pushed, and was not"
    replied = [owed.request_id for owed in record.owed if owed.sent_by == "reply"]
    accepted = {call.request_id for call in record.calls if not call.retry_key}
    known = Counter(request for request in replied if request in accepted)
    for request, times in known.items():
        if times > 1:
            yield f"reply {request} stands for {times} messages"
    unheard = len(accepted) - len(known)
    presumed = len(replied) - sum(known.values())
    doubtful = sum((owed.reason or "").startswith(IN_DOUBT[0]) for owed in record.owed)
    if not presumed <= unheard <= presumed + doubtful:
        yield (
            f"LINE accepted {unheard} replies unheard; "
            f"{presumed} were presumed to be, {doubtful} in doubt"
        )


def unsent_only_for_a_known_reason(record: Record) -> Iterator[str]:
    for owed in record.owed:
        if owed.state is OutboxState.SENT:
            continue
        reason = owed.reason or "no reason"
        known = reason.startswith((*IN_DOUBT, OVERTAKEN))
        waits = owed.state is OutboxState.DEFERRED and owed.reason is not None
        if not waits and not (owed.state is OutboxState.GIVEN_UP and known):
            yield f"outbox {owed.row} is {owed.state.name.lower()}: {reason}"


def nothing_sent_to_the_wrong_person(record: Record) -> Iterator[str]:
    """Residents get only their own texts and numbers; only the custodian gets those of staff complaints."""
    owner = {case.number: owner_of(case) for case in record.cases}
    restricted = {case.number for case in record.cases if case.restricted}
    secret = {word for case in record.cases if case.restricted for word in [case.detail]}
    for sent in record.sent:
        numbers = set(NUMBER.findall(sent.words))
        if sent.chat in participants.POSTS:
            hidden = numbers & restricted or {word for word in secret if word in sent.words}
            if hidden and sent.chat != participants.CUSTODIAN:
                yield f"{sent.chat} was sent what is for the custodian: {sorted(hidden)}"
            if sent.chat == participants.CUSTODIAN:
                yield from (
                    f"{sent.chat} was told the name of {person}"
                    for person in participants.ANONYMOUS
                    if participants.name(person) in sent.words
                )
            continue
        named = {owner.get(number, "nobody") for number in numbers}
        if strangers := (named | owners(sent.words)) - {sent.chat}:
            yield f"{sent.chat} was sent what belongs to {', '.join(sorted(strangers))}"


def _expected(record: Record) -> Mapping[str, Counter[Kind]]:
    did = record.did
    due: dict[str, Counter[Kind]] = defaultdict(Counter)
    filed: Counter[str] = Counter()
    for case in record.cases:
        owner = owner_of(case)
        due[owner]["receipt", case.number] = 1
        unlinked = case.restricted and owner in participants.UNLINKED
        due[owner]["accepted", case.number] = int(case.accepted > 0 and not unlinked)
        notified = [participants.CUSTODIAN] if case.restricted else participants.PAIR
        # Officers get a notice for at most NOTIFIED_PER_HOUR cases of one person, or staff complaints, an hour.
        whose = "" if case.restricted else owner
        filed[whose] += 1
        for officer in notified if filed[whose] <= NOTIFIED_PER_HOUR else ():
            due[officer]["new", case.number] = 1
        recipient = participants.CUSTODIAN if case.restricted else participants.EXECUTIVE
        for rung in case.warned.keys() & WARNED.keys():
            due[recipient]["late", f"{case.number} {WARNED[rung]}"] += case.warned[rung]
    for person, count in did.ordinary.items():
        due[person]["question", ""] = count
    for person, count in did.asked.items():
        due[person]["contact", ""] = count
    for message in did.gone:
        due[did.photos[message]]["lost", ""] += 1
    due[participants.CUSTODIAN]["taken", ""] = did.accepted_by_custodian
    for officer in participants.PAIR:
        due[officer]["taken", ""] = len(did.pairs)
        for day in did.mornings:
            date = datetime.fromisoformat(day).replace(tzinfo=BANGKOK)
            due[officer]["digest", dates.day(date).th] = 1
    for month in did.months:
        due[participants.EXECUTIVE]["month", dates.month(month).th] = 1
    return due


def _received(record: Record) -> Mapping[str, Counter[Kind]]:
    got: dict[str, Counter[Kind]] = defaultdict(Counter)
    for sent in record.sent:
        got[sent.chat].update(_kinds(sent.words))
    return got


def _kinds(words: str) -> Iterator[Kind]:
    number = min(NUMBER.findall(words), default="")
    for kind, phrase in (("receipt", RECEIPT), ("accepted", ACCEPTED), ("new", NEW_CASE)):
        if phrase in words:
            yield kind, number
    for kind, phrase in (
        ("question", QUESTION),
        ("contact", CONTACT),
        ("lost", LOST),
        ("offer", OFFER),
    ):
        if phrase in words:
            yield kind, ""
    if late := LATE.search(words):
        yield "late", f"{number} {late[1]}"
    if OLD_BUTTON in words:
        yield "old", ""
    if TAKEN.search(words):
        yield "taken", ""
    for kind, pattern in (("month", MONTH), ("digest", DIGEST)):
        yield from ((kind, found) for found in set(pattern.findall(words)))


def _count_held(record: Record, chat: str) -> int:
    return sum(
        owed.state is OutboxState.DEFERRED and owed.recipient == chat for owed in record.owed
    )


def _count_overtaken(record: Record) -> int:
    return sum(owed.reason == OVERTAKEN for owed in record.owed)


def _shown(kind: Kind) -> str:
    return " ".join(filter(None, kind))
