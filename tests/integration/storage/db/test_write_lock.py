"""One writer at a time, with priority for incoming messages and without starvation."""

import threading
import time

import pytest

from storage.db.write_lock import WriteLock

PATIENCE = 5


def started(work):
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def queue_up(write_lock, turns, name, *, hurry):
    """Returns a thread that waits for the lock and then appends its name."""

    def work():
        with write_lock.hold(hurry=hurry):
            turns.append(name)

    thread = started(work)
    time.sleep(0.05)
    return thread


def test_only_one_holds_the_pen():
    write_lock, inside, most = WriteLock(), [], []

    def work():
        for _ in range(50):
            with write_lock.hold(hurry=False):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [started(work) for _ in range(4)]
    for thread in threads:
        thread.join(PATIENCE)
    assert most == [1] * 200


def test_a_writer_with_priority_passes_the_waiting_ones():
    write_lock, turns = WriteLock(), []
    with write_lock.hold(hurry=False):
        waiting = [
            queue_up(write_lock, turns, "worker", hurry=False),
            queue_up(write_lock, turns, "intake", hurry=True),
        ]
    for thread in waiting:
        thread.join(PATIENCE)
    assert turns == ["intake", "worker"]


def test_the_others_go_in_the_order_in_which_they_came():
    """Also when the last writer asks again at once, as the worker does while a person sends a form."""
    write_lock, turns = WriteLock(), []
    with write_lock.hold(hurry=False):
        waiting = [
            queue_up(write_lock, turns, number, hurry=False) for number in ("form", "worker", "job")
        ]
    for thread in waiting:
        thread.join(PATIENCE)
    assert turns == ["form", "worker", "job"]


def test_a_flood_of_messages_does_not_stop_the_worker():
    write_lock, flooding = WriteLock(), threading.Event()
    flooding.set()

    def flood():
        while flooding.is_set():
            with write_lock.hold(hurry=True):
                time.sleep(0.001)

    floods = [started(flood) for _ in range(3)]
    done = threading.Event()

    def work():
        for _ in range(20):
            with write_lock.hold(hurry=False):
                pass
        done.set()

    started(work)
    came_through = done.wait(PATIENCE)
    flooding.clear()
    for thread in floods:
        thread.join(PATIENCE)
    assert came_through


def test_a_transaction_within_a_transaction_is_refused_instead_of_waiting_for_itself():
    write_lock = WriteLock()
    with write_lock.hold(hurry=False), pytest.raises(RuntimeError), write_lock.hold(hurry=False):
        pass


def test_the_pen_is_free_again_after_a_fault():
    write_lock = WriteLock()
    with pytest.raises(ZeroDivisionError), write_lock.hold(hurry=False):
        raise ZeroDivisionError
    with write_lock.hold(hurry=True):
        pass
