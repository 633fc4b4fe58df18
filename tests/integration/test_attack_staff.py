"""Attacks on staff complaints: each way in which an accused officer was once able to read one.

Nothing is sent before `deliver`: messages wait through all earlier events, as during
an outage of LINE.
"""

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from domain.cases.complaint import Proof
from domain.cases.conduct import ReporterLink
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.organisation.officers import Role
from domain.organisation.overlay import Override, entry
from handlers.usecases import complaints, officers
from handlers.usecases.desk import office_files, settings, team
from storage import tables
from storage.recovery.after_restore import resume, settle_links
from tests.integration.staff_office import sees_nothing
from tests.moments import DAY
from tests.sealed import opened_entries


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


def test_an_accused_officer_without_a_telephone_bars_the_unit_mate(desk):
    desk.keepers(Role.PALAD)
    desk.appoint("นางมาลี ศรีสุข", Role.OFFICER, "finance")
    desk.appoint("คนใน กองคลัง", Role.INTEGRITY, "finance", account="Umate")
    case = desk.complain("นางมาลีเรียกรับเงินค่าใบเสร็จ")
    sees_nothing(desk, "Umate", case)
    assert case.number in desk.heard["Upalad"]


def test_a_telephone_that_was_cut_off_still_tells_whose_it_was(desk):
    """Cut off from the accused officer, it is linked to a new officer of another name."""
    ids = desk.keepers(Role.PALAD, Role.NAYOK)
    accused = desk.appoint("นางมาลี ศรีสุข", Role.OFFICER, "finance", account="Umali")
    with desk.uow() as uow:
        team.lost_phone(uow, uow.tx.officers.by_line("Upalad"), accused)
    desk.appoint("คนใหม่ ใจดี", Role.INTEGRITY, account="Umali")
    case = desk.complain("นางมาลีเรียกรับเงินค่าใบเสร็จ")
    sees_nothing(desk, "Umali", case)
    assert desk.custodian(case) == ids[Role.PALAD]


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


def test_a_restored_backup_makes_nobody_a_reader_before_somebody_confirms_that_they_serve(desk):
    ids = desk.keepers()
    case = desk.complain("ปลัดวิชัยเรียกรับเงิน")
    with desk.uow() as uow:
        cut = resume(uow.tx, uow.now, uow.now)
    assert {one.officer_id for one in cut} == {*ids.values()}
    sees_nothing(desk, "Uintegrity", case)
    with desk.uow() as uow:
        settle_links(uow.tx, cut, {ids[Role.NAYOK]}, uow.now)
    desk.worker.review_custody()
    sees_nothing(desk, "Uintegrity", case)
    assert desk.custodian(case) == ids[Role.NAYOK]


# ------------------------------------------------------------------ by the settings of the console
def set_to(desk, by, file, path, value):
    """Change an entry of the office's data in the console, and continue in a process that has read it."""
    with desk.uow() as uow:
        settings.change(uow, uow.tx.officers.get(by), [Override(file, path, value)])
    desk.office.live.expire(desk.office.store)


def section_named(desk, key, **values):
    with desk.uow() as uow:
        return {**entry(settings.present(uow), "departments", ("department", key)), **values}


def test_a_section_that_was_given_other_names_is_accused_by_each_it_ever_had(desk):
    ids = desk.keepers(Role.PALAD)
    for name in ("กองพัฒนาเมือง", "กองงานทั่วไป"):
        values = section_named(desk, "engineering", th=name, short_th=name, en=name, short_en=name)
        set_to(desk, ids[Role.PALAD], "departments", ("department", "engineering"), values)
    mate = desk.appoint("นางสาวอรุณ รักธรรม", Role.INTEGRITY, "engineering", account="Umate")
    for said in ("คนของกองช่างเรียกเงิน", "พนักงานกองพัฒนาเมืองเรียกเงิน", "พนักงานกองงานทั่วไปเรียกเงิน"):
        case = desk.complain(said)
        assert desk.custodian(case) == ids[Role.PALAD], said
    assert mate
    sees_nothing(desk, "Umate", case)


@pytest.mark.parametrize("section", ["clerk", "finance"])
def test_no_section_of_a_custodian_is_named_by_a_word_of_every_complaint(desk, section):
    ids = desk.keepers()
    desk.appoint("คนที่สอง", Role.INTEGRITY, "finance", account="Usecond")
    path = ("department", section)
    for field, value in {"short_th": "เงิน", "aliases": ["เจ้าหน้าที่"]}.items():
        values = section_named(desk, section, **{field: value})
        with pytest.raises(Refused, match="setting_kept"):
            set_to(desk, ids[Role.PALAD], "departments", path, values)
    telephone = section_named(desk, section, phone="0 3899 9999")
    set_to(desk, ids[Role.PALAD], "departments", path, telephone)
    case = desk.complain("เจ้าหน้าที่กองช่างรับเงินจากผู้รับเหมา")
    assert desk.custodian(case) == ids[Role.INTEGRITY]


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
            office_files.read_toml(
                uow, uow.tx.officers.get(ids[Role.PALAD]), "organisation", text.encode()
            )


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


# ------------------------------------------------------------------ what another release or a backup left
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
    # Whoever had accepted it stays its custodian.
    assert desk.custodian(case) == ids[Role.NAYOK]
    # The next day: from the seventh on, late answers of one account wait for its next reply.
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
