"""Each task is run by one worker, retried after a failure, and taken over from a dead worker."""

import contextlib
import os
import stat
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.line.client import connect
from bot.line.tasks.download import NotReadyError, fetch_content
from bot.line.tasks.run import MAX_CRASHING_ATTEMPTS, MIN_ATTEMPTS
from bot.wiring import attachment_files
from handlers.usecases import attachments
from storage.cases.attachments import AttachmentKind, AttachmentState, Moment
from storage.people.conversations import ConversationState
from storage.queues.tasks import LEASE, TaskKind
from storage.sealed.files import EncryptedFiles
from tests.databases import VAULT, on_postgres
from tests.fake_line import settings_for
from tests.moments import DAY, HOUR, MINUTE, NOON, SECOND

PDF = b"%PDF-1.7 a letter"
ENDLESS = 3000


def ask(store, subject, now=NOON):
    with store.begin() as tx:
        tx.tasks.ask(TaskKind.PROFILE, subject, now)


def claim(store, now=NOON):
    with store.begin() as tx:
        return tx.tasks.claim(now)


def test_each_task_is_given_to_one(store):
    ask(store, "U1")
    ask(store, "U2")
    assert [claim(store).subject for _ in range(2)] == ["U1", "U2"]
    assert claim(store) is None


def test_a_task_asked_for_twice_is_run_once(store):
    ask(store, "U1")
    ask(store, "U1")
    assert claim(store).subject == "U1"
    assert claim(store) is None


def test_a_finished_task_may_be_asked_for_again(store):
    ask(store, "U1")
    with store.begin() as tx:
        tx.tasks.done(tx.tasks.claim(NOON))
    assert claim(store) is None
    ask(store, "U1", NOON + MINUTE)
    assert claim(store, NOON + MINUTE).attempts == 1


def test_a_task_asked_for_while_it_is_under_way_is_run_again_at_once(store):
    ask(store, "U1")
    before = claim(store)
    ask(store, "U1", NOON + SECOND)
    with store.begin() as tx:
        tx.tasks.done(before)
    assert claim(store, NOON + SECOND).subject == "U1"


def test_a_failed_task_waits_and_a_given_up_one_is_gone(store):
    ask(store, "U1")
    with store.begin() as tx:
        tx.tasks.again(tx.tasks.claim(NOON), "x" * 500, NOON + MINUTE)
    assert claim(store, NOON + MINUTE - SECOND) is None
    with store.begin() as tx:
        run = tx.tasks.claim(NOON + MINUTE)
        assert run.attempts == 2
        tx.tasks.give_up(run, "gone")
    assert claim(store, NOON + LEASE * 10) is None


def test_a_task_in_the_hands_of_the_dead_is_taken_over(store):
    ask(store, "U1")
    slow = claim(store)
    assert claim(store, NOON + LEASE - SECOND) is None
    counts_startup = claim(store, NOON + LEASE)
    assert counts_startup.attempts == 2
    with store.begin() as tx:
        tx.tasks.done(slow)
        tx.tasks.again(slow, "late", NOON)
    with store.begin() as tx:
        tx.tasks.release_leases()
        assert tx.tasks.claim(NOON).attempts == 3


def test_a_file_and_its_name_are_on_disk_before_it_counts_as_kept(tmp_path, monkeypatch):
    flushed = []
    fsync = os.fsync

    def note(handle):
        flushed.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    monkeypatch.setattr("os.fsync", note)
    files = EncryptedFiles(tmp_path / "kept", VAULT)
    name = files.store(b"a picture")
    assert flushed == ["file", "folder", "folder"]
    assert files.read(name) == b"a picture"
    files.forget(name)
    files.forget(name)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_task_that_kills_its_workers_is_given_up_and_its_sender_asked_for_another(
    store, worker, line, clock
):
    line.photos["1"] = 500
    with store.begin() as tx:
        tx.attachments.request("1", "U" + "1" * 32, AttachmentKind.IMAGE, Moment.BEFORE, NOON)
        tx.tasks.ask(TaskKind.ATTACHMENT, "1", NOON)
    for _ in range(MAX_CRASHING_ATTEMPTS):
        assert claim(store, clock.now) is not None
        clock.now += LEASE
    assert worker.run_next_task()
    assert line.calls == []
    with store.read() as tx:
        assert tx.attachments.by_message("1").state is AttachmentState.GONE
    assert claim(store, NOON + DAY) is None


def test_a_photo_of_the_day_before_yesterday_is_asked_for_as_often_as_any(
    store, worker, line, clock
):
    line.photos["1"] = 202
    with store.begin() as tx:
        tx.attachments.request(
            "1", "U" + "1" * 32, AttachmentKind.IMAGE, Moment.BEFORE, NOON - 2 * DAY
        )
        tx.tasks.ask(TaskKind.ATTACHMENT, "1", NOON - 2 * DAY)
    states = []
    for _ in range(MIN_ATTEMPTS):
        assert worker.run_next_task()
        with store.read() as tx:
            states.append(tx.attachments.by_message("1").state)
        clock.now += HOUR
    assert states == [*[AttachmentState.REQUESTED] * (MIN_ATTEMPTS - 1), AttachmentState.GONE]


def test_a_file_that_was_deleted_between_its_download_and_its_row_is_fetched_again(
    store, worker, line, clock, monkeypatch, settings
):
    files = attachment_files(settings)
    line.photos["1"] = PDF
    with store.begin() as tx:
        tx.attachments.request("1", "U" + "1" * 32, AttachmentKind.FILE, Moment.BEFORE, NOON)
        tx.tasks.ask(TaskKind.ATTACHMENT, "1", NOON)
    keep = EncryptedFiles.store

    def keep_and_lose(self, content):
        """Delete the same content at the same time, as another worker would."""
        name = keep(self, content)
        files.forget(name)
        return name

    monkeypatch.setattr(EncryptedFiles, "store", keep_and_lose)
    assert worker.run_next_task()
    with store.read() as tx:
        assert tx.attachments.by_message("1").state is AttachmentState.REQUESTED
    monkeypatch.setattr(EncryptedFiles, "store", keep)
    clock.now += MINUTE
    assert worker.run_next_task()
    with store.read() as tx:
        kept = tx.attachments.by_message("1")
    assert kept.state is AttachmentState.STORED
    assert files.read(kept.file) == PDF


@on_postgres
def test_a_file_is_not_deleted_while_somebody_is_about_to_name_it(store, worker, settings):
    files = attachment_files(settings)
    name = files.store(PDF)
    with store.begin() as tx:
        tx.tasks.ask(TaskKind.FORGET_FILE, name, NOON)
    with store.begin() as custodian:
        custodian.attachments.lock_files()
        deletion = threading.Thread(target=worker.run_next_task)
        deletion.start()
        deletion.join(timeout=0.3)
        assert deletion.is_alive()
        custodian.attachments.request("1", "U" + "1" * 32, AttachmentKind.FILE, Moment.BEFORE, NOON)
        custodian.attachments.mark_stored("1", AttachmentKind.FILE, name, "application/pdf")
    deletion.join()
    assert files.has(name)


@on_postgres
def test_a_photo_that_is_kept_while_it_is_taken_back_is_deleted(office, worker, line, settings):
    line.photos["1"] = PDF
    with office.store.begin() as tx:
        tx.attachments.request("1", "draft:1", AttachmentKind.FILE, Moment.BEFORE, NOON)
        tx.tasks.ask(TaskKind.ATTACHMENT, "1", NOON)
    with office.uow(NOON) as uow:
        attachments.drop(uow, [uow.tx.attachments.by_message("1")])
        keeping = threading.Thread(target=worker.run_next_task)
        keeping.start()
        keeping.join(timeout=0.5)
        assert keeping.is_alive()
    keeping.join()
    assert worker.run_next_task()
    assert [path for path in attachment_files(settings).folder.rglob("*") if path.is_file()] == []


@on_postgres
def test_a_photo_that_is_taken_back_while_it_is_kept_is_deleted(office, worker, settings):
    files = attachment_files(settings)
    name = files.store(PDF)
    with office.store.begin() as tx:
        tx.attachments.request("1", "draft:1", AttachmentKind.FILE, Moment.BEFORE, NOON)
    with office.store.begin() as custodian:
        custodian.attachments.mark_stored("1", AttachmentKind.FILE, name, "application/pdf")
        taking_back = threading.Thread(target=_take_back, args=(office, "1"))
        taking_back.start()
        taking_back.join(timeout=0.5)
        assert taking_back.is_alive()
    taking_back.join()
    assert worker.run_next_task()
    assert not files.has(name)


@on_postgres
def test_a_draft_that_is_filed_while_its_photo_is_lost_does_not_come_back(office, worker):
    person = "U" + "1" * 32
    with office.store.begin() as tx:
        photo = tx.attachments.request("1", "draft:1", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
        place = ConversationState(
            "complaint", "1", {"detail": "ไฟดับ", "evidence": {"ids": [photo]}}
        )
        tx.conversations.put(person, place, NOON)
        tx.tasks.ask(TaskKind.ATTACHMENT, "1", NOON, person)
    with office.store.begin() as turn:
        turn.conversations.drop(person)
        losing = threading.Thread(target=worker.run_next_task)
        losing.start()
        losing.join(timeout=0.5)
        assert losing.is_alive()
    losing.join()
    with office.store.read() as tx:
        assert tx.conversations.find(person) is None


def _take_back(office, message_id):
    with office.uow(NOON) as uow:
        attachments.drop(uow, [uow.tx.attachments.by_message(message_id)])


def test_a_download_that_drips_for_too_long_is_put_off(monkeypatch, settings):
    monkeypatch.setattr("bot.line.tasks.download.DOWNLOAD_SECONDS", 0.1)
    with dripping() as (url, dripped), pytest.raises(NotReadyError, match="too slow"):
        fetch_content(connect(settings_for(url, "", ".")), "1", 1_000_000, lambda: False)
    assert 0 < len(dripped) < ENDLESS


def test_a_download_is_put_off_when_the_bot_is_told_to_stop():
    with dripping() as (url, dripped), pytest.raises(NotReadyError, match="stopping"):
        fetch_content(connect(settings_for(url, "", ".")), "1", 1_000_000, lambda: bool(dripped))


@contextmanager
def dripping():
    """A server that sends a byte now and then, each before the timeout; and what it has sent."""
    dripped = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(ENDLESS))
            self.end_headers()
            with contextlib.suppress(OSError):
                while len(dripped) < ENDLESS:
                    self.wfile.write(b"x")
                    dripped.append("x")
                    time.sleep(0.01)

        def log_message(self, *_args):
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", dripped
        server.shutdown()
        thread.join()
