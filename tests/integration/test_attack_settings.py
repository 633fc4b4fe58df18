"""Attacks by an officer who may change the office's data and words in the console, and whom a complaint may accuse."""

import pytest

from domain.errors import Refused
from domain.organisation.officers import Role
from domain.organisation.overlay import Override, entry
from handlers.core.live_office import WORDS
from handlers.usecases.desk import settings


def set_in_console(desk, file, path, changed):
    """Change fields of an entry in the console as the ปลัด."""
    with desk.uow() as uow:
        value = {**entry(settings.present(uow), file, path), **changed}
        settings.change(uow, uow.tx.officers.by_line("Upalad"), [Override(file, path, value)])


@pytest.mark.parametrize(
    ("file", "path"),
    [
        (WORDS, ("suspicion", "ask")),
        (WORDS, ("conduct", "ask_story")),
        (WORDS, ("sealing", "told")),
        (WORDS, ("menu", "conduct")),
        (WORDS, ("button", "ordinary")),
        ("categories", ("category", "corruption")),
        ("categories", ("category", "light")),
    ],
)
def test_nobody_changes_in_the_console_how_one_complains_about_them(desk, file, path):
    desk.keepers()
    changed = {"restricted": True} if path == ("category", "light") else {"en": "Something else"}
    with pytest.raises(Refused, match="setting_kept"):
        set_in_console(desk, file, path, changed)


@pytest.mark.parametrize("key", ["link_named", "link_sealed", "link_none", "without_files"])
def test_no_button_that_hides_a_reporter_is_given_the_words_of_another(desk, key):
    """A button that says so and stores the name would tell the office who complains."""
    desk.keepers()
    with pytest.raises(Refused, match="setting_kept"):
        set_in_console(desk, WORDS, ("button", key), {"th": "ไม่เก็บชื่อ", "en": "No name"})


@pytest.mark.parametrize(
    ("file", "key", "words"),
    [
        ("team", "told_changed", "สวัสดีค่ะ {by} {officer} {post}"),
        ("team", "told_code", "สวัสดีค่ะ {by} {officer} {post}"),
        ("linking", "taken_over", "สวัสดีค่ะ {officer}"),
        ("webform", "staff_link", "ดูข่าวประชาสัมพันธ์"),
        ("officer", "done_seal", "สวัสดีค่ะ {number}"),
    ],
)
def test_what_tells_of_a_change_of_officers_is_not_made_harmless(desk, file, key, words):
    desk.keepers()
    with pytest.raises(Refused, match="setting_kept"):
        set_in_console(desk, WORDS, (file, key), {"th": words, "en": words})


def test_a_section_in_which_a_custodian_once_worked_is_not_named_by_a_common_word(desk):
    ids = desk.keepers(Role.PALAD, Role.NAYOK)
    first = desk.appoint("นางสาวอรุณ รักธรรม", Role.OFFICER, "finance", account="Uintegrity")
    desk.change(first, role=Role.INTEGRITY, department="clerk")
    case = desk.complain("เจ้าหน้าที่กองช่างรับเงินจากผู้รับเหมา")
    assert desk.custodian(case) == first
    with pytest.raises(Refused, match="setting_kept"):
        set_in_console(desk, "departments", ("department", "finance"), {"aliases": ["เงิน"]})
    assert desk.custodian(case) not in ids.values()


def test_undoing_a_change_does_not_bring_back_what_is_kept(desk):
    """The name was given while no custodian belonged to the section, and taken away until one did."""
    ids = desk.keepers()
    path = ("department", "finance")
    set_in_console(desk, "departments", path, {"aliases": ["คลังหลวง"]})
    set_in_console(desk, "departments", path, {"aliases": ["การคลัง"]})
    with desk.uow() as uow:
        (taken_back,) = uow.tx.office_changes.history(1)
    desk.change(ids[Role.INTEGRITY], role=Role.INTEGRITY, department="finance")
    with desk.uow() as uow, pytest.raises(Refused, match="setting_kept"):
        settings.undo(uow, uow.tx.officers.by_line("Upalad"), taken_back.id)


def test_a_shipped_value_is_not_restored_where_the_office_keeps_its_own(desk):
    """The office has written another sentence into its files or, before it was kept, in the console."""
    desk.keepers()
    path = ("sealing", "told")
    own = {"th": "{number} {keeper}", "en": "{number} {keeper}"}
    with desk.uow() as uow:
        palad = uow.tx.officers.by_line("Upalad")
        override = Override(WORDS, path, own)
        uow.tx.office_changes.add(override, None, officer_id=palad.id, now=uow.now)
    with desk.uow() as uow, pytest.raises(Refused, match="setting_kept"):
        settings.restore_shipped(uow, uow.tx.officers.by_line("Upalad"), WORDS, path)
