"""No cell of a CSV file begins a formula in a spreadsheet."""

import csv

import pytest

from reports.formats.rows import csv_lines


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+66 81 111 1111", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\n=1"],
)
def test_a_cell_that_would_run_begins_with_an_apostrophe(typed):
    (row,) = list(csv.reader("".join(csv_lines(["เรื่อง"], [[typed]])).split("\r\n", 1)[1:]))[:1]
    assert row[0].startswith("'")


def test_another_cell_stays_as_it_is():
    lines = "".join(csv_lines(["เรื่อง", "จำนวน"], [["ไฟดับ, หมู่ 3", -2]]))
    assert lines == '\ufeffเรื่อง,จำนวน\r\n"ไฟดับ, หมู่ 3",-2\r\n'
