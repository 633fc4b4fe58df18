"""An office in which everyone has something hidden from them: cases of two residents, officers of every role."""

import itertools
from dataclasses import dataclass, field

from sqlalchemy import select

from domain.cases.complaint import Proof
from domain.cases.conduct import Conduct, Link
from domain.cases.lifecycle import Act, Action
from domain.organisation.officers import Role
from handlers.access import restricted
from handlers.core.messages import Text
from handlers.core.reply_codec import seal
from handlers.usecases import complaints, conduct, offboarding, officers, ratings
from handlers.usecases.complaints import NewComplaint
from storage.cases.attachments import Kind as Sort
from storage.cases.attachments import Moment
from storage.db.column_types import metadata
from storage.people.conversations import Place
from tests.integration.owing import claim_one
from tests.moments import DAY, NOON

RESIDENT, NEIGHBOUR, STRANGER = "Uresident", "Uneighbour", "Ustranger"
POSTS = {
    "chang": ("ช่างเอก", Role.OFFICER, "engineering"),
    "head": ("หัวหน้าช่าง", Role.HEAD, "engineering"),
    "other_officer": ("หมออนามัย", Role.OFFICER, "health"),
    "other_head": ("หัวหน้าสวัสดิการ", Role.HEAD, "welfare"),
    "integrity": ("อรุณ รักธรรม", Role.INTEGRITY, None),
    "palad": ("วิชัย มั่นคง", Role.PALAD, None),
    "nayok": ("สมบัติ ใจกว้าง", Role.NAYOK, None),
    "admin": ("ผู้ดูแลระบบ", Role.ADMIN, None),
    "leaver": ("คนที่ลาออก", Role.HEAD, "engineering"),
}
ACTORS = (RESIDENT, NEIGHBOUR, STRANGER, *(f"U{key}" for key in POSTS))
DRAFT, LETTER = "ร่างลับของผู้แจ้ง", "จดหมายลับถึงผู้แจ้ง"
RUNNING_DRAFT = "d" * 12
OWNER = "draft:the resident's"


@dataclass
class World:
    """`secrets`: by id of a case, what nobody may read who may not see it. `rows`: every table as it was."""

    office: object
    secrets: dict[int, tuple[str, ...]] = field(default_factory=dict)
    letter: int = 0
    photo: int = 0
    rows: dict[str, list] = field(default_factory=dict)

    def hidden_from(self, desk, actor):
        """The cases this person may know nothing of."""
        post = desk.tx.officers.by_line(actor)
        return {
            case.id
            for case in map(desk.tx.complaints.get, self.secrets)
            if not desk.tx.complaints.is_of(case, actor)
            and not (post and restricted.may_read(desk, post, case))
        }

    def words_hidden_from(self, desk, actor):
        words = {word for case in self.hidden_from(desk, actor) for word in self.secrets[case]}
        return words if actor == RESIDENT else words | {DRAFT, LETTER}


def full_of_secrets(office):
    """Cases of two residents in three departments and about staff, open and closed; officers of every role."""
    made = World(office)
    with office.desk(NOON - DAY) as desk:
        tx = desk.tx
        for name, person in (
            ("สมศรี ลับหนึ่ง", RESIDENT),
            ("บุญมี ลับสอง", NEIGHBOUR),
            ("ใครก็ไม่รู้", STRANGER),
        ):
            tx.people.meet(person, desk.now)
            tx.people.describe(person, name, "th")
            tx.people.notice_shown(person, desk.now)
        linked = {}
        for key, (name, role, department) in POSTS.items():
            linked[key], code = officers.add(desk, name, role, department)
            tx.people.meet(f"U{key}", desk.now)
            tx.people.notice_shown(f"U{key}", desk.now)
            officers.link(desk, f"U{key}", code)
        for number, (reporter, category) in enumerate(
            itertools.product((RESIDENT, NEIGHBOUR), ("light", "waste", "welfare")), 1
        ):
            file(made, desk, reporter, NewComplaint(category, f"เรื่องลับที่ {number} หน้าบ้าน"))
        closed = file(made, desk, RESIDENT, NewComplaint("road", "เรื่องลับที่ปิดแล้ว"))
        close(desk, linked["chang"], closed.id)
        ratings.explain(
            desk, RESIDENT, ratings.rate_case(desk, RESIDENT, closed.id, 5), comment="คำชมลับ"
        )
        asked = file(made, desk, RESIDENT, NewComplaint("drain", "เรื่องลับที่ถูกถาม"))
        complaints.handle(desk, linked["chang"], asked.id, Act(Action.ASK, note="คำถามลับ"))
        for link, who in zip(Link, ("อรุณ รักธรรม", "หัวหน้าช่าง", "ช่างเอก"), strict=True):
            about_staff(made, desk, link, who)
        offboarding.remove(desk, linked["leaver"].id)
        made.photo = tx.attachments.want("4711", OWNER, Sort.IMAGE, Moment.BEFORE, desk.now)
        tx.conversations.put(
            RESIDENT,
            Place("complaint", RUNNING_DRAFT, {"detail": DRAFT, "category": "light"}),
            desk.now,
        )
        tx.outbox.owe(RESIDENT, seal([Text(LETTER)]), desk.now, reply_token="t")
    while row := give_up(office):
        made.letter = row.id
    with office.store.read() as tx:
        made.rows = {table.name: rows_of(tx, table) for table in metadata.sorted_tables}
    return made


def file(world, desk, reporter, new):
    case = complaints.file(desk, reporter, new, f"draft{len(world.secrets)}")
    world.secrets[case.id] = (case.number, new.detail)
    return case


def about_staff(world, desk, link, who):
    new = NewComplaint(conduct.category_of(desk), f"เรื่องลับมาก {link.value}")
    case, _ = conduct.file(desk, NEIGHBOUR, new, Conduct(link, who=who), f"draft{link.value}")
    world.secrets[case.id] = (case.number, new.detail)


def close(desk, officer, case):
    proof = Proof(no_photo_reason="ไม่มีสิ่งให้ถ่าย")
    complaints.handle(desk, officer, case, Act(Action.CLOSE, note="ซ่อมแล้ว", proof=proof))


def give_up(office):
    """The next message owed, lost on its way, so that its recipient may ask for it again."""
    with office.store.begin() as tx:
        row = claim_one(tx, NOON)
        if row is not None:
            tx.sending.give_up(row, "lost", may_be_asked_for=True)
    return row


def rows_of(tx, table):
    return [tuple(row) for row in tx.connection.execute(select(table).order_by(*table.primary_key))]
