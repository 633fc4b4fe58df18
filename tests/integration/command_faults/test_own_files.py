"""A fault in the office's own files is reported with the file and the line."""

from importlib import resources

import pytest

from tests.integration.command_faults.commands import (
    OFFICE_COMMANDS,
    assert_thai_and_english,
    own_file,
)

SHIPPED = (resources.files("domain") / "data" / "departments.toml").read_text("utf-8")


def test_a_folder_of_own_files_that_is_not_there(output_of, place):
    line = output_of("officer", "list", ORGANISATION_DIR=str(place / "gone"))
    assert f"ไม่มีโฟลเดอร์ {place / 'gone'}" in line
    assert f"{place / 'gone'} is no folder" in line


def test_a_file_that_is_no_toml_is_named_with_its_line(output_of, place):
    folder = own_file(place, "departments.toml", b'[a]\nth = "x"\nen = \n')
    line = output_of("officer", "list", ORGANISATION_DIR=folder)
    assert line.startswith("ข้อมูลของหน่วยงานผิด")
    assert ": departments.toml: รูปแบบ TOML ไม่ถูกต้อง" in line
    assert line.endswith(" / departments.toml: is not TOML: Invalid value (at line 3, column 6)")


def test_a_file_that_the_bot_does_not_know(output_of, place):
    folder = own_file(place, "department.toml", b"a = 1")
    line = output_of("officer", "list", ORGANISATION_DIR=folder)
    assert ": department.toml: ระบบไม่อ่านไฟล์ชื่อนี้" in line
    assert " / department.toml: " in line


def test_a_file_in_another_encoding_is_named(output_of, place):
    folder = own_file(place, "departments.toml", SHIPPED.encode("utf-16"))
    line = output_of("officer", "list", ORGANISATION_DIR=folder)
    assert line.endswith(
        "departments.toml: is not saved as UTF-8: save it anew with the encoding UTF-8"
    )


def test_a_file_saved_on_windows_is_read(output_of, place):
    content = b"\xef\xbb\xbf" + SHIPPED.replace("\n", "\r\n").encode()
    folder = own_file(place, "departments.toml", content)
    assert "migrate" in output_of("officer", "list", ORGANISATION_DIR=folder)


@pytest.mark.parametrize("command", OFFICE_COMMANDS, ids=" ".join)
def test_a_file_of_the_office_that_is_wrong(output_of, place, command):
    folder = own_file(place, "departments.toml", b"a = \n")
    line = output_of(*command, ORGANISATION_DIR=folder)
    assert "departments.toml: is not TOML: Invalid value (at line 1, column 5)" in line
    assert_thai_and_english(line)
