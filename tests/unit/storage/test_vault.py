"""Encrypted values open only with the right key, in their own place, unchanged."""

import pytest

from storage.sealed.vault import CONTENT_AT, UnreadableError, Vault, throwaway_vault

OLD, NEW = bytes(32), bytes(range(32))
WORDS = "ช่องทะเบียนเรียกเงิน 500 บาท".encode()
ABOUT = "inbox:event-1"


@pytest.fixture
def vault():
    return Vault([OLD])


def test_what_is_sealed_can_be_opened_again(vault):
    assert vault.open(vault.seal(WORDS, ABOUT), ABOUT) == WORDS
    assert vault.open_text(vault.seal_text("ก", ABOUT), ABOUT) == "ก"


def test_the_content_is_not_to_be_seen(vault):
    assert WORDS not in vault.seal(WORDS, ABOUT)


def test_the_same_words_never_look_the_same_twice(vault):
    assert vault.seal(WORDS, ABOUT) != vault.seal(WORDS, ABOUT)


def test_moved_to_another_row_it_stays_shut(vault):
    with pytest.raises(UnreadableError):
        vault.open(vault.seal(WORDS, ABOUT), "inbox:event-2")


@pytest.mark.parametrize("at", [0, 1, 6, 20, CONTENT_AT + 1, CONTENT_AT + 14, -1])
def test_a_single_changed_byte_is_noticed(vault, at):
    sealed = bytearray(vault.seal(WORDS, ABOUT))
    sealed[at] ^= 1
    with pytest.raises(UnreadableError):
        vault.open(bytes(sealed), ABOUT)


@pytest.mark.parametrize("length", [0, 1, 5, 17, CONTENT_AT, CONTENT_AT + 12])
def test_what_was_cut_short_is_noticed(vault, length):
    with pytest.raises(UnreadableError):
        vault.open(vault.seal(WORDS, ABOUT)[:length], ABOUT)


def test_another_key_opens_nothing(vault):
    with pytest.raises(UnreadableError):
        throwaway_vault().open(vault.seal(WORDS, ABOUT), ABOUT)


def test_a_refusal_tells_the_place_but_neither_row_nor_content(vault):
    with pytest.raises(UnreadableError, match=r"^inbox$"):
        vault.open(vault.seal(WORDS, ABOUT), "inbox:event-2")


def test_an_old_key_still_opens_and_the_new_one_seals(vault):
    both = Vault([NEW, OLD])
    assert both.open(vault.seal(WORDS, ABOUT), ABOUT) == WORDS
    with pytest.raises(UnreadableError):
        vault.open(both.seal(WORDS, ABOUT), ABOUT)


def test_rewrapped_it_needs_the_old_key_no_more(vault):
    rewrapped = Vault([NEW, OLD]).rewrap(vault.seal(WORDS, ABOUT))
    assert Vault([NEW]).open(rewrapped, ABOUT) == WORDS
    assert Vault([NEW]).rewrap(rewrapped) == rewrapped


def test_a_stand_in_is_the_same_for_the_same_words_and_purpose_alone(vault):
    one = vault.index("inbox", "U1")
    assert one == vault.index("inbox", "U1")
    assert len({one, vault.index("inbox", "U2"), vault.index("outbox", "U1")}) == 3
    assert throwaway_vault().index("inbox", "U1") != one


def test_stand_ins_under_old_keys_are_known_too(vault):
    assert Vault([NEW, OLD]).indices("inbox", "U1") == [
        Vault([NEW]).index("inbox", "U1"),
        vault.index("inbox", "U1"),
    ]
