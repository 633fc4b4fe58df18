"""The commands that are tried with every fault, and what their tests share."""

import re

SECRET = "K7c0lL9XhLq2pQv8Zr5tYw3uNb6mDf1g"
TOKEN = "token-of-this-channel"
PASSWORD = "pass-of-this-database"

OFFICE_COMMANDS = [
    ("officer", "add", "ช่าง", "--role", "officer", "--department", "engineering"),
    ("officer", "names", "1"),
    ("officer", "rename", "1", "ช่างโท"),
    ("officer", "code", "1"),
    ("officer", "remove", "1"),
    ("officer", "list"),
    ("console", "admin", "ผู้ดูแล"),
    ("console", "link", "1"),
    ("audit", "accept", "1", "why"),
    ("report", "month", "2569-10"),
    ("report", "make", "M1", "2569-10"),
    ("report", "list"),
    ("report", "number", "M1", "2569-10", "1"),
    ("report", "sign", "M1", "2569-10", "นายก", "scan.pdf"),
    ("report", "permit", "M1", "2569-10", "นายก"),
    ("report", "publish", "M1", "2569-10"),
    ("report", "withdraw", "M1", "2569-10", "นายก", "นับซ้ำ"),
    ("report", "gaps"),
    ("survey", "open", "pulse", "--closes", "2570-09-30"),
    ("survey", "close", "1"),
    ("survey", "status"),
    ("survey", "door", "1"),
    ("survey", "sheet", "x", "x.pdf"),
    ("survey", "close-door", "x"),
    ("export", "cases", "x.csv"),
    ("export", "answers", "x.csv", "--round", "1"),
    ("evidence", "add", "2026-10-05", "ประชุม"),
    ("evidence", "list", "2569"),
    ("evidence", "take-back", "1"),
    ("evidence", "score", "2569", "OIT", "90", "ป.ป.ช."),
    ("evidence", "pack", "2569"),
    ("menu", "publish"),
]
"""Commands that read the office's own files too."""
DATA_COMMANDS = [
    *OFFICE_COMMANDS,
    ("audit", "verify"),
    ("rotate-keys",),
    ("backup", "x.age"),
    ("move", "postgresql://u@127.0.0.1:9/x"),
    ("run",),
    ("web",),
    ("worker",),
    ("scheduler",),
]
WITHOUT_DATA = {
    ("classify",),
    ("understand",),
    ("demo",),
    ("demo-data",),
    ("menu", "draw"),
    ("survey", "check"),
    ("survey", "sets"),
    ("backup", "check"),
}
"""Commands that open no database of the office."""
ONE_OF_EACH = list({one[0]: one for one in DATA_COMMANDS}.values())
"""One command of each group, for the faults that need a lengthy preparation."""
READERS = [one for one in DATA_COMMANDS if one[0] not in {"run", "move", "backup"}]
"""Commands that neither migrate the database nor copy it at any schema."""


def assert_thai_and_english(line):
    assert " / " in line
    assert re.search("[ก-๙]", line)


def own_file(place, name, content):
    folder = place / "organisation"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return str(folder)


def commands_of(command, path=()):
    """The names of every command below one of the command line."""
    if not hasattr(command, "commands"):
        yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands_of(below, (*path, name))
