"""Attacks by whoever manages the team: an accused who appoints, moves, renames and issues codes.

They neither read a complaint about themselves by somebody whom they put in place, nor keep it from its custodian.
"""

import pytest

from domain.errors import Refused
from domain.organisation.officers import Role
from domain.surveys.participation import DoorKind
from handlers.usecases import custody, officers
from handlers.usecases.desk import team
from handlers.usecases.surveys import answering, comments, rounds
from tests.integration.staff_office import RESIDENT, sees_nothing
from tests.moments import DAY

ACCUSING = "ปลัดเรียกเงินจากผู้รับเหมา"


@pytest.fixture
def ids(desk):
    return desk.keepers()


def by_palad(desk, act, *args, **kwargs):
    with desk.uow() as uow:
        return act(uow, uow.tx.officers.by_line("Upalad"), *args, **kwargs)


def renamed(desk, officer_id, name, **more):
    with desk.uow() as uow:
        post = uow.tx.officers.get(officer_id)
    by_palad(
        desk,
        team.change,
        officer_id,
        name=name,
        role=post.role,
        department=post.department or "",
        **more,
    )


def reviewed(desk):
    with desk.uow() as uow:
        custody.review_all(uow)


# ------------------------------------------------------------------ to read it by somebody whom they put in place
def test_an_accomplice_who_is_moved_into_an_empty_place_reads_nothing(desk, ids):
    desk.remove(ids[Role.NAYOK])
    accomplice = desk.appoint("ช่างเอก เพื่อนแท้", Role.OFFICER, "engineering", account="Ufriend")
    case = desk.complain(ACCUSING)
    desk.remove(ids[Role.INTEGRITY])
    by_palad(
        desk, team.change, accomplice, name="ช่างเอก เพื่อนแท้", role=Role.INTEGRITY, department=""
    )
    sees_nothing(desk, "Ufriend", case, ACCUSING)
    assert desk.custodian(case) is None


def test_a_code_kept_since_before_the_complaint_takes_no_custodians_place(desk, ids):
    _, code = by_palad(desk, team.new_code, ids[Role.INTEGRITY])
    case = desk.complain(ACCUSING)
    desk.link("Uburner", code)
    sees_nothing(desk, "Uburner", case, ACCUSING)
    assert desk.custodian(case) == ids[Role.NAYOK]


def test_an_accomplice_reads_no_comment_of_a_survey_about_whoever_appointed_them(desk, ids):
    with desk.uow() as uow:
        found = rounds.standing_round(uow, "counter")
        door = rounds.door_of(uow, found.id, DoorKind.CHAT)
        form = answering.open_form(uow, door.id, RESIDENT, answering.visit(uow, "building_permit"))
        _, words = answering.comment(uow, form, "words", ACCUSING)
    desk.clock.now += DAY
    friend, code = by_palad(desk, team.appoint, "คนใหม่ ใจดี", Role.INTEGRITY, "")
    desk.link("Ufriend", code)
    by_palad(desk, team.leave, ids[Role.INTEGRITY], None)
    with desk.uow() as uow:
        assert comments.unread(uow, uow.tx.officers.get(friend.id), 10) == []
        with pytest.raises(Refused, match="no_such_comment"):
            comments.readable(uow, uow.tx.officers.get(friend.id), words)
        assert comments.readable(uow, uow.tx.officers.by_line("Unayok"), words)


# ------------------------------------------------------------------ to keep it from its custodian
MOVED = {"name": "นางสาวอรุณ รักธรรม", "role": Role.OFFICER, "department": "health"}
REMOVALS = {
    "leaves": lambda desk, who: by_palad(desk, team.leave, who, None),
    "telephone": lambda desk, who: by_palad(desk, team.lost_phone, who),
    "code": lambda desk, who: by_palad(desk, team.new_code, who),
    "post": lambda desk, who: by_palad(desk, team.change, who, **MOVED),
}


@pytest.mark.parametrize("is_complained_of", [True, False])
@pytest.mark.parametrize("way", REMOVALS)
def test_the_last_custodian_of_complaints_about_them_is_removed_by_nobody(
    desk, way, is_complained_of
):
    ids = desk.keepers(Role.INTEGRITY, Role.PALAD)
    case = desk.complain(ACCUSING) if is_complained_of else None
    with pytest.raises(Refused, match="last_custodian"):
        REMOVALS[way](desk, ids[Role.INTEGRITY])
    assert case is None or desk.custodian(case) == ids[Role.INTEGRITY]


def test_whom_they_appointed_themselves_does_not_count_as_another_custodian(desk, ids):
    case = desk.complain(ACCUSING)
    _, code = by_palad(desk, team.appoint, "คนใหม่ ใจดี", Role.INTEGRITY, "")
    desk.link("Upuppet", code)
    by_palad(desk, team.leave, ids[Role.INTEGRITY], None)
    with pytest.raises(Refused, match="last_custodian"):
        by_palad(desk, team.leave, ids[Role.NAYOK], None)
    assert desk.custodian(case) == ids[Role.NAYOK]


def test_codes_for_every_custodian_are_not_issued_before_one_is_used(desk, ids):
    by_palad(desk, team.new_code, ids[Role.INTEGRITY])
    with pytest.raises(Refused, match="last_custodian"):
        by_palad(desk, team.new_code, ids[Role.NAYOK])


def test_an_administrator_of_another_unit_removes_a_custodian_while_one_remains(desk, ids):
    desk.appoint("ผู้ดูแล ระบบ", Role.ADMIN, None, account="Uadmin")
    for role in (Role.INTEGRITY, Role.NAYOK):
        with desk.uow() as uow:
            team.leave(uow, uow.tx.officers.by_line("Uadmin"), ids[role], None)
    with desk.uow() as uow:
        assert next(one.officer.id for one in uow.tx.officers.linked()) == ids[Role.PALAD]


def test_a_code_that_nobody_used_takes_no_case_away(desk, ids):
    case = desk.complain(ACCUSING)
    by_palad(desk, team.new_code, ids[Role.INTEGRITY])
    reviewed(desk)
    assert desk.custodian(case) == ids[Role.INTEGRITY]


def test_a_custodian_who_was_cut_off_returns_with_a_code_of_the_server(desk, ids):
    case = desk.complain(ACCUSING)
    by_palad(desk, team.lost_phone, ids[Role.INTEGRITY])
    assert desk.custodian(case) == ids[Role.NAYOK]
    with desk.uow() as uow:
        code = officers.renew_code(uow, uow.tx.officers.get(ids[Role.INTEGRITY]))
    desk.link("Uintegrity", code)
    with desk.uow() as uow:
        custody.recuse(uow, uow.tx.officers.get(ids[Role.NAYOK]), case.id, "ญาติ")
    assert desk.custodian(case) == ids[Role.INTEGRITY]


@pytest.mark.parametrize("names", [["วิชัย"], ["ปลัด"], ["เจ้าหน้าที่"], []])
def test_no_name_is_given_to_a_custodian_in_the_console(desk, ids, names):
    with desk.uow() as uow:
        officers.also_called(uow, ids[Role.INTEGRITY], ["อ้อย"])
    case = desk.complain(ACCUSING)
    with pytest.raises(Refused, match="names_kept"):
        renamed(desk, ids[Role.INTEGRITY], "นางสาวอรุณ รักธรรม", other_names=names)
    assert desk.custodian(case) == ids[Role.INTEGRITY]


@pytest.mark.parametrize("name", ["วิชัย รักธรรม", "นางสาวอรุณ มั่นคง"])
def test_a_custodian_is_not_renamed_to_the_accused(desk, ids, name):
    case = desk.complain(ACCUSING)
    with pytest.raises(Refused, match="names_kept"):
        renamed(desk, ids[Role.INTEGRITY], name)
    assert desk.custodian(case) == ids[Role.INTEGRITY]


def test_nobody_is_made_custodian_and_renamed_in_one_step(desk, ids):
    clerk = desk.appoint("นางมาลี ศรีสุข", Role.OFFICER, "health", account="Uclerk")
    with pytest.raises(Refused, match="names_kept"):
        by_palad(desk, team.change, clerk, name="วิชัย", role=Role.INTEGRITY, department="")


@pytest.mark.parametrize("name", ["อรุณ คนใหม่", "นายอรุน ใจดี"])
def test_nobody_is_appointed_under_a_custodians_name(desk, ids, name):
    """Whoever may be the same person as somebody of an accused section is barred."""
    case = desk.complain("กองช่างเรียกเงินค่าเซ็นแบบ")
    with pytest.raises(Refused, match="custodians_name"):
        by_palad(desk, team.appoint, name, Role.OFFICER, "engineering")
    assert desk.custodian(case) == ids[Role.INTEGRITY]


@pytest.mark.parametrize("more", [{"name": "อรุณ"}, {"other_names": ["ป้าอรุณ"]}])
def test_nobody_is_renamed_to_a_custodian(desk, ids, more):
    clerk = desk.appoint("ช่างเอก", Role.OFFICER, "engineering", account="Uchang")
    case = desk.complain("กองช่างเรียกเงินค่าเซ็นแบบ")
    with pytest.raises(Refused, match="custodians_name"):
        renamed(desk, clerk, **{"name": "ช่างเอก", **more})
    assert desk.custodian(case) == ids[Role.INTEGRITY]


def test_who_has_a_custodians_name_already_is_moved_all_the_same(desk, ids):
    clerk = desk.appoint("อรุณ ช่างไฟ", Role.OFFICER, "engineering", account="Uchang")
    moved = {"role": Role.OFFICER, "department": "health"}
    by_palad(desk, team.change, clerk, name="อรุณ ช่างไฟ", other_names=["น้าไฟ"], **moved)


def test_a_new_name_is_told_to_the_officer_and_the_executives(desk, ids):
    desk.appoint("นางมาลี ศรีสุข", Role.OFFICER, "health", account="Uclerk")
    with desk.uow() as uow:
        clerk = uow.tx.officers.by_line("Uclerk").id
    desk.deliver()
    renamed(desk, clerk, "นายธงชัย ใหม่")
    told = desk.deliver()
    assert "นางมาลี ศรีสุข" in told["Unayok"]
    assert "นายธงชัย ใหม่" in told["Unayok"]
    assert "นายธงชัย ใหม่" in told["Uclerk"]
    assert "นายธงชัย ใหม่" not in told["Upalad"]
