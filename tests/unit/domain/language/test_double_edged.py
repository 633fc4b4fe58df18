"""Praise with an edge is asked about; plain thanks is not."""

import pytest

from domain.language.double_edged import is_double_edged


@pytest.mark.parametrize(
    "text",
    [
        "บริการเร็วมาก ยิ่งควักเงินยิ่งเร็ว",
        "ใจดีค่ะ เฉพาะกับญาติ",
        "เก่งจริง ถ้ามีซองไปด้วย",
        "น่ารักดี แต่ต้องรู้จักกันก่อน",
        "great service if you pay",
        "ยิ้มแย้มดีหลังให้ของขวัญ",
    ],
)
def test_kind_words_with_a_condition_or_a_price_are_asked_about(text):
    assert is_double_edged(text)


@pytest.mark.parametrize(
    "text",
    [
        "บริการดีมากค่ะ น้องที่เคาน์เตอร์พูดเพราะ",
        "ขอบคุณช่างไฟที่มาเร็ว ไฟสว่างแล้ว",
        "ประทับใจมาก ดูแลดุจญาติมิตร",
        "ตั้งแต่ทำถนนใหม่ ไปตลาดสบายขึ้นเยอะ",
        "น้ำใจงามมากค่ะทีมกู้ชีพ",
        "great work, thank you",
        "แต่ก่อนหน้าแล้งทะเลาะแย่งน้ำกันทุกปี เดี๋ยวนี้จ่ายน้ำเป็นรอบ ไม่มีใครตีกันสักคู่ คนคิดเรื่องนี้หัวดีจริง",
    ],
)
def test_plain_praise_and_a_whole_story_are_not(text):
    assert not is_double_edged(text)
