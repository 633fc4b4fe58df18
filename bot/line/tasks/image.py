"""Makes a picture that a person sent safe to keep: what it is by its content, re-encoded, nothing hidden.

It is drawn anew by a process of its own, bounded in time and memory, so that whatever a file does to the
decoder it does not do to us.
"""

import signal
import subprocess
import sys
from pathlib import Path

from bot.line.tasks.image_process import NO_PICTURE

REDRAW = (sys.executable, "-I", str(Path(__file__).with_name("image_process.py")))
PROCESSOR_SECONDS = 20
"""The largest telephone picture takes one; a JPEG of a hundred thousand scans would take hours."""
MEMORY_BYTES = 768_000_000
PATIENCE_SECONDS = 120.0
"""By the clock, for a machine that stands still."""
_DIES_OF_IT = {
    getattr(signal, name, None)
    for name in ("SIGXCPU", "SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE")
}


class NotAPictureError(Exception):
    """The bytes are no picture we keep."""


def clean(content: bytes) -> bytes:
    """The picture as a JPEG of at most 2048 pixels a side, turned upright, without any metadata.

    Raises NotAPictureError for anything that is not a whole picture of a known kind and size, and
    CalledProcessError or TimeoutExpired when we could not look: then it may be tried again.
    """
    done = subprocess.run(  # noqa: S603 - our own program
        [*REDRAW, str(PROCESSOR_SECONDS), str(MEMORY_BYTES)],
        input=content,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if done.returncode == NO_PICTURE or -done.returncode in _DIES_OF_IT:
        reason = done.stderr.decode(errors="replace").strip()[:80]
        raise NotAPictureError(reason or f"exit {done.returncode}")
    done.check_returncode()
    return done.stdout
