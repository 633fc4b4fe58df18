"""Kinds of messages that share their words are told apart: near and feared, for sale and broken, a name and a story."""

import pytest

from bench.understanding import COMPLAINTS, read
from bot.wiring import read_language
from domain.language.understood import understand

KINDS = read("kinds")


@pytest.fixture(scope="module")
def language():
    return read_language()


def test_danger_that_comes_near_is_danger(language):
    missed = [text for text in KINDS["cries"] if not understand(text, language).danger]
    assert len(missed) <= 0.05 * len(KINDS["cries"]), missed


def test_what_hangs_low_or_is_feared_is_none(language):
    assert [text for text in KINDS["calm"] if understand(text, language).danger] == []


def test_what_is_for_sale_loved_or_in_the_news_is_no_complaint(language):
    taken = [t for t in KINDS["beside"] if str(understand(t, language).act) in COMPLAINTS]
    assert len(taken) <= 0.05 * len(KINDS["beside"]), taken


@pytest.mark.parametrize(("text", "key"), KINDS["services"].items())
def test_a_service_is_found_by_its_name_alone(language, text, key):
    understood = understand(text, language)
    assert (str(understood.act), understood.services[:1]) == ("request", (key,))


@pytest.mark.parametrize(("text", "key"), KINDS["directory"].items())
def test_what_another_office_does_is_found_in_the_directory(language, text, key):
    understood = understand(text, language)
    assert str(understood.act) == "request"
    assert (understood.services, understood.directory[:1]) == ((), (key,))
    assert not understood.staff


@pytest.mark.parametrize(
    ("kind", "count"), [("two", 2), ("one", 0)], ids=["two problems", "one problem"]
)
def test_problems_are_counted_and_their_results_are_not(language, kind, count):
    found = {text: len(understand(text, language).problems) for text in KINDS[kind]}
    assert found == dict.fromkeys(KINDS[kind], count)
