"""Deletes files that no row refers to, because a process was killed between writing the file and the row.

A resident who unsends a photo is told that it was deleted; that must also hold for such files.
"""

from datetime import datetime

from storage.sealed.files import EncryptedFiles
from storage.store import Store

AT_ONCE = 500
"""Number of file names that one query checks."""


def sweep(store: Store, files: EncryptedFiles, written_before: datetime) -> int:
    """Delete partial files and files without a row that were written before then; return how many.

    Safe while this and other processes store, delete and back up files.
    """
    names, partial_files = files.older_than(written_before)
    for path in partial_files:
        path.unlink(missing_ok=True)
    orphans: list[str] = []
    for start in range(0, len(names), AT_ONCE):
        batch = names[start : start + AT_ONCE]
        with store.read() as tx:
            orphans += set(batch) - tx.attachments.used(batch)
    return len(partial_files) + sum(_delete_orphan(store, files, name) for name in orphans)


def _delete_orphan(store: Store, files: EncryptedFiles, name: str) -> bool:
    """Delete a file if it is still without a row; return whether it was.

    One transaction for each file: a process that is about to add the row either commits before, or finds that the
    file no longer exists and downloads it again.
    """
    with store.begin() as tx:
        tx.attachments.lock_files()
        is_orphan = not tx.attachments.is_used(name)
        if is_orphan:
            files.forget(name)
    return is_orphan
