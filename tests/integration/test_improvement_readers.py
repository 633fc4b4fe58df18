"""An improvement is open to its own section, the executives and the survey section, whatever button is pressed."""

import pytest

from domain.organisation.officers import Role
from domain.reporting.improvement import Source
from handlers.core.buttons import Button
from handlers.core.messages import EventKind, InboundEvent, Postback
from handlers.routing.router import respond
from handlers.usecases import improvements
from storage.reporting.improvements import NewImprovement
from tests.moments import NOON

WORDS = "ปรับช่องบริการของกองคลัง"


@pytest.mark.parametrize(
    ("role", "section", "sees"),
    [
        (Role.HEAD, "finance", True),
        (Role.NAYOK, None, True),
        (Role.HEAD, "engineering", False),
        (Role.OFFICER, "engineering", False),
    ],
)
@pytest.mark.parametrize("button", [Button.IMPROVEMENT_AGREE, Button.IMPROVEMENT_DROP])
def test_a_forged_button_begins_nothing_on_an_improvement_of_another_section(
    desk, role, section, sees, button
):
    desk.appoint("หนึ่ง ผู้อ่าน", role, section, account="Ureader")
    with desk.uow() as uow:
        new = NewImprovement(section="finance", what=WORDS, source=Source.OTHER)
        made = improvements.propose(uow, None, new)
        pressed = Postback(button.flow, button.step, str(made.id))
        event = InboundEvent(EventKind.POSTBACK, "Ureader", "Ureader", NOON, postback=pressed)
        said = str(respond(uow, event))
        has_begun = uow.tx.conversations.find("Ureader") is not None
    assert has_begun == sees
    assert sees or WORDS not in said
