"""A key that can be guessed offline is refused."""

import secrets

import pytest

from bot.secret_key import is_guessable


@pytest.mark.parametrize(
    "key",
    [
        "",
        "nawanghin1",
        "nylgsT21EWO1ArRHgFiDPA",
        "nawanghin1" * 4,
        "a" * 40,
        "0123456789" * 4,
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "my very long secret key for the office",
        "กุญแจลับของ อบต.นาวังหิน ห้ามบอกใคร",
    ],
)
def test_short_keys_phrases_repetitions_and_sequences_are_refused(key):
    assert is_guessable(key)


@pytest.mark.parametrize("make", [secrets.token_hex, secrets.token_urlsafe])
def test_random_keys_are_taken(make):
    assert not any(is_guessable(make(24)) for _ in range(2_000))
