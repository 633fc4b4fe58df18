"""Fixtures: an office with data, its backup, and an empty place to restore to."""

import pytest

from handlers.usecases import case_filing
from handlers.usecases.case_filing import NewComplaint
from storage.queues.inbox import NewEvent
from storage.queues.tasks import TaskKind
from storage.recovery.backup import back_up
from storage.sealed.files import EncryptedFiles
from tests.databases import VAULT, empty_database
from tests.integration.storage.recovery.office import KEY, PHOTO, STORY, Place, keep_photo
from tests.moments import NOON


@pytest.fixture
def files(tmp_path):
    return EncryptedFiles(tmp_path / "data" / "attachments", VAULT)


@pytest.fixture
def lived_in(office, files):
    """An office with a case, two photos, a person and unfinished work."""
    with office.uow(NOON) as uow:
        uow.tx.people.ensure("Usomsri", NOON)
        keep_photo(uow.tx, files, "M1", PHOTO)
        keep_photo(uow.tx, files, "M2", b"another")
        case_filing.file(uow, "Usomsri", NewComplaint("light", STORY), "draft-1")
        uow.tx.inbox.store([NewEvent("E1", "Usomsri", "{}")], NOON)
        uow.tx.outbox.enqueue("Usomsri", "[]", NOON)
        uow.tx.tasks.ask(TaskKind.PROFILE, "Usomsri", NOON)
    return office.store


@pytest.fixture
def archive(lived_in, files, tmp_path):
    back_up(lived_in, files, tmp_path / "backup.age", KEY, NOON)
    return tmp_path / "backup.age"


@pytest.fixture
def place(kind, tmp_path, request):
    home = tmp_path / "new"
    (home / "data").mkdir(parents=True)
    with empty_database(kind, home, request) as url:
        yield Place(url, home / "data" / "attachments")
