"""Dialect words are replaced, and never inside a standard word that contains their letters."""

import pytest

from domain.language.message_text import Dialect
from storage.organisation_data.reading import read_files

DIALECT = Dialect.parse(read_files()["dialect"])


@pytest.mark.parametrize(
    "text",
    ["ขยะไม่มาเก็บ", "ระยะทาง", "เปิดเพลงดัง", "เพราะ", "ถนนสุขุมวิท", "ไฟฟ้าแรงสูง", "เท่าไหร่", "หันหน้าไป"],
)
def test_standard_words_stay(text):
    assert DIALECT.standardise(text) == text


def test_a_dialect_word_becomes_the_standard_one():
    assert DIALECT.standardise("กลิ่นเหม็นแรง") == "กลิ่นเหม็นมาก"
