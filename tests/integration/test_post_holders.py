"""Residents who ask who holds a post of the office are told the name."""

import pytest

from domain.organisation.officers import Role
from handlers.usecases import offboarding, officers
from tests.fuzz.inside import appoint, whole_bot
from tests.fuzz.phone import Phone

RESIDENT = f"U{0x6000:032x}"
MAYOR, FORMER = "นายสมชาย มั่นคง", "นายเก่า พ้นวาระ"


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("posts")
    with whole_bot(f"sqlite:///{folder / 'bot.db'}", folder) as running:
        appoint(running)
        with running.office.uow(running.clock()) as uow:
            former, _ = officers.add(uow, FORMER, Role.NAYOK, None)
            offboarding.remove(uow, former.id)
            officers.add(uow, MAYOR, Role.NAYOK, None)
        yield running


def told(bot, text):
    Phone(bot, RESIDENT).says(text)
    return str(bot.line.said[RESIDENT])


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        *[(text, MAYOR) for text in ("ใครเป็นนายก", "นายก อบต ชื่ออะไรคะ", "who is the mayor?")],
        *[(text, "ปลัดวิชัย") for text in ("ปลัดคือใครครับ", "ขอเบอร์ปลัดหน่อย")],
        ("ผอ.กองช่างชื่ออะไร", "หัวหน้าช่าง"),
    ],
)
def test_who_holds_a_post_is_told(bot, asked, name):
    assert name in told(bot, asked)


def test_nobody_who_left_or_holds_no_such_post_is_named(bot):
    assert FORMER not in told(bot, "ใครเป็นนายก")
    assert "ช่างเอก" not in told(bot, "ผอ.กองช่างชื่ออะไร")
    assert "ปลัดวิชัย" not in told(bot, "หัวหน้าสำนักปลัดคือใคร")
    assert "นิติกรอรุณ" not in told(bot, "ผู้รับเรื่องร้องเรียนเจ้าหน้าที่คือใคร")


def test_an_accusation_that_asks_who_somebody_is_stays_one(bot):
    assert "ร้องเรียนเจ้าหน้าที่" in told(bot, "นายกเป็นใครถึงเอารถหลวงไปรับลูก")
