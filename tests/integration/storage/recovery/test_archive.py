"""Only its key opens a backup, and a truncated or altered backup is refused."""

import json
import signal
import subprocess
import sys

import pytest

from storage.recovery.archive import (
    UnreadableArchiveError,
    delete_partial_archives,
    opened_archive,
    write_archive,
)
from tests.integration.storage.recovery.office import KEY, OTHER_KEY, STORY, room_for


def test_nothing_lies_in_the_clear(archive, lived_in, tmp_path):
    clear = tmp_path / "clear"
    clear.mkdir()
    with opened_archive(archive, [KEY], clear) as members:
        found = {name: content.read() for name, content in members}
        whole = (clear / "archive.tar").read_bytes()
    assert json.loads(found["about.json"])["files"] == 2
    # Each of these texts could be found, and is not.
    told = [b"about.json", b"ustar", b"complaint", *(name.encode() for name in found)]
    if lived_in.is_sqlite:
        told.append(STORY.encode())
    assert [word for word in told if word not in whole] == []
    sealed = archive.read_bytes()
    assert [word for word in told if word in sealed] == []


def test_only_its_own_user_may_read_it(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_an_old_key_opens_what_was_sealed_before_the_keys_were_changed(archive, place):
    assert place.restore(archive, OTHER_KEY, KEY).files == 2


def test_with_another_key_nothing_is_restored(archive, place):
    with pytest.raises(UnreadableArchiveError):
        place.restore(archive, OTHER_KEY)
    assert place.is_empty()


KILLED = """
import os, signal, sys
from pathlib import Path
from storage.recovery.archive import write_archive

def members():
    yield "whole", Path(os.__file__)
    os.kill(os.getpid(), signal.SIGKILL)

write_archive(Path(sys.argv[1]), members(), bytes(32))
"""


def test_of_a_writer_that_was_killed_nothing_is_left_after_the_next_clearing(tmp_path):
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "cut.age"], check=False)
    assert killed.returncode == -signal.SIGKILL
    [half] = tmp_path.iterdir()
    assert half.name.startswith(".cut.age.")
    delete_partial_archives(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_being_written_is_not_cleared_away(tmp_path):
    content, target = tmp_path / "content", tmp_path / "backup.age"
    content.write_bytes(b"a photo")

    def members():
        delete_partial_archives(tmp_path)
        yield "photo", content

    write_archive(target, members(), KEY)
    with opened_archive(target, [KEY], tmp_path) as found:
        assert [(name, file.read()) for name, file in found] == [("photo", b"a photo")]


def boundaries(sealed):
    """Return the offsets at which parts of an age file end: header, nonce, chunks of 64 KB with a tag each."""
    body = sealed.index(b"\n--- ") + 1
    body = sealed.index(b"\n", body) + 1
    chunks = range(body + 16, len(sealed), (1 << 16) + 16)
    assert len(chunks) > 3
    return [0, 1, 22, body - 1, body, body + 15, *chunks, len(sealed) - 16, len(sealed) - 1]


def test_cut_short_anywhere_nothing_is_restored(archive, place, tmp_path):
    sealed = archive.read_bytes()
    cut = tmp_path / "cut.age"
    for end in {edge for at in boundaries(sealed) for edge in (at, at + 1) if edge < len(sealed)}:
        cut.write_bytes(sealed[:end])
        with pytest.raises(UnreadableArchiveError):
            place.restore(cut)
    assert place.is_empty()


def test_altered_anywhere_nothing_is_restored(archive, place, tmp_path):
    sealed = archive.read_bytes()
    altered = tmp_path / "altered.age"
    for at in boundaries(sealed):
        altered.write_bytes(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        with pytest.raises(UnreadableArchiveError):
            place.restore(altered)
    altered.write_bytes(sealed + b"more")
    with pytest.raises(UnreadableArchiveError):
        place.restore(altered)
    assert place.is_empty()


def test_the_last_bytes_are_missed_too(tmp_path):
    """The library does not report that its last write failed."""
    (tmp_path / "small").write_bytes(b"a few bytes")
    whole = tmp_path / "whole.age"
    write_archive(whole, [("small", tmp_path / "small")], KEY)
    with room_for(whole.stat().st_size - 200), pytest.raises(OSError):
        write_archive(tmp_path / "cut.age", [("small", tmp_path / "small")], KEY)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "small",
        "whole.age",
    ]
