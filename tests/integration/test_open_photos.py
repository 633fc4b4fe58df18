"""Public photos before and after the work: who clears them, their metadata, and when they are removed."""

import io
import re
from dataclasses import replace

import pytest
from PIL import Image
from sqlalchemy import select

from domain.cases.complaint import Place, Status, Verdict
from domain.organisation.officers import Role
from handlers.usecases import attachments, my_data, sealing
from storage.cases.attachments import Moment
from storage.tables import audit
from tests.builders import a_case
from tests.moments import DAY
from tests.web_client import forges, signed_in
from web.public.snapshots import COUNTED_ANEW

PHOTO = re.compile(r'src="(/open/photos/[0-9a-f]{32}\.jpg)" alt="([^"]+)"')
RESIDENT = "Uresident"


def picture(colour):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def fixed_case(office, clock, number=1, **facts):
    """Return the id of a case that its reporter confirmed as fixed, with a photo before and one after."""
    with office.uow(clock()) as uow:
        new = a_case(
            **{
                "id": 0,
                "number": f"นว-2570-{number:06}-1",
                "reporter": RESIDENT,
                "place": Place(village=3, words="หน้าบ้านยายมี"),
                **facts,
            }
        )
        case = uow.tx.complaints.add(new, draft_id=f"draft{number}")
        for moment, colour in ((Moment.BEFORE, "red"), (Moment.AFTER, "green")):
            owner = f"test:{number}:{moment.value}"
            key = attachments.keep(uow, owner, office.files.store(picture(colour)), moment=moment)
            uow.tx.attachments.assign_to_case([key], owner, case.id, moment)
        closed = replace(
            case, status=Status.CLOSED, ended_at=clock(), verdict=Verdict.CONFIRMED, officer_id=None
        )
        uow.tx.complaints.save(closed)
        uow.tx.resolutions.add(closed, "เปลี่ยนหลอดแล้ว")
    return case.id


def keys(office, case_id):
    with office.store.read() as tx:
        found = tx.attachments.of_case(case_id)
    return {one.moment.value: one.key for one in found}


def clears(browser, office, case_id, **changed):
    fields = {**keys(office, case_id), "checked": "1", **changed}
    return forges(browser, f"/desk/cases/{case_id}/public-photos", **fields)


def shown(client):
    """Return the photos of the public page: alternative text by URL."""
    return dict(PHOTO.findall(client.get("/open").get_data(as_text=True)))


def actions(office):
    with office.store.read() as tx:
        rows = tx.connection.execute(select(audit).order_by(audit.c.id))
        return [(one.actor, one.action) for one in rows if one.action.startswith("photos_")]


def test_a_head_clears_two_photos_and_everybody_sees_them_without_a_person(
    client, head, office, clock
):
    case_id = fixed_case(office, clock)
    head.opens(f"/desk/cases/{case_id}").reads("อนุญาตให้เผยแพร่รูป")
    assert shown(client) == {}
    assert clears(head, office, case_id).status == 303
    found = shown(client)
    assert list(found.values()) == ["ก่อน: เรื่องอื่น", "หลัง: เรื่องอื่น"]
    html = client.get("/open").get_data(as_text=True)
    for text in ("000001", "ยายมี", RESIDENT, *keys(office, case_id).values()):
        assert text not in html
    (pair,) = client.get("/open/data.json").get_json()["photos"]
    assert {pair["before"]: pair["before_alt"], pair["after"]: pair["after_alt"]} == found
    first = client.get(next(iter(found)))
    assert (first.status_code, first.content_type) == (200, "image/jpeg")
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert not Image.open(io.BytesIO(first.data)).getexif()
    again = client.get(next(iter(found)), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    head.opens(f"/desk/cases/{case_id}").reads("แสดงอยู่บนหน้าเว็บสาธารณะ")
    ((actor, action),) = actions(office)
    assert (actor.split(":")[0], action) == ("officer", "photos_opened")


def test_topic_and_village_are_told_once_five_people_reported_there(client, head, office, clock):
    clears(head, office, fixed_case(office, clock))
    for number in range(2, 6):
        fixed_case(office, clock, number, reporter=f"U{number}", place=Place(village=4))
    clock.now += COUNTED_ANEW
    assert set(shown(client).values()) == {"ก่อน: ไฟถนน ไฟส่องสว่าง", "หลัง: ไฟถนน ไฟส่องสว่าง"}
    for number in range(6, 9):
        fixed_case(office, clock, number, reporter=RESIDENT)
    assert set(shown(client).values()) == {"ก่อน: ไฟถนน ไฟส่องสว่าง", "หลัง: ไฟถนน ไฟส่องสว่าง"}
    for number in range(9, 13):
        fixed_case(office, clock, number, reporter=f"U{number}")
    clock.now += COUNTED_ANEW
    assert all("หมู่ที่ 3" in text for text in shown(client).values())


def test_what_is_withdrawn_is_gone_and_a_new_clearing_has_new_addresses(
    client, head, office, clock
):
    case_id = fixed_case(office, clock)
    clears(head, office, case_id)
    old = shown(client)
    assert forges(head, f"/desk/cases/{case_id}/public-photos/withdraw").status == 303
    assert shown(client) == {}
    assert {client.get(one).status_code for one in old} == {404}
    clears(head, office, case_id)
    assert not old.keys() & shown(client).keys()
    assert [action for _, action in actions(office)] == [
        "photos_opened",
        "photos_withdrawn",
        "photos_opened",
    ]


def test_the_covered_copy_is_published_and_another_cover_needs_another_look(
    client, head, office, clock
):
    case_id = fixed_case(office, clock)
    before = keys(office, case_id)["before"]
    cover = f"/desk/files/{before}/cover"
    assert forges(head, cover, box="0,0,1000,1000").status == 303
    clears(head, office, case_id)
    (address,) = [one for one, text in shown(client).items() if text.startswith("ก่อน")]
    assert Image.open(io.BytesIO(client.get(address).data)).getpixel((5, 5)) == (0, 0, 0)
    forges(head, cover)
    assert shown(client) == {}
    assert client.get(address).status_code == 404
    head.opens(f"/desk/cases/{case_id}").reads("ต้องตรวจและอนุญาตใหม่")


def test_a_case_opened_again_and_one_sealed_later_drop_out_at_once(client, head, office, clock):
    case_id = fixed_case(office, clock)
    clears(head, office, case_id)
    old = shown(client)
    with office.uow(clock()) as uow:
        case = uow.tx.complaints.lock(case_id)
        uow.tx.complaints.save(replace(case, status=Status.IN_HAND, ended_at=None, verdict=None))
    assert shown(client) == {}
    assert {client.get(one).status_code for one in old} == {404}
    with office.uow(clock()) as uow:
        officer = next(one for one in uow.tx.officers.all() if one.role is Role.HEAD)
        sealing.seal(uow, officer, case_id)
    assert {client.get(one).status_code for one in old} == {404}
    assert clears(head, office, case_id).status == 404


def test_a_row_that_became_a_staff_complaint_is_never_shown(client, head, office, clock):
    """Whatever else its row says: the kind of the case alone removes it."""
    case_id = fixed_case(office, clock)
    clears(head, office, case_id)
    old = shown(client)
    with office.uow(clock()) as uow:
        uow.tx.connection.exec_driver_sql("UPDATE complaint SET restricted = true")
    assert shown(client) == {}
    assert {client.get(one).status_code for one in old} == {404}


def test_a_photo_taken_back_and_data_deleted_take_the_pair_off(client, head, office, clock):
    first, second = fixed_case(office, clock), fixed_case(office, clock, 2)
    clears(head, office, first)
    clears(head, office, second)
    assert len(shown(client)) == 4
    with office.uow(clock()) as uow:
        photo = uow.tx.attachments.by_key(keys(office, first)["before"])
        attachments.drop(uow, [photo])
    assert len(shown(client)) == 2
    with office.uow(clock()) as uow:
        my_data.delete(uow, RESIDENT)
    assert shown(client) == {}
    assert actions(office)[-1] == ("reporter", "photos_withdrawn")


@pytest.mark.parametrize(
    ("role", "department", "status"),
    [
        (Role.PALAD, None, 303),
        (Role.OFFICER, "engineering", 422),
        (Role.NAYOK, None, 422),
        (Role.OFFICER, "clerk", 404),
        (Role.HEAD, "clerk", 404),
        (Role.INTEGRITY, None, 403),
        (Role.ADMIN, None, 403),
    ],
)
def test_only_the_head_the_palad_and_the_holder_clear(
    client, office, clock, role, department, status
):
    case_id = fixed_case(office, clock)
    browser, officer = signed_in(client, office, clock, role, department)
    assert clears(browser, office, case_id).status == status
    assert bool(shown(client)) is (status == 303)
    if status == 422 and role is Role.OFFICER:
        with office.uow(clock()) as uow:
            case = uow.tx.complaints.lock(case_id)
            uow.tx.complaints.save(replace(case, officer_id=officer.id))
        assert clears(browser, office, case_id).status == 303


@pytest.mark.parametrize(
    "changed", [{"checked": ""}, {"before": ""}, {"before": "0" * 32}, {"after": "ก" * 5000}]
)
def test_without_two_photos_of_the_case_and_a_look_at_them_nothing_is_shown(
    client, head, office, clock, changed
):
    case_id, other = fixed_case(office, clock), fixed_case(office, clock, 2)
    assert clears(head, office, case_id, **changed).status == 422
    assert clears(head, office, case_id, after=keys(office, other)["after"]).status == 422
    assert clears(head, office, case_id, after=keys(office, case_id)["before"]).status == 422
    assert shown(client) == {}


@pytest.mark.parametrize("verdict", [Verdict.PENDING, Verdict.SILENT])
def test_a_case_that_its_reporter_did_not_confirm_shows_nothing(
    client, head, office, clock, verdict
):
    case_id = fixed_case(office, clock)
    with office.uow(clock() + DAY) as uow:
        uow.tx.complaints.save(replace(uow.tx.complaints.lock(case_id), verdict=verdict))
    assert clears(head, office, case_id).status == 422
    head.opens(f"/desk/cases/{case_id}").does_not_read("อนุญาตให้เผยแพร่รูป")
    assert shown(client) == {}
