"""Remove metadata (authors, places and the like) from documents, sound and video before they are stored.

A separate process does it (`document_process`), with limits on time and memory, because the files may be
malicious.
"""

import subprocess
import sys
from pathlib import Path

from bot.line.tasks.document_process import CLEANABLE, UNCLEAN, UNFIT

COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("document_process.py")))
CPU_SECONDS = 30
MEMORY_BYTES = 1_500_000_000
TIMEOUT_SECONDS = 120.0
NOTHING_TO_TELL = frozenset({"text/plain", "audio/amr"})
"""Types without metadata."""


class UnfitDocumentError(Exception):
    """A document that must not be kept: an officer who opens it would fill their computer's memory."""


def clean(content: bytes, media_type: str) -> bytes | None:
    """The file without metadata about its author or place; None if it cannot be removed.

    `media_type`: from `file_type.sniff`. Raises UnfitDocumentError; CalledProcessError or TimeoutExpired if the
    process failed for another reason than the file: then it can be retried.
    """
    if media_type in NOTHING_TO_TELL:
        return content
    if media_type not in CLEANABLE:
        return None
    done = subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, media_type, str(CPU_SECONDS), str(MEMORY_BYTES)],
        input=content,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode == UNFIT:
        raise UnfitDocumentError
    # A negative code is a signal: the file has crashed the process or exhausted its limits.
    if done.returncode == UNCLEAN or done.returncode < 0:
        return None
    done.check_returncode()
    return done.stdout
