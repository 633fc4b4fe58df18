"""Rows for files and other systems, on both databases."""

from domain.cases.conduct import Conduct, ReporterLink
from handlers.usecases import case_filing, conduct
from handlers.usecases.case_filing import NewComplaint
from tests.moments import NOON

SECRET = "ปลัดเรียกรับเงินค่าเซ็นเอกสาร"


def test_the_rows_are_read_on_both_databases_and_never_a_staff_complaint(office):
    with office.uow(NOON) as uow:
        case_filing.file(uow, "Uthongdi", NewComplaint("light", "ไฟดับ"), "first")
        about = Conduct(ReporterLink.NAMED)
        conduct.file(uow, "U", NewComplaint(conduct.category_of(uow), SECRET), about, "second")
    with office.read_only_uow(NOON) as uow:
        (row,) = uow.tx.rows_out.cases(None, None)
    assert (row.detail, row.source, row.officer) == ("ไฟดับ", "line", "")
