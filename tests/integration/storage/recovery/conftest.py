"""An office that has lived, its backup, and a place where nothing is yet."""

import pytest

from handlers.usecases import complaints
from handlers.usecases.complaints import NewComplaint
from storage.queues.inbox import NewEvent
from storage.queues.tasks import Kind as ErrandKind
from storage.recovery.backup import back_up
from storage.sealed.files import KeptFiles
from tests.databases import VAULT, empty_database
from tests.integration.storage.recovery.office import KEY, PHOTO, STORY, Place, keep_photo
from tests.moments import NOON


@pytest.fixture
def files(tmp_path):
    return KeptFiles(tmp_path / "data" / "attachments", VAULT)


@pytest.fixture
def lived_in(office, files):
    """An office with a case, two photos, somebody known and work on its way."""
    with office.desk(NOON) as desk:
        desk.tx.people.meet("Usomsri", NOON)
        keep_photo(desk.tx, files, "M1", PHOTO)
        keep_photo(desk.tx, files, "M2", b"another")
        complaints.file(desk, "Usomsri", NewComplaint("light", STORY), "draft-1")
        desk.tx.inbox.keep([NewEvent("E1", "Usomsri", "{}")], NOON)
        desk.tx.outbox.owe("Usomsri", "[]", NOON)
        desk.tx.errands.ask(ErrandKind.PROFILE, "Usomsri", NOON)
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
