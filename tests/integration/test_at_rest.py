"""Data at rest: sealed while it waits, deleted when it is done; the search is proven to find text in the clear."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import LargeBinary, Text, column, insert, select, table

from handlers.core.messages import Text as Say
from handlers.core.reply_codec import encode_replies
from storage.db.column_types import metadata
from storage.people.conversations import ConversationState
from storage.queues.inbox import MAX_ATTEMPTS, NewEvent
from storage.sealed.files import EncryptedFiles
from storage.sealed.vault import UnreadableError, throwaway_vault
from storage.store import open_store
from storage.tables import outbox
from tests.databases import VAULT
from tests.integration.owing import claim_one
from tests.moments import DAY, NOON

WHO, WORDS = "Uwhistleblower", "ขอเงินค่าเซ็น"
EVENT = NewEvent("event-1", WHO, json.dumps({"text": WORDS}, ensure_ascii=False))


def everything_in(store):
    """Return every value of every row as bytes, as in a dump or a stolen file."""
    found = b""
    with store.read() as tx:
        for one in metadata.sorted_tables:
            for row in tx.connection.execute(select(one)):
                found += b"".join(
                    value if isinstance(value, bytes) else f"|{value}".encode() for value in row
                )
    return found


@pytest.fixture
def lies_there(store):
    def look(*wanted):
        there = everything_in(store)
        return [word for word in wanted if word.encode() in there]

    return look


def receive(store, event=EVENT):
    with store.begin() as tx:
        tx.inbox.store([event], NOON)


def test_what_is_laid_down_in_the_clear_is_found_by_this_very_look(store, lies_there):
    with store.begin() as tx:
        tx.people.ensure(WHO, NOON)
        tx.people.describe(WHO, WORDS, "th")
    assert lies_there(WHO, WORDS) == [WHO, WORDS]


def test_an_event_lies_sealed_until_it_is_handled(store, lies_there):
    receive(store)
    assert lies_there(WHO, WORDS) == []
    with store.begin() as tx:
        assert tx.inbox.next(NOON).raw == EVENT.raw


def test_of_a_handled_event_only_its_id_is_left(store):
    receive(store)
    with store.begin() as tx:
        tx.inbox.done(tx.inbox.next(NOON).id)
    inbox = metadata.tables["inbox"]
    with store.read() as tx:
        row = tx.connection.execute(select(inbox)).one()
    assert (row.webhook_event_id, row.sender, row.raw) == ("event-1", "", b"")


def test_an_event_set_aside_is_kept_sealed_for_three_days(store, lies_there):
    receive(store)
    with store.begin() as tx:
        for attempt in range(MAX_ATTEMPTS):
            row = tx.inbox.next(NOON + timedelta(minutes=attempt))
            tx.inbox.failed(row, "ValueError", NOON)
    assert lies_there(WHO, WORDS) == []
    with store.begin() as tx:
        assert tx.inbox.forget_set_aside(NOON) == 0
        assert tx.inbox.forget_set_aside(NOON + 3 * DAY) == 1
        assert tx.inbox.forget_set_aside(NOON + 3 * DAY) == 0


def test_a_message_lies_sealed_until_it_is_sent_and_then_not_at_all(store, lies_there):
    with store.begin() as tx:
        tx.outbox.enqueue(WHO, encode_replies([Say(WORDS)]), NOON, reply_token="token-of-a-reply")
    assert lies_there(WHO, WORDS) == []
    with store.begin() as tx:
        row = claim_one(tx, NOON)
        assert (row.recipient, row.replies) == (WHO, encode_replies([Say(WORDS)]))
        tx.delivery.sent(row, "reply", NOON, None)
    with store.read() as tx:
        left = tx.connection.execute(select(outbox)).one()
    assert (left.recipient, left.payload, left.reply_token) == ("", b"", None)


def test_a_message_given_up_leaves_nothing_but_the_reason(store):
    with store.begin() as tx:
        tx.outbox.enqueue(WHO, encode_replies([Say(WORDS)]), NOON)
        tx.delivery.give_up(claim_one(tx, NOON), "400")
    with store.read() as tx:
        left = tx.connection.execute(select(outbox)).one()
    assert (left.recipient, left.payload, left.last_error) == ("", b"", "400")


def test_a_draft_lies_sealed_and_so_does_what_it_is_about(store, lies_there):
    place = ConversationState("conduct", "0a1b2c3d4e5f", {"story": WORDS})
    with store.begin() as tx:
        tx.conversations.put(WHO, place, NOON)
    assert lies_there("conduct", "0a1b2c3d4e5f", WORDS) == []
    with store.read() as tx:
        found = tx.conversations.find(WHO)
    assert (found.flow, found.draft_id, found.draft) == (place.flow, place.draft_id, place.draft)


def test_without_the_key_a_draft_is_forgotten_and_an_event_fails_like_any_other(
    store, database_url
):
    receive(store)
    with store.begin() as tx:
        tx.conversations.put(WHO, ConversationState("conduct", "0a1b2c3d4e5f", {}), NOON)
        tx.outbox.enqueue(WHO, "[]", NOON)
    stranger = open_store(database_url)
    with stranger.begin() as tx:
        assert tx.conversations.find(WHO) is None
        assert tx.inbox.next(NOON).raw == ""
        claimed = claim_one(tx, NOON)
        assert (claimed.recipient, claimed.replies) == ("", "")
    stranger.close()


def test_a_photo_lies_sealed_under_a_name_that_tells_nothing(tmp_path):
    files = EncryptedFiles(tmp_path, VAULT)
    name = files.store(b"a picture of a banknote")
    assert files.read(name) == b"a picture of a banknote"
    again = files.store(b"a picture of a banknote")
    assert again != name
    files.forget(again)
    [path] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert b"banknote" not in path.read_bytes()
    with pytest.raises(UnreadableError):
        EncryptedFiles(tmp_path, throwaway_vault()).read(name)


def test_an_sqlite_file_holds_nothing_of_what_was_scrubbed(tmp_path, sqlite_template):
    """Also in its write-ahead log. The same search finds the words where they are not scrubbed."""
    path = tmp_path / "scrubbed.db"
    path.write_bytes(sqlite_template.read_bytes())
    store = open_store(f"sqlite:///{path}", VAULT)
    plain = table("audit", column("at"), column("actor"), column("action"), column("note", Text))
    with store.begin() as tx:
        tx.connection.execute(insert(plain).values(at=0, actor="x", action="x", note=WORDS * 50))
    assert WORDS.encode() in _bytes_of(path)
    with store.begin() as tx:
        tx.connection.exec_driver_sql("UPDATE audit SET note = ''")
    store.truncate_log()
    assert WORDS.encode() not in _bytes_of(path)
    store.close()


def test_sealed_columns_say_so_by_their_type():
    sealed = {
        f"{one.name}.{each.name}"
        for one in metadata.sorted_tables
        for each in one.columns
        if isinstance(each.type, LargeBinary)
    }
    assert {"inbox.raw", "outbox.payload", "conversation.position"} <= sealed


def _bytes_of(path):
    return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))
