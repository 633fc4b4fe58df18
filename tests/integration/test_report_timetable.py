"""Reports are made once at the end of each period, also after an outage; e-mail waits for its server."""

import email
import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from domain.organisation.calendar import BANGKOK
from domain.organisation.officers import Role
from domain.reporting.schedule import TURNS, due_periods
from handlers.core.mail_server import MailServer
from handlers.usecases import officers
from reports import mail, publication
from scheduler import report_jobs
from storage.tables import outbox
from tests.moments import DAY, HOUR

INSTALLED = datetime(2026, 10, 5, 9, tzinfo=BANGKOK)
FIRST_OF_APRIL = datetime(2027, 4, 1, 8, 10, tzinfo=BANGKOK)
SERVER = MailServer("smtp://mail.invalid", "office@nawanghin.invalid", ("palad@nawanghin.invalid",))


@pytest.fixture
def running(office):
    """An office running since October, with a ปลัด and a head of the section that runs the surveys on LINE."""
    with office.uow(INSTALLED) as uow:
        for name, role, department in (
            ("ปลัด", Role.PALAD, None),
            ("หัวหน้า", Role.HEAD, "clerk"),
            ("นิติกร", Role.INTEGRITY, None),
            ("ช่าง", Role.OFFICER, "engineering"),
        ):
            _, code = officers.add(uow, name, role, department)
            officers.link(uow, f"U{name}", code)
    report_jobs.periodic_reports(office, INSTALLED)
    return office


def made(office):
    with office.store.read() as tx:
        return sorted((one.report, one.period) for one in tx.report_issues.all())


def messages(office):
    with office.store.read() as tx:
        return len(tx.connection.scalars(select(outbox.c.id)).all())


def test_every_period_of_the_fiscal_calendar_is_due_at_eight():
    due = {turn.name: [one.key for one in due_periods(turn, FIRST_OF_APRIL)][-1] for turn in TURNS}
    assert due == {
        "month": "2570-03",
        "quarter": "2570-Q2",
        "half_year": "2570-H1",
        "year": "2569",
        "year_drafts": "2569",
    }
    before = FIRST_OF_APRIL - 11 * timedelta(minutes=1)
    assert [due_periods(turn, before)[-1].key for turn in TURNS[:3]] == [
        "2570-02",
        "2570-Q1",
        "2569-H2",
    ]


def test_nothing_before_the_installation_is_reported(running):
    assert made(running) == []


def test_a_year_that_was_over_at_the_installation_is_not_reported_on_its_later_day(office):
    third, fifth = (datetime(2026, 10, day, 8, 10, tzinfo=BANGKOK) for day in (3, 5))
    for at in (third, fifth):
        report_jobs.periodic_reports(office, at)
    assert made(office) == []


def test_what_an_outage_missed_is_made_up_and_nothing_is_made_twice(running):
    for at in (FIRST_OF_APRIL, FIRST_OF_APRIL + HOUR):
        report_jobs.periodic_reports(running, at)
    found = made(running)
    assert len(found) == len(set(found))
    months = ("2569-10", "2569-11", "2569-12", "2570-01", "2570-02", "2570-03")
    assert [period for report, period in found if report == "M9"] == list(months)
    assert [one for one in found if one[0] in {"M3", "M4", "M10"}] == [
        ("M10", "2570-H1"),
        ("M3", "2570-H1"),
        ("M4", "2570-H1"),
    ]
    # To the ปลัด and the section: six months, two quarters, a half-year; staff statistics to who is in charge.
    assert messages(running) == 2 * 9 + 1


def test_two_schedulers_make_a_report_once(running):
    april = datetime(2026, 11, 1, 8, 10, tzinfo=BANGKOK)
    threads = [
        threading.Thread(target=report_jobs.periodic_reports, args=(running, april))
        for _ in range(3)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert made(running) == [("M8", "2569-10"), ("M9", "2569-10")]


def test_the_drafts_of_the_year_come_on_the_fifth_of_october(running):
    report_jobs.periodic_reports(running, datetime(2027, 10, 4, 8, 10, tzinfo=BANGKOK))
    assert ("M5", "2570") not in made(running)
    report_jobs.periodic_reports(running, datetime(2027, 10, 5, 8, 10, tzinfo=BANGKOK))
    assert {("M5", "2570"), ("M7", "2570")} <= set(made(running))


def test_the_section_is_reminded_each_week_and_the_executives_after_two(running):
    report_jobs.periodic_reports(running, FIRST_OF_APRIL)
    before = messages(running)
    for days in (3, 7, 8):
        report_jobs.remind_publication(running, FIRST_OF_APRIL + days * DAY)
    assert messages(running) == before + 1
    report_jobs.remind_publication(running, FIRST_OF_APRIL + 14 * DAY)
    assert messages(running) == before + 1 + 2
    at = FIRST_OF_APRIL + 15 * DAY
    for code in ("M2", "M3", "M4"):
        with running.uow(at) as uow:
            for step in (
                lambda issue: publication.number(uow, issue, "ชบ 1"),
                lambda issue: publication.sign(uow, issue, "นายก", b"%PDF-1.7"),
                lambda issue: publication.permit(uow, issue, "นายก"),
                lambda issue: publication.publish(uow, issue),
            ):
                step(publication.issue_of(uow, code, "2570-H1"))
    told = messages(running)
    report_jobs.remind_publication(running, FIRST_OF_APRIL + 21 * DAY)
    assert messages(running) == told


class Server:
    """A mail server that refuses everything while it `is_down`."""

    def __init__(self):
        self.is_down, self.taken = True, []

    def __call__(self, _server):
        return self

    def __enter__(self):
        if self.is_down:
            raise ConnectionRefusedError("down")
        return self

    def __exit__(self, *_):
        return None

    def send_message(self, message):
        self.taken.append(email.message_from_bytes(bytes(message)))


def test_a_mail_server_that_fails_delays_and_loses_nothing(running):
    with_mail, server = replace(running, mail=SERVER), Server()
    at = datetime(2026, 11, 1, 8, 10, tzinfo=BANGKOK)
    report_jobs.periodic_reports(with_mail, at)
    assert mail.send_due(with_mail, at, server) == 0
    server.is_down = False
    # It is not retried at once.
    assert mail.send_due(with_mail, at, server) == 0
    assert mail.send_due(with_mail, at + DAY, server) == 2
    assert mail.send_due(with_mail, at + 2 * DAY, server) == 0
    assert [one["To"] for one in server.taken] == list(SERVER.recipients) * 2
    attached = [part for one in server.taken for part in one.walk() if part.get_filename()]
    assert sorted(part.get_filename() for part in attached) == ["M8-2569-10.pdf", "M9-2569-10.pdf"]
    assert all(part.get_payload(decode=True).startswith(b"%PDF") for part in attached)


def test_a_report_of_several_volumes_is_sent_as_one_workbook(running, monkeypatch):
    monkeypatch.setattr("reports.mail.count_volumes", lambda _: 2)
    with_mail, server = replace(running, mail=SERVER), Server()
    server.is_down = False
    at = datetime(2026, 11, 1, 8, 10, tzinfo=BANGKOK)
    report_jobs.periodic_reports(with_mail, at)
    assert mail.send_due(with_mail, at, server) == 2
    attached = [part for one in server.taken for part in one.walk() if part.get_filename()]
    assert {part.get_filename() for part in attached} == {"M8-2569-10.xlsx", "M9-2569-10.xlsx"}
    assert {part.get_content_subtype() for part in attached} == {
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    }


def test_an_office_without_a_mail_server_stores_no_letter(running):
    report_jobs.periodic_reports(running, FIRST_OF_APRIL)
    with running.store.read() as tx:
        assert tx.mail.count_waiting() == 0
    assert mail.send_due(running, FIRST_OF_APRIL) == 0
