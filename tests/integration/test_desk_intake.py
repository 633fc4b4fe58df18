"""A report that an officer enters for a resident: with a printed receipt and the protections of the chat."""

import pytest
from sqlalchemy import select

from domain.organisation.officers import Role
from handlers.access import custodians
from handlers.usecases.doors import claims
from storage.tables import case_origin, complaint
from tests.web_client import rows, signed_in
from tests.web_form import Browser

LAMP = "ไฟถนนดับหน้าวัดมา 3 คืนแล้ว"
ACCUSING = "เจ้าหน้าที่กองช่างเรียกเงินผม 500 บาทถึงจะมาซ่อมไฟ"


def slip_of(receipt: Browser, paper: str = "a5", **fields: str) -> Browser:
    return receipt.sends("/desk/intake/slip", paper=paper, **fields)


def test_a_telephone_call_is_filed_at_once_with_source_writer_and_a_printed_receipt(clerk, office):
    clerk.opens("/desk/intake").sends(
        source="telephone", story=LAMP, category="light", name="ยายทองดี", phone="0811111111"
    )
    clerk.reads("รับแจ้งแล้ว", clerk.number, clerk.code)
    (case,), (origin,) = rows(office, complaint), rows(office, case_origin)
    assert (case.category, case.reporter, origin.source) == ("light", "", "telephone")
    assert origin.filed_by
    for paper in ("a5", "roll"):
        page = dict(clerk.fields)
        assert slip_of(clerk, paper).content.startswith(b"%PDF")
        clerk.fields = page
    clerk.opens(f"/desk/cases/{case.id}").reads("ยายทองดี โทร 0811111111", "โทรศัพท์ ผู้รับแจ้ง ธีระ ใจดี")


def test_without_source_or_topic_the_form_comes_back_with_all_that_was_typed(clerk, office):
    clerk.opens("/desk/intake").sends(story=LAMP, phone="042123456")
    clerk.reads("เลือกก่อนว่าแจ้งมาทางใด")
    assert (clerk.fields["story"], clerk.fields["phone"]) == (LAMP, "042123456")
    clerk.sends(source="letter").reads("ตรวจดูก่อนส่ง", "ไฟถนน ไฟส่องสว่าง")
    assert clerk.fields["source"] == "letter"
    clerk.sends(category="light").reads("รับแจ้งแล้ว")
    assert len(rows(office, complaint)) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"phone": "12"}, "9 หรือ 10 หลัก"), ({"name": "ก" * 300}, "ชื่อยาวเกิน 100 ตัวอักษร")],
)
def test_a_mistyped_telephone_or_name_is_said_in_a_sentence_and_nothing_is_filed(
    fields, said, clerk, office
):
    clerk.opens("/desk/intake").sends(source="telephone", story=LAMP, category="light", **fields)
    clerk.reads(said)
    assert not rows(office, complaint)
    clerk.sends(phone="๐๘๑-๑๑๑-๑๑๑๑", name="ยายทองดี").reads("รับแจ้งแล้ว")


def test_the_likeliest_topic_is_chosen_for_the_officer_who_checks_it(clerk, office):
    clerk.opens("/desk/intake").sends(source="telephone", story=LAMP).reads("ตรวจดูก่อนส่ง")
    assert clerk.fields["category"] == "light"
    clerk.sends().reads("รับแจ้งแล้ว")
    (case,) = rows(office, complaint)
    assert case.category == "light"


@pytest.mark.parametrize("story", ["มีเรื่องจะแจ้งครับ", ACCUSING.replace("ซ่อมไฟ", "มา")])
def test_no_topic_is_chosen_that_no_word_led_to_nor_the_one_about_staff(clerk, office, story):
    clerk.opens("/desk/intake").sends(source="telephone", story=story).reads("ตรวจดูก่อนส่ง")
    assert "category" not in clerk.fields
    assert not rows(office, complaint)


def test_an_accusation_waits_for_the_choice_and_then_leaves_its_writer_for_good(
    client, office, clock
):
    """Also if the officer is the custodian who would have received it."""
    palad, officer = signed_in(client, office, clock, Role.PALAD, None, "วิชัย มั่นคง")
    palad.opens("/desk/intake").sends(source="counter", story=ACCUSING, category="light")
    palad.reads("ยังไม่มีเจ้าหน้าที่คนใดเห็นข้อความ")
    assert not rows(office, complaint)
    palad.sends(way="yes").sends(whom="unit:engineering").reads("ใครจะเห็นเรื่องนี้")
    palad.reads("ผู้ที่ไม่เห็น").does_not_read("ผู้ที่เห็นเรื่องนี้ ปลัด")
    palad.sends().reads("รับแจ้งแล้ว", "ส่งเรื่องนี้ทางช่องทางเฉพาะแล้ว", palad.code)
    (case,), (origin,) = rows(office, complaint), rows(office, case_origin)
    assert case.restricted
    assert origin.filed_by is None
    assert slip_of(palad).content.startswith(b"%PDF")
    for path in (f"/desk/cases/{case.id}", f"/desk/register/{case.id}"):
        assert palad.opens(path).status == 404
    with office.uow(clock()) as uow:
        assert not custodians.may_read(uow, officer, uow.tx.all_cases.get(case.id))


def test_a_receipt_is_printed_by_its_writer_only_and_not_from_a_made_up_page(
    client, clerk, office, clock
):
    clerk.opens("/desk/intake").sends(source="box", story=LAMP, category="light")
    page, (other, _) = dict(clerk.fields), signed_in(client, office, clock, name="อีกคน")
    assert slip_of(clerk, slip="made-up").status == 404
    other.opens("/desk/intake")
    token = other.fields["form_token"]
    assert (
        other.sends("/desk/intake/slip", **{**page, "form_token": token, "paper": "a5"}).status
        == 404
    )


def test_a_form_without_the_token_of_the_session_files_nothing(clerk, office):
    clerk.opens("/desk/intake")
    for changed in ({"form_token": ""}, {"headers": {"Sec-Fetch-Site": "cross-site"}}):
        page = dict(clerk.fields)
        clerk.sends(source="box", story=LAMP, category="light", **changed)
        assert clerk.status == 403
        clerk.fields = page
    assert not rows(office, complaint)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.INTEGRITY])
def test_roles_without_the_right_take_no_reports(client, office, clock, role):
    browser, _ = signed_in(client, office, clock, role, None)
    assert browser.opens("/desk/intake").status == 403


def test_many_letters_in_an_hour_are_all_told_to_the_officers(client, office, clock):
    from handlers.usecases import officers  # noqa: PLC0415

    with office.uow(clock()) as uow:
        _, code = officers.add(uow, "ช่างสมชาย", Role.OFFICER, "engineering")
        uow.tx.people.ensure("Uchang", uow.now)
        officers.link(uow, "Uchang", code)
    clerk, _ = signed_in(client, office, clock)
    for number in range(13):
        clerk.opens("/desk/intake").sends(
            source="box", story=f"{LAMP} ต้นที่ {number}", category="light"
        )
    with office.store.read() as tx:
        from storage.tables import outbox  # noqa: PLC0415

        assert len(tx.connection.execute(select(outbox)).all()) >= 13


@pytest.fixture
def told_by_telephone(clerk):
    clerk.opens("/desk/intake").sends(source="telephone", story=LAMP, category="light")
    return clerk.code


def the_case(office):
    (row,) = rows(office, complaint)
    return row


def follows(client, code):
    return Browser(client).opens("/report/follow").sends(code=code)


def test_a_lost_receipt_is_given_out_anew_and_its_old_code_ends(
    client, clerk, office, told_by_telephone
):
    case = the_case(office)
    clerk.opens(f"/desk/cases/{case.id}").reads("ออกใบรับเรื่องใหม่")
    clerk.sends(f"/desk/intake/{case.id}/renew").reads("รหัสเดิมใช้ไม่ได้", clerk.number)
    new = clerk.code
    assert new != told_by_telephone
    assert slip_of(clerk).content.startswith(b"%PDF")
    assert follows(client, told_by_telephone).status == 404
    follows(client, new).reads(LAMP, "เจ้าหน้าที่ออกใบรับเรื่องและรหัสใหม่ให้")
    clerk.opens(f"/desk/cases/{case.id}").reads("ออกใบรับเรื่องและรหัสใหม่")


def test_who_only_works_on_the_case_gets_no_code_to_judge_their_own_work(
    client, office, clock, clerk, told_by_telephone
):
    case = the_case(office)
    colleague = signed_in(client, office, clock, name="เอกชัย ซ่อมไว")[0]
    head = signed_in(client, office, clock, Role.HEAD, name="สมชาย ช่างดี")[0]
    stranger = signed_in(client, office, clock, department="finance", name="มาลี บัญชี")[0]
    colleague.opens(f"/desk/cases/{case.id}").does_not_read("ออกใบรับเรื่องใหม่")
    for other in (colleague, stranger):
        other.opens("/desk/intake")
        assert other.sends(f"/desk/intake/{case.id}/renew").status == 404
    head.opens(f"/desk/cases/{case.id}").sends(f"/desk/intake/{case.id}/renew")
    assert head.status == 200
    assert follows(client, told_by_telephone).status == 404


def test_no_new_receipt_for_a_case_that_its_reporter_follows_or_that_came_by_line(
    office, clock, clerk, told_by_telephone
):
    case = the_case(office)
    with office.uow(clock()) as uow:
        uow.tx.people.ensure("Uthongdi", uow.now)
        claims.by_code(uow, "Uthongdi", told_by_telephone)
    clerk.opens(f"/desk/cases/{case.id}").does_not_read("ออกใบรับเรื่องใหม่")
    assert clerk.sends(f"/desk/intake/{case.id}/renew").status == 404
