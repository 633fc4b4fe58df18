"""Errands are run by one, again after a failure, and taken over from the dead."""

import os
import stat

from storage.errands import LEASE, Kind
from storage.files import KeptFiles
from tests.databases import VAULT
from tests.moments import MINUTE, NOON, SECOND


def ask(store, subject, now=NOON):
    with store.begin() as tx:
        tx.errands.ask(Kind.PROFILE, subject, now)


def claim(store, now=NOON):
    with store.begin() as tx:
        return tx.errands.claim(now)


def test_each_errand_is_given_to_one(store):
    ask(store, "U1")
    ask(store, "U2")
    assert [claim(store).subject for _ in range(2)] == ["U1", "U2"]
    assert claim(store) is None


def test_an_errand_asked_for_twice_is_run_once(store):
    ask(store, "U1")
    ask(store, "U1")
    assert claim(store).subject == "U1"
    assert claim(store) is None


def test_a_finished_errand_may_be_asked_for_again(store):
    ask(store, "U1")
    with store.begin() as tx:
        tx.errands.done(tx.errands.claim(NOON))
    assert claim(store) is None
    ask(store, "U1", NOON + MINUTE)
    assert claim(store, NOON + MINUTE).attempts == 1


def test_a_failed_errand_waits_and_a_given_up_one_is_gone(store):
    ask(store, "U1")
    with store.begin() as tx:
        tx.errands.again(tx.errands.claim(NOON), "x" * 500, NOON + MINUTE)
    assert claim(store, NOON + MINUTE - SECOND) is None
    with store.begin() as tx:
        run = tx.errands.claim(NOON + MINUTE)
        assert run.attempts == 2
        tx.errands.give_up(run, "gone")
    assert claim(store, NOON + LEASE * 10) is None


def test_an_errand_in_the_hands_of_the_dead_is_taken_over(store):
    ask(store, "U1")
    slow = claim(store)
    assert claim(store, NOON + LEASE - SECOND) is None
    taken_over = claim(store, NOON + LEASE)
    assert taken_over.attempts == 2
    with store.begin() as tx:
        tx.errands.done(slow)
        tx.errands.again(slow, "late", NOON)
    with store.begin() as tx:
        tx.errands.release_leases()
        assert tx.errands.claim(NOON).attempts == 3


def test_a_file_and_its_name_are_on_disk_before_it_counts_as_kept(tmp_path, monkeypatch):
    flushed = []
    fsync = os.fsync

    def note(handle):
        flushed.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    monkeypatch.setattr("os.fsync", note)
    files = KeptFiles(tmp_path / "kept", VAULT)
    sha256 = files.keep(b"a picture")
    assert flushed == ["file", "folder", "folder"]
    assert files.keep(b"a picture") == sha256
    assert files.read(sha256) == b"a picture"
    files.forget(sha256)
    files.forget(sha256)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
