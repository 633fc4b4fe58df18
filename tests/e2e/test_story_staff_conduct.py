"""A complaint about staff is seen by its keeper alone: not by the section, not in lists, not by a guess."""

import pytest

BRIBE = "เจ้าหน้าที่ช่องทะเบียนเรียกรับเงินค่าเซ็นเอกสาร"


@pytest.fixture
def everyone_else(clerk, officer, head):
    for one in (clerk, officer, head):
        one.looks_away()
    return (clerk, officer, head)


def complain_of_staff(resident) -> str:
    return resident.says("ร้องเรียนเจ้าหน้าที่").says(BRIBE).presses("ยืนยัน").number()


def test_the_integrity_officer_alone_hears(resident, integrity, palad, everyone_else):
    palad.looks_away()
    number = complain_of_staff(resident)
    integrity.sees("เรื่องใหม่", number, BRIBE)
    palad.hears_nothing()
    for other in everyone_else:
        other.hears_nothing()


@pytest.mark.both_databases
def test_it_exists_and_is_absent_for_the_section_whose_key_it_bears(
    bot, resident, integrity, everyone_else
):
    number = complain_of_staff(resident)
    accept = integrity.keeps("รับเรื่อง")
    for other in everyone_else:
        other.says("งานของฉัน").sees("ไม่มีเรื่องค้าง")
        other.says(number).sees("ไม่พบเรื่องนี้").does_not_see(BRIBE)
        other.presses_kept(accept).sees("ไม่พบเรื่องนี้").does_not_see(BRIBE)
    integrity.says("งานของฉัน").sees(number)


def test_without_an_integrity_officer_it_goes_to_the_palad(resident, palad, clerk):
    clerk.looks_away()
    number = complain_of_staff(resident)
    palad.sees("เรื่องใหม่", number)
    clerk.hears_nothing()


def test_the_keeper_handles_it_and_the_resident_hears(resident, integrity):
    complain_of_staff(resident)
    integrity.presses("รับเรื่อง")
    resident.sees("ผู้รับผิดชอบเรื่องร้องเรียนเจ้าหน้าที่ รับเรื่องของท่านแล้ว").does_not_see("สำนักปลัด")


def test_the_resident_sees_their_own_and_the_holder_is_the_keeper(resident):
    complain_of_staff(resident)
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees(BRIBE, "ผู้รับผิดชอบเรื่องร้องเรียนเจ้าหน้าที่")


def test_its_number_does_not_tell_what_it_is_about(resident):
    ordinary, about_staff = resident.complains(), complain_of_staff(resident)
    assert (ordinary[:8], len(ordinary)) == (about_staff[:8], len(about_staff))


def test_chosen_from_the_guesses_it_is_as_protected(resident, integrity, everyone_else):
    resident.says(BRIBE).presses("ร้องเรียนเจ้าหน้าที่")
    resident.sees("กองอื่นไม่เห็น").presses("ยืนยัน")
    integrity.sees("เรื่องใหม่", BRIBE)
    for other in everyone_else:
        other.hears_nothing()
