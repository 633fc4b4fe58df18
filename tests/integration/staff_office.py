"""An office with staff complaints, driven by hand: nothing reaches LINE before `deliver`, as if LINE were down."""

import itertools
import json
from collections import defaultdict
from dataclasses import dataclass, field

from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.lifecycle import Action
from domain.organisation.officers import Role
from handlers.access.sending import still_readable
from handlers.conversations.officer.work_list import CUSTODY
from handlers.core.buttons import Button, choice
from handlers.core.i18n import Translator
from handlers.core.messages import EventKind, InboundEvent, Postback
from handlers.core.reply_codec import encode_replies
from handlers.notify import push_batches
from handlers.routing.router import respond
from handlers.usecases import complaints, conduct, custody, offboarding, officers
from handlers.usecases.case_filing import NewComplaint
from tests.moments import DAY, MINUTE
from tests.sealed import opened_case

RESIDENT = "Uresident"
STORY = "เรียกรับเงินค่าเซ็นเอกสาร 500 บาท"


@dataclass
class StaffOffice:
    """`heard`: everything that LINE was given for each account, as JSON."""

    office: object
    worker: object
    line: object
    clock: object
    heard: dict = field(default_factory=lambda: defaultdict(str))
    _drafts: object = field(default_factory=itertools.count)

    def __post_init__(self):
        with self.uow() as uow:
            uow.tx.people.ensure(RESIDENT, uow.now)
            uow.tx.people.describe(RESIDENT, "สมศรี ใจดี", "th")
            uow.tx.people.notice_shown(RESIDENT, uow.now)

    def uow(self):
        self.clock.now += MINUTE
        return self.office.uow(self.clock.now)

    # ---------------------------------------------------------------- the staff
    def appoint(self, name, role, department=None, account="", **more):
        """A new officer, linked if an account is given; their id."""
        with self.uow() as uow:
            officer, code = officers.add(uow, name, role, department, **more)
        if account:
            self.link(account, code)
        return officer.id

    def link(self, account, code):
        with self.uow() as uow:
            uow.tx.people.ensure(account, uow.now)
            uow.tx.people.notice_shown(account, uow.now)
            officers.link(uow, account, code)

    def new_code(self, officer_id):
        with self.uow() as uow:
            return officers.new_code(uow, uow.tx.officers.get(officer_id))

    def change(self, officer_id, **values):
        with self.uow() as uow:
            officers.change(uow, officer_id, **values)

    def remove(self, officer_id):
        with self.uow() as uow:
            offboarding.remove(uow, officer_id)

    def keepers(self, *roles):
        """The usual custodians, linked to accounts of their role's name; their ids by role."""
        names = {
            Role.INTEGRITY: "นางสาวอรุณ รักธรรม",
            Role.PALAD: "นายวิชัย มั่นคง",
            Role.NAYOK: "นายสมบัติ ใจกว้าง",
        }
        return {
            role: self.appoint(names[role], role, account=f"U{role}") for role in roles or names
        }

    # ---------------------------------------------------------------- cases
    def complain(
        self, story=STORY, who="", link=ReporterLink.NAMED, choices=(), departments=(), **more
    ):
        """A staff complaint; the case."""
        with self.uow() as uow:
            new = NewComplaint(conduct.category_of(uow), story, choices=frozenset(choices))
            about = Conduct(link, who=who, departments=tuple(departments), **more)
            case, _ = conduct.file(uow, RESIDENT, new, about, f"draft{next(self._drafts)}")
        return case

    def add(self, case, words, action=Action.ADD):
        with self.uow() as uow:
            complaints.reporter_acts(uow, case.reporter, case.id, action, note=words)

    def custodian(self, case):
        """The id of the officer who was chosen to handle a case."""
        with self.office.read_only_uow(self.clock.now) as uow:
            return uow.tx.custody.find(case.id).custodian

    # ---------------------------------------------------------------- phones
    def says(self, account, text):
        """The account types; the answer waits, as while LINE is down, and is pushed by `deliver`."""
        return self._pushed_later(account, kind=EventKind.TEXT, text=text)

    def presses(self, account, button, case):
        return self._pushed_later(account, **self._press(button, case))

    def shows(self, account, case):
        return self.presses(account, Button.SHOW_CASE, case)

    def reads(self, account, text):
        """What the account is answered at once, as JSON; it costs none of the month's pushes."""
        return self._answered(account, kind=EventKind.TEXT, text=text)

    def reads_after(self, account, button, case):
        return self._answered(account, **self._press(button, case))

    def _press(self, button, case):
        """A button of a case, or the one that turns to the first page of the staff complaints in custody."""
        translator = Translator(self.office.translations)
        value = f"{CUSTODY}-0" if button is Button.NEXT_WORK else case.id
        target = choice(translator, "button.details", button, value).target
        return {"kind": EventKind.POSTBACK, "postback": Postback.parse(target)}

    def _pushed_later(self, account, **facts):
        with self.uow() as uow:
            event = InboundEvent(sender=account, chat=account, at=uow.now, **facts)
            # The reply's token is dead when the answer can be sent, so it is pushed.
            uow.reply(account, respond(uow, event), token=None, until=uow.now)
        return self

    def _answered(self, account, **facts):
        with self.uow() as uow:
            event = InboundEvent(sender=account, chat=account, at=uow.now, **facts)
            replies = uow.with_deferred(account, respond(uow, event))
            words = json.dumps(
                encode_replies(still_readable(uow, account, replies)), ensure_ascii=False
            )
        self.heard[account] += words
        return words

    def deliver(self, after=MINUTE):
        """LINE is there again: everything that waits is sent. Returns what each account got."""
        self.clock.now += after
        with self.uow() as uow:
            push_batches.send_due(uow)
        first = len(self.line.calls)
        self.worker.deliver()
        got = defaultdict(str)
        for call in self.line.calls[first:]:
            got[call.body["to"]] += json.dumps(call.body["messages"], ensure_ascii=False)
        for account, words in got.items():
            self.heard[account] += words
        return got


def sees_nothing(desk, account, case, *words):
    """Neither what was sent nor what is asked for shows a number or a word."""
    desk.deliver()
    desk.says(account, "งานของฉัน").says(account, case.number).shows(account, case)
    for button in (Button.ACCEPT, Button.ASK, Button.MORE_ACTS, Button.CLOSE):
        desk.presses(account, button, case)
    desk.deliver(DAY)
    shown = desk.heard[account].replace(f"ไม่พบเรื่อง {case.number}", "")
    for word in (STORY, opened_case(case).detail, *words):
        assert word not in shown
    return shown


# ------------------------------------------------------------------ ways in which a custodian loses a case
def accused(desk, ids, case):
    desk.add(case, "คนที่เรียกเงินคือนิติกรอรุณเอง")


def removed(desk, ids, case):
    desk.remove(ids[Role.INTEGRITY])


def moved(desk, ids, case):
    desk.change(ids[Role.INTEGRITY], role=Role.OFFICER, department="health")


def recused(desk, ids, case):
    with desk.uow() as uow:
        custody.recuse(uow, uow.tx.officers.get(ids[Role.INTEGRITY]), case.id, "ญาติ")


WAYS_TO_LOSE_IT = (accused, removed, moved, recused)
