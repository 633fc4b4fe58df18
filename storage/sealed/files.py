"""Stores the files that people sent, encrypted, under random names.

No name is derived from the content: the same photo in an ordinary case and in a staff complaint would otherwise
tell who sent the latter.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from storage.private_files import make_private_folder
from storage.sealed.vault import CONTENT_AT, Vault

NAME_BYTES = 16


class EncryptedFiles:
    def __init__(self, folder: Path, vault: Vault) -> None:
        self.folder = folder
        self._vault = vault

    def store(self, content: bytes) -> str:
        """Encrypt and write a new file, flushed to disk before this returns; return its name. Raises OSError."""
        name = secrets.token_hex(NAME_BYTES)
        self._write(self.path(name), self._vault.seal(content, _associated_data(name)))
        return name

    def read(self, name: str) -> bytes:
        """Return the decrypted content. Raises FileNotFoundError and UnreadableError."""
        return self._vault.open(self.path(name).read_bytes(), _associated_data(name))

    def has(self, name: str) -> bool:
        return self.path(name).exists()

    def forget(self, name: str) -> None:
        """Delete a file, if it exists."""
        self.path(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """Return the names of all files, without partial files that a killed process left."""
        return [path.name for path in self.folder.glob("??/*") if _is_complete(path)]

    def older_than(self, moment: datetime) -> tuple[list[str], list[Path]]:
        """Return what was written before `moment`: names of complete files, and paths of partial files."""
        names, partial_files = [], []
        for path in self.folder.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime >= moment.timestamp():
                    continue
                if _is_complete(path):
                    names.append(path.name)
                else:
                    partial_files.append(path)
        return names, partial_files

    def is_newest(self, name: str) -> bool | None:
        """Return whether the newest key encrypted a file; None if no key opens it. A deleted file is no fault."""
        try:
            with self.path(name).open("rb") as file:
                head = file.read(CONTENT_AT)
        except FileNotFoundError:
            return True
        return self._vault.is_newest(head) if self._vault.can_open(head) else None

    def rewrap(self, name: str) -> bool:
        """Wrap a file's data key with the newest master key; False if the file no longer exists.

        Raises UnreadableError if the file was encrypted with a key that the vault does not have.
        """
        path = self.path(name)
        if not path.exists():
            return False
        self._write(path, self._vault.rewrap(path.read_bytes()))
        return True

    def link(self, names: Iterable[str], folder: Path) -> set[str]:
        """Create `folder` with a hard link to each file, which survives the deletion of the file.

        `folder` must be on the same disk. Returns the names of files that do not exist.
        """
        make_private_folder(folder)
        missing = set()
        for name in names:
            try:
                os.link(self.path(name), folder / name)
            except FileNotFoundError:
                missing.add(name)
        return missing

    def _write(self, path: Path, sealed: bytes) -> None:
        make_private_folder(self.folder)
        make_private_folder(path.parent)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
            # The file's name is in its folder, and that folder's name in the one above: flush both.
            for folder in (path.parent, self.folder):
                flush_folder(folder)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise

    def path(self, name: str) -> Path:
        """Return the path of a file, whether it exists or not."""
        return path_in(self.folder, name)


def path_in(folder: Path, name: str) -> Path:
    """Return the path of a file in a folder of encrypted files: a subfolder for each first two letters."""
    return folder / name[:2] / name


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, so that new names in it survive a crash."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_complete(path: Path) -> bool:
    """Return whether a file is complete: its name starts with that of its folder, a temporary name does not."""
    return path.name.startswith(path.parent.name)


def _associated_data(name: str) -> str:
    return f"file:{name}"
