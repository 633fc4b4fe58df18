"""Open311 GeoReport v2: read by an independent client, and without personal data."""

import json
import threading
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from georeport import GeoReport
from werkzeug.serving import make_server

from bot.event_writer import EventWriter
from bot.runtime.flask_app import create_app
from domain.cases.complaint import Place
from domain.cases.conduct import Conduct, ReporterLink
from handlers.usecases import case_filing, conduct
from handlers.usecases.case_filing import NewComplaint
from tests.moments import DAY, HOUR, MINUTE

STORY = "ไฟหน้าบ้านนางทองดี โทร 0811111111 ดับ"
SECRET = "ปลัดเรียกรับเงินค่าเซ็นเอกสาร"
ROOT = "/open311/v2"
SERVICE = {"service_code": str, "service_name": str, "metadata": bool, "type": str}
REQUEST = {
    "service_request_id": str,
    "status": str,
    "service_code": str,
    "requested_datetime": str,
    "updated_datetime": str,
    "expected_datetime": str,
    "status_notes": str,
    "service_name": str,
    "description": str,
    "agency_responsible": str,
}
NULLABLE = {"address", "address_id", "zipcode", "service_notice", "media_url", "lat", "long"}
"""The fields of the specification; https://wiki.open311.org/GeoReport_v2/"""


@pytest.fixture
def numbers(office, clock):
    """Case numbers: of a lamp, of a road from long ago, and of a staff complaint."""
    place = Place(13.512345, 101.212345, 3, "บ้านเลขที่ 12/3")
    with office.uow(clock() - 200 * DAY) as uow:
        old = case_filing.file(uow, "Uthongdi", NewComplaint("road", "หลุม"), "old")
    with office.uow(clock() - HOUR) as uow:
        lamp = case_filing.file(uow, "Uthongdi", NewComplaint("light", STORY, place), "lamp")
        new = NewComplaint(conduct.category_of(uow), SECRET)
        staff, _ = conduct.file(uow, "Uthongdi", new, Conduct(ReporterLink.NAMED), "staff")
    return lamp.number, old.number, staff.number


def read(client, path, **options):
    answer = client.get(f"{ROOT}/{path}", **options)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.loads(answer.data) if ".json" in path else ET.fromstring(answer.data)


def test_the_topics_and_what_is_asked_about_them(client, office):
    services = read(client, "services.json")
    topics = {one.key for one in office.catalog.categories} - {office.catalog.staff_category.key}
    assert {one["service_code"] for one in services} == topics | {"undisclosed"}
    for one in services:
        assert {name: type(one[name]) for name in SERVICE} == SERVICE
        assert one["type"] == "realtime"
    assert len(read(client, "services.xml").findall("service")) == len(services)
    definition = read(client, "services/light.json")
    assert definition["attributes"][0]["datatype"] == "singlevaluelist"
    assert (
        read(client, "services/light.xml").find("attributes/attribute/values/value/key").text == "1"
    )
    assert client.get(f"{ROOT}/services/conduct.json").status_code == 404


def test_requests_hold_what_the_specification_says_and_nothing_personal(client, numbers):
    lamp, _, staff = numbers
    (found,) = read(client, "requests.json")
    promised = {"expected_datetime"}
    assert {name: type(found[name]) for name in REQUEST if name not in promised} == {
        name: kind for name, kind in REQUEST.items() if name not in promised
    }
    assert set(found) == set(REQUEST) | NULLABLE
    assert (found["service_request_id"], found["status"]) == (lamp, "open")
    assert found["media_url"] is None
    for name in ("requested_datetime", "updated_datetime"):
        assert datetime.fromisoformat(found[name]).utcoffset() == timedelta(hours=7), name
    xml = client.get(f"{ROOT}/requests.xml").get_data(as_text=True)
    shown = json.dumps(found, ensure_ascii=False) + xml
    for secret in ("ทองดี", "0811111111", "Uthongdi", "12/3", "13.5123", SECRET, staff):
        assert secret not in shown


def report(office, moment, *topics):
    """File a case about each topic; return their numbers."""
    found = []
    for topic in topics:
        place = Place(13.512345, 101.212345, 3, "บ้านเลขที่ 12/3")
        with office.uow(moment) as uow:
            draft = f"{moment:%m%d%H}-{topic}-{len(found)}"
            new = NewComplaint(topic, STORY, place)
            found.append(case_filing.file(uow, f"U{draft}", new, draft).number)
    return found


def test_a_topic_is_told_from_the_fifth_case_on_and_small_topics_never(client, office, clock):
    report(office, clock() - 2 * HOUR, *["light"] * 4, "road", "road", "road", "drain", "drain")
    few = read(client, "requests.json")
    assert {one["service_code"] for one in few} == {"undisclosed"}
    assert {one["agency_responsible"] for one in few} == {office.catalog.organisation.name_th}
    assert {one["expected_datetime"] for one in few} == {None}
    assert {(one["address"], one["lat"], one["long"]) for one in few} == {(None, None, None)}
    clock.now += MINUTE
    report(office, clock() - HOUR, "light")
    codes = [one["service_code"] for one in read(client, "requests.json")]
    assert (codes.count("light"), codes.count("undisclosed")) == (5, 5)
    for asked in ("road", "drain"):
        assert read(client, f"requests.json?service_code={asked}") == []
    assert len(read(client, "requests.json?service_code=light,road")) == 5
    assert len(read(client, "requests.json?service_code=undisclosed")) == 5
    assert len(read(client, "requests.json?service_code=light,undisclosed")) == 10
    (one,) = read(client, f"requests/{report(office, clock(), 'light')[0]}.json")
    assert one["service_code"] == "light"
    assert one["agency_responsible"] == "กองช่าง"


def test_requests_are_chosen_by_number_topic_state_and_time(client, numbers):
    lamp, old, staff = numbers

    def ids(query):
        return [one["service_request_id"] for one in read(client, f"requests.json?{query}")]

    assert ids("start_date=2026-01-01T00:00:00Z") == [lamp, old]
    assert ids("start_date=2026-01-01T00:00:00Z&end_date=2026-06-30T00:00:00Z") == [old]
    assert ids("service_code=road,water&start_date=2026-01-01T00:00:00Z") == []
    every = "service_code=undisclosed&start_date=2026-01-01T00:00:00Z"
    assert ids(every) == [lamp, old]
    assert ids(f"{every}&end_date=2026-06-30T00:00:00Z") == [old]
    assert ids(f"service_request_id={old},{staff}") == [old]
    assert ids("status=closed") == []
    assert ids("start_date=2026-01-01T00:00:00Z&page_size=1&page=2") == [old]


def test_one_request_is_read_by_its_number_and_a_staff_complaint_does_not_exist(client, numbers):
    lamp, _, staff = numbers
    assert read(client, f"requests/{lamp}.json")[0]["service_request_id"] == lamp
    hidden = client.get(f"{ROOT}/requests/{staff}.json")
    missing = client.get(f"{ROOT}/requests/นว-2570-000777-0.json")
    assert (
        (hidden.status_code, hidden.data)
        == (missing.status_code, missing.data)
        == (404, hidden.data)
    )
    assert ET.fromstring(client.get(f"{ROOT}/requests/{staff}.xml").data).tag == "errors"


@pytest.mark.parametrize(
    "query",
    [
        "status=maybe",
        "start_date=yesterday",
        "page=0",
        "page_size=9999999",
        "page=x",
        "page=²",
        "service_code=" + ",".join(["a"] * 101),
    ],
)
def test_a_wrong_request_is_reported_and_never_a_server_error(client, query):
    assert client.get(f"{ROOT}/requests.json?{query}").status_code == 400


@pytest.mark.parametrize("typed", ["' OR 1=1 --", "%25", "../../x", "<x>", "\\", "ก" * 300])
def test_hostile_words_find_nothing(client, numbers, typed):
    assert read(client, f"requests.json?service_code={typed}") == []
    assert client.get(f"{ROOT}/requests/{typed.replace('/', '')}.json").status_code == 404


def test_what_did_not_change_is_not_sent_again_and_nothing_can_be_written(client, numbers):
    first = client.get(f"{ROOT}/requests.json")
    again = client.get(f"{ROOT}/requests.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.post(f"{ROOT}/requests.json", data={"service_code": "light"}).status_code == 405


def test_one_network_asks_so_often_a_minute(client, clock):
    answers = [client.get(f"{ROOT}/services.json").status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    other = {"REMOTE_ADDR": "198.51.100.9"}
    assert client.get(f"{ROOT}/services.json", environ_overrides=other).status_code == 200
    clock.now += MINUTE
    assert client.get(f"{ROOT}/services.json").status_code == 200


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_that_was_not_written_here_reads_everything(
    settings, office, clock, numbers, form
):
    event_writer = EventWriter(office.store, clock)
    server = make_server("127.0.0.1", 0, create_app(settings, office, event_writer, clock))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        client = GeoReport(f"http://127.0.0.1:{server.server_port}{ROOT}", output_format=form)
        (service, *_) = client.get_service_list()
        assert client.get_service_definition(service["service_code"])["service_code"] == "light"
        assert client.get_service_request(numbers[0])["service_code"] == "undisclosed"
        found = client.get_service_requests(start_date="2026-01-01T00:00:00Z")
        assert [one["service_request_id"] for one in found] == list(numbers[:2])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        event_writer.close()
