"""One encrypted file that holds many: written whole or not at all, read to its end or not at all.

The form is age's (age-encryption.org/v1), so that its own tool opens it too; inside is a plain tar. Each 64 KB
are sealed, and that they are the last as well: who has no key can neither read it nor change or shorten it
unnoticed.
"""

import fcntl
import io
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from storage.sealed.files import flush_folder

PIECE = 1 << 16
HALF = ".half-backup"
"""How the name of one ends that is being written, or was when its writer was killed."""
Members = Iterable[tuple[str, Path]]
"""What a file is called in the archive, and where it lies."""


class UnreadableArchiveError(Exception):
    """Damaged, cut short, no archive at all, or sealed with another key."""


def write_archive(target: Path, members: Members, key: bytes) -> None:
    """Seal files into one. It has its name only when all of it is on disk and was read back.

    `key`: 32 bytes. Raises OSError, of a full disk too, and leaves nothing behind then.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=HALF)
    temporary = Path(name)
    try:
        source = _Pulled(_tar(members))
        with os.fdopen(handle, "wb") as file:
            # Until it has its name, it tells the backup of another installation that somebody is at work.
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX)
            try:
                pyrage.encrypt_io(source, file, [_recipient(key)])
            except pyrage.EncryptError as error:
                raise OSError(str(error)) from error
            file.flush()
            os.fsync(file.fileno())
            _read_back(temporary, key, source.bytes)
            temporary.replace(target)
        flush_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def clear_halves(folder: Path) -> None:
    """Delete what writers that were killed left in this folder. One that is being written is left alone."""
    for path in folder.glob(f".*{HALF}"):
        # Also where it cannot be known, on a disk without locks.
        with suppress(OSError), path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _read_back(archive: Path, key: bytes, expected: int) -> None:
    """The library does not tell of every write that fails: what counts is what can be read."""
    found = _Counted()
    try:
        _decrypt(archive, [key], found)
    except UnreadableArchiveError as error:
        raise OSError(f"what was written cannot be read: {error}") from error
    if found.bytes != expected:
        raise OSError(f"{expected} bytes were written, {found.bytes} can be read")


@contextmanager
def opened_archive(
    archive: Path, keys: Sequence[bytes], workshop: Path
) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Name and content of each file in turn, after the whole was found sound.

    `keys`: any of them may fit. `workshop`: a folder with room for all that is in it, in the clear. Raises
    UnreadableArchiveError before the first file is seen, and OSError.
    """
    whole = workshop / "archive.tar"
    try:
        with whole.open("xb") as file:
            _decrypt(archive, keys, file)
        with tarfile.open(whole, "r:") as tar:
            yield _members(tar)
    finally:
        whole.unlink(missing_ok=True)


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    while (member := tar.next()) is not None:
        content = tar.extractfile(member)
        if content is not None:
            yield member.name, content
        # It would remember each of a hundred thousand.
        tar.members.clear()  # type: ignore[attr-defined]  # typeshed leaves it out


def _decrypt(archive: Path, keys: Sequence[bytes], target: IO[bytes] | io.RawIOBase) -> None:
    with archive.open("rb") as file:
        try:
            pyrage.decrypt_io(file, target, [_identity(key) for key in keys])
        except pyrage.DecryptError as error:
            raise UnreadableArchiveError(str(error)) from error
        except OSError as error:
            # Without a number it is the library's own word for a seal that does not hold.
            if error.errno is None:
                raise UnreadableArchiveError(str(error)) from error
            raise


def _tar(members: Members) -> Iterator[bytes]:
    """The bytes of a tar as they are asked for: nothing is ever held whole."""
    for name, path in members:
        with path.open("rb") as file:
            about = tarfile.TarInfo(name)
            about.size = os.fstat(file.fileno()).st_size
            about.mode = 0o600
            yield about.tobuf()
            while piece := file.read(PIECE):
                yield piece
            yield bytes(-about.size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


class _Pulled(io.RawIOBase):
    """Lets a reader pull what a generator makes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""
        self.bytes = 0

    def sanitised(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer there is
        while not self._rest:
            following = next(self._pieces, None)
            if following is None:
                return 0
            self._rest = following
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        self.bytes += size
        return size


class _Counted(io.RawIOBase):
    """Takes everything and only counts."""

    def __init__(self) -> None:
        self.bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]  # any buffer there is
        self.bytes += len(content)
        return len(content)


def _identity(key: bytes) -> pyrage.ssh.Identity:
    """A key pair as age takes it: in the form of OpenSSH."""
    pair = Ed25519PrivateKey.from_private_bytes(key)
    return pyrage.ssh.Identity.from_buffer(
        pair.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    )


def _recipient(key: bytes) -> pyrage.ssh.Recipient:
    pair = Ed25519PrivateKey.from_private_bytes(key)
    public = pair.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return pyrage.ssh.Recipient.from_str(public.decode())
