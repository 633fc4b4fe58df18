"""Warnings of a full disk and an old backup, and the heartbeat for offices without Prometheus."""

import http.server
import threading

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import text

from bot.runtime.heartbeat import Heartbeat
from bot.settings import Settings, SettingsError
from bot.telemetry.metrics import DatabaseCollector
from domain.organisation.officers import Role
from handlers.notify import machine_alarms
from handlers.usecases import officers
from scheduler.jobs import watch_machine
from storage.maintenance.disk_space import Space, read_space
from storage.recovery.backup import JOB as BACKUP
from tests.moments import DAY, NOON

GB = 1_000_000_000
ROOMY, FULL = Space(50 * GB, 100 * GB), Space(GB, 100 * GB)


@pytest.fixture
def staff(office):
    """An administrator and a ปลัด with LINE, in an office that has run since NOON."""
    with office.uow(NOON) as uow:
        uow.tx.jobs.claim("monthly_report", "2569-10", NOON)
        for role, account in ((Role.ADMIN, "Uadmin"), (Role.PALAD, "Upalad")):
            _, code = officers.add(uow, account, role, None)
            officers.link(uow, account, code)
    return office


def messages(office, now, space=ROOMY):
    """Return the new messages by recipient."""
    with office.uow(now) as uow:
        before = uow.tx.connection.scalar(text("SELECT coalesce(max(id), 0) FROM outbox"))
        machine_alarms.warn(uow, space)
    with office.store.read() as tx:
        ids = tx.connection.scalars(
            text("SELECT id FROM outbox WHERE id > :b"), {"b": before}
        ).all()
        return {
            who: said
            for who in ("Uadmin", "Upalad")
            for one in ids
            if (said := tx.outbox.replies_to(who, one))
        }


def test_a_disk_is_low_by_share_and_by_bytes():
    assert [Space(*one).is_low for one in ((GB, 100 * GB), (3 * GB, 900 * GB), (GB, 5 * GB))] == [
        True,
        False,
        False,
    ]
    assert Space(GB // 10, 5 * GB).is_low


def test_space_is_read_of_a_folder_that_is_not_there_yet(tmp_path):
    assert read_space(tmp_path / "not" / "yet").total == read_space(tmp_path).total > 0


def test_the_administrator_is_told_of_a_full_disk_once_a_day(staff):
    first = messages(staff, NOON, FULL)
    assert first.keys() == {"Uadmin"}
    assert "เหลือ 1.0 GB จาก 100 GB" in first["Uadmin"]
    assert messages(staff, NOON, FULL) == {}
    assert messages(staff, NOON + DAY, FULL).keys() == {"Uadmin"}
    assert messages(staff, NOON + DAY, ROOMY) == {}


def test_of_backups_that_were_never_made(staff):
    assert messages(staff, NOON + 2 * DAY) == {}
    assert "ยังไม่เคยสำรองข้อมูล" in messages(staff, NOON + 3 * DAY)["Uadmin"]
    assert messages(staff, NOON + 9 * DAY) == {}
    assert messages(staff, NOON + 10 * DAY).keys() == {"Uadmin"}


def test_of_a_backup_that_is_old(staff):
    with staff.store.begin() as tx:
        tx.jobs.claim(BACKUP, NOON.isoformat(), NOON)
    assert messages(staff, NOON + 2 * DAY) == {}
    assert "17 พ.ย." in messages(staff, NOON + 4 * DAY)["Uadmin"]
    with staff.store.begin() as tx:
        tx.jobs.claim(BACKUP, (NOON + 4 * DAY).isoformat(), NOON)
    assert messages(staff, NOON + 5 * DAY) == {}


def test_without_an_administrator_the_palad_is_told(office):
    with office.uow(NOON) as uow:
        _, code = officers.add(uow, "ปลัด", Role.PALAD, None)
        officers.link(uow, "Upalad", code)
    assert messages(office, NOON, FULL).keys() == {"Upalad"}


def test_the_job_reads_the_real_disk(office):
    watch_machine(office, NOON)


def test_the_metrics_tell_of_disk_and_backup(office):
    def metrics():
        registry = CollectorRegistry()
        registry.register(DatabaseCollector(office, lambda: NOON))
        return generate_latest(registry).decode()

    assert "rongtuk_disk_free_bytes " in metrics()
    assert "last_backup" not in metrics()
    with office.store.begin() as tx:
        tx.jobs.claim(BACKUP, NOON.isoformat(), NOON)
    (line,) = [one for one in metrics().splitlines() if one.startswith("rongtuk_last_backup")]
    assert float(line.split()[1]) == NOON.timestamp()


# ------------------------------------------------------------------ heartbeat
@pytest.fixture
def service():
    """A service that counts the calls; `answers` with a status."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.calls.append(self.path)
            self.send_response(self.server.answers)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.calls, server.answers = [], 200
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def beating(office, port, now=NOON, every=60.0):
    return Heartbeat(office.store, f"http://127.0.0.1:{port}/secret-name", lambda: now, every)


def test_a_healthy_bot_calls(office, service):
    assert beating(office, service.server_port).beat()
    assert service.calls == ["/secret-name"]


def test_a_bot_that_leaves_work_undone_does_not_call(office, service):
    with office.store.begin() as tx:
        tx.outbox.enqueue("Usomsri", "[]", NOON)
    assert beating(office, service.server_port).beat()
    assert not beating(office, service.server_port, NOON + DAY).beat()
    assert len(service.calls) == 1


def test_a_service_that_fails_is_logged_without_its_address(office, service, caplog):
    service.answers = 500
    assert not beating(office, service.server_port).beat()
    assert not beating(office, 9).beat()
    assert [record.message for record in caplog.records] == ["heartbeat.failed"] * 2
    assert "secret-name" not in caplog.text


def test_it_calls_again_and_again_until_it_is_stopped(office, service):
    heartbeat = beating(office, service.server_port, every=0.01)
    heartbeat.start()
    while len(service.calls) < 3:
        assert heartbeat.is_alive()
    heartbeat.stop()
    assert not heartbeat.is_alive()


@pytest.mark.parametrize("url", ["hc-ping", "ftp://x", "https://a b", "https://a\nb"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(SettingsError) as refused:
        Settings.of(heartbeat_url=url)
    assert ("heartbeat_url", "no_address") in refused.value.faults
