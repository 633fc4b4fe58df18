"""Where a line of a console page may end."""

import pytest

from web.console.desk import whole


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("เกินกำหนด 34 วัน", "เกินกำหนด 34_วัน"),
        ("ส่งถึงแล้ว 27 ต.ค. 2569 เวลา 08.46 น.", "ส่งถึงแล้ว 27_ต.ค._2569 เวลา_08.46_น."),
        ("รับ 1,200 เรื่อง จาก 5 คน", "รับ 1,200_เรื่อง จาก 5_คน"),
        ("หมู่ 3 หน้าวัด", "หมู่ 3 หน้าวัด"),
    ],
)
def test_no_line_ends_in_a_date_a_time_or_before_a_unit(sentence, shown):
    assert whole(sentence) == shown.replace("_", "\u00a0")


def test_a_bare_number_stays():
    assert whole(12) == "12"
