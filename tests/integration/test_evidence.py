"""The evidence of a year: publications are added by themselves, missing items are requested in time."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from domain.organisation.calendar import BANGKOK
from domain.organisation.disclosure import Disclosure
from domain.organisation.officers import Role
from handlers.usecases import officers
from reports import publication
from reports.evidence_pack import index, of_year, pack
from reports.issues import current_issue, new_issue
from reports.kinds import KINDS
from scheduler import report_jobs
from storage.reporting.evidence import NewEvidence, OfficialScore
from storage.tables import outbox
from tests.moments import DAY

APRIL = datetime(2027, 4, 2, 9, tzinfo=BANGKOK)
YEAR = 2570


def publish(office, code, period):
    with office.uow(APRIL) as uow:
        current_issue(uow, code, period)
        for step in (
            lambda issue: publication.number(uow, issue, "ชบ 1"),
            lambda issue: publication.sign(uow, issue, "นายก", b"%PDF-1.7 signed"),
            lambda issue: publication.permit(uow, issue, "นายก"),
            lambda issue: publication.publish(uow, issue),
        ):
            step(publication.issue_of(uow, code, period))


def keep(office, **facts):
    ordinary = {"year": YEAR, "done_on": date(2027, 1, 12), "what": "อบรมจริยธรรม"}
    with office.uow(APRIL) as uow:
        return uow.tx.evidence.add(NewEvidence(**(ordinary | facts)), None, APRIL)


def test_published_reports_and_added_files_are_in_the_pack_and_the_rest_is_missing(office):
    publish(office, "M10", "2570-H1")
    publish(office, "M3", "2570-H1")
    kept = keep(office, measure="complaint_channels", file_name="คำสั่ง 1.pdf", content=b"%PDF")
    back = keep(office, item="O23")
    with office.uow(APRIL) as uow:
        assert uow.tx.evidence.take_back(back)
        found = {one.item.key: one.is_missing for one in of_year(uow, YEAR)}
        document = index(uow, YEAR)
        names = zipfile.ZipFile(io.BytesIO(pack(uow, YEAR))).namelist()
    assert found == {"O15": True, "O18": False, "O19": False, "O23": True}
    assert [line.split()[0] for line in document.sections[1].paragraphs] == ["O15", "O23"]
    assert sorted(names) == [
        f"evidence/{kept:04}-คำสั่ง_1.pdf",
        "index-2570.csv",
        "index-2570.docx",
        "index-2570.pdf",
        "reports/M10-2570-H1.csv",
        "reports/M10-2570-H1.pdf",
        "reports/M10-2570-H1.signed.pdf",
        "reports/M10-2570-H1.xlsx",
        # Not its signed paper, with the small numbers that the published files suppress.
        "reports/M3-2570-H1.csv",
        "reports/M3-2570-H1.pdf",
        "reports/M3-2570-H1.xlsx",
    ]


def test_what_was_published_is_evidence_until_its_replacement_is_published(office):
    publish(office, "M3", "2570-H1")

    def slugs():
        with office.uow(APRIL) as uow:
            (proved,) = [one for one in of_year(uow, YEAR) if one.item.key == "O19"]
            names = zipfile.ZipFile(io.BytesIO(pack(uow, YEAR))).namelist()
        assert "reports/M3-2570-H1.pdf" in names
        return [one.slug for one in proved.reports]

    (first,) = slugs()
    with office.uow(APRIL + DAY) as uow:
        new_issue(uow, "M3", "2570-H1")
    assert slugs() == [first]
    publish(office, "M3", "2570-H1")
    assert len(slugs()) == 1
    assert slugs() != [first]


def state_of(office, key):
    with office.uow(APRIL) as uow:
        (found,) = [one for one in of_year(uow, YEAR) if one.item.key == key]
        rows = {row.label: row.cells[-1].text for row in index(uow, YEAR).sections[0].listing.rows}
    return found.is_missing, rows[key]


def test_a_month_or_one_of_two_reports_is_no_evidence_of_an_item(office):
    publish(office, "M2", "2569-11")
    is_missing, state = state_of(office, "O15")
    assert is_missing
    assert "ยังขาด" in state
    publish(office, "M2", "2570-H1")
    is_missing, state = state_of(office, "O15")
    assert (is_missing, "ผลการสำรวจความพึงพอใจ" in state) == (True, True)
    assert "สถิติเรื่องร้องทุกข์" not in state
    publish(office, "M4", "2570-H1")
    assert state_of(office, "O15") == (False, "มีแล้ว")


def test_nothing_unverified_is_shown_as_official(office):
    with office.uow(APRIL) as uow:
        document = index(uow, YEAR)
    names = [row.cells[0].text for row in document.sections[0].listing.rows]
    assert all("ยังไม่ได้ตรวจกับคู่มือ" in one and "ที่มา: " in one for one in names)
    items = tuple(replace(one, verified=True) for one in office.disclosure.items)
    verified = replace(office, disclosure=Disclosure(office.disclosure.measures, items))
    with verified.uow(APRIL) as uow:
        names = [row.cells[0].text for row in index(uow, YEAR).sections[0].listing.rows]
    assert not any("ยังไม่ได้ตรวจกับคู่มือ" in one for one in names)


def test_the_section_is_reminded_of_gaps_before_they_are_due(office):
    with office.uow(APRIL) as uow:
        _, code = officers.add(uow, "หัวหน้า", Role.HEAD, "clerk")
        officers.link(uow, "Uclerk", code)

    def messages(at):
        report_jobs.remind_evidence(office, at)
        with office.store.read() as tx:
            return len(tx.connection.scalars(select(outbox.c.id)).all())

    first = datetime(2027, 3, 31, 9, 25, tzinfo=BANGKOK)
    assert messages(first - DAY) == 0
    assert [messages(first + days * DAY) for days in (0, 1, 16, 17, 23, 29, 40)] == [
        1,
        1,
        2,
        2,
        3,
        4,
        4,
    ]


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ([], "ยังไม่มีคะแนน EIT อย่างเป็นทางการ"),
        ([(2570, 90.0)], "ยังไม่มีคะแนนปีก่อนให้เทียบ"),
        ([(2569, 88.5), (2570, 90.0)], "มีแนวโน้มเพิ่มขึ้น"),
        ([(2569, 91.0), (2570, 90.0)], "(ปีก่อน 91.00) (ที่มา: ประกาศผล)"),
    ],
)
def test_a_rising_score_is_claimed_only_if_the_official_ones_rise(office, scores, says):
    keep(office, measure="satisfaction", what="ประชุมประชาคม", url="https://nawanghin.invalid/1")
    at = datetime(2027, 10, 6, 9, tzinfo=BANGKOK)
    with office.uow(at) as uow:
        for year, score in scores:
            uow.tx.evidence.type_in(OfficialScore(year, "EIT", 1.0, "พิมพ์ผิด"), at)
            uow.tx.evidence.type_in(OfficialScore(year, "EIT", score, "ประกาศผล"), at)
        stored = new_issue(uow, "M7", "2570").figures
    from handlers.core.i18n import Translator  # noqa: PLC0415

    document = KINDS["M7"].document(office.catalog, Translator(office.translations), stored)
    rows = {row.cells[0].text[:20]: row for row in document.sections[0].listing.rows}
    (satisfaction,) = [row for name, row in rows.items() if name.startswith("ประเมินความพึงพอใจ")]
    assert says in satisfaction.cells[3].text
    assert "ประชุมประชาคม (https://nawanghin.invalid/1)" in satisfaction.cells[1].text
