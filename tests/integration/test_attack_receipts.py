"""Attacks by the officer who typed a case, with what is left in their browser, after it became a staff complaint."""

import pytest

from domain.organisation.officers import Role
from handlers.usecases import sealing
from storage.tables import complaint
from tests.integration.test_desk_intake import LAMP, slip_of
from tests.web_client import rows

FILED = {"source": "telephone", "story": LAMP, "category": "light"}


@pytest.fixture
def sealed(desk, clerk):
    """The clerk's browser with the pages of the form and of its receipt; the head has sealed the case since."""
    desk.keepers()
    desk.appoint("หัวหน้า ช่าง", Role.HEAD, "engineering", account="Uhead")
    clerk.opens("/desk/intake")
    clerk.form = dict(clerk.fields)
    clerk.sends(**FILED)
    clerk.receipt = dict(clerk.fields)
    (case,) = rows(desk.office, complaint)
    with desk.uow() as uow:
        sealing.seal(uow, uow.tx.officers.by_line("Uhead"), case.id)
    return clerk


def test_the_receipt_of_a_case_that_was_sealed_is_not_printed(sealed):
    sealed.fields = sealed.receipt
    assert slip_of(sealed).status == 404


def test_the_form_sent_again_tells_nothing_of_a_case_that_was_sealed(sealed, office):
    (before,) = rows(office, complaint)
    for _ in range(2):
        sealed.fields = sealed.form
        sealed.sends("/desk/intake", **FILED)
        assert sealed.status == 422
        sealed.reads("ใบรับเรื่องและรหัสเดิมใช้ไม่ได้แล้ว").does_not_read(
            "ช่องทางเฉพาะ", "ผู้ที่เห็นเรื่องนี้", before.number
        )
    assert len(rows(office, complaint)) == 1


def test_a_complaint_about_staff_does_not_show_whose_section_it_is_kept_in(desk, office):
    """Removing a section in the settings says whether it has cases."""
    desk.keepers()
    section = office.catalog.staff_category.department
    desk.complain("ปลัดเรียกเงินจากผู้รับเหมา")
    with desk.uow() as uow:
        assert not uow.tx.overview.has_cases_of(section)
