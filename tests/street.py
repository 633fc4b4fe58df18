"""Residents who file complaints repeatedly through the simulator, each waiting for the receipt before the next."""

import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import urllib3

from simulator.phone import Phone
from simulator.world import World
from tests.chat import LAMP

TOPIC = "ไฟถนน ไฟส่องสว่าง"
NUMBER = re.compile(r"นว-\d{4}-\d{6}-\d")
PATIENCE_SECONDS = 90.0
LOOK_SECONDS = 0.1
HTTP = urllib3.PoolManager(retries=False, timeout=10.0, maxsize=32)


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(LOOK_SECONDS)


@dataclass
class Street:
    """`told`: number of receipts that each resident received. `numbers`: the case numbers in them."""

    line: World
    url: str
    residents: Sequence[str]
    photo: bytes = b""
    told: Counter[str] = field(default_factory=Counter)
    numbers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def says(self, key: str, text: str) -> None:
        phone = Phone(self.line)
        act = phone.say(phone.act(key, None, None, 10.0), text)
        assert act.delivered == 200, f"{key} was not heard: {act.delivered}"

    def receipts(self, key: str) -> int:
        """Return how many case numbers this person received."""
        chat = HTTP.request("GET", f"{self.url}/_/chats/{key}/messages").data.decode()
        # A chat stores only its newest messages, and a person may file more cases than those.
        self.numbers[key].update(NUMBER.findall(chat))
        return len(self.numbers[key])

    def complains(self, key: str) -> None:
        before = self.receipts(key)
        self.says(key, LAMP)
        self.says(key, TOPIC)
        if self.photo:
            phone = Phone(self.line)
            phone.photos(phone.act(key, None, None, 10.0), [self.photo], "ready")
        self.says(key, "ยืนยัน")
        eventually(lambda: self.receipts(key) == before + 1)
        self.told[key] += 1

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Let all residents file complaints repeatedly; the block starts when each has a receipt."""
        begun, stopping = threading.Semaphore(0), threading.Event()
        faults: list[str] = []

        def live(key: str) -> None:
            try:
                while not stopping.is_set():
                    self.complains(key)
                    begun.release()
                self.complains(key)
            except BaseException as fault:  # noqa: BLE001 - told by the one who waits
                faults.append(f"{key}: {fault!r}")
            begun.release()

        threads = [threading.Thread(target=live, args=(key,)) for key in self.residents]
        for thread in threads:
            thread.start()
        for _ in threads:
            begun.acquire()
        try:
            yield
        finally:
            stopping.set()
            for thread in threads:
                thread.join()
        assert faults == []
