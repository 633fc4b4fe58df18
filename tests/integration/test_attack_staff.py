"""An attacker's day against complaints about staff: each way in which the accused once came to read one.

Nothing is sent before `deliver`: what waits then has waited through everything that happened before, as while
LINE is down.
"""

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from bot.event_writer import EventWriter
from bot.runtime.flask_app import create_app
from domain.cases.complaint import Proof
from domain.cases.conduct import ReporterLink
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import Role
from domain.organisation.overlay import Override, entry
from handlers.access import evidence, recipients
from handlers.core.buttons import Button
from handlers.core.messages import Text
from handlers.core.signed_urls import Page
from handlers.usecases import complaints, custody, officers
from handlers.usecases.complaints import NewComplaint
from handlers.usecases.desk import office_files, settings, team
from storage import tables
from storage.cases.attachments import AttachmentKind, Moment
from tests.integration.staff_office import STORY, StaffOffice
from tests.moments import DAY, HOUR
from tests.sealed import opened_case, opened_entries


@pytest.fixture
def desk(office, worker, line, clock):
    return StaffOffice(office, worker, line, clock)


def sees_nothing(desk, account, case, *words):
    """Neither what was sent nor what is asked for shows a number or a word."""
    desk.deliver()
    desk.says(account, "งานของฉัน").says(account, case.number).shows(account, case)
    for button in (Button.ACCEPT, Button.ASK, Button.MORE_ACTS, Button.CLOSE):
        desk.presses(account, button, case)
    desk.deliver(DAY)
    shown = desk.heard[account].replace(f"ไม่พบเรื่อง {case.number}", "")
    for word in (STORY, opened_case(case).detail, *words):
        assert word not in shown
    return shown


# ------------------------------------------------------------------ today's officers are not all there ever were
def test_the_removed_accused_appointed_again_in_another_post_reads_nothing(desk):
    ids = desk.keepers(Role.PALAD, Role.NAYOK)
    case = desk.complain("ปลัดวิชัยเรียกรับเงิน")
    desk.remove(ids[Role.PALAD])
    desk.appoint("นายวิชัย มั่นคง", Role.INTEGRITY, account="Uagain")
    sees_nothing(desk, "Uagain", case)
    assert desk.custodian(case) == ids[Role.NAYOK]


@pytest.mark.parametrize("name", ["ว่าที่ ร.ต. วิชัย เปลี่ยนสกุล", "วิไชย มั่นคง", "ใครก็ไม่รู้"])
def test_a_new_name_or_the_same_telephone_makes_nobody_another_person(desk, name):
    ids = desk.keepers(Role.PALAD, Role.NAYOK)
    case = desk.complain("ปลัดวิชัยเรียกรับเงิน")
    desk.remove(ids[Role.PALAD])
    desk.appoint(name, Role.INTEGRITY, account="Upalad")
    sees_nothing(desk, "Upalad", case)


def test_the_accused_who_is_moved_and_comes_back_reads_nothing(desk):
    ids = desk.keepers()
    case = desk.complain("นิติกรอรุณเรียกรับเงิน")
    desk.change(ids[Role.INTEGRITY], role=Role.OFFICER, department="finance")
    desk.change(ids[Role.INTEGRITY], role=Role.INTEGRITY, name="อรุณี นามใหม่")
    sees_nothing(desk, "Uintegrity", case)
    assert desk.custodian(case) == ids[Role.PALAD]


def test_the_colleagues_of_an_accused_who_was_removed_read_nothing(desk):
    desk.keepers(Role.PALAD)
    clerk = desk.appoint("นางมาลี ศรีสุข", Role.OFFICER, "finance", account="Uclerk")
    case = desk.complain("นางมาลีเรียกรับเงินค่าใบเสร็จ")
    desk.remove(clerk)
    desk.appoint("คนใหม่ ในกองคลัง", Role.INTEGRITY, "finance", account="Umate")
    later = desk.complain("นางมาลีที่เคยอยู่การเงินเอาเงินไปก่อนลาออก")
    for one in (case, later):
        sees_nothing(desk, "Umate", one)


def test_whoever_is_accused_without_a_telephone_bars_the_unit_mate(desk):
    desk.keepers(Role.PALAD)
    desk.appoint("นางมาลี ศรีสุข", Role.OFFICER, "finance")
    desk.appoint("คนใน กองคลัง", Role.INTEGRITY, "finance", account="Umate")
    case = desk.complain("นางมาลีเรียกรับเงินค่าใบเสร็จ")
    sees_nothing(desk, "Umate", case)
    assert case.number in desk.heard["Upalad"]


def test_a_custodian_without_a_department_belongs_to_a_unit(desk):
    ids = desk.keepers(Role.INTEGRITY, Role.NAYOK)
    case = desk.complain("เจ้าหน้าที่สำนักงานปลัดเรียกรับเงิน")
    sees_nothing(desk, "Uintegrity", case)
    assert desk.custodian(case) == ids[Role.NAYOK]


def test_whom_the_words_name_reads_nothing_when_appointed_afterwards(desk):
    ids = desk.keepers(Role.PALAD)
    case = desk.complain("คุณประเสริฐศักดิ์ข่มขู่ชาวบ้าน")
    assert desk.custodian(case) == ids[Role.PALAD]
    desk.appoint("นายประเสริฐศักดิ์ ทองดี", Role.INTEGRITY, account="Ulate")
    desk.remove(ids[Role.PALAD])
    sees_nothing(desk, "Ulate", case)
    assert desk.custodian(case) is None


@pytest.mark.parametrize("words", ["Somchai asked for money", "พี่ต้อมขอเงิน"])
def test_a_nickname_and_latin_letters_are_names_too(desk, words):
    desk.keepers(Role.PALAD)
    desk.appoint(
        "นายสมชาย รักงาน",
        Role.INTEGRITY,
        account="Usomchai",
        other_names=("ต้อม", "Somchai Rakngan"),
    )
    case = desk.complain(words)
    sees_nothing(desk, "Usomchai", case)


def test_a_name_that_is_recorded_later_takes_the_case_away(desk):
    ids = desk.keepers(Role.PALAD)
    somchai = desk.appoint("นายสมชาย รักงาน", Role.INTEGRITY, account="Usomchai")
    case = desk.complain("ผู้กองต้อมขอเงิน")
    assert desk.custodian(case) == somchai
    with desk.uow() as uow:
        officers.also_called(uow, somchai, ["ผู้กองต้อม", "Tom"])
    sees_nothing(desk, "Usomchai", case)
    assert desk.custodian(case) == ids[Role.PALAD]


def test_a_name_that_was_taken_back_still_accuses(desk):
    desk.keepers(Role.PALAD)
    somchai = desk.appoint("นายสมชาย รักงาน", Role.INTEGRITY, account="Usomchai")
    for names in (["ต้อม"], []):
        with desk.uow() as uow:
            officers.also_called(uow, somchai, names)
    sees_nothing(desk, "Usomchai", desk.complain("พี่ต้อมขอเงิน"))


@pytest.mark.parametrize("names", [["ก"], ["ก" * 101], [f"ชื่อ{number}" for number in range(21)]])
def test_other_names_that_would_match_everything_are_refused(desk, names):
    somchai = desk.appoint("นายสมชาย รักงาน", Role.INTEGRITY)
    with desk.uow() as uow, pytest.raises(Refused, match="other_names"):
        officers.also_called(uow, somchai, names)


# ------------------------------------------------------------------ by the settings of the console
def set_to(desk, by, file, path, value):
    """Change an entry of the office's data in the console, and go on in a process that knows of it."""
    with desk.uow() as uow:
        settings.change(uow, uow.tx.officers.get(by), [Override(file, path, value)])
    desk.office.live.expire(desk.office.store)


def section_named(desk, key, **values):
    with desk.uow() as uow:
        return {**entry(settings.present(uow), "departments", ("department", key)), **values}


def test_a_section_that_was_given_other_names_is_accused_by_each_it_ever_had(desk):
    ids = desk.keepers(Role.PALAD)
    mate = desk.appoint("นางสาวอรุณ รักธรรม", Role.INTEGRITY, "engineering", account="Umate")
    for name in ("กองพัฒนาเมือง", "กองงานทั่วไป"):
        values = section_named(desk, "engineering", th=name, short_th=name, en=name, short_en=name)
        set_to(desk, ids[Role.PALAD], "departments", ("department", "engineering"), values)
    for said in ("คนของกองช่างเรียกเงิน", "พนักงานกองพัฒนาเมืองเรียกเงิน", "พนักงานกองงานทั่วไปเรียกเงิน"):
        case = desk.complain(said)
        assert desk.custodian(case) == ids[Role.PALAD], said
    assert mate
    sees_nothing(desk, "Umate", case)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("keeper", "integrity"), None),
        (("keeper", "palad"), {"th": "ปลัด", "en": "palad", "words": []}),
        (("keeper", "officer"), {"th": "ช่าง", "en": "officer", "words": []}),
        (("outside", "nacc"), {"th": "ป.ป.ช.", "en": "NACC", "phone": "0812345678"}),
    ],
)
def test_nobody_changes_in_the_console_who_receives_complaints_about_them(desk, path, value):
    ids = desk.keepers()
    with pytest.raises(Refused, match="setting_kept"):
        set_to(desk, ids[Role.PALAD], "organisation", path, value)
    with desk.uow() as uow:
        text = office_files.as_toml(uow, "organisation").replace('"1205"', '"0812345678"')
        with pytest.raises(Refused, match="setting_kept"):
            office_files.read_toml(uow, uow.tx.officers.get(ids[Role.PALAD]), "organisation", text)


def test_an_accused_palad_puts_nobody_of_his_own_in_the_custodians_place(desk):
    ids = desk.keepers()
    case = desk.complain("ปลัดเรียกเงินจากผู้รับเหมา")
    with desk.uow() as uow:
        palad = uow.tx.officers.by_line("Upalad")
        puppet, code = team.appoint(uow, palad, "คนใหม่ ใจดี", Role.INTEGRITY, "")
        team.leave(uow, palad, ids[Role.INTEGRITY], None)
    desk.link("Uburner", code)
    sees_nothing(desk, "Uburner", case)
    assert desk.custodian(case) == ids[Role.NAYOK]
    assert puppet.id != desk.custodian(case)


def test_an_accused_palad_takes_no_custodian_s_place_with_a_code(desk):
    ids = desk.keepers()
    case = desk.complain("ปลัดเรียกเงินจากผู้รับเหมา")
    desk.deliver()
    with desk.uow() as uow:
        palad = uow.tx.officers.by_line("Upalad")
        _, code = team.lost_phone(uow, palad, ids[Role.INTEGRITY])
    desk.link("Uburner", code)
    sees_nothing(desk, "Uburner", case)
    assert desk.custodian(case) == ids[Role.NAYOK]
    assert "ตัดบัญชี LINE นี้" in desk.heard["Uintegrity"]


def test_a_code_that_was_issued_before_the_complaint_bars_nobody(desk):
    ids = desk.keepers()
    with desk.uow() as uow:
        palad = uow.tx.officers.by_line("Upalad")
        team.new_code(uow, palad, ids[Role.INTEGRITY])
    case = desk.complain("ปลัดเรียกเงินจากผู้รับเหมา")
    assert desk.custodian(case) == ids[Role.INTEGRITY]


# ------------------------------------------------------------------ the chosen custodian
def test_another_integrity_officer_takes_no_case_away(desk):
    ids = desk.keepers(Role.PALAD)
    case = desk.complain()
    desk.deliver()
    desk.presses("Upalad", Button.ACCEPT, case)
    desk.appoint("อรุณ รักธรรม", Role.INTEGRITY, account="Unew")
    sees_nothing(desk, "Unew", case)
    assert desk.custodian(case) == ids[Role.PALAD]
    desk.says("Upalad", "งานของฉัน")
    assert case.number in desk.deliver()["Upalad"]


def test_who_withdraws_is_told_without_a_word_and_the_next_one_gets_the_whole(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.deliver()
    with desk.uow() as uow:
        officer = uow.tx.officers.get(ids[Role.INTEGRITY])
        custody.recuse(uow, officer, case.id, "ญาติของผู้ถูกร้องเรียน")
    at_once = desk.deliver()
    assert (desk.custodian(case), case.number in at_once["Upalad"]) == (ids[Role.PALAD], True)
    assert at_once["Uintegrity"] == ""
    in_the_morning = desk.deliver(DAY)["Uintegrity"]
    assert "เปลี่ยนผู้รับเรื่องแล้ว" in in_the_morning
    assert case.number not in in_the_morning
    desk.heard.clear()
    sees_nothing(desk, "Uintegrity", case)


def test_a_custodian_who_leaves_hands_on_without_naming_anybody(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.deliver()
    desk.presses("Uintegrity", Button.ACCEPT, case)
    desk.remove(ids[Role.INTEGRITY])
    assert case.number in desk.deliver()["Upalad"]
    desk.heard.clear()
    sees_nothing(desk, "Uintegrity", case)


def test_when_nobody_is_left_the_reporter_gets_the_outside_channels(desk):
    ids = desk.keepers(Role.PALAD)
    case = desk.complain("เรื่องลับ")
    desk.deliver()
    desk.remove(ids[Role.PALAD])
    told = desk.deliver()["Uresident"]
    assert all(number in told for number in ("1567", "1205", "1206"))
    assert desk.custodian(case) is None
    desk.heard.clear()
    sees_nothing(desk, "Upalad", case)
    later = desk.appoint("คนที่มา ภายหลัง", Role.INTEGRITY, account="Ulater")
    assert case.number in desk.deliver()["Ulater"]
    assert desk.custodian(case) == later


def test_a_custodian_who_blocked_the_bot_does_not_swallow_the_case(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.deliver()
    with desk.uow() as uow:
        uow.tx.people.blocked("Uintegrity", uow.now)
        custody.review_all(uow)
    assert case.number in desk.deliver()["Upalad"]
    assert desk.custodian(case) == ids[Role.PALAD]


# ------------------------------------------------------------------ while LINE is down
def accused(desk, ids, case):
    desk.add(case, "คนที่เรียกเงินคือนิติกรอรุณเอง")


def removed(desk, ids, case):
    desk.remove(ids[Role.INTEGRITY])


def moved(desk, ids, case):
    desk.change(ids[Role.INTEGRITY], role=Role.OFFICER, department="health")


def recused(desk, ids, case):
    with desk.uow() as uow:
        custody.recuse(uow, uow.tx.officers.get(ids[Role.INTEGRITY]), case.id, "ญาติ")


@pytest.mark.parametrize("happens", [accused, removed, moved, recused])
def test_what_waited_while_line_was_down_reaches_nobody_who_may_no_longer_read_it(desk, happens):
    ids = desk.keepers()
    case = desk.complain()
    desk.says("Uintegrity", "งานของฉัน").shows("Uintegrity", case)
    desk.presses("Uintegrity", Button.ASK, case)
    happens(desk, ids, case)
    got = desk.deliver()
    assert case.number not in got["Uintegrity"]
    assert STORY not in got["Uintegrity"]
    assert case.number in got["Upalad"]


def test_what_was_moved_to_a_new_telephone_is_asked_about_again(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.link("Ustranger", desk.new_code(ids[Role.INTEGRITY]))
    accused(desk, ids, case)
    got = desk.deliver()
    assert case.number not in got["Ustranger"] + got["Uintegrity"]


def test_what_was_deferred_is_not_sent_with_a_later_answer(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.deliver()
    with desk.uow() as uow:
        card = "คำตอบของผู้แจ้งถูกเก็บไว้ส่งภายหลัง"
        uow.notify_later(
            "Uintegrity", [Text(card, about=(case.id,))], Weight.PROMPT, uow.now + 30 * DAY
        )
    accused(desk, ids, case)
    desk.says("Uintegrity", "งานของฉัน")
    got = desk.deliver()["Uintegrity"]
    assert card not in got
    assert "ไม่มีเรื่องค้าง" in got


def test_an_ordinary_message_reaches_nobody_who_was_removed(desk):
    desk.keepers(Role.PALAD)
    head = desk.appoint("หัวหน้า ช่าง", Role.HEAD, "engineering", account="Uhead")
    with desk.uow() as uow:
        case = complaints.file(uow, "Uresident", NewComplaint("light", "ไฟดับหน้าวัด"), "d1")
    desk.remove(head)
    assert case.number not in desk.deliver()["Uhead"]


# ------------------------------------------------------------------ what is added later
@pytest.mark.parametrize("action", [Action.ADD, Action.DISPUTE])
def test_later_words_take_the_case_from_whom_they_accuse(desk, action):
    ids = desk.keepers()
    case = desk.complain()
    desk.deliver()
    if action is Action.DISPUTE:
        close(desk, ids[Role.INTEGRITY], case)
        desk.deliver()
    desk.heard.clear()
    desk.add(case, "นิติกรอรุณเรียกเงินอีก 1,000", action)
    sees_nothing(desk, "Uintegrity", case, "1,000")
    assert "1,000" in desk.heard["Upalad"]


@pytest.mark.parametrize("link", ReporterLink)
def test_a_button_is_binding(desk, link):
    ids = desk.keepers()
    case = desk.complain(link=link, choices=["post:keeper:integrity"])
    sees_nothing(desk, "Uintegrity", case)
    assert desk.custodian(case) == ids[Role.PALAD]


def test_every_opening_is_written_down(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.says("Uintegrity", "งานของฉัน").shows("Uintegrity", case)
    with desk.office.read_only_uow(desk.clock.now) as uow:
        entries = opened_entries(uow.tx.audit.of(case.id), case)
    read = [one for one in entries if one.action == "read"]
    assert [(one.actor, one.note) for one in read] == [
        (f"officer:{ids[Role.INTEGRITY]}", how) for how in ("new", "list", "")
    ]


def close(desk, officer_id, case):
    with desk.uow() as uow:
        officer = uow.tx.officers.get(officer_id)
        act = Act(Action.CLOSE, note="ตักเตือนแล้ว", proof=Proof(no_photo_reason="ไม่มี"))
        complaints.officer_acts(uow, officer, case.id, act)


# ------------------------------------------------------------------ what another release or a backup left behind
def test_a_case_without_a_stored_accusation_is_read_by_nobody_until_it_is_reviewed(desk):
    ids = desk.keepers()
    case = desk.complain("นิติกรอรุณเรียกรับเงิน")
    desk.deliver()
    with desk.uow() as uow:
        uow.tx.complaints.save(replace(case, officer_id=ids[Role.NAYOK]))
        uow.tx.connection.execute(delete(tables.custody))
    desk.heard.clear()
    for account in ("Uintegrity", "Upalad", "Unayok"):
        sees_nothing(desk, account, case)
    desk.worker.review_custody()
    # Whoever had accepted it keeps it.
    assert desk.custodian(case) == ids[Role.NAYOK]
    # The next day: late answers of one account ride on replies from the seventh of a day on.
    desk.deliver(after=DAY)
    desk.says("Unayok", "งานของฉัน")
    assert case.number in desk.deliver()["Unayok"]
    sees_nothing(desk, "Uintegrity", case)


def test_an_accusation_that_cannot_be_decrypted_opens_the_case_to_nobody(desk):
    desk.keepers()
    case = desk.complain()
    desk.deliver()
    with desk.uow() as uow:
        uow.tx.connection.execute(update(tables.custody).values(accusation=b"changed"))
    desk.heard.clear()
    sees_nothing(desk, "Uintegrity", case)
    desk.worker.review_custody()
    sees_nothing(desk, "Uintegrity", case)


def test_after_retention_the_accused_are_still_known_but_no_word_of_the_complaint(desk):
    desk.keepers()
    case = desk.complain("นิติกรอรุณเรียกรับเงิน")
    with desk.uow() as uow:
        uow.tx.custody.forget_words([case.id])
        accusation = uow.tx.custody.find(case.id).accusation
    assert (accusation.roles, accusation.evidence) == ({Role.INTEGRITY}, frozenset())


# ------------------------------------------------------------------ evidence
@pytest.fixture
def web(settings, office, clock):
    event_writer = EventWriter(office.store, clock)
    office = replace(
        office, signed_urls=replace(office.signed_urls, public_url="https://rongtuk.example")
    )
    yield create_app(settings, office, event_writer, clock).test_client()
    event_writer.close()


def with_evidence(desk, case):
    """Put a file into a case; the address on the card that its custodian is shown, and one without a reader."""
    with desk.uow() as uow:
        key = uow.tx.attachments.request(
            f"M{case.id}", "draft:x", AttachmentKind.FILE, Moment.BEFORE, uow.now
        )
        uow.tx.attachments.assign_to_case([key], "draft:x", case.id, Moment.BEFORE)
        stored = desk.office.files.store(b"%PDF-1.4")
        uow.tx.attachments.mark_stored(
            f"M{case.id}", AttachmentKind.FILE, stored, "application/pdf"
        )
    with desk.office.read_only_uow(desk.clock.now) as uow:
        (one,) = uow.tx.attachments.get_many([key])
        urls = replace(desk.office.signed_urls, public_url="https://rongtuk.example")
        (reader,) = [
            linked.officer.id for linked in recipients.audience(uow, uow.tx.all_cases.get(case.id))
        ]
        until = evidence.expiry(uow, uow.tx.all_cases.get(case.id))
        address = urls.file(one, str(reader), until).removeprefix("https://rongtuk.example")
        return address, urls.path(Page.FILE, one.id, one.message)


def test_an_address_of_evidence_opens_for_the_custodian_and_is_written_down(desk, web):
    ids = desk.keepers()
    case = desk.complain()
    address, _ = with_evidence(desk, case)
    assert web.get(address).data == b"%PDF-1.4"
    with desk.office.read_only_uow(desk.clock.now) as uow:
        entries = opened_entries(uow.tx.audit.of(case.id), case)
    read = [one for one in entries if one.note == "evidence"]
    assert [one.actor for one in read] == [f"officer:{ids[Role.INTEGRITY]}"]


@pytest.mark.parametrize("happens", [accused, removed, moved, recused])
def test_an_address_of_evidence_ends_with_its_readers_right(desk, web, happens):
    ids = desk.keepers()
    case = desk.complain()
    address, _ = with_evidence(desk, case)
    happens(desk, ids, case)
    nothing = web.get("/files/for/abc")
    refused = web.get(address)
    assert (refused.status_code, refused.data) == (404, nothing.data)


def test_an_address_of_evidence_expires_within_hours(desk, web):
    desk.keepers()
    address, _ = with_evidence(desk, desk.complain())
    desk.clock.now += 13 * HOUR
    assert web.get(address).status_code == 404


def test_no_signed_address_without_a_reader_opens_a_staff_complaint(desk, web):
    desk.keepers()
    _, unbound = with_evidence(desk, desk.complain())
    assert web.get(unbound).status_code == 404
