"""`python -m bot understand`: one JSON object per line, equal in every run."""

import json
import subprocess
import sys

import pytest

from bot.commands.understand import understand_lines

KEYS = [
    "act",
    "topics",
    "services",
    "contact",
    "danger",
    "staff",
    "anonymous",
    "place",
    "number",
    "command",
    "problems",
]
LINES = ["ไฟดับหน้าวัด หมู่ 3", "ยกเลิกค่ะ", "ขอถังขยะใบใหม่", "โทรเบอร์อะไร", "นว-2570-000123-6 ถึงไหนแล้ว"]


def test_each_line_has_every_key_in_order():
    found = [json.loads(line) for line in understand_lines(json.dumps(text) for text in LINES)]
    assert [list(one) for one in found] == [KEYS] * len(LINES)
    assert found[0]["place"] == {"village": 3, "words": "หน้าวัด"}
    assert found[1]["command"] == "cancel"
    assert found[2]["services"][0] == "waste_collection"


@pytest.mark.parametrize("line", ["ไฟดับ", "3", "null", ""])
def test_a_line_that_is_no_json_string_is_named(line):
    with pytest.raises(ValueError, match="Line 1 "):
        list(understand_lines([line]))


def test_chance_has_no_part_in_it():
    given = "\n".join(map(json.dumps, LINES))
    said = {
        subprocess.run(
            [sys.executable, "-m", "bot", "understand"],
            input=given,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            timeout=60,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
