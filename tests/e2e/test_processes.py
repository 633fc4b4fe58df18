"""The bot as its operator sees it: started, stopped, monitored, started twice by mistake."""

import re
import signal
import threading
import time
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from bot import clock
from bot.wiring import build_context
from handlers.core.messages import Text
from handlers.core.reply_codec import encode_replies
from simulator.phone import Phone
from storage.queues.outbox import OutboxState
from storage.queues.tasks import TaskState
from storage.tables import inbox, outbox, task
from tests.e2e.processes import (
    connected,
    count,
    installation,
    is_at_rest,
    line_with,
    wait_until,
)
from tests.fake_line import fake_line

pytestmark = pytest.mark.long

PEOPLE = [f"คน {number}" for number in range(8)]
PROBLEM, TOPIC = "ไฟถนนหน้าบ้านดับ", "ไฟถนน ไฟส่องสว่าง"
BREATH_SECONDS = 0.25
"""Seconds between two messages of a person: faster than real people, slower than the rate limit."""


class Residents:
    """Send complaints one after the other, and repeat unacknowledged ones, as LINE does."""

    def __init__(self, line):
        self.line = line
        self.filed = {name: [] for name in PEOPLE}
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._live, args=(name,)) for name in PEOPLE]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_failure):
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def _live(self, name):
        while not self._enough.is_set():
            marker = f"บ้านเลขที่ {PEOPLE.index(name)}-{len(self.filed[name])}"
            for words in (f"{PROBLEM} {marker}", TOPIC, "ยืนยัน"):
                self._say(name, words)
                time.sleep(BREATH_SECONDS)
            self.filed[name].append(f"{PROBLEM} {marker}")

    def _say(self, name, words):
        phone = Phone(self.line)
        act = phone.say(phone.act(name, None, None, 3.0), words)
        status = act.delivered
        while status != 200:
            time.sleep(0.05)
            status = self.line.redeliver(act.webhook_event_ids[0], 3.0)


@pytest.fixture
def line():
    with line_with(PEOPLE) as line:
        yield line


@pytest.fixture
def place(line, tmp_path, database_url):
    with connected(line, tmp_path, database_url) as place:
        yield place


@pytest.fixture
def office(place):
    office = build_context(place.settings)
    yield office
    office.store.close()


def commands(kind):
    return ["run"] if kind == "sqlite" else ["web", "worker", "worker", "scheduler"]


@pytest.mark.both_databases
def test_a_stop_under_load_leaves_no_lease_loses_nothing_and_doubles_nothing(
    kind, place, line, office
):
    parts = place.start(*commands(kind))
    with Residents(line.world) as residents:
        for told in (signal.SIGTERM, signal.SIGINT):
            time.sleep(2)
            for part in parts:
                part.tell(told)
            assert [part.wait() for part in parts] == [0] * len(parts)
            assert count(office, outbox.c.state == OutboxState.SENDING) == 0
            assert count(office, task.c.state == TaskState.UNDER_WAY) == 0
            parts = place.start(*commands(kind))
        time.sleep(1)
    wait_until(lambda: is_at_rest(office))
    with office.store.read() as tx:
        cases = tx.all_cases.open_of(department=None, limit=10_000)
    filed = {name: [] for name in PEOPLE}
    keys = line.world.settings.roster.person_keys
    for case in sorted(cases, key=lambda case: case.id):
        filed[keys[case.reporter]].append(case.detail)
    assert filed == residents.filed
    assert sum(map(len, filed.values())) > len(PEOPLE)
    sent = count(office, outbox.c.sent_by.in_(["reply", "push"]))
    assert sent == len(line.world.sending.log.records)
    assert count(office, inbox.c.state == 2) == 0
    assert_nobody_is_in_the_log(place, line, [case.number for case in cases])


def assert_nobody_is_in_the_log(place, line, numbers):
    """Every process has logged its events and cases, and no personal data."""
    words = place.words()
    people = [*line.world.settings.roster.person_keys, *PEOPLE, PROBLEM, TOPIC, "บ้านเลขที่"]
    assert [one for one in people if one in words] == []
    assert re.findall("[UCR][0-9a-f]{32}", words) == []
    lines = [line for started in place.started for line in started.lines()]
    changed = [line for line in lines if line["event"] == "case.changed"]
    assert sorted(line["case"] for line in changed) == sorted(numbers)
    assert {line["action"] for line in changed} == {"file"}
    handled = {line["inbox"] for line in lines if line["event"] == "event.handled"}
    assert {line["inbox"] for line in changed} <= handled


def test_a_call_to_line_that_is_under_way_is_finished_and_a_second_signal_does_not_wait(
    tmp_path, database_url
):
    called, answer = threading.Semaphore(0), threading.Event()

    def hang(_call):
        called.release()
        answer.wait(60)

    with fake_line() as line, installation(tmp_path, line.url, database_url) as place:
        line.during = hang
        office = build_context(place.settings)
        enqueue(office, "U" + "1" * 32)
        (worker,) = place.start("worker")
        assert called.acquire(timeout=60)
        worker.tell(signal.SIGTERM)
        with pytest.raises(Exception, match="timed out"):
            worker.process.wait(timeout=1)
        answer.set()
        assert worker.wait() == 0
        assert count(office, outbox.c.state == OutboxState.SENT) == 1

        answer.clear()
        enqueue(office, "U" + "2" * 32)
        (worker,) = place.start("worker")
        assert called.acquire(timeout=60)
        worker.tell(signal.SIGTERM)
        with pytest.raises(Exception, match="timed out"):
            worker.process.wait(timeout=1)
        worker.tell(signal.SIGTERM)
        assert worker.wait() == -signal.SIGTERM
        answer.set()
        office.store.close()


def enqueue(office, recipient):
    with office.store.begin() as tx:
        tx.outbox.enqueue(recipient, encode_replies([Text("หนึ่ง")]), clock.now())


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_the_web_is_not_ready_while_the_worker_stands_still_and_is_again_when_it_goes_on(
    place, line, office
):
    web, worker = place.start("web", "worker")
    assert place.get("/health/ready") == (200, '{"status":"ok"}\n')
    worker.tell(signal.SIGSTOP)
    phone = Phone(line.world)
    phone.say(phone.act(PEOPLE[0], None, None, 3.0), PROBLEM)
    assert place.get("/health/ready") == (200, '{"status":"ok"}\n')
    with office.store.begin() as tx:
        long_ago = clock.now() - timedelta(minutes=3)
        tx.connection.execute(update(inbox).where(inbox.c.state == 0).values(received_at=long_ago))
    assert place.get("/health/ready") == (503, '{"status":"worker"}\n')
    assert place.get("/health/live") == (200, '{"status":"ok"}\n')
    worker.tell(signal.SIGCONT)
    wait_until(lambda: place.get("/health/ready") == (200, '{"status":"ok"}\n'))
    web.tell(signal.SIGTERM)
    assert web.wait() == 0


def test_a_second_bot_on_the_same_file_is_refused_and_a_command_beside_it_is_not(place):
    place.start("run")
    second = place.run("run", PORT="0")
    assert second.returncode == 1
    assert second.stderr == (
        "มีบอตเปิดฐานข้อมูลนี้อยู่แล้ว (SQLite ใช้ได้ทีละโปรแกรม ถ้าต้องการหลายโปรแกรมให้ใช้ PostgreSQL) / "
        "Another bot is running on this database. SQLite is for one; PostgreSQL for several.\n"
    )
    assert place.run("officer", "list").returncode == 0


def test_a_wrong_key_is_noticed_at_the_start_and_by_check(place, line, office):
    (bot,) = place.start("run")
    phone = Phone(line.world)
    phone.say(phone.act(PEOPLE[0], None, None, 3.0), PROBLEM)
    wait_until(lambda: is_at_rest(office))
    bot.tell(signal.SIGTERM)
    bot.wait()
    refused = place.run("run", SECRET_KEY="haI2olD4IjPgUNZTN-2_oGIcwIzZLXsx")
    assert refused.returncode == 1
    assert refused.stderr == (
        "SECRET_KEY ไม่ใช่กุญแจของฐานข้อมูลนี้ ให้ใส่กุญแจเดิมกลับลงใน .env / "
        "SECRET_KEY is not the key this database was sealed with: put the right one back.\n"
    )
    checked = place.run("check", SECRET_KEY="haI2olD4IjPgUNZTN-2_oGIcwIzZLXsx").stdout.splitlines()
    assert checked[-1].endswith("in order.")
    assert (
        "FAIL  SECRET_KEY does not open what this database holds: put the former one back."
        in checked
    )
    rotated = place.run(
        "officer",
        "list",
        SECRET_KEY="CrTEVc6-F4bSxVOW2ztU17pHAW077YnU",
        OLD_SECRET_KEYS="ABrTT3fpwYT_pDsiAKgrnsGR_hcXDvYj",
    )
    assert rotated.returncode == 0


def test_metrics_are_on_their_own_port_count_what_happened_and_name_nobody(place, line, office):
    place.start("run")
    phone = Phone(line.world)
    for words in (PROBLEM, TOPIC, "ยืนยัน"):
        phone.say(phone.act(PEOPLE[0], None, None, 3.0), words)
    wait_until(lambda: is_at_rest(office))
    status, text = place.get("/metrics", place.metrics_port)
    assert status == 200
    assert place.get("/metrics")[0] == 404
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["rongtuk_webhooks_total", "200"] == samples["rongtuk_events_total", "handled"]
    assert (
        samples["rongtuk_events_arrived_total", "kept"] == samples["rongtuk_webhooks_total", "200"]
    )
    assert samples["rongtuk_events_total", "set_aside"] == 0
    assert samples["rongtuk_line_calls_total", "reply", "200"] >= 3
    assert samples["rongtuk_waiting", "events"] == 0
    assert samples["rongtuk_waiting", "messages"] == 0
    assert samples["rongtuk_cases_open",] == 1
    assert samples["rongtuk_cases_overdue",] == 0
    assert samples["rongtuk_database_up",] == 1
    assert samples["rongtuk_job_last_success_timestamp_seconds", "scrub"] > 0
    labels = {value for (_, *values) in samples for value in values}
    assert [one for one in labels if not re.fullmatch(r"[\w.+]{1,30}", one, re.ASCII)] == []
    assert re.findall("[UCR][0-9a-f]{32}|[ก-๙]", text) == []
