"""In the window of the official EIT: the section is reminded, and an office sets dates and address in a file."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.wiring import build_context
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Role
from domain.surveys.eit import EitWindow, shown_on
from domain.surveys.participation import DoorKind
from handlers.notify import eit_reminder
from handlers.usecases import officers
from handlers.usecases.surveys import form, form_entries, rounds
from storage.organisation_data.eit_windows import parse_eit_windows
from storage.tables import outbox
from tests.fake_line import settings_for
from tests.moments import DAY, NOON

TODAY = bangkok(NOON).date()


@pytest.fixture
def section(office):
    """An office whose window is open for four weeks, with two officers of the section and a head of another."""
    window = EitWindow(
        2570, TODAY, TODAY + timedelta(27), "https://itas.example/n", 30, "ประกาศ", verified=True
    )
    office = replace(office, eit_windows=(window,))
    with office.uow(NOON - DAY) as uow:
        for number, (name, role, department) in enumerate(
            [
                ("สุภาพร", Role.OFFICER, "clerk"),
                ("มาลี", Role.HEAD, "clerk"),
                ("ช่าง", Role.HEAD, "engineering"),
            ],
            1,
        ):
            _, code = officers.add(uow, name, role, department)
            officers.link(uow, f"U{number:032x}", code)
    return office


def days_told(office, days):
    told = []
    for number in range(days):
        with office.uow(NOON + number * DAY) as uow:
            told.append(eit_reminder.send(uow))
        with office.uow(NOON + number * DAY) as uow:
            assert eit_reminder.send(uow) == 0
    return told


def test_the_section_is_told_once_a_week_and_in_the_last_week(section):
    told = days_told(section, 35)
    assert told[0] == 2
    assert set(told) == {0, 2}
    # Four or five calendar weeks, and the last seven days.
    assert 4 <= told.count(2) <= 6
    assert any(told[21:28])
    assert not any(told[28:])


def test_it_says_whom_the_surveys_have_not_reached(section):
    with section.uow(NOON) as uow:
        found = rounds.standing_round(uow, "counter")
        door = rounds.make_door(
            uow, found.id, DoorKind.COUNTER, service="waste_collection", village=3
        )
        opened = form.open_for_browser(uow, door.code, form.new_browser())
        given = form_entries.read(found.question_set, {"q-steps": ["4"]})
        form.store(uow, opened, given)
    with section.uow(NOON) as uow:
        card = eit_reminder._card(uow, section.eit_windows[0], TODAY)
        villages = [one.label for one in uow.context.catalog.organisation.villages]
        of_three = next(
            one.label for one in uow.context.catalog.organisation.villages if one.number == 3
        )
    assert "1 คำตอบ" in card.body
    assert "30 คน" in card.body
    assert next(one for one in villages if one != of_three) in card.body
    assert f"{of_three}," not in card.body


def test_an_unverified_window_reminds_the_section_to_check_it(section):
    unverified = replace(section.eit_windows[0], verified=False)
    office = replace(section, eit_windows=(unverified,))
    with office.uow(NOON) as uow:
        assert eit_reminder.send(uow) == 2
        card = eit_reminder._card(uow, unverified, TODAY)
    assert "ยังไม่มีผู้ตรวจ" in card.body
    with office.store.read() as tx:
        assert len(tx.connection.execute(select(outbox)).all()) == 2


def test_an_office_sets_dates_and_address_in_a_file_of_its_own(tmp_path, database_url, store):
    own = tmp_path / "own"
    own.mkdir()
    file = own / "eit.toml"
    file.write_text(
        "[[window]]\nfiscal_year = 2570\nopens = 2027-01-05\ncloses = 2027-02-05\n"
        'address = "https://itas.nacc.go.th/go/eit/abc"\nsource = "ประกาศ"\nverified = true\n',
        "utf-8",
    )
    settings = settings_for("http://127.0.0.1:1", database_url, tmp_path)
    context = build_context(replace(settings, organisation_dir=own), store)
    shown = shown_on(context.eit_windows, date(2027, 1, 5))
    assert shown is not None
    assert shown.address == "https://itas.nacc.go.th/go/eit/abc"
    assert shown_on(context.eit_windows, date(2027, 2, 6)) is None
    without = tomllib.loads(file.read_text("utf-8").replace("verified = true", "verified = false"))
    assert shown_on(parse_eit_windows(without), date(2027, 1, 5)) is None
