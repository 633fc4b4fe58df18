"""Minimum accuracy of the model of officers' intents, on messages held out of its training."""

import tomllib
from pathlib import Path

import pytest

from bench.train_officers import PHRASES
from bench.understanding import read
from bot.wiring import read_language
from domain.language.officer_intent import ORDERS, Intent, intended

HELD_OUT = [(Intent(name), text) for name, some in read("officers").items() for text in some]


@pytest.fixture(scope="module")
def results():
    language = read_language()
    return [
        (intent, intended(language.dialect.read(text).squeezed, language.officer_model))
        for intent, text in HELD_OUT
    ]


def share(facts):
    some = list(facts)
    return sum(some) / len(some)


def test_nearly_every_intent_is_recognised(results):
    assert share(read.intent is intent for intent, read in results) >= 0.9


def test_a_sure_intent_is_nearly_always_right(results):
    sure = [(intent, read) for intent, read in results if read.is_sure]
    assert len(sure) >= 0.85 * len(results)
    assert share(read.intent is intent for intent, read in sure) >= 0.96


def test_what_orders_nothing_is_seldom_taken_for_an_order(results):
    assert share(read.of_orders >= 0.6 for intent, read in results if intent not in ORDERS) <= 0.03
    assert share(read.of_orders >= 0.6 for intent, read in results if intent in ORDERS) >= 0.9


def test_no_message_of_the_list_is_trained_on():
    trained = tomllib.loads(Path(PHRASES).read_text("utf-8"))["intent"]
    texts = {text for entry in trained.values() for text in entry["texts"]}
    assert not texts.intersection(text for _, text in HELD_OUT)
