"""Minimum accuracy on messages of residents of many ages and regions, held out completely."""

import tomllib

import pytest

from bench.train_acts import PHRASES
from bench.understanding import COMPLAINTS, read
from bot.wiring import read_language
from domain.language.understood import understand

LIST = read("first_sight")
OTHERS = {act: texts for act, texts in LIST["acts"].items() if act not in COMPLAINTS}


@pytest.fixture(scope="module")
def language():
    return read_language()


def share(facts):
    some = list(facts)
    return sum(some) / len(some)


def test_what_is_no_complaint_is_seldom_taken_for_one(language):
    acts = [str(understand(text, language).act) for some in OTHERS.values() for text in some]
    assert share(act in COMPLAINTS for act in acts) <= 0.08


def test_what_a_message_wants_is_understood_at_first_sight(language):
    assert (
        share(
            str(understand(text, language).act) == act
            for act, some in OTHERS.items()
            for text in some
        )
        >= 0.78
    )


def test_complaints_are_seldom_refused(language):
    told = LIST["acts"]["complaint"]
    assert share(str(understand(text, language).act) not in COMPLAINTS for text in told) <= 0.045


def test_danger_is_heard_and_calm_people_are_not_alarmed(language):
    assert share(bool(understand(text, language).danger) for text in LIST["cries"]) >= 0.96
    told = [*LIST["calm"], *LIST["acts"]["complaint"]]
    assert share(bool(understand(text, language).danger) for text in told) <= 0.05


def test_none_of_them_is_a_phrase_of_the_training():
    learnt = {
        text
        for path in PHRASES
        for entry in tomllib.loads(path.read_text("utf-8"))["act"].values()
        for text in entry["texts"]
    }
    held_out = {*LIST["cries"], *LIST["calm"], *(t for some in LIST["acts"].values() for t in some)}
    assert held_out & learnt == set()
