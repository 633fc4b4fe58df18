"""Writes and reads an encrypted archive of files. A partial archive is never left behind nor partly read.

The format is a tar file encrypted with age (age-encryption.org/v1), so that the age tool can decrypt it. age
authenticates each block of 64 KiB and marks the last one: without the key an archive can neither be read, nor be
changed or shortened without detection.
"""

from __future__ import annotations

import fcntl
import io
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from storage.sealed.files import flush_folder

if TYPE_CHECKING:
    import pyrage

CHUNK_BYTES = 1 << 16
PARTIAL = ".half-backup"
"""Suffix of an archive that is being written, or whose writer was killed."""
Members = Iterable[tuple[str, Path]]
"""The files of an archive, each as (name in the archive, path on disk)."""


class UnreadableArchiveError(Exception):
    """The file is damaged, incomplete, not an archive, or encrypted with another key."""


def write_archive(target: Path, members: Members, key: bytes) -> None:
    """Write files into an encrypted archive. It gets its name only after it was flushed and read back.

    `key`: 32 bytes. Raises OSError, for example for a full disk, and then removes the partial archive.
    """
    import pyrage  # noqa: PLC0415 - here: a bot that makes no backup does without its 1.4 MB

    descriptor, name = tempfile.mkstemp(
        dir=target.parent, prefix=f".{target.name}.", suffix=PARTIAL
    )
    temporary = Path(name)
    try:
        source = _IteratorReader(_tar(members))
        with os.fdopen(descriptor, "wb") as file:
            # The lock shows a backup of another installation in this folder that the file is being written.
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


def delete_partial_archives(folder: Path) -> None:
    """Delete partial archives of killed writers in a folder; a locked one is being written and stays."""
    for path in folder.glob(f".*{PARTIAL}"):
        # On a file system without locks, flock raises OSError and the file stays.
        with suppress(OSError), path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _read_back(archive: Path, key: bytes, expected: int) -> None:
    """Decrypt the written archive and compare its size: pyrage does not report every failed write.

    Raises OSError.
    """
    found = _ByteCounter()
    try:
        _decrypt(archive, [key], found)
    except UnreadableArchiveError as error:
        raise OSError(f"what was written cannot be read: {error}") from error
    if found.bytes != expected:
        raise OSError(f"{expected} bytes were written, {found.bytes} can be read")


@contextmanager
def opened_archive(
    archive: Path, keys: Sequence[bytes], work_folder: Path
) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Decrypt the whole archive, then yield (name, content) for each file.

    `keys`: one of them must fit. `work_folder`: a folder with space for the decrypted archive. Raises
    UnreadableArchiveError before the first file, and OSError.
    """
    decrypted = work_folder / "archive.tar"
    try:
        with decrypted.open("xb") as file:
            _decrypt(archive, keys, file)
        with tarfile.open(decrypted, "r:") as tar:
            yield _members(tar)
    finally:
        decrypted.unlink(missing_ok=True)


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    while (member := tar.next()) is not None:
        content = tar.extractfile(member)
        if content is not None:
            yield member.name, content
        # TarFile would keep an object in memory for each of possibly 100,000 members.
        tar.members.clear()  # type: ignore[attr-defined]  # not in typeshed


def _decrypt(archive: Path, keys: Sequence[bytes], target: IO[bytes] | io.RawIOBase) -> None:
    import pyrage  # noqa: PLC0415 - as above

    with archive.open("rb") as file:
        try:
            pyrage.decrypt_io(file, target, [_identity(key) for key in keys])
        except pyrage.DecryptError as error:
            raise UnreadableArchiveError(str(error)) from error
        except OSError as error:
            # An OSError without errno comes from pyrage and means that authentication failed.
            if error.errno is None:
                raise UnreadableArchiveError(str(error)) from error
            raise


def _tar(members: Members) -> Iterator[bytes]:
    """Yield the bytes of a tar file in chunks, so that no file is held in memory as a whole."""
    for name, path in members:
        with path.open("rb") as file:
            header = tarfile.TarInfo(name)
            header.size = os.fstat(file.fileno()).st_size
            header.mode = 0o600
            yield header.tobuf()
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
            yield bytes(-header.size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


class _IteratorReader(io.RawIOBase):
    """A readable stream of the chunks of an iterator. `bytes`: how many were read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self.bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any writable buffer
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        self.bytes += size
        return size


class _ByteCounter(io.RawIOBase):
    """A writable stream that discards its input. `bytes`: how many were written."""

    def __init__(self) -> None:
        self.bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]  # any readable buffer
        self.bytes += len(content)
        return len(content)


def _identity(key: bytes) -> pyrage.ssh.Identity:
    """Return the private key of 32 bytes as an age identity, which takes Ed25519 keys in OpenSSH format."""
    import pyrage  # noqa: PLC0415 - as above

    pair = Ed25519PrivateKey.from_private_bytes(key)
    return pyrage.ssh.Identity.from_buffer(
        pair.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    )


def _recipient(key: bytes) -> pyrage.ssh.Recipient:
    import pyrage  # noqa: PLC0415 - as above

    pair = Ed25519PrivateKey.from_private_bytes(key)
    public = pair.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return pyrage.ssh.Recipient.from_str(public.decode())
