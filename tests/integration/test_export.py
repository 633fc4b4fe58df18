"""Exported files: ordinary cases and answers without reporters, and no cell that runs as a formula."""

import csv
import shutil
import zipfile

import pytest
import typer

from bot.commands.export_files import export_answers, export_cases
from bot.settings import Settings
from bot.wiring import build_context
from domain.cases.conduct import Conduct, ReporterLink
from domain.surveys.participation import DoorKind
from handlers.usecases import case_filing, conduct
from handlers.usecases.case_filing import NewComplaint
from handlers.usecases.surveys import answering, rounds
from tests.moments import DAY, NOON

FORMULA = '=HYPERLINK("https://evil.example";"กดที่นี่")'
SECRET = "ปลัดเรียกรับเงินค่าเซ็นเอกสาร"


@pytest.fixture
def settings(tmp_path, time_machine, sqlite_template):
    time_machine.move_to(NOON)
    shutil.copyfile(sqlite_template, tmp_path / "export.db")
    return Settings.of(
        line_channel_secret="secret",
        line_channel_access_token="token",
        secret_key="Z0-3ejzqAdaN5tDM1FdyFLMwSiZlcZr0",
        public_url="https://nawanghin.example.org",
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'export.db'}",
    )


@pytest.fixture
def office(settings):
    context = build_context(settings)
    yield context
    context.store.close()


@pytest.fixture
def filed(office):
    """One ordinary case of last month, one of this month, and a staff complaint."""
    with office.uow(NOON - 30 * DAY) as uow:
        case_filing.file(uow, "Uthongdi", NewComplaint("light", "ไฟดับ"), "first")
    with office.uow(NOON) as uow:
        case_filing.file(uow, "Uthongdi", NewComplaint("road", FORMULA), "second")
        about = Conduct(ReporterLink.SEALED, who="ปลัด")
        new = NewComplaint(conduct.category_of(uow), SECRET)
        conduct.file(uow, "Uthongdi", new, about, "third")


def read(file):
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_month_of_cases_without_reporters_and_without_staff_complaints(settings, filed, tmp_path):
    file = tmp_path / "cases.csv"
    for month in ("2026-11", "2569-11"):
        assert "1 rows" in export_cases(settings, file, month)
    (row,) = read(file)
    assert row["รายละเอียด"] == f"'{FORMULA}"
    assert "2 rows" in export_cases(settings, file, "")
    text = file.read_text("utf-8")
    assert "Uthongdi" not in text
    assert SECRET not in text


def test_a_workbook_holds_texts_and_no_formulas(settings, filed, tmp_path):
    file = tmp_path / "cases.xlsx"
    export_cases(settings, file, "2569-11")
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = "".join(
            book.read(name).decode() for name in book.namelist() if name.endswith(".xml")
        )
    assert "<f>" not in sheet
    assert "HYPERLINK" in texts
    assert "<hyperlink" not in texts


def test_the_figures_of_a_closed_round_are_written_without_small_groups_and_single_answers(
    settings, office, tmp_path, time_machine
):
    with office.uow(NOON) as uow:
        found = rounds.standing_round(uow, "counter")
        for service, codes in (
            ("waste_collection", (5, 5, 5, 5, 4, 4, 3, 3)),
            ("tax_payment", (1,)),
        ):
            door = rounds.make_door(uow, found.id, DoorKind.COUNTER, service=service)
            subject = answering.subject_of(uow, door, found)
            for number, code in enumerate(codes):
                form = answering.open_form(uow, door.id, f"browser:{number:016}", subject)
                answering.answer(uow, form, "overall", [code])
    file = tmp_path / "answers.csv"
    with pytest.raises(typer.Exit):
        export_answers(settings, file, found.id)
    assert not file.exists()
    with office.uow(NOON) as uow:
        rounds.close_round(uow, found.id)
    time_machine.move_to(NOON + 400 * DAY)
    export_answers(settings, file, found.id)
    rows = {row["รายการ"]: row for row in read(file)}
    overall = rows[found.question_set.question("overall").th]
    assert (overall["ผู้ตอบ"], overall["x̄"]) == ("9", "3.89")
    few = "น้อยกว่า 5 คน หรือยังไม่แสดง"
    assert [row["ผู้ตอบ"] for row in rows.values() if row["ส่วน"] == "บริการ"] == [few, few]
    assert not [one for one in rows if one.endswith(": น้อยที่สุด")]
    assert "2569" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "month"), [("cases.pdf", ""), ("cases.csv", "October"), ("no/folder.csv", "")]
)
def test_a_wrong_file_or_month_is_reported_in_one_line(settings, office, tmp_path, name, month):
    with pytest.raises(typer.BadParameter):
        export_cases(settings, tmp_path / name, month)
