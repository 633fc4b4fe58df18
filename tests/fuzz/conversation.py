"""A Hypothesis state machine that generates conversations and checks rules that must always hold.

Residents and officers send, press, unsend and edit; they press old buttons and those of other people; days pass
and the bot restarts. After each act: at most one new case, and only when its reporter pressed ยืนยัน on what they
were shown; nobody receives a word of a staff complaint that they may not read; every event is handled. At any time
`ยกเลิก` ends the conversation, and a new case can be filed.
"""

import random
import re
import shutil
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from domain.organisation.officers import Role
from handlers.core.messages import Postback
from scheduler.timetable import TIMETABLE
from tests.fuzz import hostile
from tests.fuzz.bodies import Body, is_json
from tests.fuzz.crowd import HONEST_WORDS, Crowd, Event
from tests.fuzz.inside import STAFF, Bot, all_that_is_raised, appoint, whole_bot
from tests.fuzz.strict_line import StrictLine
from tests.line_bodies import body
from tests.moments import Clock
from tests.sealed import opened_case

RESIDENTS = [f"U{number:032x}" for number in (256, 257)]
TELLING = (
    "ไฟถนนดับ {}",
    "ถนนเป็นหลุม {}",
    "เจ้าหน้าที่เรียกรับเงินใต้โต๊ะ {}",
    "เจ้าหน้าที่พูดจาไม่ดี {}",
    "{}",
)
MARK = re.compile(r"ซอยที่ \d+")
CANCEL_WORD, CONFIRM_WORD, LIGHT = "ยกเลิก", "ยืนยัน", "ไฟถนน ไฟส่องสว่าง"
CANCELS = 2
"""At most two conversations are open: the running one and the one that it interrupted."""
MARK_OF_A_REVIEW = "review"

PRYING = (
    ("", ""),
    ("officer", "show"),
    ("officer", "more"),
    ("officer", "accept"),
    ("officer", "close"),
    ("track", "show"),
    ("rating", "case"),
    ("own", "add"),
)

people = st.integers(0, len(RESIDENTS) + len(STAFF) - 1)
residents = st.integers(0, len(RESIDENTS) - 1)
choices = st.integers(0, 40)


class AnyConversation(RuleBasedStateMachine):
    """`template`: a migrated SQLite file that is copied for each run."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        shutil.copyfile(self.template, self._folder / "bot.db")
        self._line, self._clock = StrictLine(listener=self._parse), Clock()
        self._raised = self._stack.enter_context(all_that_is_raised())
        self._dice = random.Random(0)
        self._bot = self._start()
        staff = appoint(self._bot)
        self._everyone = [*RESIDENTS, *staff]
        roles = [role for _, role, _ in STAFF]
        self._outsiders = {
            who for who, role in zip(staff, roles, strict=True) if role in {Role.OFFICER, Role.HEAD}
        }
        self._crowd = Crowd(
            self._everyone,
            self._dice,
            lambda: int(self._clock().timestamp() * 1000),
            lambda who: self._line.buttons.get(who, ()),
            self._line.old_buttons,
            self._line.tokens.__setitem__,
            lambda message: self._line.files.__setitem__(message, b"%PDF-1.4"),
        )
        self._marks = 0
        self._sent: dict[str, list[str]] = {who: [] for who in self._everyone}
        self._reviewed: dict[str, str] = {}
        self._heard: list[tuple[str, str]] = []
        self._filed_by: dict[int, str] = {}
        self._bot.rest()

    def _start(self) -> Bot:
        url = f"sqlite:///{self._folder / 'bot.db'}"
        self._running = ExitStack()
        return self._running.enter_context(whole_bot(url, self._folder, self._line, self._clock))

    def teardown(self) -> None:
        self._running.close()
        self._stack.close()

    # ---------------------------------------------------------------- what people do
    @initialize(which=residents, told=st.sampled_from(TELLING))
    def begins(self, which: int, told: str) -> None:
        self._does(self._everyone[which], self._telling(which, told))

    @rule(which=people, told=st.sampled_from(TELLING))
    def tells(self, which: int, told: str) -> None:
        self._does(self._everyone[which], self._telling(which, told))

    @rule(which=people, words=st.sampled_from((*HONEST_WORDS, CONFIRM_WORD)))
    def says(self, which: int, words: str) -> None:
        who = self._everyone[which]
        self._does(who, self._crowd.says(who, words))

    @rule(which=people, seed=st.integers(0, 2**16))
    def says_anything(self, which: int, seed: int) -> None:
        who = self._everyone[which]
        self._does(who, self._crowd.says(who, hostile.text(random.Random(seed))))

    @rule(which=people, choice=choices)
    def presses(self, which: int, choice: int) -> None:
        """Press one of the buttons on the person's screen."""
        who = self._everyone[which]
        shown = self._line.buttons.get(who, ())
        if shown:
            self._does(who, self._crowd.pressed(who, shown[choice % len(shown)]))

    @rule(which=residents)
    def confirms(self, which: int) -> None:
        """Press the first button that is shown: the most likely one, in a review ยืนยัน."""
        self.presses(which, 0)

    @rule(which=people, choice=choices)
    def presses_an_old_button(self, which: int, choice: int) -> None:
        """Press a button of any person and any earlier conversation."""
        who, old = self._everyone[which], self._line.old_buttons
        if old:
            self._does(who, self._crowd.pressed(who, old[choice % len(old)]))

    @rule(which=people, seed=st.integers(0, 2**16))
    def sends_a_file_or_a_place(self, which: int, seed: int) -> None:
        who = self._everyone[which]
        self._dice.seed(seed)
        made = self._crowd.event(
            who, message=self._crowd.message("location", **hostile.pin(self._dice))
        )
        self._does(who, self._crowd.sends_file(who) if seed % 3 else made)

    @rule(which=people, choice=choices, after=st.sampled_from(("", *TELLING)))
    def takes_back_or_edits(self, which: int, choice: int, after: str) -> None:
        """Edit one of the person's messages, or unsend it if there is no new text."""
        who = self._everyone[which]
        mine = self._sent[who]
        if not mine:
            return
        self._reviewed.clear()
        number = mine[choice % len(mine)]
        edited = {"type": "text", "id": number, "text": after}
        unsent = self._crowd.event(who, "unsend", unsend={"messageId": number})
        self._does(
            who, self._crowd.event(who, "messageEdited", message=edited) if after else unsent
        )

    @rule(hours=st.sampled_from((1, 13, 30, 24 * 8, 24 * 40)))
    def time_passes(self, hours: int) -> None:
        self._clock.now += timedelta(hours=hours)
        for job in TIMETABLE:
            job.run(self._bot.office, self._clock())
        self._rest_and_look("")

    @rule()
    def starts_again(self) -> None:
        self._running.close()
        self._bot = self._start()

    @rule(which=people)
    def cancels_and_files(self, which: int) -> None:
        """Check that ยกเลิก ends the conversation and a new complaint can be filed."""
        who = self._everyone[which]
        for _ in range(CANCELS):
            self._does(who, self._crowd.says(who, CANCEL_WORD))
        with self._bot.office.store.read() as tx:
            assert tx.conversations.find(who) is None, "ยกเลิก does not lead home"
        before = self._cases()
        self._does(who, self._crowd.says(who, "แจ้งเรื่อง"))
        self._does(who, self._telling(which, TELLING[0]))
        self._press(who, LIGHT)
        self._press(who, CONFIRM_WORD)
        assert len(self._cases()) == len(before) + 1, "no new complaint could be filed"

    @rule(which=residents, link=st.integers(0, 2))
    def complains_of_staff(self, which: int, link: int) -> None:
        """File a staff complaint with one of the three links to its reporter, without acts of others in between."""
        who = self._everyone[which]
        for _ in range(CANCELS):
            self._does(who, self._crowd.says(who, CANCEL_WORD))
        self._does(who, self._crowd.says(who, "ร้องเรียนเจ้าหน้าที่"))
        self._does(who, self._crowd.says(who, "เจ้าหน้าที่ที่เคาน์เตอร์"))
        self._press(who, "ไม่ทราบ")
        self._does(who, self._telling(which, TELLING[3]))
        self._press(who, "ไม่มีหลักฐาน")
        self._does(who, self._crowd.pressed(who, self._line.buttons[who][link]))
        self._press(who, CONFIRM_WORD)

    @rule(which=st.integers(len(RESIDENTS), len(RESIDENTS) + len(STAFF) - 1), choice=choices)
    def works(self, which: int, choice: int) -> None:
        """Open an officer's list of cases and press a button in it."""
        who = self._everyone[which]
        self._does(who, self._crowd.says(who, "งานของฉัน"))
        self.presses(which, choice)

    @rule(which=people, choice=choices, way=st.sampled_from(PRYING))
    def pries(self, which: int, choice: int, way: tuple[str, str]) -> None:
        """Ask for any existing case, by its number or with a forged button."""
        who, cases = self._everyone[which], self._bot.rows("SELECT id, number FROM complaint")
        if not cases:
            return
        case = cases[choice % len(cases)]
        data = str(Postback(*way, str(case.id)))
        pressed = self._crowd.event(who, "postback", postback={"data": data})
        self._does(who, pressed if way[0] else self._crowd.says(who, case.number))

    # ---------------------------------------------------------------- one act
    def _telling(self, which: int, told: str) -> Event:
        self._marks += 1
        return self._crowd.says(self._everyone[which], told.format(f"ซอยที่ {self._marks}"))

    def _press(self, who: str, label: str) -> None:
        shown = [one for one in self._line.buttons.get(who, ()) if one["label"] == label]
        assert shown, f"{label} is not offered"
        self._does(who, self._crowd.pressed(who, shown[0]))

    def _does(self, who: str, event: Event) -> None:
        self._clock.now += timedelta(seconds=1)
        message = event.get("message", {})
        if message.get("type") == "text" and event["type"] == "message":
            self._sent[who].append(message["id"])
        before, reviewed = self._cases(), self._reviewed.get(who)
        assert self._bot.post(Body(body(event))) == (200 if is_json([event]) else 400)
        self._rest_and_look(who)
        new = self._cases()[len(before) :]
        if new:
            assert len(new) == 1, "two cases of one act"
            assert _is_confirmation(event), f"a case without ยืนยัน: {event}"
            self._filed_by[new[0].id] = who
            with self._bot.office.store.read() as tx:
                detail = opened_case(tx.all_cases.get(new[0].id)).detail
            if reviewed is not None:
                assert detail[:100].strip() in reviewed, "another case than the one that was shown"

    def _rest_and_look(self, who: str) -> None:
        self._heard.clear()
        self._bot.rest()
        assert self._line.refused == []
        assert self._raised == []
        (left,) = self._bot.rows("SELECT count(*) AS found FROM inbox WHERE state <> 1")
        assert left.found == 0, "an event was not handled"
        self._nobody_hears_of_staff()
        for chat, words in self._heard:
            if chat == who and f"/{MARK_OF_A_REVIEW}/yes/" in words:
                self._reviewed[who] = words

    def _nobody_hears_of_staff(self) -> None:
        """Check that an ordinary officer receives neither the number nor the text of a staff complaint."""
        with self._bot.office.store.read() as tx:
            cases = [tx.all_cases.get(row.id) for row in self._cases()]
        ordinary = {
            mark for case in cases if not case.restricted for mark in MARK.findall(case.detail)
        }
        for case in cases:
            if not case.restricted:
                continue
            secrets = {case.number, *MARK.findall(case.detail)} - ordinary
            for chat, words in self._heard:
                if chat in self._outsiders and self._filed_by.get(case.id) not in {None, chat}:
                    told = [secret for secret in secrets if re.search(rf"{secret}(?!\d)", words)]
                    assert told == [], f"{told} of {case.number} was told to an ordinary officer"

    def _parse(self, chat: str, messages: list[dict[str, Any]]) -> None:
        self._heard.append((chat, "\n".join(_strings(messages))))

    def _cases(self) -> list[Any]:
        return self._bot.rows("SELECT id FROM complaint ORDER BY id")


def _is_confirmation(event: Event) -> bool:
    press = Postback.parse(event.get("postback", {}).get("data", ""))
    if press is not None:
        return (press.step, press.value) == (MARK_OF_A_REVIEW, "yes")
    return event.get("message", {}).get("text", "").strip() == CONFIRM_WORD


def _strings(thing: Any) -> list[str]:
    if isinstance(thing, str):
        return [thing]
    inside = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ()
    return [words for part in inside for words in _strings(part)]
