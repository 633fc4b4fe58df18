"""An office with data to back up, an empty place to restore it to, and a full disk."""

import os
import resource
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect, text

from storage.cases.attachments import AttachmentKind, Moment
from storage.recovery.restore import restore
from storage.store import open_store
from tests.databases import VAULT
from tests.moments import NOON

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
STORY = "ไฟถนนหน้าวัดดับมาสามวันแล้ว"
PHOTO = os.urandom(300_000)


def keep_photo(tx, files, message_id, content):
    name = files.store(content)
    tx.attachments.request(message_id, "Usomsri", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
    tx.attachments.mark_stored(message_id, AttachmentKind.IMAGE, name, "image/jpeg")
    return name


class Place:
    """An empty place: a database without tables and a folder for files."""

    def __init__(self, url, folder):
        self.url, self.folder = url, folder

    def restore(self, archive, *keys):
        return restore(archive, self.url, self.folder, keys or [KEY], NOON)[0]

    @contextmanager
    def store(self):
        store = open_store(self.url, VAULT)
        yield store
        store.close()

    def is_empty(self):
        if self.url.startswith("sqlite"):
            found = list(Path(self.url.removeprefix("sqlite:///")).parent.iterdir())
            return found == [self.folder.parent] and not self.folder.exists()
        with self.store() as store:
            return not inspect(store.engine).get_table_names() and not self.folder.exists()


def rows(store, table):
    with store.read() as tx:
        return sorted(map(tuple, tx.connection.execute(text(f"SELECT * FROM {table}"))), key=str)


@contextmanager
def room_for(size):
    """Limit the size of files, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
