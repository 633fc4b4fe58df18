"""The Thai page about surveys names buttons and pages that exist, and is found from README and installation."""

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PAGE = HOUSE / "docs" / "surveys-th.md"
WARNINGS = ("แบบสำรวจนี้เป็นของ อบต. เอง", "ขั้นนี้ยังไม่เปิดรอบ", "เขียนข้อคำถามให้ดี")
"""Beginnings of what is bold without being on a button."""


def test_what_it_tells_to_press_is_on_a_page_or_a_button():
    folders = ((HOUSE / "web" / "templates", "*.html"), (HOUSE / "handlers" / "words", "*.toml"))
    shown = "".join(
        one.read_text("utf-8") for folder, names in folders for one in folder.rglob(names)
    )
    named = re.findall(r"\*\*(.+?)\*\*", PAGE.read_text("utf-8"))
    pressed = [one for one in named if not one.startswith(WARNINGS)]
    assert len(pressed) > 10
    assert [one for one in pressed if one not in shown] == []


def test_readme_and_installation_lead_to_it():
    for page in (HOUSE / "README.md", HOUSE / "docs" / "install-th.md"):
        assert "surveys-th.md)" in page.read_text("utf-8"), page
