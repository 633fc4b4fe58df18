"""Hostile files never crash or exhaust the machine, and web pages and programs are never stored."""

import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.line.tasks.file_type import sniff
from bot.line.tasks.image import NotAPictureError, clean
from tests.fuzz.files import hostile_files, mutated
from web.public.attachments import FILE_EXTENSIONS

FILES = hostile_files()


def judged(content: bytes) -> str | None:
    """Return the type under which the file would be stored."""
    media_type = sniff(content)
    if media_type is None or not media_type.startswith("image/"):
        return media_type
    try:
        made = clean(content)
    except NotAPictureError:
        return None
    assert made.startswith(b"\xff\xd8\xff")
    assert b"script" not in made
    return "image/jpeg"


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_kept_as_something_harmless_or_not_at_all(name):
    content, media_type = FILES[name]
    assert judged(content) == media_type


@pytest.mark.parametrize("name", ["a crowded archive", "too many words"])
def test_judging_takes_no_more_memory_than_the_file(name):
    content, _ = FILES[name]
    tracemalloc.start()
    sniff(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(content)


KEPT = {*FILE_EXTENSIONS, "image/jpeg", "image/png", "image/gif", "image/webp", None}


@settings(max_examples=300, derandomize=True, deadline=None)
@given(name=st.sampled_from([*FILES]), seed=st.integers(0, 2**32))
def test_a_bent_file_is_judged_without_a_fault(name, seed):
    small = FILES[name][0][:200_000]
    assert sniff(mutated(random.Random(seed), small)) in KEPT


PICTURES = [
    name for name, (content, _) in FILES.items() if (sniff(content) or "").startswith("image")
]


@settings(max_examples=12, derandomize=True, deadline=None)
@given(name=st.sampled_from(PICTURES), seed=st.integers(0, 2**32))
def test_a_bent_picture_is_drawn_anew_or_refused(name, seed):
    assert judged(mutated(random.Random(seed), FILES[name][0])) in KEPT
