"""Which messages are answered with emergency numbers first."""

import tomllib
from pathlib import Path

import pytest

import domain
from domain.language.emergency import Emergencies
from domain.text.thai_text import fold, squeeze
from tests.shipped import shipped_catalog

TABLE = tomllib.loads((Path(domain.__file__).parent / "data" / "emergency.toml").read_text("utf-8"))
KEYS = [contact.key for contact in shipped_catalog().organisation.emergency]
EMERGENCIES = Emergencies.parse(TABLE, KEYS)


def by_rules(text):
    """The emergency contacts where the act model is undecided."""
    return EMERGENCIES.contacts(EMERGENCIES.read(squeeze(fold(text))), cry=0.4)


@pytest.mark.parametrize(
    ("text", "contacts"),
    [
        ("ไฟไหม้บ้านหมู่ 3 ช่วยด้วย", ("fire",)),
        ("ไฟไหม้หญ้าข้างทาง", ("fire",)),
        ("ไฟ ไหม้", ("fire",)),
        ("ไไฟไหม้มมมม", ("fire",)),
        ("มีคนถูกไฟดูดที่เสาหน้าวัด", ("medical", "fire")),
        ("สายไฟช๊อตคน", ("medical", "fire")),
        ("วัยรุ่นตีกันหน้าตลาด", ("police", "medical")),
        ("ผัวทำร้ายเมีย", ("police", "medical")),
        ("รถชนกันมีคนเจ็บ", ("medical", "police")),
        ("ไฟไหม้ มีคนบาดเจ็บ", ("fire", "medical", "police")),
        ("My house is ON FIRE", ("fire",)),
        ("เด็กตกน้ำในคลอง", ("medical", "police")),
        ("สายไฟขาดห้อยลงมากลางถนน", ("electricity", "fire")),
        ("สายไฟหน้าโรงเรียนวัดขาดตกอยู่กลางถนน", ("electricity", "fire")),
        ("ไฟดูดหมาตายตรงเสา", ("electricity", "fire", "medical")),
        ("หมาบ้าวิ่งกัดเด็กสามคน", ("medical",)),
    ],
)
def test_who_is_in_danger_is_told_whom_to_call(text, contacts):
    assert by_rules(text) == contacts


@pytest.mark.parametrize(
    "text",
    [
        "ไฟดับทั้งซอย",
        "ไฟถนนหน้าวัดดับมา 3 วันแล้ว",
        "เผาขยะควันเข้าบ้าน",
        "กลัวไฟไหม้ ช่วยตัดหญ้าข้างทางที",
        "กลัวว่าจะเกิดไฟไหม้",
        "เคยมีคนโดนไฟดูด",
        "หมาโดนรถชนตายอยู่ข้างทาง",
        "ฉีดยาฆ่าหญ้าใกล้บ่อน้ำ",
        "เจ้าหน้าที่ทำงานชักช้า",
        "ขอซ้อมดับเพลิง",
        "",
    ],
)
def test_what_can_wait_for_an_officer_is_no_emergency(text):
    assert by_rules(text) == ()


def test_one_real_danger_beside_a_feared_one_counts():
    assert by_rules("กลัวไฟไหม้บ้าน ตอนนี้ไฟลุกแล้ว") == ("fire",)


def test_a_contact_the_office_does_not_have_is_refused_at_the_start():
    with pytest.raises(ValueError, match="no such emergency contact"):
        Emergencies.parse(TABLE, ["police"])


def test_the_act_model_decides_where_it_is_sure():
    nothing = EMERGENCIES.read(squeeze("แขนติดเครื่องโม่ปูนดึงไม่ออก"))
    assert EMERGENCIES.contacts(nothing, cry=0.9) == ("police", "medical", "fire")
    assert EMERGENCIES.contacts(nothing, cry=0.3) == ()
    fire = EMERGENCIES.read(squeeze("ปั๊มน้ำไหม้แล้ว"))
    assert EMERGENCIES.contacts(fire, cry=0.3) == ("fire",)
    assert EMERGENCIES.contacts(fire, cry=0.01) == ()
