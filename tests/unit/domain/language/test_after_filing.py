"""What people say about their case after it was filed."""

import pytest

from domain.language.after_filing import (
    asks_after_report,
    asks_to_withdraw,
    corrects_place,
    is_only_correction,
    says_it_adds,
    says_no_need,
    tells_more,
    tells_them_not_to_come,
)


@pytest.mark.parametrize(
    "text",
    [
        "หลุมมันใหญ่กว่าเมื่อวานอีก",
        "มีมอไซค์ตกอีกคันแล้วนะ",
        "มีป้าทองเห็นค่ะ",
        "วันนี้ยิ่งแย่",
        "ตรงนั้นเด็กเดินทุกวัน",
        "it is worse now",
    ],
)
def test_more_of_a_case(text):
    assert tells_more(text)


@pytest.mark.parametrize("text", ["ไฟหน้าโรงเรียนดับ", "ขอบคุณค่ะ", "ขยะไม่มาเก็บ"])
def test_no_more_of_a_case(text):
    assert not tells_more(text)


def test_what_says_that_it_adds():
    assert says_it_adds("ลืมบอกว่าเสาเอียง")
    assert not says_it_adds("เสาเอียง")


@pytest.mark.parametrize(
    "text", ["ขอถอนนะ ไฟติดแล้ว", "ยกเลิกที่แจ้งไปนะคะ", "ปิดเคสได้เลยค่ะ", "ขอถอนคำร้องค่ะ"]
)
def test_a_withdrawal(text):
    assert asks_to_withdraw(text)


@pytest.mark.parametrize(
    "text", ["ถอนต้นไม้หน้าบ้าน", "ไม่ถอนเรื่องนะ", "เขาบังคับให้ถอนเรื่อง", "ยกเลิก", "ถอนเงินไม่ได้"]
)
def test_no_withdrawal(text):
    assert not asks_to_withdraw(text)


def test_nobody_need_come():
    assert says_no_need("ไม่ต้องส่งช่างมาแล้วนะ")
    assert tells_them_not_to_come("บอกช่างว่าไม่ต้องมาแล้วนะ")
    assert not tells_them_not_to_come("บอกช่างว่าไม่ต้องมาขอเงินอีก")
    assert not says_no_need("ต้องมาวันไหน")


@pytest.mark.parametrize(
    ("text", "only"),
    [("ลืมบอก หมู่ 2 ไม่ใช่หมู่ 3", True), ("หมู่ผิด ต้องหมู่ 5", True), ("ขอเปลี่ยนที่ เป็นหน้าบ้านครูขาว", False)],
)
def test_a_place_is_corrected(text, only):
    assert corrects_place(text)
    assert is_only_correction(text) is only


@pytest.mark.parametrize("text", ["ไฟดับหน้าวัด หมู่ 3", "ที่ผิด", "หมู่ 3"])
def test_no_place_is_corrected(text):
    assert not corrects_place(text)


def test_who_asks_after_a_report():
    assert asks_after_report("ที่เคยแจ้งเรื่องหมาไปเป็นยังไงบ้าง")
    assert asks_after_report("วันก่อนแจ้งขยะไป ตกลงว่าไงคะ")
    assert not asks_after_report("ไฟดับมาสามวันแล้ว")
    assert not asks_after_report("ไฟที่แจ้งไปแล้วยังไม่มาซ่อม")
