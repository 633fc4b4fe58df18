"""Keeps the threads that handle messages on one processor.

The interpreter runs one of them at a time anyway. Where they wake each other across processors, a turn takes 13 to
20 % more processor time (docs/benchmarks.md).
"""

import os
import sys


def share_processor() -> None:
    """Bind the calling thread, and the threads it starts, to one processor, the same for all callers of a process.

    Does nothing where the system cannot do that.
    """
    if sys.platform != "linux":
        return
    allowed = sorted(os.sched_getaffinity(os.getpid()))
    # By the process id, so that the bots of several offices on one machine do not share a processor.
    os.sched_setaffinity(0, {allowed[os.getpid() % len(allowed)]})
