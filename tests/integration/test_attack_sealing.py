"""An ordinary case that becomes a staff complaint: the remaining data, and attempts to prevent the change."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from domain.cases.complaint import Proof
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.lifecycle import Act, Action
from domain.cases.origin import Contact, Origin, Source
from domain.cases.qr_point import Opens, QrPoint
from domain.errors import Refused
from domain.organisation.officers import Role
from domain.organisation.overlay import Override
from domain.surveys.participation import DoorKind
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.usecases import (
    case_filing,
    complaints,
    conduct,
    custody,
    improvements,
    joined_cases,
    sealing,
)
from handlers.usecases.case_filing import NOWHERE, NewComplaint
from handlers.usecases.desk import settings
from handlers.usecases.surveys import answering, comments, rounds
from handlers.views import case_card
from storage import tables
from tests.databases import on_sqlite
from tests.integration.staff_office import RESIDENT, sees_nothing
from tests.moments import DAY

WORDS = "คนที่มาเก็บเงินไม่ให้ใบเสร็จ"


@pytest.fixture
def town(desk):
    """The custodians, the first of them a clerk, and officers of two sections."""
    desk.ids = desk.keepers()
    desk.ids["clerk"] = desk.appoint("ธุรการ คนหนึ่ง", Role.OFFICER, "clerk", account="Uclerk")
    desk.ids["chang"] = desk.appoint("ช่างเอก", Role.OFFICER, "engineering", account="Uchang")
    desk.ids["head"] = desk.appoint("หัวหน้า ช่าง", Role.HEAD, "engineering", account="Uhead")
    return desk


def files(desk, reporter=RESIDENT, category="service", words=WORDS, **more):
    with desk.uow() as uow:
        new = NewComplaint(category, words, **more)
        return case_filing.file(uow, reporter, new, f"d{int(uow.now.timestamp())}")


def acts(desk, account, case, act):
    with desk.uow() as uow:
        complaints.officer_acts(uow, uow.tx.officers.by_line(account), case.id, act)


def seals(desk, account, case):
    with desk.uow() as uow:
        return sealing.seal(uow, uow.tx.officers.by_line(account), case.id)


# ------------------------------------------------------------------ who handled it before
def test_passing_a_case_on_does_not_bring_it_to_a_colleague_once_it_is_sealed(town):
    case = files(town)
    to_engineers = Act(Action.TRANSFER, note="ไม่ใช่งานธุรการ", to_department="engineering")
    acts(town, "Uclerk", case, to_engineers)
    sealed = seals(town, "Uhead", case)
    sees_nothing(town, "Uintegrity", sealed)
    assert town.custodian(case) == town.ids[Role.PALAD]


def test_the_officer_who_typed_it_for_the_reporter_never_reads_it(town):
    typed = Origin(Source.COUNTER, filed_by=town.ids[Role.INTEGRITY])
    case = files(town, "", category="road", origin=typed)
    sealed = seals(town, "Uhead", case)
    sees_nothing(town, "Uintegrity", sealed)
    assert town.custodian(case) == town.ids[Role.PALAD]


# ------------------------------------------------------------------ closed, so that nobody looks again
def test_closing_a_case_does_not_keep_it_from_being_sealed(town):
    case = closed_case(town, RESIDENT)
    sealed = seals(town, "Uhead", case)
    assert sealed.is_open
    assert sealed.verdict is None
    assert sealed.due_at > sealed.filed_at
    assert town.custodian(case) == town.ids[Role.INTEGRITY]
    sees_nothing(town, "Uchang", sealed)
    town.deliver()
    assert case.number in town.heard["Uintegrity"]


def test_a_case_that_its_reporter_took_back_is_not_begun_anew(town):
    case = files(town, category="road")
    with town.uow() as uow:
        complaints.reporter_acts(uow, RESIDENT, case.id, Action.WITHDRAW)
    with pytest.raises(Refused, match="already_closed"):
        seals(town, "Uhead", case)


def test_a_case_whose_words_were_deleted_is_not_begun_anew(town):
    case = closed_case(town, RESIDENT)
    with town.uow() as uow:
        uow.tx.retention.forget(case.id, uow.now)
    with pytest.raises(Refused, match="already_closed"):
        seals(town, "Uhead", case)


# ------------------------------------------------------------------ what is linked to it
def test_no_history_of_another_case_names_it_and_the_others_stay_together(town):
    leader, *others = (files(town, f"Uvoice{one}", "road", f"ถนนพัง {one}") for one in range(3))
    with town.uow() as uow:
        head = uow.tx.officers.by_line("Uhead")
        for one in others:
            joined_cases.join(uow, head, one.id, leader.id)
    seals(town, "Uhead", leader)
    with town.office.store.read() as tx:
        notes = [entry.note for one in others for entry in tx.audit.of(one.id)]
        rows = tx.connection.execute(select(tables.joined_case)).all()
    assert leader.number not in "".join(notes)
    assert [(row.complaint_id, row.problem_id) for row in rows] == [(others[1].id, others[0].id)]


def test_the_comment_it_was_opened_from_is_no_longer_read_by_the_section(town):
    with town.uow() as uow:
        found = rounds.standing_round(uow, "counter")
        door = rounds.door_of(uow, found.id, DoorKind.CHAT)
        form = answering.open_form(uow, door.id, RESIDENT, answering.visit(uow, "building_permit"))
        _, words = answering.comment(uow, form, "words", "ป้ายบอกทางไปห้องน้ำไม่มี")
        reader = uow.tx.officers.by_line("Uhead")
        number = comments.open_case(uow, reader, words, "road")
        case = uow.tx.complaints.by_number(number)
    seals(town, "Uhead", case)
    with town.uow() as uow, pytest.raises(Refused, match="no_such_comment"):
        comments.readable(uow, uow.tx.officers.by_line("Uhead"), words)
    with town.office.store.read() as tx:
        assert number not in str(tx.connection.execute(select(tables.survey_words)).all())


def closed_case(desk, reporter):
    case = files(desk, reporter, category="road")
    acts(desk, "Uchang", case, Act(Action.ACCEPT))
    proof = Proof(no_photo_reason="มืด")
    acts(desk, "Uchang", case, Act(Action.CLOSE, note="เรียบร้อย", proof=proof))
    return case


@pytest.mark.parametrize("reporter", [RESIDENT, ""], ids=["on_line", "by_code"])
def test_the_comment_of_its_rating_is_not_read_by_the_section_nor_changed_later(town, reporter):
    case = closed_case(town, reporter)
    with town.uow() as uow:
        door, subject = answering.rate_case(uow, reporter, case.id)
        rater = answering.rater_of(uow.tx.complaints.get(case.id))
        form = answering.open_form(uow, door.id, rater, subject)
        form = answering.answer(uow, form, "overall", (1,), draft_id="f" * 12)
        _, words = answering.comment(uow, form, "words", "ยังเป็นหลุมอยู่", draft_id="f" * 12)
        assert comments.readable(uow, uow.tx.officers.by_line("Uhead"), words)
    seals(town, "Uhead", case)
    with town.uow() as uow:
        assert answering.change_later(uow, rater, "f" * 12) is None
        with pytest.raises(Refused, match="no_such_comment"):
            comments.readable(uow, uow.tx.officers.by_line("Uhead"), words)


def test_where_it_began_and_who_called_are_not_beside_it(town):
    with town.uow() as uow:
        point = QrPoint(0, "ABCDEFGH", "เคาน์เตอร์กองคลัง", Opens.WEB, "", "", NOWHERE, uow.now)
        key = uow.tx.qr_points.add(point, town.ids["clerk"])
    first_origin = Origin(Source.WEB, point=key, contact=Contact("ป้าสมร", "0812345678"))
    case = files(town, "", category="road", origin=first_origin)
    seals(town, "Uhead", case)
    with town.office.store.read() as tx:
        assert tx.connection.scalar(select(tables.case_origin.c.point_id)) is None
    read = town.reads_after("Uintegrity", Button.SHOW_CASE, case)
    assert case.number in read
    assert "สมร" not in read
    assert "0812345678" not in read


def test_who_called_is_told_once_two_people_agree(town):
    first_origin = Origin(Source.TELEPHONE, contact=Contact("ป้าสมร", "0812345678"))
    case = files(town, "", category="road", origin=first_origin)
    seals(town, "Uhead", case)
    town.presses("Uintegrity", Button.ASK_IDENTITY, case).says("Uintegrity", "ต้องโทรถาม")
    town.deliver()
    town.presses("Upalad", Button.AGREE_IDENTITY, case)
    received = town.deliver()
    assert "ป้าสมร" in received["Uintegrity"]
    assert "0812345678" in received["Uintegrity"]
    assert "0812345678" not in received["Upalad"]


@on_sqlite
def test_its_words_are_in_no_block_of_the_search_index(kind, town):
    case = files(town, category="road", words="ถนนพัง ฌฬฎฏ")
    assert "ฎฏ".encode() in index_of(town.office.store)
    seals(town, "Uhead", case)
    assert "ฎฏ".encode() not in index_of(town.office.store)


def index_of(store):
    with store.read() as tx:
        return b"".join(tx.connection.scalars(text("SELECT block FROM case_search_data")))


# ------------------------------------------------------------------ while nobody accepts it
def test_holidays_that_somebody_enters_do_not_keep_a_case_from_the_next_custodian(town):
    case = town.complain("คุณมาลีเรียกรับเงิน")
    first = town.clock.now.date()
    days = [first + timedelta(days=number) for number in range(40)]
    own = {"source": "office", "verified": True}
    closed = [{"date": day, "th": "หยุด", "en": "closed", **own} for day in days]
    months = {"2569": [one for one in closed if one["date"].year == 2026]}
    with town.uow() as uow:
        palad = uow.tx.officers.by_line("Upalad")
        about = Override("holidays", ("source", "office"), {"text": "อบต."})
        entries = [Override("holidays", ("year", year, "days"), months[year]) for year in months]
        settings.change(uow, palad, [about, *entries])
    town.office.live.expire(town.office.store)
    town.clock.now += 13 * DAY
    with town.uow() as uow:
        assert not uow.context.calendar.is_working_day(first)
        assert custody.pass_on_idle(uow) == 0
    town.clock.now += DAY
    with town.uow() as uow:
        assert custody.pass_on_idle(uow) == 1
    assert town.custodian(case) == town.ids[Role.PALAD]


# ------------------------------------------------------------------ the officer who typed it knows its code
def typed_with_code(desk):
    with desk.uow() as uow:
        origin = Origin(Source.COUNTER, filed_by=desk.ids["chang"])
        new = NewComplaint("road", WORDS, origin=origin)
        case = case_filing.file(uow, "", new, "typed")
        code = conduct.new_code()
        uow.tx.identities.store_code(case.id, code)
    return case, code


def test_the_code_of_a_case_that_an_officer_typed_ends_when_it_is_sealed(town):
    case, code = typed_with_code(town)
    with town.uow() as uow:
        assert conduct.any_by_code(uow, "Uchang", code).id == case.id
    seals(town, "Uhead", case)
    with town.uow() as uow, pytest.raises(Refused, match="no_such_code"):
        conduct.any_by_code(uow, "Uchang", code)


def test_the_custodian_is_told_that_the_typist_knows_the_code(town):
    own = town.complain(WORDS, link=ReporterLink.NONE)
    assert "รู้รหัสของเรื่อง" not in town.reads_after("Uintegrity", Button.SHOW_CASE, own)
    with town.uow() as uow:
        new = NewComplaint(
            conduct.category_of(uow),
            WORDS,
            origin=Origin(Source.COUNTER, filed_by=town.ids["chang"]),
        )
        typed, _ = conduct.file(uow, "desk:1", new, Conduct(ReporterLink.NONE), "typed")
    assert "รู้รหัสของเรื่อง" in town.reads_after("Uintegrity", Button.SHOW_CASE, typed)


def test_the_officer_who_typed_a_staff_complaint_does_not_withdraw_it_by_its_code(town):
    with town.uow() as uow:
        new = NewComplaint(
            conduct.category_of(uow),
            WORDS,
            origin=Origin(Source.COUNTER, filed_by=town.ids["chang"]),
        )
        about = Conduct(ReporterLink.NONE, who="คนเก็บเงิน")
        _, code = conduct.file(uow, "desk:1", new, about, "typed")
    with town.uow() as uow:
        found = conduct.any_by_code(uow, "Uchang", code)
        assert "withdraw" not in str(
            case_card.for_reporter(uow, Translator(uow.context.translations), found, code)
        )
        with pytest.raises(Refused, match="not_withdrawn"):
            complaints.reporter_acts(uow, found.reporter, found.id, Action.WITHDRAW)


def test_the_officer_who_typed_a_staff_complaint_does_not_name_its_custodians_away(town):
    with town.uow() as uow:
        new = NewComplaint(
            conduct.category_of(uow),
            WORDS,
            origin=Origin(Source.COUNTER, filed_by=town.ids["chang"]),
        )
        about = Conduct(ReporterLink.NONE, who="คนเก็บเงิน")
        typed, _ = conduct.file(uow, "desk:1", new, about, "typed")
        custodian = uow.tx.custody.find(typed.id).custodian
        name = uow.tx.officers.get(custodian).name
        with pytest.raises(Refused, match="names_its_custodian"):
            complaints.reporter_acts(
                uow, typed.reporter, typed.id, Action.ADD, note=f"{name}ก็รับเงินด้วย"
            )
    with town.uow() as uow:
        assert uow.tx.custody.find(typed.id).custodian == custodian
        # What speaks of nobody who looks after it is added as ever.
        complaints.reporter_acts(uow, typed.reporter, typed.id, Action.ADD, note="เขามากับรถสีขาว")
    own = town.complain(WORDS, link=ReporterLink.NONE)
    with town.uow() as uow:
        mine = uow.tx.all_cases.get(own.id)
        complaints.reporter_acts(uow, mine.reporter, mine.id, Action.ADD, note=f"{name}ก็รับเงินด้วย")
        assert uow.tx.custody.find(own.id).custodian != custodian


def test_no_improvement_quotes_the_comment_it_was_opened_from(town):
    case = closed_case(town, RESIDENT)
    with town.uow() as uow:
        door, subject = answering.rate_case(uow, RESIDENT, case.id)
        form = answering.open_form(uow, door.id, RESIDENT, subject)
        form = answering.answer(uow, form, "overall", (1,), draft_id="f" * 12)
        _, words = answering.comment(uow, form, "words", "ยังเป็นหลุมอยู่", draft_id="f" * 12)
        head = uow.tx.officers.by_line("Uhead")
        comments.propose(uow, head, words, "ถามช่างว่าทำไมยังเป็นหลุม")
        assert improvements.visible(uow, head)
    seals(town, "Uhead", case)
    with town.uow() as uow:
        assert improvements.visible(uow, uow.tx.officers.by_line("Unayok")) == []
        steps = uow.tx.connection.execute(select(tables.improvement_step)).all()
    assert "ยังเป็นหลุม" not in str(steps)
