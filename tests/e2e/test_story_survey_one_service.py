"""A round about one service is offered by its title and service, and is not for everybody who was served."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.organisation.calendar import bangkok
from domain.surveys.participation import DoorKind
from handlers.usecases.surveys import rounds

SHORT, SERVICE = "แบบสำรวจงานสาธารณภัย", "ขอความช่วยเหลือสาธารณภัย"
LONG = "แบบสำรวจความพึงพอใจของผู้ที่ได้รับความช่วยเหลือจากงานป้องกันสาธารณภัย"


def opened(bot, title, services=("disaster_relief",)):
    """Open a round of an own set with a door at the counter of each service."""
    own = replace(bot.office.question_sets["pulse"], key="own", th=title, en=title)
    with bot.office.uow(bot.now()) as uow:
        closes = bangkok(bot.now()).date() + timedelta(days=30)
        found = rounds.open_round(uow, own, closes=closes)
        for service in services:
            rounds.make_door(uow, found.id, DoorKind.COUNTER, service=service)
        return found


@pytest.mark.parametrize(("title", "button"), [(SHORT, SHORT), (LONG, f"ผู้ใช้บริการ: {SERVICE}")])
def test_it_is_offered_and_begun_by_title_and_service(bot, resident, title, button):
    opened(bot, title)
    resident.says("แบบสำรวจ").sees("รอท่านให้คะแนน", title, f"บริการ: {SERVICE}")
    resident.does_not_see("ความเห็นต่อ อบต.")
    resident.presses(button).sees("ข้อ 1/", title, f"บริการ: {SERVICE}", "แบบสำรวจของ อบต. เอง")
    resident.presses("มาก (4)").does_not_see(title)


def test_a_round_of_the_whole_office_is_named_in_its_first_bubble(bot, resident):
    opened(bot, LONG, ())
    resident.says("แบบสำรวจ").presses("ความเห็นต่อ อบต.").sees(LONG).does_not_see("บริการ:")
