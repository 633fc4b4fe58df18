"""Of a time before the system was in use nothing is published: its zeros would be no figures."""

import pytest

from domain.errors import Refused
from domain.organisation.calendar import month_bounds
from reports import publication
from reports.issues import new_issue
from reports.open_data import open_figures
from tests.builders import a_case
from tests.moments import DAY, NOON
from tests.web_client import forges, signed_in


@pytest.fixture
def first_case(office, clock):
    """The first case was filed today, in November 2569."""
    with office.uow(clock()) as uow:
        case = a_case(id=0, number="000001", reporter="U1", filed_at=clock())
        uow.tx.complaints.add(case, draft_id="1")
    return office


def test_the_public_page_says_that_a_half_year_before_it_has_no_data(first_case, client):
    with first_case.uow(NOON + DAY) as uow:
        before = open_figures(uow)
    assert (before.half_year, before.half_year_known, before.months) == ("2569-H2", False, ())
    assert (before.staff_cases, before.satisfaction.answers) == (None, None)
    html = client.get("/open").text
    assert "ยังไม่มีข้อมูลในระบบ" in html
    assert "0 เรื่อง" not in html
    assert "น้อยกว่า 5 เรื่อง" not in html
    with first_case.uow(month_bounds("2570-04")[1]) as uow:
        after = open_figures(uow)
    assert (after.half_year, after.half_year_known, after.staff_cases) == ("2570-H1", True, 0)
    assert [one.month for one in after.months][-1] == "2569-11"


def test_officers_read_the_same_and_make_no_report_of_it(first_case, client, clock):
    clerk = signed_in(client, first_case, clock, department="clerk")[0]
    assert clerk.opens("/desk/figures").reads("ยังไม่มีข้อมูลในระบบ").status == 200
    page = clerk.opens("/desk/reports")
    assert "2569-H2" not in page.html
    assert "2570-H1" in page.html
    assert forges(clerk, "/desk/reports/M2/2569-H2/make").status == 422
    clerk.reads("17 พฤศจิกายน 2569")
    with first_case.uow(clock()) as uow:
        issue = new_issue(uow, "M2", "2569-H2")
        with pytest.raises(Refused, match="report_before_data"):
            publication.number(uow, issue, "ชบ 1")
