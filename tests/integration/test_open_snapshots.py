"""The public page under many readers: few queries, and changes that show at once."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from domain.organisation.calendar import month_bounds
from domain.reporting.improvement import Source
from handlers.usecases import improvements, monthly_report
from reports import publication
from reports.issues import new_issue
from storage.reporting.improvements import NewImprovement, Plan
from tests.builders import a_case
from tests.moments import DAY, HOUR, NOON
from web.public.snapshots import COUNTED_ANEW

NOVEMBER = "2569-11"


@contextmanager
def statements(office):
    """The statements of a block."""
    found = []

    def note(_connection, _cursor, statement, *_):
        found.append(statement)

    event.listen(office.store.engine, "before_cursor_execute", note)
    yield found
    event.remove(office.store.engine, "before_cursor_execute", note)


@pytest.fixture
def december(office, clock):
    clock.now = month_bounds(NOVEMBER)[1] + 9 * HOUR
    with office.uow(clock()) as uow:
        case = a_case(id=0, number="000001", reporter="U1", filed_at=NOON)
        uow.tx.complaints.add(case, draft_id="1")
        monthly_report.freeze(uow, NOVEMBER)
    return office


@pytest.mark.parametrize("path", ["/open", "/open/data.json", "/open/data.csv"])
def test_a_second_reader_costs_a_few_queries(client, december, path):
    first = client.get(path)
    client.get(path)
    with statements(december) as found:
        again = client.get(path)
    assert again.data == first.data
    # The state of what is published and of the photos, and once a second the office's own settings.
    assert len(found) <= 3, found


def test_what_is_published_is_there_at_once(client, december, clock):
    assert "ยังไม่มีรายงานที่เผยแพร่" in client.get("/open").text
    with december.uow(clock()) as uow:
        new_issue(uow, "M2", NOVEMBER)
        for step in (
            lambda issue: publication.number(uow, issue, "ชบ 1"),
            lambda issue: publication.sign(uow, issue, "นายก", b"%PDF-1.7"),
            lambda issue: publication.permit(uow, issue, "นายก"),
            lambda issue: publication.publish(uow, issue),
        ):
            step(publication.issue_of(uow, "M2", NOVEMBER))
    assert "/open/reports/m2-2569-11" in client.get("/open").text
    assert len(client.get("/open/data.json").get_json()["reports"]) == 1


def test_what_was_improved_is_there_at_once(client, december, clock):
    assert "ยังไม่มีการปรับปรุง" in client.get("/open").text
    with december.uow(clock()) as uow:
        new = NewImprovement("ติดป้ายบอกเวลา", Source.OTHER, "clerk")
        made = improvements.propose(uow, None, new)
        improvements.agree(uow, None, made.id, Plan(None, (clock() + DAY).date(), None))
        improvements.finish(uow, None, made.id, "ติดแล้วทุกช่อง")
    assert "ติดแล้วทุกช่อง" in client.get("/open").text


def test_the_next_month_is_there_when_it_begins(client, december, clock):
    assert "เดือนพฤศจิกายน 2569" in client.get("/open").text
    clock.now = month_bounds("2569-12")[1] + HOUR
    assert "เดือนธันวาคม 2569" in client.get("/open").text


def test_figures_are_counted_anew_from_time_to_time(client, december, clock):
    client.get("/open")
    with statements(december) as found:
        clock.now += COUNTED_ANEW
        client.get("/open")
    assert any("month_report.figures" in one for one in found)
