"""Secrets that no fault may show, and the two languages in which each is reported."""

import re

SECRET = "K7c0lL9XhLq2pQv8Zr5tYw3uNb6mDf1g"
TOKEN = "token-of-this-channel"
PASSWORD = "pass-of-this-database"


def assert_thai_and_english(line):
    assert " / " in line
    assert re.search("[ก-๙]", line)


def own_file(place, name, content):
    folder = place / "organisation"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return str(folder)
