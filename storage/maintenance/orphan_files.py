"""Files that no row names: a process was killed between the two, and nobody came back for its file.

Whoever takes a photo back is promised that it is gone, also where no row leads to it any more.
"""

from datetime import datetime

from storage.sealed.files import EncryptedFiles
from storage.store import Store

AT_ONCE = 500
"""Names that are looked up by one statement."""


def sweep(store: Store, files: EncryptedFiles, written_before: datetime) -> int:
    """Delete what was written before then and is named by nothing; how many files that were.

    Safe beside whoever keeps, names, forgets and backs up files, in this process and in others.
    """
    names, halves = files.older_than(written_before)
    for half in halves:
        half.unlink(missing_ok=True)
    strays: list[str] = []
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        with store.read() as tx:
            strays += set(some) - tx.attachments.used(some)
    return len(halves) + sum(_forget(store, files, name) for name in strays)


def _forget(store: Store, files: EncryptedFiles, name: str) -> bool:
    """One file a transaction: whoever is about to name it does so before, or finds it gone and fetches anew."""
    with store.begin() as tx:
        tx.attachments.hold_files()
        is_stray = not tx.attachments.is_used(name)
        if is_stray:
            files.forget(name)
    return is_stray
