"""What residents and executives type beside the open question is heard, and never becomes a part of a story."""

import pytest

from domain.organisation.officers import Role
from handlers.core.messages import ButtonAction, EventKind, InboundEvent, Postback
from handlers.engine import saved_conversation
from handlers.routing.router import respond
from handlers.usecases import officers
from tests.moments import DAY


class Phone:
    """A phone with a resident's account, or an executive's if it is linked."""

    def __init__(self, office, clock, account="Usaithong"):
        self._office, self._clock, self._account = office, clock, account
        self.replies = []
        with office.uow(clock()) as uow:
            uow.tx.people.ensure(account, uow.now)
            uow.tx.people.notice_shown(account, uow.now)

    def links(self, role):
        with self._office.uow(self._clock() - DAY) as uow:
            _, code = officers.add(uow, "นายวิชัย มั่นคง", role, None)
            officers.link(uow, self._account, code)
        return self

    def says(self, text):
        return self._does(kind=EventKind.TEXT, text=text)

    def presses(self, label):
        """Press the button of the newest answer that has this label."""
        choices = [one for reply in self.replies for one in _choices(reply)]
        (choice, *_) = [one for one in choices if one.label == label]
        if choice.does is ButtonAction.SAY:
            return self.says(choice.target)
        return self._does(kind=EventKind.POSTBACK, postback=Postback.parse(choice.target))

    def files(self, story, topic):
        return self.says(story).presses(topic).presses("ยืนยัน")

    def reads(self, *words):
        assert [one for one in words if one not in str(self.replies)] == [], self.replies
        return self

    def does_not_read(self, *words):
        assert [one for one in words if one in str(self.replies)] == [], self.replies
        return self

    @property
    def draft(self):
        """The draft of the running conversation."""
        with self._office.uow(self._clock()) as uow:
            return saved_conversation.load(uow, self._account).draft

    def _does(self, **facts):
        with self._office.uow(self._clock()) as uow:
            event = InboundEvent(
                sender=self._account, chat=self._account, at=self._clock(), **facts
            )
            self.replies = respond(uow, event)
        return self


def _choices(reply):
    return (*getattr(reply, "buttons", ()), *getattr(reply, "choices", ()))


@pytest.fixture
def phone(office, clock):
    return Phone(office, clock)


@pytest.mark.parametrize("text", ["ขายครีมหน้าขาว กระปุกละ 199 สนใจทักได้", "สวัสดีค่ะ", "ขอบคุณค่ะ"])
def test_what_is_no_story_does_not_join_an_accusation(phone, text):
    phone.says("ปลัดกินเงินค่าถนนแน่ๆ").reads("ร้องเรียนเจ้าหน้าที่").says(text)
    assert phone.reads("ร้องเรียนเจ้าหน้าที่").draft.story == "ปลัดกินเงินค่าถนนแน่ๆ"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ขอเบอร์ อบต หน่อย", "0 3800 0000"),
        ("ลบข้อมูลหนู", "ลบข้อมูลที่ลบได้"),
        ("ขอคุยกับคน", "ฝากคำถามให้เจ้าหน้าที่"),
    ],
)
def test_a_question_beside_an_accusation_is_answered_and_the_offer_stays(phone, text, answer):
    phone.says("ปลัดกินเงินค่าถนนแน่ๆ").says(text).reads(answer, "เป็นเรื่องทั่วไป")


def test_more_of_an_accusation_joins_it(phone):
    phone.says("ปลัดกินเงินค่าถนนแน่ๆ").says("เมื่อเดือนก่อนตอนประมูล")
    assert phone.draft.story == "ปลัดกินเงินค่าถนนแน่ๆ\nเมื่อเดือนก่อนตอนประมูล"


def test_who_asks_to_see_their_cases_at_the_topic_has_not_told_more(phone):
    phone.says("ไฟหน้าบ้านไม่ติด").says("ขอดูเรื่องของฉัน").does_not_read("เพิ่มข้อความนี้")


@pytest.mark.parametrize("text", ["ข้าม", "ข้าม ค่ะ", "ไม่มีรูปค่ะ", "skip", "ย้อนกลับ"])
def test_of_two_buttons_that_do_the_same_both_labels_may_be_typed(phone, text):
    phone.says("น้ำไม่ไหล").presses("น้ำประปา น้ำใช้").presses("เพิ่มรูป").says(text)
    phone.reads("ตรวจดูก่อนส่ง").does_not_read("รอรับรูปอยู่")


def test_a_denial_at_the_review_changes_the_matter(phone):
    phone.says("ไฟทางดับหน้าบ้านครับ").presses("ไฟถนน ไฟส่องสว่าง").reads("ตรวจดูก่อนส่ง")
    phone.says("ไม่ใช่สิ เอาเป็นเรื่องท่อตันดีกว่า").reads("ท่อระบายน้ำ")
    phone.does_not_read("ร้องเรียนเจ้าหน้าที่")


def test_a_denial_about_the_same_matter_continues_the_story(phone):
    phone.says("หมาจรจัดไล่กัดเด็ก").presses("สัตว์จรจัด สัตว์รบกวน")
    phone.says("ไม่ใช่หมาจรจัด เป็นหมาข้างบ้าน").reads("หมาจรจัดไล่กัดเด็ก", "เป็นหมาข้างบ้าน")


@pytest.mark.parametrize("text", ["ถึงไหนแล้วลูก", "เรื่องยายไปถึงไหนละหนอ", "ช่างสิมามื้อใด", "ฮอดไสแล้วหล่า"])
def test_who_asks_how_far_it_is_sees_the_case_and_adds_nothing(phone, text):
    phone.files("ไฟทางหน้าวัดดับ", "ไฟถนน ไฟส่องสว่าง").says(text)
    phone.reads("กำหนดเสร็จ").does_not_read("เพิ่มข้อมูลเรื่อง")


@pytest.mark.parametrize("text", ["ท่อหายตันแล้ว", "ไม่เหม็นแล้วค่ะ ขอบใจ"])
def test_a_trouble_that_has_gone_is_no_new_one(phone, text):
    phone.files("ท่อหน้าตลาดตัน เหม็น", "ท่อระบายน้ำ น้ำท่วม").says(text)
    phone.reads("เจ้าหน้าที่ยังไม่ทราบ")


def test_another_matter_beside_an_addition_is_a_new_case(phone):
    phone.files("ไฟทางหน้าวัดดับ", "ไฟถนน ไฟส่องสว่าง").says("ลืมบอกว่าเสาต้นที่ 4")
    phone.reads("เพิ่มข้อมูลเรื่อง").says("ขยะหน้าบ้านเน่าเหม็นมาก ไม่มีใครเก็บ").reads("ขยะ ถังขยะ")


def test_who_withdraws_a_case_may_ask_for_something_else(phone):
    phone.files("ไฟทางหน้าวัดดับ", "ไฟถนน ไฟส่องสว่าง").says("ขอถอนเรื่องเถอะ").reads("ยืนยันไหม")
    phone.says("ลบข้อมูลยายออกให้หมด").reads("ลบข้อมูลที่ลบได้")
    phone.says("หมาไล่กัดเด็กหน้าวัด").reads("สัตว์จรจัด")


def test_an_executive_who_asks_which_section_is_slow_sees_its_late_cases(office, clock):
    resident = Phone(office, clock)
    resident.files("ไฟทางหน้าวัดดับ", "ไฟถนน ไฟส่องสว่าง").files("ขยะล้นถัง", "ขยะ ถังขยะ")
    resident.files("ไฟในซอย 2 ไม่ติด", "ไฟถนน ไฟส่องสว่าง")
    clock.now += 30 * DAY
    palad = Phone(office, clock, "Uwichai").links(Role.PALAD).says("กองไหนช้า")
    palad.reads("เรื่องเกินกำหนดแต่ละกอง\\nกองช่าง 2\\nกองสาธารณสุขและสิ่งแวดล้อม 1", "เกินกำหนด 3 เรื่อง")
