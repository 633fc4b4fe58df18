"""Takes authors, places and other particulars out of documents, sound and video before they are stored.

A separate process does it (`document_process`), with limits on time and memory, because the files may be
malicious.
"""

import subprocess
import sys
from pathlib import Path

from bot.line.tasks.document_process import CLEANABLE, UNCLEAN

COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("document_process.py")))
CPU_SECONDS = 30
MEMORY_BYTES = 1_500_000_000
TIMEOUT_SECONDS = 120.0
NOTHING_TO_TELL = frozenset({"text/plain", "audio/amr"})
"""Types that hold nothing but what their sender typed or said."""


def clean(content: bytes, media_type: str) -> bytes | None:
    """The same file without particulars of its author or place; None if they cannot be taken out.

    `media_type`: as `file_type.sniff` returns it. Raises CalledProcessError or TimeoutExpired when the process
    failed for another reason than the file: then it can be retried.
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
    # A signal: the file has crashed or exhausted the process.
    if done.returncode == UNCLEAN or done.returncode < 0:
        return None
    done.check_returncode()
    return done.stdout
