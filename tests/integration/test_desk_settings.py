"""What the pages of the console say of the office's own data: its roads on the map, and its changes in words."""

import io
from dataclasses import replace

import pytest

from domain.cases.complaint import Place
from domain.organisation.officers import Role
from domain.organisation.road_map import RoadMap
from storage.tables import office_change
from tests.builders import a_case
from tests.web_client import forges, rows, signed_in, web_client
from web.console import setting_history


@pytest.fixture
def palad(client, office, clock):
    return signed_in(client, office, clock, Role.PALAD, None, "วิชัย มั่นคง")[0]


def test_the_offices_own_roads_are_drawn_with_whose_map_they_are(settings, office, clock):
    organisation = office.catalog.organisation
    here = (organisation.latitude, organisation.longitude)
    roads = RoadMap(((here, (here[0] + 0.003, here[1])),), "© OpenStreetMap contributors")
    with office.uow(clock()) as uow:
        place = Place(latitude=here[0] + 0.001, longitude=here[1])
        case = uow.tx.complaints.add(a_case(id=0, place=place), draft_id="one")
    with web_client(settings, replace(office, road_map=roads), clock) as client:
        officer = signed_in(client, office, clock)[0].opens(f"/desk/cases/{case.id}")
    officer.reads("แผนที่ถนน: © OpenStreetMap contributors")
    assert '<path class="road" d="M0.0 -0.0L' in officer.html or 'd="M0.0 0.0L' in officer.html


def test_without_a_map_of_its_own_nothing_is_said_of_roads(client, office, clock):
    organisation = office.catalog.organisation
    with office.uow(clock()) as uow:
        place = Place(latitude=organisation.latitude + 0.001, longitude=organisation.longitude)
        case = uow.tx.complaints.add(a_case(id=0, place=place), draft_id="one")
    officer = signed_in(client, office, clock)[0].opens(f"/desk/cases/{case.id}")
    officer.does_not_read("แผนที่ถนน")
    assert 'class="road"' not in officer.html


def test_the_history_names_entries_and_values_as_the_office_does(palad):
    days = {"date": "2026-12-30", "th": "หยุดพิเศษ", "en": "Special", "for": ""}
    assert forges(palad, "/desk/settings/holidays/new", **days).status == 303
    palad.opens("/desk/settings/history").reads("วันหยุด", "30 ธ.ค. 2569 หยุดพิเศษ")
    palad.does_not_read("2026-12-30", "office", "year 2569")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("working_days", "สาม", "ต้องเป็นตัวเลขจำนวนเต็ม"),
        ("working_days", "0", "ต้องเป็นตัวเลขจำนวนเต็ม"),
        ("th", "", "ภาษาไทย"),
    ],
)
def test_a_field_says_what_it_needs_and_keeps_what_was_typed(palad, field, typed, said):
    palad.opens("/desk/settings/categories/light").sends(**{field: typed})
    assert palad.status == 422
    palad.reads(said)
    assert palad.fields[field] == typed


TEMPLATE = """[template.wait]
action = "wait"
name = "รอของ"
th = "สั่งของแล้ว รอร้านส่ง"
"""


def sends_file(palad, content, name="templates.toml"):
    palad.opens("/desk/settings")
    sent = (io.BytesIO(content), name)
    return palad.sends("/desk/settings/files", name="templates", file=sent)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (TEMPLATE.encode("cp874"), "t.toml", "ไม่ได้บันทึกเป็น UTF-8"),
        (b"a = " + b"[" * 50_000, "t.toml", "ไฟล์นี้อ่านไม่ได้"),
        (b"", "", "ยังไม่ได้เลือกไฟล์"),
        (TEMPLATE.replace("wait", "later").encode(), "t.toml", "ไม่อยู่ใน update"),
    ],
    ids=["windows-874", "brackets", "none", "no-action"],
)
def test_a_file_that_does_not_fit_changes_nothing_and_says_why_in_thai(
    palad, office, content, name, said
):
    assert sends_file(palad, content, name).status == 422
    palad.reads(said)
    assert rows(office, office_change) == []


def test_a_file_that_is_too_large_is_refused_whole(palad, office, monkeypatch):
    monkeypatch.setattr(setting_history, "FILE_BYTES", 100)
    assert sends_file(palad, TEMPLATE.encode() * 2).status == 422
    palad.reads("ไฟล์นี้ใหญ่เกิน")
    assert rows(office, office_change) == []


def test_a_file_of_an_editor_on_windows_is_taken(palad):
    content = TEMPLATE.replace("\n", "\r\n").encode("utf-8-sig")
    assert sends_file(palad, content).status == 303
    palad.opens("/desk/settings/templates").reads("รอของ")


def test_a_day_that_is_there_already_is_told_in_thai(palad):
    days = {"date": "2026-12-30", "th": "หยุดพิเศษ", "en": "Special", "for": ""}
    assert forges(palad, "/desk/settings/holidays/new", **days).status == 303
    assert forges(palad, "/desk/settings/holidays/new", **days).status == 422
    palad.reads("30 ธ.ค. 2569", "ซ้ำกัน").does_not_read("twice")
