"""Simulates an ordinary office disk: every fsync takes five milliseconds longer.

A few lines of C, compiled with gcc and preloaded, sleep before each fsync and fdatasync. Unlike on a real disk,
concurrent fsyncs do not queue and reads are not delayed.
"""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

MILLISECONDS = 5
_SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int slow(const char *name, int file) {
    usleep(%d * 1000);
    return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
}
int fsync(int file) { return slow("fsync", file); }
int fdatasync(int file) { return slow("fdatasync", file); }
"""


def slowed(environment: Mapping[str, str], folder: Path) -> dict[str, str] | None:
    """The environment for a process with slow fsyncs; None without gcc or on a system without ELF."""
    gcc = shutil.which("gcc")
    if gcc is None:
        return None
    library = folder / "slow_fsync.so"
    built = subprocess.run(  # noqa: S603 - the compiler on a text of our own
        [gcc, "-shared", "-fPIC", "-x", "c", "-", "-o", str(library), "-ldl"],
        input=_SOURCE % MILLISECONDS,
        text=True,
        check=False,
    )
    return {**environment, "LD_PRELOAD": str(library)} if built.returncode == 0 else None
