"""At every step of a resident's conversation: a typed label is the press of its button, and a lone command no answer."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.chat import LAMP
from tests.fuzz.inside import whole_bot
from tests.fuzz.phone import Phone

STAFF_STORY = "เจ้าหน้าที่ที่เคาน์เตอร์เรียกเงินยายฉันสองร้อย"
TWO_PROBLEMS = "ไฟถนนหน้าวัดดับมา 3 วันแล้ว แล้วก็ขยะหน้าบ้านหมู่ 3 ไม่มาเก็บสองอาทิตย์"
SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda label: label,
    lambda label: f"{label}ค่ะ",
    lambda label: f"ขอเลือก{label} ครับ",
    lambda label: label.replace(" ", "").replace("แ", "เเ") + "นะคะ 🙏",
)
MOST_LABELS = 8
"""Labels tried at a step: of a longer list the first ones and the exits."""
COMMANDS = (
    *("ข้ามค่ะ", "ครบแล้ว", "แก้ไข", "อื่น ๆ", "ยืนยันครับ", "👎ค่ะ", "แจ้งเป็นเรื่อง", "ปักหมุด"),
    *("ติดตามเรื่องค่ะ", "เมนู", "เบอร์โทร", "⭐⭐⭐ค่ะ", "i don't know", "ถอนเรื่อง"),
)
"""What a person types who means a button, not necessarily one of the open step."""
PEOPLE = itertools.count(0x5000)
TILE = "ร้องเรียนเจ้าหน้าที่"
"""The tile begins another matter at the topics of a harmless story (test_leaks_before_the_topic.py)."""


def about_staff(phone: Phone, *answers: str) -> Phone:
    phone.says(TILE)
    for answer in answers:
        is_button = any(one["label"].startswith(answer) for one in phone.buttons)
        phone.presses(answer) if is_button else phone.says(answer)
    return phone


WHO, WHEN, STORY, PROOF, LINK = "คนที่โต๊ะริมหน้าต่าง", "เมื่อวาน", "พูดจาไม่ดีกับยาย", "ไม่มีหลักฐาน", "ปกปิดชื่อ"
STEPS: dict[str, Callable[[Phone], Phone]] = {
    "story": lambda phone: phone.says("แจ้งเรื่อง"),
    "topic": lambda phone: phone.says(LAMP),
    "any topic": lambda phone: phone.says(LAMP).presses("อื่น"),
    "topic of an accusation": lambda phone: phone.says(STAFF_STORY).presses("เป็นเรื่องทั่วไป"),
    "review": lambda phone: phone.says(LAMP).presses("ไฟถนน"),
    "what to edit": lambda phone: phone.says(LAMP).presses("ไฟถนน").presses("แก้ไข"),
    "new story": lambda phone: phone.says(LAMP).presses("ไฟถนน").presses("แก้ไข").presses("แก้ราย"),
    "place": lambda phone: phone.says(LAMP).presses("ไฟถนน").presses("เพิ่มสถานที่"),
    "two problems": lambda phone: phone.says(TWO_PROBLEMS),
    "offer of a staff complaint": lambda phone: phone.says(STAFF_STORY),
    "whom": about_staff,
    "when": lambda phone: about_staff(phone, WHO),
    "what": lambda phone: about_staff(phone, WHO, WHEN),
    "proof": lambda phone: about_staff(phone, WHO, WHEN, STORY),
    "link": lambda phone: about_staff(phone, WHO, WHEN, STORY, PROOF),
    "review of a staff complaint": lambda phone: about_staff(phone, WHO, WHEN, STORY, PROOF, LINK),
    "addition": lambda phone: own_case(phone).presses("เพิ่มข้อมูล"),
    "withdrawal": lambda phone: own_case(phone).presses("ถอนเรื่อง"),
    "question": lambda phone: phone.says("ฝากคำถามให้เจ้าหน้าที่"),
    "what to rate": lambda phone: phone.says("แบบสำรวจ"),
    "rating": lambda phone: phone.says("แบบสำรวจ").presses("จดทะเบียนพาณิชย์"),
}


def own_case(phone: Phone) -> Phone:
    phone.says(LAMP).presses("ไฟถนน").presses("ยืนยัน")
    return phone.says("ติดตามเรื่อง").presses("ดูรายละเอียด")


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("every_step")
    with whole_bot(f"sqlite:///{folder / 'bot.db'}", folder) as running:
        yield running


@pytest.fixture
def phone(bot):
    """A phone that no other test uses."""
    return Phone(bot, f"U{next(PEOPLE):032x}")


def what_stands(phone: Phone) -> str:
    """The conversation without what differs between two equal ones."""
    now = phone.conversation
    if now is None:
        return "none"
    draft = {key: value for key, value in now.draft.items() if key != "chips"}
    return re.sub(r"[0-9a-f]{12}|\d{6}-\d", "#", json.dumps(draft, ensure_ascii=False))


def texts_in(thing: Any) -> Iterator[str]:
    """Every text in a draft, without the conversation that it interrupted."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for key, part in thing.items():
            if key not in {"chips", "progress"}:
                yield from texts_in(part)
    elif isinstance(thing, list):
        for part in thing:
            yield from texts_in(part)


# An answer of a survey is kept outside the conversation: see test_story_survey.py.
@pytest.mark.parametrize("step", [step for step in STEPS if step != "rating"])
def test_a_typed_label_presses_its_button(phone, step):
    STEPS[step](phone)
    before, shown = phone.conversation, phone.buttons
    assert before is not None
    labels = list(dict.fromkeys(one["label"] for one in shown if one["type"] == "postback"))
    if len(labels) > MOST_LABELS:
        labels = labels[: MOST_LABELS - 3] + labels[-3:]
    if step in {"topic", "any topic"}:
        labels = [label for label in labels if label != TILE]
    wrong = []
    for label in labels:
        button = next(one for one in shown if one["label"] == label)
        pressed = what_stands(phone.presses_button(button))
        for spelling in SPELLINGS:
            typed = what_stands(phone.returns_to(before, shown).says(spelling(label)))
            if typed != pressed:
                wrong.append((spelling(label), pressed, typed))
        phone.returns_to(before, shown)
    assert wrong == []


@pytest.mark.parametrize("step", STEPS)
def test_a_lone_command_becomes_no_answer(phone, step):
    STEPS[step](phone)
    before, shown = phone.conversation, phone.buttons
    assert before is not None
    taken = []
    for command in COMMANDS:
        now = phone.returns_to(before, shown).says(command).conversation
        found = [] if now is None else [one for one in texts_in(now.draft) if command in one]
        if found:
            taken.append((command, found))
    assert taken == []
