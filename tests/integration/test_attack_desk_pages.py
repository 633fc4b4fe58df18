"""Attacks on the console's pages of surveys, questions, improvements and reports.

Texts of others that are markup, ids of another section, ways back to another site, and huge forms.
"""

import io
import zipfile

import pytest

from domain.cases.inquiry import InquiryKind
from domain.organisation.officers import Role
from domain.reporting.improvement import Source
from handlers.usecases import improvements, inquiries, officers
from handlers.usecases.desk import sign_in
from handlers.usecases.doors import points
from handlers.usecases.surveys import rounds
from storage.reporting.improvements import NewImprovement
from storage.tables import evidence, improvement, inquiry, report_issue, survey_words
from tests.builders import a_case
from tests.moments import DAY
from tests.surveys import says
from tests.web_client import forges, rows, signed_in, token_of
from tests.web_form import Browser
from web.console.gate import BODY_LIMIT

RUNS = "<img src=x onerror=alert(1)>'\"{{7*7}}${7*7}"
READER = "U" + "e" * 32


@pytest.fixture
def clerk(client, office, clock):
    """An officer of the section that runs the surveys, on LINE too, so that its comments are hers to read."""
    browser, officer = signed_in(client, office, clock, department="clerk", name=RUNS)
    with office.uow(clock()) as uow:
        officers.link(uow, READER, officers.new_code(uow, officer))
        uow.tx.people.describe(READER, RUNS, "th")
    return browser


@pytest.fixture
def filled(client, office, clock, clerk, palad):
    """One of everything that somebody writes on these pages, each with the same text."""
    with office.uow(clock()) as uow:
        pulse = rounds.open_round(
            uow, office.question_sets["pulse"], closes=(clock() + 30 * DAY).date()
        )
        uow.tx.people.ensure("Uvillain", uow.now)
        # No report is made of a time before the first case.
        first = a_case(id=0, reporter="Uvillain", filed_at=clock() - 90 * DAY)
        uow.tx.complaints.add(first, draft_id="first")
        uow.tx.people.describe("Uvillain", RUNS, "th")
        inquiries.send(uow, "Uvillain", InquiryKind.QUESTION, f"สำนักปลัด {RUNS} เปิดวันไหน")
        one = improvements.propose(uow, None, NewImprovement(RUNS, Source.OTHER, "clerk"))
        by = uow.tx.officers.get(1)
        points.make(uow, by, points.Plan(name=RUNS[:40], opens="web", category="", village=""))
    says(office, pulse, "U" + "c" * 32, words=RUNS, equal=1)
    plan = {"officer": "1", "due": (clock() + 30 * DAY).date().isoformat(), "cost": "0"}
    assert forges(palad, f"/desk/improvements/{one.id}/agree", **plan).status == 303
    assert forges(palad, f"/desk/improvements/{one.id}/done", note=RUNS).status == 303
    report = "/desk/reports/M2/2569-10"
    forges(clerk, f"{report}/make")
    assert forges(clerk, f"{report}/numbered", name=RUNS).status == 303
    scan = (io.BytesIO(b"%PDF-1.7 signed"), "<b>scan.pdf")
    assert forges(clerk, f"{report}/signed", name=RUNS, scan=scan).status == 303
    assert forges(palad, f"{report}/permitted", name=RUNS).status == 303
    assert forges(clerk, f"{report}/published").status == 303
    issue = str(rows(office, report_issue)[0].id)
    assert forges(palad, f"{report}/withdrawn", issue=issue, name=RUNS, reason=RUNS).status == 303
    day = clock().date().isoformat()
    assert forges(clerk, "/desk/evidence", about="/O15", what=RUNS, done_on=day).status == 303
    return one


def test_no_text_of_others_is_markup_on_a_page_of_surveys_questions_improvements_and_reports(
    client, clerk, palad, filled
):
    desk = [
        *("/desk/questions", "/desk/surveys", "/desk/surveys/1", "/desk/improvements"),
        *(f"/desk/improvements/{filled.id}", "/desk/reports", "/desk/reports/M2/2569-10"),
        *("/desk/evidence", "/desk/figures", "/desk/points", "/desk/team", "/desk/office"),
    ]
    shown = set()
    for browser, paths in ((clerk, desk), (palad, desk), (Browser(client), ["/open"])):
        for path in paths:
            browser.opens(path)
            assert "<img src=x" not in browser.html, path
            assert "<b>scan" not in browser.html, path
            assert "49" not in browser.html.split("onerror", 1)[-1][:30], path
            if "onerror=alert(1)" in browser.html:
                shown.add(path)
    # Otherwise nothing was there that could be markup.
    assert shown >= {*desk[:1], *desk[3:9], "/desk/points", "/open"}


def test_the_ids_of_another_section_are_none(client, office, clock, filled):
    """An engineer forges every act on what belongs to the clerk's section; nothing changes."""
    engineer, _ = signed_in(client, office, clock, department="engineering", name="ช่างเอก")
    head, _ = signed_in(client, office, clock, Role.HEAD, "engineering", "หัวหน้าช่าง")
    tables = (inquiry, improvement, report_issue, evidence, survey_words)
    before = [rows(office, table) for table in tables]
    (question,) = rows(office, inquiry)
    (words,) = rows(office, survey_words)
    acts = [
        *((f"/desk/questions/{question.id}/{act}", {"words": "x"}) for act in ("answer", "pass")),
        *((f"/desk/improvements/{filled.id}/{act}", {"note": "x"}) for act in ("done", "dropped")),
        (f"/desk/improvements/{filled.id}/agree", {"officer": "1", "due": "2569-12-31"}),
        *(
            (f"/desk/reports/M2/2569-10/{act}", {"name": "x", "issue": "1", "reason": "x"})
            for act in ("make", "numbered", "permitted", "published", "withdrawn")
        ),
        ("/desk/evidence/1/take-back", {}),
        ("/desk/evidence/score?year=2570", {"tool": "OIT", "score": "100", "source": "x"}),
        *((f"/desk/surveys/words/{words.id}/{act}", {"note": "x"}) for act in ("read", "hide")),
        ("/desk/surveys/1/close", {}),
    ]
    for browser in (engineer, head):
        for path, fields in acts:
            assert forges(browser, path, **fields).status in {403, 404, 422}, path
        for path in (f"/desk/improvements/{filled.id}", "/desk/surveys/1", "/desk/evidence"):
            assert "onerror" not in browser.opens(path).html, path
    assert [rows(office, table) for table in tables] == before


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/desk/cases",
        "//evil.example/desk/",
        "/\\evil.example",
        "/desk\\@evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "/desk/../../evil",
        "/deskevil.example",
    ],
)
def test_who_signs_in_is_led_to_a_page_of_the_console_alone(client, office, clock, target):
    with office.uow(clock()) as uow:
        officer, _ = officers.add(uow, "ธีระ", Role.OFFICER, "engineering")
        link = sign_in.issue_link(uow, officer)
    browser = Browser(client)
    browser.opens(f"/desk/in?next={target.replace(chr(9), '%09')}").reads("เข้าโต๊ะทำงาน")
    browser.sends(code=link.code, next=target)
    assert browser.status == 303
    assert browser.answer["Location"].startswith("/desk")
    assert "evil.example" not in browser.answer["Location"]


@pytest.mark.parametrize(
    "path",
    [
        *("/desk/questions/1/answer", "/desk/improvements", "/desk/improvements/1/done"),
        *("/desk/evidence", "/desk/reports/M2/2569-10/signed", "/desk/surveys", "/desk/points"),
    ],
)
def test_a_form_that_is_too_large_is_refused(client, clerk, path):
    body = f"form_token={token_of(clerk)}&words=".encode() + b"0" * BODY_LIMIT
    kind = "application/x-www-form-urlencoded"
    answer = client.post(path, data=body, headers=clerk.headers, content_type=kind)
    assert answer.status_code == 413


def test_the_pack_of_a_year_names_its_files_by_itself(clerk, office, clock):
    day = clock().date().isoformat()
    for name in ("../../etc/passwd", "..\\..\\x.exe", "a\r\nb.pdf", "/abs.pdf"):
        file = (io.BytesIO(b"%PDF-1.7"), name)
        forges(clerk, "/desk/evidence", about="/O15", what=name, done_on=day, file=file)
    clerk.opens("/desk/evidence/2570.zip")
    with zipfile.ZipFile(io.BytesIO(clerk.content)) as pack:
        names = pack.namelist()
    assert names
    assert [one for one in names if one.startswith("/") or "\\" in one] == []
    assert [one for one in names if ".." in one.split("/")] == []
