"""The proof, from the pretend LINE's own record and the database: nothing lost, nothing doubled."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from sqlalchemy import text

from bot.simulator.world import World
from storage.store import open_store
from tests.chat import _words

NUMBER = re.compile(r"นว-\d{4}-\d{6}-\d")
MARKER = re.compile(r"บ้านเลขที่ (\w+)-\d{4}")
RECEIPT = "รับแจ้งแล้ว เลขที่"
QUESTION = "เรื่องนี้เกี่ยวกับอะไรคะ"
REVIEW = "ตรวจดูก่อนส่ง: "
MONTH = "สรุปเดือน"
MISSED = "ถ้าไม่เห็นคำตอบล่าสุด"


def faults_found(
    line: World, database_url: str, acknowledged: Mapping[str, list[str]], executive: str
) -> list[str]:
    """Every broken promise, a line each; none when all were kept."""
    found: list[str] = []
    cases = _cases(database_url)
    sent = list(_sent(line))
    found += _one_case_each(cases, acknowledged)
    found += _one_receipt_each(cases, sent)
    found += _answers(sent, acknowledged)
    found += _wrong_person(sent, executive)
    months = sum(MONTH in words for chat, words in sent if chat == executive)
    if months != 1:
        found.append(f"the month came {months} times")
    return [*found, *_unaccounted(database_url)]


def tally(database_url: str) -> dict[str, int]:
    """How the messages ended: sent by reply, by push, held, given up."""
    store = open_store(database_url)
    with store.engine.connect().execution_options(reading=True) as connection:
        rows = connection.execute(
            text("SELECT state, sent_by, count(*) FROM outbox GROUP BY state, sent_by")
        ).all()
    store.close()
    return {f"state {state} {by or ''}".strip(): count for state, by, count in rows}


def is_settled(database_url: str) -> bool:
    store = open_store(database_url)
    with store.engine.connect().execution_options(reading=True) as connection:
        busy = connection.execute(
            text(
                "SELECT (SELECT count(*) FROM inbox WHERE state = 0)"
                " + (SELECT count(*) FROM outbox WHERE state < 2)"
                " + (SELECT count(*) FROM errand WHERE state < 2)"
            )
        ).scalar_one()
    store.close()
    return busy == 0


def _cases(database_url: str) -> list[tuple[str, str]]:
    """(number, detail) of every case."""
    store = open_store(database_url)
    with store.engine.connect().execution_options(reading=True) as connection:
        rows = connection.execute(text("SELECT number, detail FROM complaint")).all()
    store.close()
    return [(number, detail) for number, detail in rows]


def _sent(line: World) -> Iterator[tuple[str, str]]:
    """(chat, everything readable) of every message LINE accepted."""
    for record in line.sending.log.records.values():
        for message in record["messages"]:
            for chat in record["chats"]:
                yield chat, "\n".join(_words(message))


def _one_case_each(
    cases: list[tuple[str, str]], acknowledged: Mapping[str, list[str]]
) -> Iterator[str]:
    markers = [marker for some in acknowledged.values() for marker in some]
    kept = Counter(marker for _, detail in cases for marker in _markers(detail))
    for marker in markers:
        if kept[marker] != 1:
            yield f"{marker}: {kept[marker]} cases"
    for number, count in Counter(number for number, _ in cases).items():
        if count != 1:
            yield f"{number} given {count} times"


def _one_receipt_each(cases: list[tuple[str, str]], sent: list[tuple[str, str]]) -> Iterator[str]:
    receipts = Counter(
        (chat, number)
        for chat, words in sent
        if RECEIPT in words
        for number in set(NUMBER.findall(words))
    )
    offered = Counter(chat for chat, words in sent if MISSED in words)
    for number, detail in cases:
        owner = MARKER.search(detail)
        assert owner is not None, detail
        came = {chat: count for (chat, found), count in receipts.items() if found == number}
        if came != {owner[1]: 1} and not (not came and offered[owner[1]]):
            yield f"receipt of {number} ({owner[1]}): {came}"


def _answers(sent: list[tuple[str, str]], acknowledged: Mapping[str, list[str]]) -> Iterator[str]:
    """Each first message was asked its topic once, or its sender told an answer may be missing."""
    asked = Counter(chat for chat, words in sent if QUESTION in words)
    offered = Counter(chat for chat, words in sent if MISSED in words)
    for key, markers in acknowledged.items():
        if not len(markers) - offered[key] <= asked[key] <= len(markers):
            yield f"{key}: asked the topic {asked[key]} times for {len(markers)} complaints"


def _wrong_person(sent: list[tuple[str, str]], executive: str) -> Iterator[str]:
    for chat, words in sent:
        strangers = {owner for owner in MARKER.findall(words) if owner != chat}
        if strangers and chat != executive:
            yield f"{chat} was sent the words of {strangers}"


def _unaccounted(database_url: str) -> Iterator[str]:
    store = open_store(database_url)
    with store.engine.connect().execution_options(reading=True) as connection:
        rows = connection.execute(
            text("SELECT id, state FROM outbox WHERE state <> 2 AND last_error IS NULL")
        ).all()
        aside = connection.execute(text("SELECT count(*) FROM inbox WHERE state = 2")).scalar_one()
    store.close()
    for row_id, state in rows:
        yield f"outbox {row_id} is in state {state} without a reason"
    if aside:
        yield f"{aside} events were set aside"


def _markers(detail: str) -> list[str]:
    return [match[0] for match in MARKER.finditer(detail)]
