"""Rich menus of the pretend LINE: rules, images, aliases, and who sees which."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image

from simulator.errors import LineError
from simulator.friends import Friends
from simulator.menus import Menus
from simulator.people import Roster
from simulator.store import Store
from simulator.wire import Feed

MENU = {
    "size": {"width": 800, "height": 540},
    "selected": True,
    "name": "home",
    "chatBarText": "เมนู",
    "areas": [
        {
            "bounds": {"x": 0, "y": 0, "width": 400, "height": 540},
            "action": {"type": "message", "label": "แจ้งเรื่อง", "text": "แจ้งเรื่อง"},
        },
        {
            "bounds": {"x": 400, "y": 0, "width": 400, "height": 540},
            "action": {"type": "richmenuswitch", "richMenuAliasId": "staff", "data": "to=staff"},
        },
    ],
}


def picture(width: int = 800, height: int = 540, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return out.getvalue()


@pytest.fixture
def friends() -> Friends:
    roster = Roster.from_json({"people": [{"key": "somchai", "name": "สมชาย"}]})
    friends = Friends(roster, Store(None), Feed(0))
    friends.set_standing("somchai", friend=True)
    return friends


@pytest.fixture
def menus(friends) -> Iterator[Menus]:
    return Menus(Store(None), friends, Feed(0))


def ready(menus: Menus) -> str:
    number = menus.create(MENU)
    menus.put_image(number, picture(), "image/png")
    return number


@pytest.mark.parametrize(
    ("wrong", "message", "place"),
    [
        ({"chatBarText": "ก" * 15}, "must not be longer than 14 characters", "chatBarText"),
        ({"size": {"width": 800, "height": 560}}, "the aspect ratio must be at least 1.45", "size"),
        ({"size": {"width": 799, "height": 500}}, "Must be between 800 and 2500", "size.width"),
        ({"areas": MENU["areas"] * 11}, "Size must be between 0 and 20", "areas"),
        (
            {
                "areas": [
                    {**MENU["areas"][0], "bounds": {"x": 500, "y": 0, "width": 400, "height": 9}}
                ]
            },
            "out of the rich menu",
            "areas[0].bounds",
        ),
        (
            {"areas": [{**MENU["areas"][0], "action": {"type": "uri", "uri": "ftp://e.com"}}]},
            "invalid uri scheme",
            "areas[0].action.uri",
        ),
        ({"name": None}, "must be specified", "name"),
    ],
)
def test_a_menu_that_breaks_a_rule_is_refused(menus, wrong, message, place):
    with pytest.raises(LineError) as refused:
        menus.create({**MENU, **wrong})
    assert refused.value.body == {
        "message": "The request body has 1 error(s)",
        "details": [{"message": message, "property": place}],
    }


def test_an_image_must_have_the_size_of_its_menu_and_stays(menus):
    number = menus.create(MENU)
    with pytest.raises(LineError, match="size is not allowed"):
        menus.put_image(number, picture(801, 540), "image/png")
    with pytest.raises(LineError, match="size is not allowed"):
        menus.put_image(number, picture(kind="JPEG"), "image/png")
    menus.put_image(number, picture(), "image/png")
    with pytest.raises(LineError, match="already been uploaded"):
        menus.put_image(number, picture(), "image/png")


def test_a_menu_without_an_image_is_shown_to_nobody(menus):
    number = menus.create(MENU)
    with pytest.raises(LineError, match="must upload richmenu image"):
        menus.set_default(number)
    assert menus.seen_by("somchai") is None


def test_a_menu_of_ones_own_comes_before_the_default(menus):
    default, own = ready(menus), ready(menus)
    menus.set_default(default)
    menus.link("somchai", own)
    assert menus.seen_by("somchai")["id"] == own
    menus.delete(own)
    assert menus.seen_by("somchai")["id"] == default


def test_a_switch_follows_its_alias_and_says_why_it_could_not(menus):
    staff = ready(menus)
    menus.create_alias("staff", staff)
    assert [menus.switch("somchai", alias) for alias in ("staff", "nobody")] == [
        "SUCCESS",
        "RICHMENU_ALIAS_ID_NOTFOUND",
    ]
    assert menus.linked("somchai") == staff
    menus.delete(staff)
    assert menus.switch("somchai", "staff") == "RICHMENU_NOTFOUND"


def test_an_alias_is_made_once_then_pointed_elsewhere(menus):
    first, second = ready(menus), ready(menus)
    menus.create_alias("home", first)
    with pytest.raises(LineError) as refused:
        menus.create_alias("home", second)
    assert (refused.value.status, refused.value.body["message"]) == (
        409,
        "conflict richmenu alias id",
    )
    menus.update_alias("home", second)
    assert menus.aliases() == [{"richMenuAliasId": "home", "richMenuId": second}]


def test_a_stranger_sees_no_menu(menus, friends):
    menus.set_default(ready(menus))
    friends.set_standing("somchai", friend=False)
    assert menus.seen_by("somchai") is None
