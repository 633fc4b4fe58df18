"""Random orders of appointments, removals, moves, links, withdrawals, outages and cases about staff.

In every order: nobody whom a case ever accused, nor anybody who ever belonged to their unit, receives a number
or a text of it afterwards; no custodian loses a case without a notice; and every open case has a custodian.

The test knows whom a case accuses because it wrote the text itself. It uses none of the rules that it tests.
"""

import random
from dataclasses import dataclass, field

import pytest

from domain.cases.conduct import ReporterLink
from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, Role
from handlers.core.buttons import Button
from handlers.usecases import custody
from tests.databases import on_sqlite
from tests.integration.staff_office import StaffOffice
from tests.moments import DAY

SECTIONS = ("finance", "engineering", "health")
SECTION_NAMES = {"finance": "กองคลัง", "engineering": "กองช่าง", "health": "กองสาธารณสุข"}
ROLES = (Role.INTEGRITY, Role.PALAD, Role.NAYOK, Role.OFFICER, Role.HEAD)
KEEPERS = (Role.INTEGRITY, Role.PALAD, Role.NAYOK)
POSTS = {Role.PALAD: "ปลัด", Role.NAYOK: "นายก", Role.INTEGRITY: "นิติกร"}
GIVEN = ("ประเสริฐ", "กัลยาณี", "ธีรพงษ์", "นฤมล", "ไกรสร", "พิมพ์ชนก", "อดิศักดิ์", "สุภาวดี", "มนตรี", "จิราภรณ์")
STEPS = 45


@dataclass
class Someone:
    """A person, who keeps their name and telephone in all posts. `units`: all units they ever belonged to."""

    name: str
    account: str
    officer_id: int = 0
    role: Role = Role.OFFICER
    serves: bool = False
    units: set = field(default_factory=set)
    roles: set = field(default_factory=set)


@dataclass
class FiledCase:
    """A case with its secret texts. `accused`, `units`, `roles`: the people, units and roles it names."""

    case: object
    words: list
    accused: set = field(default_factory=set)
    units: set = field(default_factory=set)
    roles: set = field(default_factory=set)


def unit_of(role, department):
    if department:
        return {department, role.value} if role in (Role.PALAD, Role.NAYOK) else {department}
    return {"clerk"} if role is Role.INTEGRITY else {role.value}


class Carousel:
    def __init__(self, desk, seed):
        self.desk = desk
        self.chance = random.Random(seed)
        self.people = [Someone(name, f"U{number}") for number, name in enumerate(GIVEN)]
        self.cases = []
        self.custodians = {}
        self.log = []
        self.now_sent = {}

    # ---------------------------------------------------------------- random acts
    def appoint(self):
        one = self._someone(serves=False)
        if one is None:
            return
        one.role = self.chance.choice(ROLES)
        department = self._department(one.role)
        self._belongs(one, department)
        if one.officer_id and self.chance.random() < 0.5:
            self.desk.change(one.officer_id, role=one.role, department=department)
        else:
            title = self.chance.choice(("", "นาย", "คุณ"))
            surname = self.chance.choice(("รักงาน", "ใจมั่น"))
            one.officer_id = self.desk.appoint(f"{title}{one.name} {surname}", one.role, department)
        one.serves = True
        if self.chance.random() < 0.8:
            self.desk.link(one.account, self.desk.new_code(one.officer_id))

    def remove(self):
        one = self._someone(serves=True)
        if one is not None:
            self.desk.remove(one.officer_id)
            one.serves = False

    def move(self):
        one = self._someone(serves=True)
        if one is not None:
            one.role = self.chance.choice(ROLES)
            department = self._department(one.role)
            self._belongs(one, department)
            self.desk.change(one.officer_id, role=one.role, department=department)

    def link(self):
        one = self._someone(serves=True)
        if one is not None:
            self.desk.link(one.account, self.desk.new_code(one.officer_id))

    def withdraw(self):
        filed = self._case()
        holder = filed and self._holder(filed)
        if not holder:
            return
        with self.desk.uow() as uow:
            try:
                officer = uow.tx.officers.get(holder.officer_id)
                custody.recuse(uow, officer, filed.case.id, "ญาติ")
            except Refused:
                return
        filed.accused.add(holder.name)

    def complain(self):
        secret = f"ความลับ{len(self.cases)}ก"
        filed = FiledCase(None, [secret])
        story = f"{self._accusing(filed)} {secret}"
        link = self.chance.choice(list(ReporterLink))
        filed.case = self.desk.complain(story, link=link)
        filed.words.append(filed.case.number)
        self.cases.append(filed)

    def add(self):
        filed = self._case()
        if filed is not None:
            secret = f"เพิ่มเติม{len(filed.words)}ข{filed.case.id}"
            words = f"{self._accusing(filed)} {secret}"
            filed.words.append(secret)
            self.desk.add(filed.case, words)

    def ask(self):
        """An officer opens the list of their work, or tries a case by its number and by old buttons."""
        one = self.chance.choice(self.people)
        filed = self._case()
        self.desk.says(one.account, "งานของฉัน")
        if filed is not None:
            self.desk.shows(one.account, filed.case)
            button = self.chance.choice(
                (Button.ACCEPT, Button.ASK, Button.MORE_ACTS, Button.RECUSE)
            )
            self.desk.presses(one.account, button, filed.case)

    def line_is_back(self):
        self._deliver(self.chance.choice((DAY / 24, DAY, 3 * DAY)))

    # ---------------------------------------------------------------- rules
    def step(self):
        acts = [self.appoint, self.complain, self.ask, self.add, self.line_is_back]
        acts += [self.remove, self.move, self.link, self.withdraw]
        act = self.chance.choices(acts, weights=[4, 3, 5, 3, 3, 2, 2, 1, 1])[0]
        self.log.append(act.__name__)
        act()

    def _deliver(self, after):
        got = self.desk.deliver(after)
        for one in self.people:
            received = got.get(one.account, "")
            for filed in self.cases:
                if self._is_barred(one, filed):
                    found = [word for word in filed.words if word in received]
                    assert found == [], (one, filed.case.number, found, self.log)

    def _is_barred(self, one, filed):
        """Return whether a case is hidden from a person: named, holder of a named post, or ever of a named unit."""
        named = [
            other
            for other in self.people
            if other.name in filed.accused or other.roles & filed.roles
        ]
        units = set(filed.units).union(*(other.units for other in named))
        return one in named or bool(one.units & units)

    def finish(self):
        """Check that every open case has a permitted custodian, or that nobody in the office is permitted."""
        self._deliver(DAY)
        for filed in self.cases:
            linked = self._linked()
            free = [
                one
                for one in self.people
                if one.serves
                and one.role in KEEPERS
                and one.officer_id in linked
                and not self._is_barred(one, filed)
            ]
            holder = self._holder(filed)
            assert (holder in free) if free else holder is None, (filed, holder, free, self.log)
            if holder is not None:
                shown = self.desk.reads(holder.account, "งานของฉัน")
                assert filed.case.number in shown, self.log

    # ---------------------------------------------------------------- random choices
    def _accusing(self, filed):
        """Return a text that accuses somebody, or nobody in particular."""
        match self.chance.randrange(4):
            case 0:
                one = self.chance.choice(self.people)
                filed.accused.add(one.name)
                return f"คุณ{one.name}เรียกรับเงิน"
            case 1:
                section = self.chance.choice(SECTIONS)
                filed.units.add(section)
                return f"เจ้าหน้าที่{SECTION_NAMES[section]}เรียกรับเงิน"
            case 2:
                role = self.chance.choice(KEEPERS)
                filed.roles.add(role)
                return f"{POSTS[role]}เรียกรับเงิน"
        return "มีคนเรียกรับเงิน"

    def _department(self, role):
        if role in DEPARTMENTAL or self.chance.random() < 0.3:
            return self.chance.choice(SECTIONS)
        return None

    def _belongs(self, one, department):
        one.units |= unit_of(one.role, department)
        one.roles.add(one.role)

    def _someone(self, *, serves):
        found = [one for one in self.people if one.serves is serves]
        return self.chance.choice(found) if found else None

    def _case(self):
        return self.chance.choice(self.cases) if self.cases else None

    def _holder(self, filed):
        holder = self.desk.custodian(filed.case)
        return next((one for one in self.people if holder and one.officer_id == holder), None)

    def _linked(self):
        with self.desk.office.read_only_uow(self.desk.clock.now) as uow:
            return {one.officer.id for one in uow.tx.officers.linked()}


@pytest.fixture
def desk(office, worker, line, clock):
    return StaffOffice(office, worker, line, clock)


@pytest.mark.long
@on_sqlite
@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_to_the_staff_the_accused_receive_nothing(desk, seed):
    turns(desk, seed, STEPS)


def test_it_is_so_on_both_databases(desk):
    turns(desk, seed=2, steps=STEPS // 2)


def turns(desk, seed, steps):
    carousel = Carousel(desk, seed)
    for _ in range(steps):
        carousel.step()
    carousel.finish()
    assert any(filed.accused or filed.units or filed.roles for filed in carousel.cases)
