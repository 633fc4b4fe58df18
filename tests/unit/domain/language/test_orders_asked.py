"""An officer asks for the list of orders with the word and words about orders alone."""

import pytest

from domain.language.orders_asked import asks_for_orders

SECTIONS = ("กองช่าง", "กองคลัง", "สำนักปลัด")


@pytest.mark.parametrize(
    "text",
    [
        *("คำสั่ง", "ดูคำสั่ง", "คำสั่งล่าสุด", "คำสั่งทั้งหมด", "คำสั่งที่ยังไม่รับทราบ", "มีคำสั่งอะไรบ้าง"),
        *("ขอดูรายการคำสั่งหน่อยครับ", "คำสั่งของนายก", "คำสั่งถึงกองช่าง", "คำสั่งที่สั่งไปเดือนนี้"),
        *("ใครยังไม่รับทราบคำสั่ง", "คำสั่งที่เกินกำหนด", "มีคำสั่งใหม่ไหมคะ", "คำสั่งค้าง", "orders"),
        *("ยกเลิกคำสั่ง", "ทำตามคำสั่งแล้ว", "รับทราบคำสั่ง", "คำสั่งของปลัดยังไม่เสร็จกี่เรื่อง"),
    ],
)
def test_a_question_for_the_orders(text):
    assert asks_for_orders(text, SECTIONS)


@pytest.mark.parametrize(
    "text",
    [
        *("สั่งการกองช่าง", "คำสั่งให้ซ่อมถนนหมู่ 5", "คำสั่งแต่งตั้งกรรมการ", "แจ้งความคืบหน้า 60 ตามคำสั่งแล้ว"),
        *("คำสั่งย้ายเจ้าหน้าที่", "ขอคัดสำเนาคำสั่ง", "60", "งานของฉัน", ""),
    ],
)
def test_other_words_are_not(text):
    assert not asks_for_orders(text, SECTIONS)
