"""A month of an office of 10,000 residents: 60 cases, nine on LINE, and the free plan of 300 messages.

Nothing of the bot is left out but the network: its own acts, jobs and sender, against a plan that counts.
"""

import heapq
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.runtime.worker import Worker
from domain.cases.complaint import Place, Proof, Status, WaitingFor
from domain.cases.lifecycle import Act, Action
from domain.organisation.calendar import month_bounds
from domain.organisation.officers import Role
from handlers.core.messages import Text
from handlers.core.reply_codec import encode_replies
from handlers.core.unit_of_work import AppContext
from handlers.usecases import case_filing, complaints, monthly_report, officers
from handlers.usecases.case_filing import NewComplaint
from scheduler import jobs
from tests.databases import on_sqlite
from tests.fake_line import MONTH_IS_GONE
from tests.moments import Clock

MONTH = "2569-11"
PLAN = 300
CASES = 60
STAFF = [
    ("e1", Role.OFFICER, "engineering"),
    ("e2", Role.OFFICER, "engineering"),
    ("e3", Role.HEAD, "engineering"),
    ("h1", Role.OFFICER, "health"),
    ("w1", Role.OFFICER, "welfare"),
    ("c1", Role.OFFICER, "clerk"),
    ("c2", Role.HEAD, "clerk"),
    ("p1", Role.PALAD, None),
    ("n1", Role.NAYOK, None),
]
CATEGORIES = (
    ["light"] * 16 + ["road"] * 14 + ["waste"] * 8 + ["drain"] * 5 + ["water"] * 5
    + ["nuisance"] * 4 + ["welfare"] * 4 + ["animal"] * 2 + ["service"] * 2
)  # fmt: skip
DAILY = [
    (6, 30, jobs.expire_verdicts),
    (8, 15, jobs.morning_digest),
    *((hour, 35, jobs.watch_clocks) for hour in (8, 10, 12, 14, 16)),
    (17, 50, jobs.watch_plan),
]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Life:
    """What happens when: acts are put on a heap by their hour and done in order."""

    office: AppContext
    worker: Worker
    clock: Clock
    seed: int

    def __post_init__(self):
        self.clock.now, self.end = month_bounds(MONTH)
        self.chance = random.Random(self.seed)
        self.acts: list[tuple[datetime, int, object]] = []
        self.staff = {}
        with self.office.uow(self.now) as uow:
            for key, role, department in STAFF:
                post, code = officers.add(uow, key, role, department)
                officers.link(uow, key, code)
                self.staff[key] = post

    @property
    def now(self):
        return self.clock.now

    def at(self, moment, act):
        heapq.heappush(self.acts, (moment, len(self.acts), act))

    def run(self):
        for number in range(CASES):
            day = timedelta(days=self.chance.uniform(0, 29))
            self.at(self.now + day, self.case_of(number))
        for day in range((self.end - self.now) // DAY):
            for hour, minute, job in DAILY:
                moment = self.now + timedelta(days=day, hours=hour, minutes=minute)
                self.at(moment, lambda job=job: job(self.office, self.now))
        while self.acts:
            moment, _, act = heapq.heappop(self.acts)
            if moment >= self.end:
                break
            self.clock.now = moment
            act()
            self.worker.deliver()
        self.clock.now = self.end
        return self

    def answer(self, uow, line_id):
        """The bot answers somebody who spoke: what was held for them rides along."""
        replies = uow.with_deferred(line_id, [Text("รับทราบค่ะ")])
        until = self.now + timedelta(seconds=50)
        uow.tx.outbox.enqueue(
            line_id, encode_replies(replies), self.now, reply_token="t", reply_until=until
        )

    def office_hour(self, days):
        """A working hour so many days from now."""
        moment = self.now + days * DAY
        while not self.office.calendar.is_open(moment):
            moment += HOUR
        return moment + timedelta(minutes=self.chance.uniform(0, 50))

    # ------------------------------------------------------------ one case
    def case_of(self, number):
        def file():
            new = NewComplaint(
                CATEGORIES[number], f"เรื่องที่ {number}", Place(village=3), hide_name=False
            )
            with self.office.uow(self.now) as uow:
                case = case_filing.file(uow, f"resident{number}", new, f"draft{number}")
                self.answer(uow, case.reporter)
            handlers = [
                post
                for post in self.staff.values()
                if post.department == case.department and post.role is Role.OFFICER
            ]
            self.follow(case, self.chance.choice(handlers))

        return file

    def follow(self, case, officer):
        chance = self.chance
        self.at(self.office_hour(0.6), self.act(case, officer, Act(Action.ACCEPT)))
        if chance.random() < 0.6:
            news = Act(Action.UPDATE, note="นัดช่างแล้ว")
            self.at(self.office_hour(chance.uniform(1, 3)), self.act(case, officer, news))
        if chance.random() < 0.25:
            moment = self.office_hour(chance.uniform(1, 2))
            self.at(moment, self.act(case, officer, Act(Action.ASK, note="จุดไหนคะ")))
            self.at(moment + DAY, self.hear(case, Action.ANSWER, "หน้าวัด"))
        if chance.random() < 0.1:
            wait = Act(
                Action.WAIT,
                note="รอของ",
                waiting_for=WaitingFor.PROCUREMENT,
                review_at=self.now + 8 * DAY,
            )
            self.at(self.office_hour(2), self.act(case, officer, wait))
        promise = (case.due_at - case.filed_at) / DAY
        late = chance.random() < 0.1
        done = self.office_hour(promise * (1.3 if late else chance.uniform(0.3, 0.9)))
        self.at(done, self.close(case, officer))

    def close(self, case, officer):
        finished = Act(Action.CLOSE, note="ซ่อมแล้ว", proof=Proof(no_photo_reason="ไม่มีสิ่งให้ถ่ายรูป"))

        def closing():
            self.act(case, officer, finished)()
            if self.chance.random() < 0.6:
                fixed = self.chance.random() < 0.85
                moment = self.now + self.chance.uniform(0.1, 4) * DAY
                if fixed:
                    self.at(moment, self.hear(case, Action.CONFIRM, ""))
                else:
                    self.at(moment, self.hear(case, Action.DISPUTE, "ยังดับอยู่"))
                    again = moment + 2 * DAY
                    while not self.office.calendar.is_open(again):
                        again += HOUR
                    self.at(again, self.act(case, officer, finished))

        return closing

    def act(self, case, officer, act):
        def acting():
            with self.office.uow(self.now) as uow:
                if uow.tx.complaints.get(case.id).status in {Status.CLOSED, Status.WITHDRAWN}:
                    return
                if act.action is Action.ACCEPT and uow.tx.complaints.get(case.id).status != "new":
                    return
                complaints.officer_acts(uow, officer, case.id, act)
                self.answer(uow, officer.name)

        return acting

    def hear(self, case, action, note):
        def hearing():
            with self.office.uow(self.now) as uow:
                status = uow.tx.complaints.get(case.id).status
                if (status is Status.ASKED) == (action is Action.ANSWER):
                    complaints.reporter_acts(uow, case.reporter, case.id, action, note=note)
                self.answer(uow, case.reporter)

        return hearing


@pytest.fixture
def life(office, worker, line, clock):
    def refuse_beyond_the_plan(call):
        if call.how == "push" and line.hows.count("push") > PLAN:
            line.answers.insert(0, MONTH_IS_GONE)

    line.during = refuse_beyond_the_plan
    return Life(office, worker, clock, seed=11).run()


def rows(uow, query):
    return uow.tx.connection.exec_driver_sql(query).all()


@on_sqlite
def test_the_free_plan_carries_an_office_of_ten_thousand_residents(life, line):
    """Sixty cases: within the plan, at most three pushes a case, and not a word lost."""
    with life.office.read_only_uow(life.end) as uow:
        cases = rows(uow, "SELECT reopened, pushes FROM complaint")
        resolutions = rows(uow, "SELECT state, sent_by FROM outbox WHERE weight = 'ending'")
        lost = rows(uow, "SELECT id FROM outbox WHERE state NOT IN (2, 4)")
        digests = rows(uow, "SELECT sent_by FROM outbox WHERE weight = 'digest'")
        stops = rows(uow, "SELECT id FROM outbox WHERE weight = 'stop' AND sent_by = 'push'")
        mark_bundled = rows(uow, "SELECT id FROM outbox WHERE sent_by = 'bundled'")
        figures = monthly_report.figures_of(uow, MONTH)
    assert len(cases) == CASES
    assert lost == []
    assert line.hows.count("push") == figures.pushes <= PLAN
    assert max(case.pushes for case in cases) <= 3
    # A question or a hold is always pushed, and uses none of the pushes of its case.
    assert figures.pushes_to_reporters == sum(case.pushes for case in cases) + len(stops)
    # Whoever's case was closed heard so at once, but for a second closing of one that was reopened, and
    # every digest of every morning went out.
    unheard = [ending for ending in resolutions if ending.sent_by is None]
    assert len(unheard) <= sum(case.reopened > 0 for case in cases)
    assert {ending.sent_by for ending in resolutions} <= {"push", "bundled", None}
    assert {digest.sent_by for digest in digests} == {"push"}
    assert len(mark_bundled) > CASES
