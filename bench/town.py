"""People who live whole cases: told, accepted, told of, closed, confirmed and rated; each acts when answered.

A resident tells, is asked and confirms (3 events), looks the case up once (1), confirms the closing and rates it
(3). An officer accepts (1), sends an update (3) and closes (4). With following the bot that is 16 events a case.
"""

import itertools
import time
from collections import deque
from dataclasses import dataclass, field, replace

from bench.messages import MESSAGES
from bench.wire import Call, Wire

OFFICERS_EACH = 2
DEPARTMENTS = ("clerk", "finance", "engineering", "education", "welfare", "health")
FIRST_RESIDENT = 1000
DAYS_BACK = 30
AN_ACT = 0.5
"""Seconds of LINE's clock from one act to the next: however fast the replay, nobody writes 300 a minute."""
MATTERS = tuple(text for text in MESSAGES if "เจ้าหน้าที่" not in text)
"""All but a complaint about staff, which is another conversation."""
TRACK = "ติดตามเรื่อง"
LATE_SECONDS = 45.0
NOTE = "เปลี่ยนหลอดใหม่และทดสอบแล้ว"


@dataclass
class Person:
    """`waits`: the reply token of the act that is not answered yet; `since` when.

    `queue`: cases that wait for an officer, or the button under a closing that waits for a resident.
    """

    number: int
    waits: str = ""
    since: float = 0.0
    case: str = ""
    stage: str = ""
    queue: deque[str] = field(default_factory=deque)


class Town:
    """`turns`: milliseconds from each act to its answer. `filed`, `closed`, `lived`: cases so far.

    `goal`: how many are to be lived in all.
    """

    def __init__(self, wire: Wire, residents: int) -> None:
        self.turns: list[float] = []
        self.filed = self.closed = self.lived = self.begun = 0
        self.goal = 0
        self._wire = wire
        self._residents = itertools.cycle(range(FIRST_RESIDENT, FIRST_RESIDENT + residents))
        self._texts = itertools.cycle(MATTERS)
        self._people: dict[int, Person] = {}
        self._answers: dict[str, Person] = {}
        self._clock = time.time() - DAYS_BACK * 86_400
        wire.hear = self._parse

    def link(self, codes: list[str]) -> None:
        """Officers type their codes."""
        for number, code in enumerate(codes):
            self._says(self._person(number), code, stage="links")

    def live(self, cases: int, at_once: int) -> None:
        """So many cases more, this many people at once."""
        self.goal += cases
        for _ in range(at_once):
            self._begin()

    @property
    def waiting(self) -> list[str]:
        """Who acted and was not answered."""
        return [f"{one.number}:{one.stage}" for one in self._answers.values()]

    def _begin(self) -> None:
        if self.begun < self.goal:
            self.begun += 1
            self._says(self._person(next(self._residents)), next(self._texts), stage="tells")

    # ---------------------------------------------------------------- answers
    def _parse(self, call: Call) -> None:
        person = self._answers.pop(call.token, None)
        now = time.perf_counter()
        if person is None and call.to:
            person = self._person(int(call.to[1:], 16))
            if person.waits and now - person.since > LATE_SECONDS:
                # The token died on the way: this push is the answer.
                self._answers.pop(person.waits, None)
                call = replace(call, token=person.waits)
        if person is None:
            return
        if call.token:
            self.turns.append((now - person.since) * 1000)
            person.waits = ""
        act = self._officer if person.number < FIRST_RESIDENT else self._resident
        act(person, call)

    def _resident(self, person: Person, call: Call) -> None:
        found = {_step(data): data for data in reversed(call.buttons)}
        if "own/confirm" in found:
            person.queue.append(found["own/confirm"])
        if person.waits:
            return
        match person.stage:
            case "tells":
                self._tells(person, found)
            case "files":
                self.filed += 1
                self._says(person, TRACK, stage="waits")
            case "waits" if person.queue:
                self._presses(person, person.queue.popleft(), stage="confirms")
            case "confirms":
                self._presses(person, found["rating/score"], stage="rates")
            case "rates":
                self._presses(person, found["rating/comment"], stage="ends")
            case "ends":
                self.lived += 1
                person.stage = ""
                self._begin()

    def _tells(self, person: Person, found: dict[str, str]) -> None:
        if "complaint/review" in found:
            self._presses(person, found["complaint/review"], stage="files")
        elif "complaint/category" in found:
            self._presses(person, found["complaint/category"], stage="tells")
        else:
            self._says(person, next(self._texts), stage="tells")

    def _officer(self, person: Person, call: Call) -> None:
        found = {_step(data): data for data in reversed(call.buttons)}
        case = found.get("officer/accept", "").split("/")[2:3]
        if (
            case
            and int(case[0]) % OFFICERS_EACH == person.number % OFFICERS_EACH
            and not call.token
        ):
            person.queue.append(case[0])
        if person.waits:
            return
        if call.token:
            self._goes_on(person, found)
        if not person.waits and person.queue:
            person.case = person.queue.popleft()
            self._presses(person, f"officer/accept/{person.case}/", stage="accepts")

    def _goes_on(self, person: Person, found: dict[str, str]) -> None:
        """The next of accepting, telling and closing; nothing when the case is over."""
        stage = person.stage
        if "act/check" in found:
            self._presses(person, found["act/check"], stage=stage)
        elif "act/proof" in found:
            self._presses(person, found["act/proof"], stage=stage)
        elif "act/note" in found:
            self._says(person, NOTE, stage=stage)
        elif stage == "accepts":
            self._presses(person, f"officer/update/{person.case}/", stage="tells")
        elif stage == "tells":
            self._presses(person, f"officer/close/{person.case}/", stage="closes")
        elif stage == "closes":
            self.closed += 1

    # ---------------------------------------------------------------- acts
    def _person(self, number: int) -> Person:
        return self._people.setdefault(number, Person(number))

    def _says(self, person: Person, text: str, *, stage: str) -> None:
        self._acted(person, stage, self._wire.says(person.number, text, self._clock))

    def _presses(self, person: Person, data: str, *, stage: str) -> None:
        self._acted(person, stage, self._wire.presses(person.number, data, self._clock))

    def _acted(self, person: Person, stage: str, token: str) -> None:
        self._clock += AN_ACT
        person.stage, person.waits, person.since = stage, token, time.perf_counter()
        self._answers[token] = person


def _step(data: str) -> str:
    """What a button is for: flow and step, such as `act/check`. Of several the first is pressed."""
    return "/".join(data.split("/")[:2])
