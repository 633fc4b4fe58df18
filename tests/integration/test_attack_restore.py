"""Attacks by somebody who left after a backup was made, once it is restored."""

import pyotp
import pytest

from domain.errors import Refused
from domain.organisation.officers import Role
from handlers.usecases.desk import passwords, sign_in
from handlers.usecases.desk.sign_in import Browser, NewLogin
from storage.recovery.after_restore import resume, settle_links
from tests.integration.staff_office import sees_nothing

BROWSER = Browser("Firefox", "203.0.113.1")
PASSWORD = "ดินสอสีเขียว 42 แท่ง"


@pytest.fixture
def ids(desk):
    return desk.keepers()


def restored(desk, *still_serve):
    """Restore a backup of this moment; only the named officers are confirmed."""
    with desk.uow() as uow:
        cut = resume(uow.tx, uow.now, uow.now)
    with desk.uow() as uow:
        settle_links(uow.tx, cut, set(still_serve), uow.now)
    desk.worker.review_custody()


def with_password(desk, officer_id):
    secret = passwords.new_secret()
    with desk.uow() as uow:
        officer, now = uow.tx.officers.get(officer_id), uow.now
    code = pyotp.TOTP(secret).at(now)
    sign_in.set_login(desk.office, now, officer, NewLogin("arun", PASSWORD, secret, code))
    return secret


def signs_in_by_password(desk, secret):
    with desk.uow() as uow:
        now = uow.now
    return sign_in.by_password(
        desk.office,
        now,
        name="arun",
        password=PASSWORD,
        code=pyotp.TOTP(secret).at(now),
        browser=BROWSER,
    )


def test_a_code_of_before_the_restore_links_nobody(desk, ids):
    code = desk.new_code(ids[Role.INTEGRITY])
    case = desk.complain("ปลัดวิชัยเรียกรับเงิน")
    restored(desk, ids[Role.NAYOK])
    with pytest.raises(Refused, match="wrong_code"):
        desk.link("Uintegrity", code)
    sees_nothing(desk, "Uintegrity", case)


def test_a_password_of_before_the_restore_opens_no_console(desk, ids):
    secret = with_password(desk, ids[Role.INTEGRITY])
    assert signs_in_by_password(desk, secret)
    restored(desk, ids[Role.NAYOK])
    assert signs_in_by_password(desk, secret) is None


def test_a_session_and_a_link_of_before_the_restore_open_no_console(desk, ids):
    with desk.uow() as uow:
        officer = uow.tx.officers.get(ids[Role.INTEGRITY])
        cookie = sign_in.by_link(uow, sign_in.issue_link(uow, officer).token, BROWSER)
        link = sign_in.issue_link(uow, officer)
        assert sign_in.who(uow, cookie)
    restored(desk, ids[Role.INTEGRITY])
    with desk.uow() as uow:
        assert sign_in.who(uow, cookie) is None
        assert sign_in.by_link(uow, link.token, BROWSER) is None
        assert sign_in.by_code(uow, link.code, BROWSER) is None
        new = sign_in.issue_link(uow, uow.tx.officers.get(ids[Role.INTEGRITY]))
        assert sign_in.by_link(uow, new.token, BROWSER)


def test_whoever_serves_still_gets_a_new_code(desk, ids):
    restored(desk)
    desk.link("Unew", desk.new_code(ids[Role.INTEGRITY]))
    with desk.uow() as uow:
        assert uow.tx.officers.by_line("Unew").id == ids[Role.INTEGRITY]
