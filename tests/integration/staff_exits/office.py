"""An office with officers of every role and history and full tables, in which complaints about staff happen or not.

With `is_complained_of=False` the same happens at the same minutes without any complaint about staff, so that every
exit can be compared between the two: what differs tells of one.
"""

from dataclasses import dataclass, field

from domain.cases.complaint import Proof
from domain.cases.conduct import ReporterLink
from domain.cases.inquiry import InquiryKind
from domain.cases.lifecycle import Act, Action
from domain.organisation.officers import Role
from handlers.core.buttons import Button
from handlers.usecases import case_filing, complaints, custody, inquiries
from handlers.usecases.case_filing import NewComplaint
from handlers.usecases.desk import orders
from storage.cases.attachments import AttachmentKind, Moment
from storage.tables import department_group
from tests.integration.staff_office import RESIDENT, StaffOffice
from tests.moments import DAY, HOUR

CANARY = "ขมิ้น"
"""Stands in every word of a complaint about staff, and nowhere else."""
SECTIONS = ("finance", "clerk", "engineering", "health")
NEIGHBOUR = "Uneighbour"
CUSTODIAN = "Uintegrity"
READERS = {CUSTODIAN, "Upalad", "Unayok", RESIDENT}
"""Who may be shown the complaint: its reporter, and its custodians. The first withdraws, the second does not accept
it in time, so that it comes to the third."""


@dataclass
class Office:
    """`accounts`: all who may be told nothing. `staff`: the complaints about staff. `ordinary`: ids of cases."""

    desk: StaffOffice
    is_complained_of: bool
    accounts: list = field(default_factory=list)
    staff: list = field(default_factory=list)
    ordinary: list = field(default_factory=list)

    def live(self, link=ReporterLink.SEALED):
        self._staff()
        self._ordinary_life()
        self.desk.deliver()
        self._complain(link)
        self._at(5 * HOUR)
        # A case after the complaint: a gap in its number or id would tell of one.
        self._files(NEIGHBOUR, "road", "ถนนเป็นหลุม")
        self.desk.deliver()

    # ---------------------------------------------------------------- people
    def _staff(self):
        desk = self.desk
        desk.keepers()
        appointed = {
            "Uaccused": ("นางมาลี ศรีสุข", Role.OFFICER, "finance"),
            "Umate": ("คนใน กองคลัง", Role.OFFICER, "finance"),
            "Uhead": ("หัวหน้า คลัง", Role.HEAD, "finance"),
            "Uclerkhead": ("หัวหน้า ธุรการ", Role.HEAD, "clerk"),
            "Uclerk": ("ธุรการ คนหนึ่ง", Role.OFFICER, "clerk"),
            "Uchang": ("ช่างเอก", Role.OFFICER, "engineering"),
            "Uchanghead": ("หัวหน้า ช่าง", Role.HEAD, "engineering"),
            "Uadmin": ("ผู้ดูแล ระบบ", Role.ADMIN, None),
        }
        for account, (name, role, section) in appointed.items():
            desk.appoint(name, role, section, account=account)
        for role in Role:
            section = "health" if role in {Role.OFFICER, Role.HEAD} else None
            self._histories(role, section)
        desk.appoint("คนสนิท มาลี", Role.INTEGRITY, "finance", account="Umoved")
        self.accounts = [*appointed, "Umoved", "Ustranger", NEIGHBOUR]
        self.accounts += [f"U{kind}{role}" for role in Role for kind in ("gone", "back", "moved")]
        with desk.uow() as uow:
            for account in ("Ustranger", NEIGHBOUR):
                uow.tx.people.ensure(account, uow.now)
                uow.tx.people.notice_shown(account, uow.now)
            for section in SECTIONS:
                uow.tx.connection.execute(
                    department_group.insert().values(
                        group_id=f"C{section}",
                        department=section,
                        linked_by=1,
                        linked_at=uow.now,
                        members=3,
                    )
                )

    def _histories(self, role, section):
        """Never linked, removed, removed and appointed again, moved: of one role. Linked ones are there already.

        Those who would be custodians by their post are of the accused's unit, so that none of them may be.
        """
        desk = self.desk
        unit = section or "finance"
        desk.appoint(f"ไม่มีไลน์ {role}", role, unit)
        gone = desk.appoint(f"คนลาออก {role}", role, unit, account=f"Ugone{role}")
        desk.remove(gone)
        back = desk.appoint(f"คนกลับมา {role}", role, unit, account=f"Uback{role}")
        desk.remove(back)
        desk.change(back, role=role, department=unit)
        desk.link(f"Uback{role}", desk.new_code(back))
        moved = desk.appoint(f"คนย้าย {role}", Role.OFFICER, "finance", account=f"Umoved{role}")
        desk.change(moved, role=role, department=unit)

    # ---------------------------------------------------------------- ordinary life
    def _ordinary_life(self):
        desk = self.desk
        for number, category in enumerate(("light", "road", "waste", "light")):
            self._files(NEIGHBOUR, category, f"ไฟดับหน้าวัด {number}")
        lamp, road = self.ordinary[:2]
        self.acts("Uchang", lamp, Act(Action.ACCEPT))
        self.acts("Uchang", lamp, Act(Action.UPDATE, note="รออะไหล่"))
        self.acts(
            "Uchang", lamp, Act(Action.CLOSE, note="ซ่อมแล้ว", proof=Proof(no_photo_reason="มืด"))
        )
        self.acts("Uchang", road, Act(Action.NOT_OURS, note="ทางหลวง", agency="highways"))
        with desk.uow() as uow:
            by = uow.tx.officers.by_line("Unayok")
            orders.give(
                uow, by, "engineering", "ขอให้เร่ง", case=uow.tx.complaints.get(self.ordinary[3])
            )
            inquiries.send(uow, NEIGHBOUR, InquiryKind.QUESTION, "ถังขยะขอได้ที่ไหน")
        desk.says(NEIGHBOUR, "ขอบคุณทุกท่าน").says(NEIGHBOUR, "อบต.มีสนามบินไหม")

    def _files(self, reporter, category, words):
        with self.desk.uow() as uow:
            draft = f"ordinary{len(self.ordinary)}"
            case = case_filing.file(uow, reporter, NewComplaint(category, words), draft)
        self.ordinary.append(case.id)

    def acts(self, account, case_id, act):
        with self.desk.uow() as uow:
            complaints.officer_acts(uow, uow.tx.officers.by_line(account), case_id, act)

    # ---------------------------------------------------------------- the complaint
    def _complain(self, link):
        started = self.desk.clock.now
        if self.is_complained_of:
            self._lives_through(link)
        self.desk.clock.now = started
        self._at(3 * HOUR)

    def _lives_through(self, link):
        desk = self.desk
        case = desk.complain(
            f"คุณมาลีเรียกเงิน {CANARY}เรื่อง",
            who=f"มาลี {CANARY}ใคร",
            link=link,
            when=f"{CANARY}เมื่อไร",
            evidence=f"{CANARY}หลักฐาน",
        )
        self.staff.append(case)
        with desk.uow() as uow:
            key = uow.tx.attachments.request(
                f"{CANARY}-1", "draft:x", AttachmentKind.IMAGE, Moment.BEFORE, uow.now
            )
            file = desk.office.files.store(f"{CANARY}ภาพ".encode())
            uow.tx.attachments.mark_stored(f"{CANARY}-1", AttachmentKind.IMAGE, file, "image/jpeg")
            uow.tx.attachments.assign_to_case([key], "draft:x", case.id, Moment.BEFORE)
        desk.add(case, f"{CANARY}เพิ่ม")
        self.acts(CUSTODIAN, case.id, Act(Action.ACCEPT))
        self.acts(CUSTODIAN, case.id, Act(Action.UPDATE, note=f"{CANARY}ความคืบหน้า"))
        self.acts(CUSTODIAN, case.id, Act(Action.ASK, note=f"{CANARY}ถาม"))
        desk.add(case, f"{CANARY}ตอบ", Action.ANSWER)
        if link is ReporterLink.SEALED:
            desk.presses(CUSTODIAN, Button.ASK_IDENTITY, case).says(CUSTODIAN, f"{CANARY}เหตุ")
        closing = Act(
            Action.CLOSE, note=f"{CANARY}ปิด", proof=Proof(no_photo_reason=f"{CANARY}ไม่มีรูป")
        )
        self.acts(CUSTODIAN, case.id, closing)
        desk.add(case, f"{CANARY}ค้าน", Action.DISPUTE)
        with desk.uow() as uow:
            officer = uow.tx.officers.by_line(CUSTODIAN)
            custody.recuse(uow, officer, case.id, f"{CANARY}ญาติ")

    def _at(self, after):
        self.desk.clock.now += after

    def days_pass(self, jobs):
        """Every job, at its time, over a month and a half."""
        for days in (1, 1, 5, 35):
            self.desk.clock.now += days * DAY
            for job in jobs:
                job(self.desk.office, self.desk.clock.now)
            self.desk.deliver()
