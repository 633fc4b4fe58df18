"""What people sent as files: sealed, and named by a keyed stand-in for the content, which tells nothing.

The same picture twice is one file.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from storage.sealed.vault import Vault


class EncryptedFiles:
    def __init__(self, folder: Path, vault: Vault) -> None:
        self.folder = folder
        self._vault = vault

    def store(self, content: bytes) -> str:
        """Store a file for good (on disk before this returns); its name."""
        name = self._vault.index("file", content)
        path = self.path(name)
        if self.has(name):
            return name
        self._write(path, self._vault.seal(content, _about(name)))
        return name

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError, UnreadableError."""
        return self._vault.open(self.path(name).read_bytes(), _about(name))

    def has(self, name: str) -> bool:
        return self.path(name).exists()

    def forget(self, name: str) -> None:
        """Delete a file; one that is not here is forgotten already."""
        self.path(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """All that are here, but for what a process that was killed left half written."""
        return [path.name for path in self.folder.glob("??/*") if _is_whole(path)]

    def older_than(self, moment: datetime) -> tuple[list[str], list[Path]]:
        """What was written before then: files by name, and what was left half written."""
        whole, halves = [], []
        for path in self.folder.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime >= moment.timestamp():
                    continue
                if _is_whole(path):
                    whole.append(path.name)
                else:
                    halves.append(path)
        return whole, halves

    def rewrap(self, name: str) -> bool:
        """A file under the newest master key; False when it is here no more. Raises UnreadableError."""
        path = self.path(name)
        if not path.exists():
            return False
        self._write(path, self._vault.rewrap(path.read_bytes()))
        return True

    def link(self, names: Iterable[str], folder: Path) -> set[str]:
        """Give files a second name in a folder on the same disk, which stays when the first is forgotten.

        Returns the names of those that are not here.
        """
        folder.mkdir()
        missing = set()
        for name in names:
            try:
                os.link(self.path(name), folder / name)
            except FileNotFoundError:
                missing.add(name)
        return missing

    def _write(self, path: Path, sealed: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
            # A name is kept by its folder, and the folder's own by the one above.
            for folder in (path.parent, self.folder):
                flush_folder(folder)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise

    def path(self, name: str) -> Path:
        return path_in(self.folder, name)


def path_in(folder: Path, name: str) -> Path:
    return folder / name[:2] / name


def flush_folder(folder: Path) -> None:
    """Put the names that a folder holds on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_whole(path: Path) -> bool:
    return path.name.startswith(path.parent.name)


def _about(name: str) -> str:
    return f"file:{name}"
