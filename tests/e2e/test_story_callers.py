"""Reporters without LINE: an officer finds the case of who calls, at the desk and in the chat."""

import csv
import io

import pytest

from tests.chat import LAMP
from tests.desk import Desk

CALLER, PHONE = "นายสมชาย ใจดี", "089-111-2222"


def taken_down(bot, officer, name=CALLER, phone=PHONE, source="telephone"):
    """File the report of a caller at the desk; return the desk and the path of the case."""
    desk = Desk.of(officer).opens("/desk/intake")
    form = {name: value for name, value in [("t", field(desk, "t"))]}
    desk.uploads(
        "/desk/intake",
        {**form, "source": source, "story": LAMP, "category": "light", "name": name, "phone": phone},
    )
    desk.reads("รับแจ้งแล้ว")
    with bot.office.store.read() as tx:
        key = max(tx.connection.exec_driver_sql("SELECT id FROM complaint").scalars())
    return desk, f"/desk/cases/{key}"


def field(desk, name):
    return desk.html.partition(f'name="{name}" value="')[2].partition('"')[0]


@pytest.mark.parametrize("typed", ["สมชาย", "0891112222", "089 111 2222"])
def test_a_caller_without_the_number_is_found_at_the_desk(typed, bot, officer, clerk):
    desk, _ = taken_down(bot, officer)
    desk.opens(f"/desk/cases?q={typed}").reads("1 เรื่อง", CALLER, f"โทร {PHONE}")
    other = Desk.of(clerk)
    other.opens(f"/desk/cases?q={typed}").does_not_read(CALLER, PHONE)


@pytest.mark.parametrize("typed", ["ค้นหา สมชาย ใจดี", "ค้นหา 089-111-2222", "สมชาย", "0891112222"])
def test_a_caller_without_the_number_is_found_in_the_chat(typed, bot, officer):
    taken_down(bot, officer)
    officer.says(typed).sees("นว-2570-000001")


def test_the_export_names_caller_telephone_channel_result_and_whether_it_was_in_time(bot, officer):
    desk, path = taken_down(bot, officer)
    desk.opens(path).acts("close", note="เปลี่ยนหลอดแล้ว", reason="ไม่มีสิ่งให้ถ่ายรูป")
    (line,) = csv.DictReader(
        io.StringIO(desk.opens("/desk/cases.csv?tab=all").content.decode("utf-8-sig"))
    )
    assert (line["ผู้แจ้ง"], line["โทรศัพท์"], line["ช่องทาง"]) == (CALLER, PHONE, "โทรศัพท์")
    assert (line["ผลที่แจ้งผู้แจ้งเรื่อง"], line["เสร็จทันกำหนดหรือไม่"]) == ("เปลี่ยนหลอดแล้ว", "ทันกำหนด")
