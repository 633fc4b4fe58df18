"""A new master key: everything sealed before is under it afterwards, and the old one can go."""

import threading
from dataclasses import replace

import pytest

from domain.cases.complaint import Status
from domain.cases.conduct import Conduct, ReporterLink
from domain.figures.push_budget import Weight
from domain.language.text_span import Span
from handlers.access import work_list
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import conduct, retention
from handlers.usecases.case_filing import NewComplaint
from storage.cases.message_parts import MessageLocation, Part
from storage.db.column_types import whole_day
from storage.maintenance.key_rotation import rewrap_all, rewrap_files
from storage.people.conversations import ConversationState
from storage.queues.outbox import BUNDLED_ONLY
from storage.sealed.files import EncryptedFiles
from storage.sealed.vault import UnreadableError, Vault
from storage.store import open_store
from tests.databases import VAULT
from tests.integration.owing import claim_one
from tests.moments import DAY, NOON
from tests.sealed import opened_case

OLD, NEW = bytes(32), bytes(range(32))
WHO, STORY = "Usomsri", "เรียกรับเงิน"


@pytest.fixture
def case_id(office):
    with office.uow(NOON) as uow:
        new = NewComplaint("corruption", STORY)
        case, _ = conduct.file(
            uow, WHO, new, Conduct(ReporterLink.SEALED, who="ชายใส่แว่น"), "draft-1"
        )
        uow.tx.people.ensure(WHO, NOON)
        uow.tx.conversations.put(
            WHO, ConversationState("conduct", "draft-2", {"story": STORY}), NOON
        )
        uow.tx.outbox.enqueue(WHO, "[]", NOON)
    return case.id


def open_with(database_url, *keys):
    return open_store(database_url, Vault(keys))


def test_after_the_rotation_the_new_key_alone_opens_everything(office, case_id, database_url):
    both = open_with(database_url, NEW, OLD)
    assert rewrap_all(both, NOON) > 0
    both.close()
    new_key_only = open_with(database_url, NEW)
    with new_key_only.begin() as tx:
        uow = UnitOfWork(replace(office, store=new_key_only), tx, NOON)
        case = opened_case(work_list.own(uow, WHO, case_id))
        assert (case.detail, case.conduct.who) == (STORY, "ชายใส่แว่น")
        assert tx.identities.open(case_id) == WHO
        assert tx.conversations.find(WHO).draft == {"story": STORY}
        assert claim_one(tx, NOON).recipient == WHO
    assert rewrap_all(new_key_only, NOON) == 1
    new_key_only.close()


def test_after_the_rotation_what_is_owed_to_somebody_still_finds_them(office, database_url):
    with office.store.begin() as tx:
        tx.outbox.enqueue(WHO, "[1]", NOON)
        claimed = claim_one(tx, NOON)
        tx.outbox.enqueue(
            WHO, "[2]", NOON, weight=Weight.PROMPT, deferred_until=NOON + BUNDLED_ONLY
        )
        tx.outbox.enqueue(
            "Uelse", "[3]", NOON, weight=Weight.PROMPT, deferred_until=NOON + BUNDLED_ONLY
        )
    both = open_with(database_url, NEW, OLD)
    rewrap_all(both, NOON)
    both.close()
    new_key_only = open_with(database_url, NEW)
    with new_key_only.begin() as tx:
        assert [replies for _, replies in tx.outbox.deferred_for(WHO, 5)] == ["[2]"]
        assert tx.outbox.replies_to(WHO, claimed.id) == "[1]"
        tx.outbox.drop_deferred("Uelse", Weight.PROMPT)
        assert tx.outbox.deferred_for("Uelse", 5) == []
    new_key_only.close()


@pytest.mark.parametrize("rotated", [False, True])
def test_messages_are_found_and_taken_back_under_both_keys_and_after_rotation_under_the_new_one(
    office, database_url, rotated
):
    stands = [
        MessageLocation(f"M{number}", WHO, "case:7", (Part("detail", Span(0, 4)),), whole_day(NOON))
        for number in (1, 2)
    ]
    with office.store.begin() as tx:
        for one in stands:
            tx.message_parts.put(one)
        tx.message_parts.take_back("M3", NOON)
    both = open_with(database_url, NEW, OLD)
    if rotated:
        rewrap_all(both, NOON)
        both.close()
        both = open_with(database_url, NEW)
    with both.begin() as tx:
        assert tx.message_parts.find("M1", WHO) == stands[0]
        assert tx.message_parts.find("M1", "Uelse") is None
        assert sorted(one.message_id for one in tx.message_parts.of("case:7")) == ["M1", "M2"]
        tx.message_parts.put(replace(stands[0], holder="case:8"))
        assert tx.message_parts.of("case:7") == [stands[1]]
        tx.message_parts.take_back("M1", NOON)
        assert tx.message_parts.find("M1", WHO) is None
        assert [tx.message_parts.is_taken_back(f"M{n}") for n in (1, 2, 3)] == [True, False, True]
        tx.message_parts.drop(["case:7"])
        assert tx.message_parts.find("M2", WHO) is None
    both.close()


def test_a_case_that_has_forgotten_its_persons_opens_as_well(office, case_id, database_url):
    with office.uow(NOON) as uow:
        filed = uow.tx.all_cases.get(case_id)
        uow.tx.complaints.save(replace(filed, status=Status.WITHDRAWN, ended_at=NOON))
    with office.uow(NOON + 20 * 366 * DAY) as uow:
        assert retention.forget_old_cases(uow) == 1
        forgotten = uow.tx.all_cases.get(case_id)
    both = open_with(database_url, NEW, OLD)
    rewrap_all(both, NOON)
    both.close()
    new_key_only = open_with(database_url, NEW)
    with new_key_only.read() as tx:
        assert tx.all_cases.get(case_id) == forgotten
    new_key_only.close()


def test_between_the_keys_a_person_still_finds_their_case(office, case_id, database_url):
    both = open_with(database_url, NEW, OLD)
    with both.begin() as tx:
        assert [case.id for case in tx.all_cases.of_reporter(WHO, 10)] == [case_id]
    both.close()


def test_without_the_old_key_nothing_is_lost_and_it_says_so(office, case_id, database_url):
    new_key_only = open_with(database_url, NEW)
    with pytest.raises(UnreadableError):
        rewrap_all(new_key_only, NOON)
    new_key_only.close()
    with office.store.read() as tx:
        assert opened_case(tx.all_cases.get(case_id)).detail == STORY


def test_files_are_rewrapped_under_the_names_they_have(store, tmp_path):
    name = EncryptedFiles(tmp_path, VAULT).store(b"a banknote")
    assert rewrap_files(store, EncryptedFiles(tmp_path, Vault([NEW, OLD]))) == 1
    assert EncryptedFiles(tmp_path, Vault([NEW])).read(name) == b"a banknote"


def test_what_a_killed_process_left_half_written_does_not_stop_it(store, tmp_path):
    files = EncryptedFiles(tmp_path, VAULT)
    name = files.store(b"a banknote")
    files.path(name).with_name("tmpk3v1n").write_bytes(b"half")
    assert rewrap_files(store, EncryptedFiles(tmp_path, Vault([NEW, OLD]))) == 1


def test_a_file_that_is_forgotten_meanwhile_does_not_come_back(store, tmp_path):
    files = EncryptedFiles(tmp_path, VAULT)
    name = files.store(b"a banknote")
    rotation = threading.Thread(target=rewrap_files, args=(store, files))
    with store.begin() as forgetter:
        forgetter.attachments.lock_files()
        rotation.start()
        rotation.join(timeout=0.3)
        assert rotation.is_alive()
        files.forget(name)
    rotation.join()
    assert not files.has(name)
