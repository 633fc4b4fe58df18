"""Collects every output of the bot: chats, groups, pages, the console, files, reports, commands."""

import io
import itertools
import re
import zipfile
from contextlib import suppress

from handlers.core.buttons import Button, Names
from handlers.usecases.desk import sign_in
from handlers.usecases.desk.sign_in import Browser
from reports.issues import FileFormat, current_issue, render
from reports.kinds import KINDS
from reports.monthly.plain_text import month_lines
from storage.recovery.backup import back_up
from tests.integration.staff_exits.office import READERS, SECTIONS

OFFICE_BUTTONS = [
    one for one in Button if one.flow in {"officer", "comment", "results", "question"}
]
OWN_BUTTONS = (Button.SHOW_OWN_CASE, Button.ADD, Button.RATE_CASE, Button.DISPUTE)
MONTH, HALF, QUARTER, YEAR = "2569-11", "2570-H1", "2570-Q1", "2570"
PERIODS = (MONTH, QUARTER, HALF, YEAR)
FILES = ("csv", "xlsx")
"""Kinds of a report's file that are compared: the others show the same document."""
CHANGING = re.compile(
    r'name="(?:form_token|secret|seen|t)" value="[\w-]+"|/for/[\w-]+|/in/[\w-]+|[A-Z0-9]{4}-[A-Z0-9]{4}'
    r"|/[0-9a-f]{12}\b|&quot;[^&]*&quot;|\d+ ข้อความ \(ส่งได้ \d+\)|\"pushes\":\d+"
    r"|<c [^>]*><v>\d+</v></c>|sha256 \w+|รหัสรับรองประวัติการดำเนินการ \S+",
)
"""Values that differ between any two runs: tokens and codes, and what a person typed themselves. Two of them count
everything that the bot does, so they reveal nothing: the month's messages, and the length of the audit chain."""


def normal(words):
    return CHANGING.sub("·", words)


def chats(world):
    """Return what LINE received for each account and group, except for those who may know the complaint."""
    wanted = {*world.accounts, *(f"C{section}" for section in SECTIONS)}
    return {f"chat {one}": world.desk.heard[one] for one in sorted(wanted - READERS)}


def try_everything(world, readers, case):
    """Ask in every way: in words, by the number of the case and with every button about it."""
    desk = world.desk
    for account in readers:
        for words in ("งานของฉัน", "ติดตามเรื่อง", "เรื่องร้องเรียนเจ้าหน้าที่", "เดือนนี้", case.number):
            desk.says(account, words)
        for button in (*OFFICE_BUTTONS, *OWN_BUTTONS):
            if button.names in {Names.ID, Names.ID_OR_CODE}:
                desk.presses(account, button, case)
        desk.says(account, "ยกเลิก")
        desk.deliver()


class Console:
    """The pages of the console as officers see them. `hidden`: ids of staff complaints. `ids`: ids of other cases."""

    def __init__(self, world, app, hidden, ids):
        self._world, self._app, self._hidden, self._ids = world, app, hidden, [*hidden, *ids]
        self._client = app.test_client(use_cookies=False)

    def of(self, account):
        """Request every GET page and every act on a case, as the officer of an account."""
        cookie = self._cookie_of(account)
        if not cookie:
            return {}
        headers = {"Cookie": f"__Host-desk={cookie}"}
        found = self._reports_of(account, headers)
        for path in self._paths():
            answer = self._client.get(path, headers=headers)
            found[f"{account} GET {path}"] = f"{answer.status_code} {_text(answer)}"
        token = sign_in.form_token(cookie)
        for path, fields in self._posts():
            answer = self._client.post(path, headers=headers, data={**fields, "form_token": token})
            found[f"{account} POST {path} {fields}"] = f"{answer.status_code} {_text(answer)}"
        return found

    def reports_later(self, account):
        """The same as `of`, of the reports alone: once their periods are over, issues of them are kept."""
        cookie = self._cookie_of(account)
        found = self._reports_of(account, {"Cookie": f"__Host-desk={cookie}"}) if cookie else {}
        return {f"later {name}": words for name, words in found.items()}

    def _cookie_of(self, account):
        desk = self._world.desk
        with desk.office.uow(desk.clock.now) as uow:
            officer = uow.tx.officers.by_line(account)
            if officer is None:
                return ""
            link = sign_in.issue_link(uow, officer)
            return sign_in.by_link(uow, link.token, Browser("", ""))

    def _reports_of(self, account, headers):
        """The page and the files of every report of every period that the account's officer may open."""
        found = {}
        for code, period in itertools.product(KINDS, PERIODS):
            page = f"/desk/reports/{code}/{period}"
            answer = self._client.get(page, headers=headers)
            found[f"{account} GET {page}"] = f"{answer.status_code} {_text(answer)}"
            for kind in FILES if answer.status_code == 200 else ():
                answer = self._client.get(f"{page}/file.{kind}", headers=headers)
                found[f"{account} GET {page}/file.{kind}"] = f"{answer.status_code} {_text(answer)}"
        return found

    def _paths(self):
        for rule in self._app.url_map.iter_rules():
            if not rule.rule.startswith("/desk") or "GET" not in rule.methods:
                continue
            if not rule.arguments and rule.endpoint != "desk.password":
                yield rule.rule
            elif rule.arguments == {"key"} and rule.rule.count("<") == 1:
                yield from (rule.rule.replace("<key>", str(key)) for key in self._ids)
        for search in ("ขมิ้น", "มาลี", "เรื่องร้องเรียน"):
            yield f"/desk/cases?tab=all&q={search}"
        yield "/desk/cases?tab=all&status=closed"
        yield from (f"/desk/cases/bulk?case={key}" for key in self._hidden)
        yield "/desk/office?ordered=1"
        yield "/desk/evidence/2570.zip"
        for file in ("organisation", "categories"):
            yield f"/desk/settings/files/{file}.toml"

    def _posts(self):
        for key in self._hidden:
            for act in ("accept", "update", "ask", "close", "seal"):
                yield f"/desk/cases/{key}/{act}", {"note": "ทดสอบ", "seen": "0"}
                yield f"/desk/register/{key}/{act}", {"note": "ทดสอบ", "seen": "0"}
            yield f"/desk/cases/{key}/note", {"note": "ทดสอบ"}
            yield f"/desk/cases/{key}/referral", {"agrees": "1"}
            yield f"/desk/cases/{key}/public-photos", {"before": "0" * 32, "checked": "1"}
            yield f"/desk/cases/{key}/public-photos/withdraw", {}
            yield "/desk/orders", {"case": str(key), "words": "เร่ง"}
            yield "/desk/cases/bulk", {"case": str(key)}
            yield "/desk/cases/bulk/do", {"case": f"{key}:0", "action": "update", "note": "x"}


def public_pages(world, app, ids, numbers=()):
    client = app.test_client()
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/desk") or "GET" not in rule.methods:
            continue
        if not rule.arguments:
            paths = [rule.rule]
        elif "form" in rule.arguments:
            open311 = rule.rule.replace("<code>", "road")
            paths = [
                open311.replace("<form>", form).replace("<number>", number)
                for form in ("json", "xml")
                for number in numbers or ("",)
            ]
        else:
            filled = re.sub(r"<(?!key)\w+>", "0" * 32, rule.rule)
            paths = [filled.replace("<key>", str(key)) for key in ids]
        for path in paths:
            if "static" not in path:
                answer = client.get(path)
                found[f"public {path}"] = f"{answer.status_code} {_text(answer)}"
    return found


def reports_of(world):
    """Return every report of a month, a quarter and a half-year, as text."""
    desk, found = world.desk, {}
    with desk.office.uow(desk.clock.now) as uow:
        found["month on the terminal"] = "\n".join(month_lines(uow, MONTH))
    # M3 publishes the number of staff complaints of a half-year.
    for code in KINDS.keys() - {"M3"}:
        for period in (MONTH, QUARTER, HALF):
            with desk.office.uow(desk.clock.now) as uow, suppress(ValueError, LookupError):
                issue = current_issue(uow, code, period)
                found[f"report {code} {period}"] = "\n".join(
                    [
                        issue.figures,
                        render(uow.context, issue, FileFormat.CSV).decode("utf-8-sig"),
                        _unzipped(render(uow.context, issue, FileFormat.XLSX)),
                    ]
                )
    return found


def commands_of(world, folder):
    key = bytes(32)
    with world.desk.office.store.read() as tx:
        asked = tx.unanswered_questions.most_asked(100)
    back_up(
        world.desk.office.store,
        world.desk.office.files,
        folder / "all.age",
        key,
        world.desk.clock.now,
    )
    return {
        "gaps": "\n".join(one.question for one in asked),
        "backup": (folder / "all.age").read_bytes().decode("latin-1"),
    }


def _text(answer):
    raw = answer.get_data()
    return _unzipped(raw) if raw[:2] == b"PK" else raw.decode("utf-8", "replace")


def _unzipped(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace")
            for name in sorted(archive.namelist())
            if not name.startswith("docProps")
        )
