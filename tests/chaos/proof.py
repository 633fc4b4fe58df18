"""The proof, from the record of a run: nothing lost, nothing doubled, nobody told what is another's."""

import re
from collections import Counter
from collections.abc import Iterator

from storage.outbox import State
from tests.chaos.record import Record

NUMBER = re.compile(r"นว-\d{4}-\d{6}-\d")
MARKER = re.compile(r"บ้านเลขที่ (\w+)-\d{4}")
RECEIPT = "รับแจ้งแล้ว เลขที่"
QUESTION = "เรื่องนี้เกี่ยวกับอะไรคะ"
MONTH = "สรุปเดือน"
MISSED = "ถ้ายังไม่เห็นคำตอบ"


def faults_found(record: Record) -> list[str]:
    """Every broken promise, a line each; none when all were kept."""
    return [
        *_one_case_each(record),
        *_in_order(record),
        *_one_receipt_each(record),
        *_one_question_each(record),
        *_absent_only_when_offered(record),
        *_nobody_elses(record),
        *_one_month(record),
        *_all_accounted_for(record),
    ]


def _one_case_each(record: Record) -> Iterator[str]:
    kept = Counter(marker for case in record.cases for marker in _markers(case.detail))
    acknowledged = [marker for some in record.acknowledged.values() for marker in some]
    for marker in acknowledged:
        if kept[marker] != 1:
            yield f"{marker}: {kept[marker]} cases"
    for marker in sorted(kept.keys() - set(acknowledged)):
        yield f"{marker}: a case nobody finished filing"
    for number, count in Counter(case.number for case in record.cases).items():
        if count != 1:
            yield f"{number} given {count} times"
    for case in record.cases:
        if _owners(case.detail) != {case.reporter}:
            yield f"{case.number} of {case.reporter} says: {case.detail}"


def _in_order(record: Record) -> Iterator[str]:
    for person in record.acknowledged:
        filed = [
            marker
            for case in record.cases
            if case.reporter == person
            for marker in _markers(case.detail)
        ]
        if filed != sorted(filed):
            yield f"{person}: filed out of order: {filed}"


def _one_receipt_each(record: Record) -> Iterator[str]:
    receipts = _receipts(record)
    for case in record.cases:
        for chat, count in receipts[case.number].items():
            if chat != case.reporter:
                yield f"receipt of {case.number} ({case.reporter}) went to {chat}"
            elif count != 1:
                yield f"receipt of {case.number} ({case.reporter}) came {count} times"


def _one_question_each(record: Record) -> Iterator[str]:
    for person, count in _asked(record).items():
        filed = len(record.acknowledged.get(person, []))
        if count > filed:
            yield f"{person}: asked the topic {count} times for {filed} complaints"


def _absent_only_when_offered(record: Record) -> Iterator[str]:
    """An answer may be missing where its sender never heard of it: then it was offered, one offer for each."""
    offered = Counter(sent.chat for sent in record.sent if MISSED in sent.words)
    receipts, asked = _receipts(record), _asked(record)
    for person, filed in record.acknowledged.items():
        theirs = [case.number for case in record.cases if case.reporter == person]
        absent = sum(not receipts[number][person] for number in theirs)
        absent += max(0, len(filed) - asked[person])
        if absent > offered[person]:
            yield f"{person}: {absent} answers never came, {offered[person]} were offered again"


def _nobody_elses(record: Record) -> Iterator[str]:
    """The executive may read everything, everyone else only their own words and numbers."""
    owner_of = {case.number: case.reporter for case in record.cases}
    for sent in record.sent:
        if sent.chat == record.executive:
            continue
        named = {owner_of.get(number, "nobody") for number in NUMBER.findall(sent.words)}
        if strangers := (named | _owners(sent.words)) - {sent.chat}:
            yield f"{sent.chat} was sent what belongs to {', '.join(sorted(strangers))}"


def _one_month(record: Record) -> Iterator[str]:
    months = sum(MONTH in sent.words for sent in record.sent if sent.chat == record.executive)
    if months != 1:
        yield f"the month came {months} times"


def _all_accounted_for(record: Record) -> Iterator[str]:
    for owed in record.unsent:
        if owed.reason is None or owed.state < State.SENT:
            yield f"outbox {owed.row} is {owed.state.name.lower()}: {owed.reason or 'no reason'}"
    if record.set_aside:
        yield f"{record.set_aside} events were set aside"


def _receipts(record: Record) -> dict[str, Counter[str]]:
    """Of each case, in which chats its receipt arrived how often."""
    found: dict[str, Counter[str]] = {case.number: Counter() for case in record.cases}
    for sent in record.sent:
        if RECEIPT in sent.words:
            for number in set(NUMBER.findall(sent.words)) & found.keys():
                found[number][sent.chat] += 1
    return found


def _asked(record: Record) -> Counter[str]:
    return Counter(sent.chat for sent in record.sent if QUESTION in sent.words)


def _owners(words: str) -> set[str]:
    return set(MARKER.findall(words))


def _markers(words: str) -> list[str]:
    return [match[0] for match in MARKER.finditer(words)]
