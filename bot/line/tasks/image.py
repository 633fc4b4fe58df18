"""Re-encodes a received picture as a JPEG without metadata or hidden data.

A separate process does it (`image_process`), with limits on time and memory, so that a malicious file can
crash or block only that process.
"""

import signal
import subprocess
import sys
from pathlib import Path

from bot.line.tasks.image_process import NO_PICTURE

COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("image_process.py")))
CPU_SECONDS = 20
"""The largest picture of a phone takes one second; a JPEG of a hundred thousand scans would take hours."""
MEMORY_BYTES = 768_000_000
TIMEOUT_SECONDS = 120.0
"""Elapsed time, for a machine that is overloaded."""
_SIGNALS_CAUSED_BY_CONTENT = {
    getattr(signal, name, None)
    for name in ("SIGXCPU", "SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE")
}


class NotAPictureError(Exception):
    """The content is not a picture of an accepted kind and size."""


def clean(content: bytes) -> bytes:
    """The picture as a JPEG of at most 2048 pixels on each side, upright, without metadata.

    Raises NotAPictureError for anything but a complete picture of an accepted kind and size, and
    CalledProcessError or TimeoutExpired when the process failed for another reason: then it can be retried.
    """
    done = subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, str(CPU_SECONDS), str(MEMORY_BYTES)],
        input=content,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode == NO_PICTURE or -done.returncode in _SIGNALS_CAUSED_BY_CONTENT:
        reason = done.stderr.decode(errors="replace").strip()[:80]
        raise NotAPictureError(reason or f"exit {done.returncode}")
    done.check_returncode()
    return done.stdout
