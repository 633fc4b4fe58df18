"""A comment that accuses nobody alone, and somebody together with the case that it is about."""

import pytest

from domain.cases.complaint import Proof
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.organisation.officers import Role
from handlers.core.messages import EventKind, InboundEvent
from handlers.usecases import case_filing, complaints, sealing
from handlers.usecases.case_filing import NewComplaint
from handlers.usecases.corrections import unsend_edit
from handlers.usecases.surveys import answering, comments
from tests.integration.staff_office import RESIDENT

LOOKED_AT = "ไฟถนนหน้าวัดดับ ปลัดมาดู"
ENVELOPE = "รับซองไป"
HARMLESS = "ยังมืดอยู่"


@pytest.fixture
def town(desk):
    """A resident whose case was closed by the engineers."""
    desk.keepers()
    desk.appoint("หัวหน้า ช่าง", Role.HEAD, "engineering", account="Uhead")
    with desk.uow() as uow:
        desk.case = case_filing.file(uow, RESIDENT, NewComplaint("light", LOOKED_AT), "lamp")
    for act in (
        Act(Action.ACCEPT),
        Act(Action.CLOSE, note="เรียบร้อย", proof=Proof(no_photo_reason="มืด")),
    ):
        with desk.uow() as uow:
            complaints.officer_acts(uow, uow.tx.officers.by_line("Uhead"), desk.case.id, act)
    return desk


def says(desk, words, message=""):
    """Comment on the handling of the case; returns the id of the comment."""
    with desk.uow() as uow:
        event = typed(uow, words, message)
        unsend_edit.begin(uow, event)
        door, subject = answering.rate_case(uow, RESIDENT, desk.case.id)
        form = answering.open_form(uow, door.id, RESIDENT, subject)
        form = answering.answer(uow, form, "overall", (2,), draft_id="f" * 12)
        _, key = answering.comment(uow, form, "words", words, draft_id="f" * 12)
        answering.link_message(uow, key, words)
    return key


def typed(uow, words, message):
    return InboundEvent(
        EventKind.TEXT, sender=RESIDENT, chat=RESIDENT, at=uow.now, text=words, message_id=message
    )


def head_reads(desk, key):
    with desk.uow() as uow:
        return comments.readable(uow, uow.tx.officers.by_line("Uhead"), key).text


def test_it_is_read_by_nobody_of_the_section(town):
    with pytest.raises(Refused, match="no_such_comment"):
        head_reads(town, says(town, ENVELOPE))


def test_without_that_case_it_accuses_nobody(town):
    assert head_reads(town, says(town, HARMLESS)) == HARMLESS


def test_neither_is_what_it_says_after_an_edit(town):
    key = says(town, HARMLESS, "m1")
    with town.uow() as uow:
        asked = unsend_edit.edit(uow, typed(uow, ENVELOPE, "m1"))
    assert asked == ENVELOPE
    assert ENVELOPE not in head_reads(town, key)


def test_an_edit_after_the_case_was_sealed_is_taken_and_stays_protected(town):
    key = says(town, HARMLESS, "m1")
    with town.uow() as uow:
        sealing.seal(uow, uow.tx.officers.by_line("Uhead"), town.case.id)
    with town.uow() as uow:
        assert unsend_edit.edit(uow, typed(uow, ENVELOPE, "m1")) == ""
        assert ENVELOPE in uow.tx.survey_words.get(key).text
    with pytest.raises(Refused, match="no_such_comment"):
        head_reads(town, key)
