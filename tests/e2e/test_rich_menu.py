"""Publishing the rich menus to the simulator: what people see, and that publishing twice changes nothing."""

import json
from urllib.request import urlopen

import pytest
from urllib3 import PoolManager

from bot.line.client import LineClient, LineRefusedError
from bot.line.menu import TIMEOUT, menus, publish
from bot.line.menu_picture import Tile
from bot.line.sdk import sdk
from bot.line.tasks.menu_link import PREFIX, link
from simulator.app import running
from simulator.people import Roster
from simulator.settings import Settings

ROSTER = Roster.from_json(
    {
        "people": [
            {"key": "malee", "name": "มาลี"},
            {"key": "somchai", "name": "สมชาย"},
        ]
    }
)
RESIDENTS = [
    Tile("แจ้งเรื่อง", "report"),
    Tile("ติดตามเรื่อง", "track"),
    Tile("ประเมิน\nความพึงพอใจ", "rate"),
    Tile("ร้องเรียน\nเจ้าหน้าที่", "conduct"),
    Tile("บริการ\nและขั้นตอน", "services"),
    Tile("ติดต่อเรา", "contact"),
]
OFFICERS = [Tile("งานของฉัน", "work"), Tile("ติดตามเรื่อง", "track"), Tile("แจ้ง\nเรื่อง", "report")]
MENUS = menus(RESIDENTS, OFFICERS, "เมนู")
SOMCHAI = ROSTER.people["somchai"].id


class Line:
    """The simulator, with the SDK's clients as in the bot."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client = LineClient(PoolManager(), url, url, "a-token")
        self.api, self.blob = sdk(self.client).api, sdk(self.client).blob
        for person in ROSTER.people:
            self._post(f"chats/{person}/follow")

    def _post(self, path: str) -> None:
        urlopen(f"{self.url}/_/{path}", data=b"{}").close()

    def publish(self, what=MENUS, linked=None) -> dict[str, str]:
        return publish(self.api, self.blob, what, linked or {})

    def sees(self, person: str) -> dict:
        with urlopen(f"{self.url}/_/state") as answer:
            people = json.load(answer)["people"]
        return next(one["menu"] for one in people if one["key"] == person)

    def words(self, person: str) -> list[str]:
        return [area["action"]["text"] for area in self.sees(person)["areas"]]

    def names(self) -> list[str]:
        listed = self.api.get_rich_menu_list(_request_timeout=TIMEOUT).richmenus
        return sorted(menu.name.split()[0] for menu in listed)


@pytest.fixture
def line(socket_enabled):
    settings = Settings(
        webhook_url="http://127.0.0.1:9/line/webhook",
        channel_secret="a-secret",
        access_token="a-token",
        roster=ROSTER,
        redelivery=False,
    )
    with running(settings) as server:
        yield Line(server.base_url)


def test_a_resident_sees_six_tiles_that_say_their_own_words(line):
    line.publish()
    assert line.words("malee") == [
        "แจ้งเรื่อง",
        "ติดตามเรื่อง",
        "ประเมินความพึงพอใจ",
        "ร้องเรียนเจ้าหน้าที่",
        "บริการและขั้นตอน",
        "ติดต่อเรา",
    ]
    assert line.sees("malee")["chatBarText"] == "เมนู"


def test_the_tiles_cover_the_picture_without_gap_or_overlap(line):
    line.publish(linked={"officers": [SOMCHAI]})
    for person, size in (("malee", (2500, 1686)), ("somchai", (2500, 843))):
        menu = line.sees(person)
        bounds = [area["bounds"] for area in menu["areas"]]
        assert (menu["size"]["width"], menu["size"]["height"]) == size
        assert sum(one["width"] * one["height"] for one in bounds) == size[0] * size[1]
        assert max(one["x"] + one["width"] for one in bounds) == size[0]
        assert max(one["y"] + one["height"] for one in bounds) == size[1]


def test_publishing_again_changes_nothing(line):
    first = line.publish()
    assert line.publish() == first
    assert line.names() == ["rongtuk-officers", "rongtuk-residents"]


def test_new_words_replace_the_menu_and_the_old_one_goes(line):
    first = line.publish()
    other = menus([Tile("แจ้งปัญหา", "report"), *RESIDENTS[1:]], OFFICERS, "เมนู")
    second = line.publish(other)
    assert second["residents"] != first["residents"]
    assert second["officers"] == first["officers"]
    assert line.words("malee")[0] == "แจ้งปัญหา"
    assert line.names() == ["rongtuk-officers", "rongtuk-residents"]


def test_officers_keep_their_own_menu_when_it_is_replaced(line):
    line.publish(linked={"officers": [SOMCHAI]})
    other = menus(RESIDENTS, [Tile("งานวันนี้", "work"), *OFFICERS[1:]], "เมนู")
    line.publish(other, linked={"officers": [SOMCHAI]})
    assert line.words("somchai") == ["งานวันนี้", "ติดตามเรื่อง", "แจ้งเรื่อง"]
    assert line.words("malee")[0] == "แจ้งเรื่อง"


def test_a_run_that_broke_before_the_picture_is_made_good(line):
    whole = line.publish()
    line.api.delete_rich_menu_alias(PREFIX + "residents", _request_timeout=TIMEOUT)
    again = line.publish()
    assert again["residents"] != whole["residents"]
    assert line.names() == ["rongtuk-officers", "rongtuk-residents"]
    assert line.words("malee")[0] == "แจ้งเรื่อง"


def test_menus_of_others_are_left_alone(line):
    line.publish()
    theirs = line.api.get_rich_menu_list(_request_timeout=TIMEOUT).richmenus[0]
    theirs.name = "made by hand"
    line.api.create_rich_menu(theirs, _request_timeout=TIMEOUT)
    line.publish()
    assert line.names() == ["made", "rongtuk-officers", "rongtuk-residents"]


def test_a_newly_linked_officer_is_given_the_officers_menu(line):
    line.publish()
    link(line.client, "officers", SOMCHAI)
    assert line.words("somchai") == ["งานของฉัน", "ติดตามเรื่อง", "แจ้งเรื่อง"]


def test_a_menu_never_published_cannot_be_given(line):
    with pytest.raises(LineRefusedError) as refused:
        link(line.client, "officers", SOMCHAI)
    assert refused.value.status == 404
