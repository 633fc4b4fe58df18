"""The threads that handle messages share one processor; all other threads keep theirs."""

import os
import sys
import threading

import pytest

from bot.processor import share_processor


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds threads to processors")
def test_only_the_calling_threads_are_bound_and_to_the_same_processor():
    before, bound = os.sched_getaffinity(0), []

    def work():
        share_processor()
        bound.append(os.sched_getaffinity(0))

    for _ in range(2):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert bound[0] == bound[1]
    assert len(bound[0]) == 1
    assert os.sched_getaffinity(0) == before
