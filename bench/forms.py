"""The form of a survey, opened and sent, alone and while webhooks arrive as fast as they are accepted."""

import re
import time
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import urllib3

from bench.processes import settings_of
from bench.report import Options, Row
from bench.visitors import Visit, measure
from bot import clock
from bot.wiring import build_context
from domain.surveys.participation import COUNTER_SET, DoorKind
from handlers.usecases.surveys import rounds

QUESTIONS = ("steps", "staff", "place", "channels", "overall")
TOKEN = re.compile(r'name="t" value="([^"]+)"')
HTTP = urllib3.PoolManager(retries=False, timeout=30.0)


def run(options: Options) -> Iterator[Row]:
    yield from measure(
        options,
        _open,
        lambda url, path: [
            Visit("the form", ("opened", "sent"), lambda: _answer(f"{url}{path}")),
        ],
    )


def _open(environment: Mapping[str, str]) -> str:
    """Open the round of the counter with a QR code; returns the path of its form."""
    office = build_context(settings_of(environment))
    with office.uow(clock.now()) as uow:
        found = rounds.standing_round(uow, COUNTER_SET)
        door = rounds.make_door(uow, found.id, DoorKind.COUNTER)
    office.store.close()
    return f"/s/{door.code}"


def _answer(form: str) -> tuple[float, float]:
    """Answer the form once; returns the milliseconds of opening and of sending."""
    start = time.perf_counter()
    page = HTTP.request("GET", form)
    opened = time.perf_counter()
    token = TOKEN.search(page.data.decode())
    if token is None:
        raise RuntimeError(f"{form} shows no form: {page.status}")
    fields = {"t": token[1], **{f"q-{key}": "4" for key in QUESTIONS}}
    begun_sending = time.perf_counter()
    sent = HTTP.urlopen(
        "POST",
        form,
        body=urlencode(fields),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        redirect=False,
    )
    if sent.status != 303:
        raise RuntimeError(f"{form} did not take the answers: {sent.status}")
    return (opened - start) * 1000, (time.perf_counter() - begun_sending) * 1000
