"""Minimum accuracy on lists written without knowledge of the word lists; the last is held out completely."""

import pytest

from bench.understanding import read, strangers_shares
from bot.wiring import read_language
from domain.language.understood import understand

AT_LEAST = {
    "cries": (0.96, 0.93, 0.92),
    "acts of the others": (0.90, 0.85, 0.80),
    "accusations offered": (0.90, 0.85, 0.75),
    # A suspected staff matter is asked about before the topic: two or three in a hundred are false.
    "topic first": (0.83, 0.78, 0.88),
    "topic among three": (0.93, 0.95, 0.98),
}
"""The minimum of each figure for each list."""
AT_MOST = {
    "calm taken for cries": (0.03, 0.03, 0.04),
    "complaints taken for cries": (0.015, 0.015, 0.03),
    "others taken for complaints": (0.03, 0.06, 0.08),
    "complaints refused": (0.02, 0.02, 0.015),
}
FILES = ("strangers_1", "strangers_2", "strangers_3")


@pytest.fixture(scope="module")
def language():
    return read_language()


@pytest.mark.parametrize("at", range(3), ids=FILES)
def test_what_strangers_write_is_understood(language, at):
    found = strangers_shares(language, FILES[at])
    assert found.keys() == AT_LEAST.keys() | AT_MOST.keys()
    too_low = {name: found[name] for name, floor in AT_LEAST.items() if found[name] < floor[at]}
    too_high = {name: found[name] for name, roof in AT_MOST.items() if found[name] > roof[at]}
    assert (too_low, too_high) == ({}, {})


def test_what_leaves_no_doubt_is_understood_each_time(language):
    clear = read("clear")
    taken = {act: [str(understand(text, language).act) for text in clear[act]] for act in clear}
    doubted = {
        text: act
        for wanted, acts in taken.items()
        for text, act in zip(clear[wanted], acts, strict=True)
        if act != wanted
    }
    assert doubted == {}
