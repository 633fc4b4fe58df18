"""Whom a complaint accuses, and who may keep it: when in doubt, not somebody whom it may mean."""

import pytest

from domain.cases.conduct import Conduct, ReporterLink, accused, custodians, meant
from domain.organisation.officers import Officer, Role
from tests.shipped import shipped_catalog

PALAD = Officer(1, "ปลัดวิชัย", Role.PALAD)
NAYOK = Officer(2, "นายสมบัติ มั่งมี", Role.NAYOK)
INTEGRITY = Officer(3, "อรุณ แสงทอง", Role.INTEGRITY)
CHANG = Officer(4, "ช่างเอก", Role.OFFICER, "engineering")
HEAD = Officer(5, "ประเสริฐ ใจดี", Role.HEAD, "engineering")
CLERK = Officer(6, "มาลี", Role.OFFICER, "clerk")
KAMALA = Officer(9, "นายกมลา ดีงาม", Role.ADMIN)
EVERYONE = (PALAD, NAYOK, INTEGRITY, CHANG, HEAD, CLERK, KAMALA)


def about(who="", departments=()):
    return Conduct(ReporterLink.SEALED, who=who, departments=departments)


def accused_by(conduct, story="", officers=EVERYONE):
    catalog = shipped_catalog()
    order = catalog.organisation.custodians
    return accused(conduct, story, officers, order, catalog.departments)


def cases_in_custody_of(conduct, story="", officers=EVERYONE):
    catalog = shipped_catalog()
    order = catalog.organisation.custodians
    return custodians(conduct, story, officers, order, catalog.departments)


@pytest.mark.parametrize(
    ("who", "story", "meant"),
    [
        ("ไม่ทราบ", "เรียกรับเงิน", set()),
        ("ปลัด", "", {PALAD}),
        ("วิชัย", "", {PALAD}),
        ("ไม่ทราบ", "ปลัดเรียกรับเงิน", {PALAD}),
        ("ท่านนายก", "", {NAYOK}),
        ("คุณสมบัติ", "", {NAYOK}),
        ("ไม่ทราบ", "คุณวิชัยเรียกรับเงิน", {PALAD}),
        ("", "คุณกมลาเรียกรับเงิน", {KAMALA}),
        ("", "นายสมบัติรับซอง", {NAYOK}),
        ("นายกิตติ", "", set()),
        ("อรุณ", "", {INTEGRITY}),
        ("นิติกร", "", {INTEGRITY}),
        ("สำนักปลัด", "", {CLERK}),
        ("มาลี", "", {CLERK}),
        ("กองช่าง", "", {CHANG, HEAD}),
        ("นายประเสริฐ", "", {CHANG, HEAD}),
        ("ไม่ทราบ", "พนักงานใจดีแต่เรียกเงิน", set()),
    ],
)
def test_who_is_meant(who, story, meant):
    assert accused_by(about(who), story) == meant


def test_evidence_may_name_somebody_too():
    told = Conduct(ReporterLink.SEALED, who="ไม่ทราบ", when="ตอนที่ปลัดไม่อยู่", evidence="มีสลิปโอนให้นิติกร")
    assert accused_by(told) == {PALAD, INTEGRITY}


def test_a_part_of_a_name_is_an_answer_of_its_own_line():
    assert accused_by(about("รุณ\nกล่าวถึง: นายก")) == {INTEGRITY, NAYOK}


@pytest.mark.parametrize(
    ("who", "story", "words"),
    [
        ("ไม่ทราบ", "เรียกรับเงิน", ()),
        ("ไม่ทราบ", "ปลัดวิชัยกับอรุณ", ("ปลัด", "ปลัดวิชัย", "อรุณ แสงทอง")),
        ("รุณ", "ที่กองช่าง", ("อรุณ แสงทอง",)),
        ("กองช่าง", "", ("กองช่าง",)),
    ],
)
def test_whom_it_means_in_words_that_mean_them_again(who, story, words):
    catalog = shipped_catalog()
    order, sections = catalog.organisation.custodians, catalog.departments
    assert meant(about(who), story, EVERYONE, order, sections) == words
    again = about("\n".join(filter(None, ("ไม่ทราบ", ", ".join(words)))))
    assert accused_by(again) >= accused_by(about(who), story)


def test_a_chosen_section_accuses_everyone_in_it():
    assert accused_by(about("กองช่าง", ("engineering",))) == {CHANG, HEAD}


def test_whoever_works_beside_the_accused_is_no_keeper():
    beside = Officer(7, "ลำดวน", Role.INTEGRITY, "clerk")
    assert cases_in_custody_of(about("มาลี"), officers=(beside, CLERK, PALAD)) == (PALAD,)


@pytest.mark.parametrize(
    ("who", "custodian"),
    [
        ("ไม่ทราบ", (INTEGRITY,)),
        ("อรุณ", (PALAD,)),
        ("อรุณกับปลัด", (NAYOK,)),
        ("อรุณ ปลัด และนายก", ()),
    ],
)
def test_it_goes_to_the_first_who_is_not_accused(who, custodian):
    assert cases_in_custody_of(about(who)) == custodian


def test_who_is_named_is_accused_also_when_appointed_later():
    later = Officer(8, "อรุณ แสงทอง", Role.INTEGRITY)
    assert cases_in_custody_of(about("อรุณ"), officers=(later, PALAD)) == (PALAD,)


def test_who_has_left_keeps_nothing():
    gone = Officer(3, "อรุณ", Role.INTEGRITY, active=False)
    assert cases_in_custody_of(about(), officers=(gone, PALAD)) == (PALAD,)
