"""Simulated residents and officers who run whole cases; each person acts again when the bot has answered.

A resident describes the problem, chooses the topic and confirms (3 events), looks up the case (1), confirms the
closing and rates it (3). An officer accepts the case (1), sends an update (3) and closes it (4).
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
SECONDS_PER_ACT = 0.5
"""Step of LINE's clock for each act, so that no person exceeds the rate limit of 300 events a minute."""
PROBLEMS = tuple(text for text in MESSAGES if "เจ้าหน้าที่" not in text)
"""All messages but the staff complaint, which starts another conversation."""
TRACK = "ติดตามเรื่อง"
LATE_SECONDS = 45.0
NOTE = "เปลี่ยนหลอดใหม่และทดสอบแล้ว"


@dataclass
class Person:
    """One resident or officer.

    `waits`: the reply token of the act that is not answered yet; `since`: when it was sent. `stage`: the last
    step. `queue`: for an officer the cases to accept, for a resident the button that confirms a closing.
    """

    number: int
    waits: str = ""
    since: float = 0.0
    case: str = ""
    stage: str = ""
    queue: deque[str] = field(default_factory=deque)


class Population:
    """All residents and officers.

    `turns`: milliseconds from each act to its answer. `filed`, `closed`, `lived`: number of cases filed, closed
    and completed so far. `goal`: number of cases to complete.
    """

    def __init__(self, wire: Wire, residents: int) -> None:
        self.turns: list[float] = []
        self.filed = self.closed = self.lived = self.begun = 0
        self.goal = 0
        self._wire = wire
        self._residents = itertools.cycle(range(FIRST_RESIDENT, FIRST_RESIDENT + residents))
        self._texts = itertools.cycle(PROBLEMS)
        self._people: dict[int, Person] = {}
        self._answers: dict[str, Person] = {}
        self._clock = time.time() - DAYS_BACK * 86_400
        wire.on_call = self._on_call

    def link(self, codes: list[str]) -> None:
        """Let each officer type a code."""
        for number, code in enumerate(codes):
            self._says(self._person(number), code, stage="links")

    def live(self, cases: int, at_once: int) -> None:
        """Start more cases, with at most `at_once` in progress."""
        self.goal += cases
        for _ in range(at_once):
            self._begin()

    @property
    def waiting(self) -> list[str]:
        """The people whose last act is not answered, as `number:stage`."""
        return [f"{one.number}:{one.stage}" for one in self._answers.values()]

    def _begin(self) -> None:
        if self.begun < self.goal:
            self.begun += 1
            self._says(self._person(next(self._residents)), next(self._texts), stage="tells")

    # ---------------------------------------------------------------- answers
    def _on_call(self, call: Call) -> None:
        person = self._answers.pop(call.token, None)
        now = time.perf_counter()
        if person is None and call.to:
            person = self._person(int(call.to[1:], 16))
            if person.waits and now - person.since > LATE_SECONDS:
                # The reply token expired, so the bot answers with this push.
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
                self._presses(person, found["survey/overall"], stage="ends")
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
            self._next_step(person, found)
        if not person.waits and person.queue:
            person.case = person.queue.popleft()
            self._presses(person, f"officer/accept/{person.case}/", stage="accepts")

    def _next_step(self, person: Person, found: dict[str, str]) -> None:
        """The next step of accepting, updating and closing; nothing when the case is closed."""
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
        self._clock += SECONDS_PER_ACT
        person.stage, person.waits, person.since = stage, token, time.perf_counter()
        self._answers[token] = person


def _step(data: str) -> str:
    """The conversation and step of a button, such as `act/check`."""
    return "/".join(data.split("/")[:2])
