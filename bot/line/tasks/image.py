"""Re-encode a received picture as a JPEG without metadata or hidden data.

A separate process does it (`image_process`), with limits on time and memory, so that a malicious file can
crash or block only that process.
"""

import signal
import subprocess
import sys
from pathlib import Path

COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("image_process.py")))
CPU_SECONDS = 20
"""The largest picture of a phone takes some seconds; a JPEG of a hundred thousand scans would take hours."""
MEMORY_BYTES = 768_000_000
TIMEOUT_SECONDS = 120.0
"""Elapsed time, for a machine that is overloaded."""
_SIGNALS_CAUSED_BY_CONTENT = {
    getattr(signal, name, None)
    for name in ("SIGXCPU", "SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE")
}


class NotAPictureError(Exception):
    """The content is not a complete picture of an accepted kind."""


class TooLargePictureError(NotAPictureError):
    """The picture has more pixels than can be decoded in MEMORY_BYTES."""


def clean(content: bytes, *, keep_cut: bool = False) -> bytes:
    """The picture as an upright JPEG without metadata, of the size of `image_process.result_size`.

    `keep_cut`: keep what is there of a JPEG or PNG that ends too early.

    Raises NotAPictureError for anything but a complete picture of an accepted kind, TooLargePictureError for one
    that has too many pixels, and CalledProcessError or TimeoutExpired when the process failed for another reason:
    then it can be retried.
    """
    # Imported here, because the module loads Pillow, which a bot without pictures does not need.
    from bot.line.tasks.image_process import NO_PICTURE, TOO_LARGE  # noqa: PLC0415

    done = subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, str(CPU_SECONDS), str(MEMORY_BYTES), str(int(keep_cut))],
        input=content,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode == TOO_LARGE:
        raise TooLargePictureError(done.stderr.decode(errors="replace").strip()[:80])
    if done.returncode == NO_PICTURE or -done.returncode in _SIGNALS_CAUSED_BY_CONTENT:
        reason = done.stderr.decode(errors="replace").strip()[:80]
        raise NotAPictureError(reason or f"exit {done.returncode}")
    done.check_returncode()
    return done.stdout
