"""An office with cases that each person may not see: of two residents, with officers of every role."""

import itertools
from dataclasses import dataclass, field

from sqlalchemy import select

from domain.cases.complaint import Proof
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.lifecycle import Act, Action
from domain.organisation.officers import Role
from handlers.access import permission
from handlers.core.messages import Text
from handlers.core.reply_codec import encode_replies
from handlers.usecases import case_filing, complaints, conduct, offboarding, officers
from handlers.usecases.case_filing import NewComplaint
from handlers.usecases.surveys import answering
from storage.cases.attachments import AttachmentKind, Moment
from storage.db.column_types import metadata
from storage.people.conversations import ConversationState
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
DRAFT, DEFERRED_TEXT = "ร่างลับของผู้แจ้ง", "จดหมายลับถึงผู้แจ้ง"
RATED_DRAFT = "f" * 12
"""Of the conversation in which a case was rated."""
RUNNING_DRAFT = "d" * 12
OWNER = "draft:the resident's"


@dataclass
class World:
    """`secrets`: the texts of each case by its id, which only its readers may receive. `rows`: all tables at the start."""

    office: object
    secrets: dict[int, tuple[str, ...]] = field(default_factory=dict)
    outbox_row: int = 0
    photo: int = 0
    rows: dict[str, list] = field(default_factory=dict)

    def hidden_from(self, uow, actor):
        """Return the cases that this person may not read."""
        post = uow.tx.officers.by_line(actor)
        return {
            case.id
            for case in map(uow.tx.all_cases.get, self.secrets)
            if not uow.tx.all_cases.is_of(case, actor)
            and not (post and permission.may_read(uow, post, case))
        }

    def words_hidden_from(self, uow, actor):
        words = {word for case in self.hidden_from(uow, actor) for word in self.secrets[case]}
        return words if actor == RESIDENT else words | {DRAFT, DEFERRED_TEXT}


def full_of_secrets(office):
    """Cases of two residents in three departments and about staff, open and closed; officers of every role."""
    made = World(office)
    with office.uow(NOON - DAY) as uow:
        tx = uow.tx
        for name, person in (
            ("สมศรี ลับหนึ่ง", RESIDENT),
            ("บุญมี ลับสอง", NEIGHBOUR),
            ("ใครก็ไม่รู้", STRANGER),
        ):
            tx.people.ensure(person, uow.now)
            tx.people.describe(person, name, "th")
            tx.people.notice_shown(person, uow.now)
        linked = {}
        for key, (name, role, department) in POSTS.items():
            linked[key], code = officers.add(uow, name, role, department)
            tx.people.ensure(f"U{key}", uow.now)
            tx.people.notice_shown(f"U{key}", uow.now)
            officers.link(uow, f"U{key}", code)
        for number, (reporter, category) in enumerate(
            itertools.product((RESIDENT, NEIGHBOUR), ("light", "waste", "welfare")), 1
        ):
            file(made, uow, reporter, NewComplaint(category, f"เรื่องลับที่ {number} หน้าบ้าน"))
        closed = file(made, uow, RESIDENT, NewComplaint("road", "เรื่องลับที่ปิดแล้ว"))
        close(uow, linked["chang"], closed.id)
        door, subject = answering.rate_case(uow, RESIDENT, closed.id)
        form = answering.open_form(uow, door.id, RESIDENT, subject)
        form = answering.answer(uow, form, "overall", (5,), draft_id=RATED_DRAFT)
        answering.comment(uow, form, "words", "คำชมลับ")
        asked = file(made, uow, RESIDENT, NewComplaint("drain", "เรื่องลับที่ถูกถาม"))
        complaints.officer_acts(uow, linked["chang"], asked.id, Act(Action.ASK, note="คำถามลับ"))
        for link, who in zip(ReporterLink, ("อรุณ รักธรรม", "หัวหน้าช่าง", "ช่างเอก"), strict=True):
            about_staff(made, uow, link, who)
        offboarding.remove(uow, linked["leaver"].id)
        made.photo = tx.attachments.request(
            "4711", OWNER, AttachmentKind.IMAGE, Moment.BEFORE, uow.now
        )
        tx.conversations.put(
            RESIDENT,
            ConversationState("complaint", RUNNING_DRAFT, {"detail": DRAFT, "category": "light"}),
            uow.now,
        )
        tx.outbox.enqueue(RESIDENT, encode_replies([Text(DEFERRED_TEXT)]), uow.now, reply_token="t")
    while row := give_up(office):
        made.outbox_row = row.id
    with office.store.read() as tx:
        made.rows = {table.name: rows_of(tx, table) for table in metadata.sorted_tables}
    return made


def file(world, uow, reporter, new):
    case = case_filing.file(uow, reporter, new, f"draft{len(world.secrets)}")
    world.secrets[case.id] = (case.number, new.detail)
    return case


def about_staff(world, uow, link, who):
    new = NewComplaint(conduct.category_of(uow), f"เรื่องลับมาก {link.value}")
    case, _ = conduct.file(uow, NEIGHBOUR, new, Conduct(link, who=who), f"draft{link.value}")
    world.secrets[case.id] = (case.number, new.detail)


def close(uow, officer, case):
    proof = Proof(no_photo_reason="ไม่มีสิ่งให้ถ่าย")
    complaints.officer_acts(uow, officer, case, Act(Action.CLOSE, note="ซ่อมแล้ว", proof=proof))


def give_up(office):
    """Give up the next unsent message, so that its recipient can ask for it."""
    with office.store.begin() as tx:
        row = claim_one(tx, NOON)
        if row is not None:
            tx.delivery.give_up(row, "lost", may_be_asked_for=True)
    return row


def rows_of(tx, table):
    return [tuple(row) for row in tx.connection.execute(select(table).order_by(*table.primary_key))]
