"""From eight in the evening to eight in the morning a push arrives and does not ring."""

from datetime import timedelta

import pytest

from domain.figures.push_budget import Weight
from domain.organisation.officers import Role
from handlers.core.messages import Text
from handlers.usecases import case_filing, officers
from handlers.usecases.case_filing import NewComplaint

NIGHT = timedelta(hours=10)
"""After noon."""


@pytest.mark.parametrize(
    ("after_noon", "weight", "silent"),
    [
        (timedelta(0), Weight.PROMPT, False),
        (NIGHT, Weight.PROMPT, True),
        (NIGHT, Weight.ENDING, True),
        (NIGHT, Weight.EMERGENCY, False),
    ],
)
def test_only_an_emergency_rings_at_night(office, worker, line, clock, after_noon, weight, silent):
    clock.now += after_noon
    with office.uow(clock.now) as uow:
        uow.notify("U" + "0" * 32, [Text("สวัสดีค่ะ")], weight)
    worker.deliver()
    (call,) = line.calls
    assert call.body["notificationDisabled"] is silent


@pytest.mark.parametrize(
    ("category", "detail", "silent"),
    [
        ("light", "ไฟถนนดับ", True),
        ("safety", "เสาไฟเอียงจะล้ม", False),
        ("light", "สายไฟขาด มีคนโดนไฟดูด", False),
    ],
)
def test_a_case_with_somebody_in_danger_rings_its_officer_at_night(
    office, worker, line, clock, category, detail, silent
):
    clock.now += NIGHT
    with office.uow(clock.now) as uow:
        department = office.catalog.category(category).department
        _, code = officers.add(uow, "ช่างเอก", Role.OFFICER, department)
        officers.link(uow, "U" + "1" * 32, code)
        case_filing.file(uow, "U" + "0" * 32, NewComplaint(category, detail), "draft-1")
    worker.deliver()
    (call,) = line.calls
    assert call.body["notificationDisabled"] is silent
