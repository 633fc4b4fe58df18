"""Parts of a photo are blacked out before others see it; the original stays with the officers."""

import io
import re

import pytest
from PIL import Image

from tests.desk import HTTP, Desk
from tests.running import PUBLIC_URL


def photo(colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 100), colour).save(out, "JPEG")
    return out.getvalue()


def pixel(content: bytes, x: int, y: int) -> tuple[int, ...]:
    return Image.open(io.BytesIO(content)).convert("RGB").getpixel((x, y))


def is_black(content: bytes, x: int, y: int) -> bool:
    return max(pixel(content, x, y)) < 40


@pytest.fixture
def desk(resident, officer) -> Desk:
    resident.complains()
    return Desk.of(officer).opens("/desk/cases/1").acts("accept").follows()


def keep(desk: Desk) -> str:
    """Attach a photo for the closing and return its key."""
    desk.opens("/desk/cases/1")
    seen = re.search(r'name="seen" value="(\d+)"', desk.html)[1]
    desk.uploads(
        "/desk/cases/1/photos",
        {"seen": seen, "note": "เปลี่ยนหลอดแล้ว", "photos": ("after.jpg", photo(), "image/jpeg")},
    )
    desk.reads("รูปที่เก็บไว้ 1 รูป", "เปลี่ยนหลอดแล้ว")
    return re.search(r"/desk/files/(\w{32})/cover", desk.html)[1]


def test_a_kept_photo_is_covered_and_only_then_sent(bot, resident, desk):
    resident.looks_away()
    key = keep(desk)
    resident.hears_nothing()
    desk.opens(f"/desk/files/{key}/cover").sends(box="0,0,500,1000")
    desk.follows().reads("ผู้แจ้งและหน้าเว็บจะเห็นเฉพาะรูปที่ปิดทับ")
    desk.opens("/desk/cases/1").acts("close", note="เปลี่ยนหลอดแล้ว")
    desk.follows().reads("ปิดเรื่องแล้ว", "หลังดำเนินการ", "ปิดทับบางส่วนของรูป")
    shown = re.findall(r"https://[^']*/photos/for/[^']*", str(resident.news))
    sent = HTTP.request("GET", shown[0].replace(PUBLIC_URL, bot.url)).data
    assert is_black(sent, 20, 50)
    assert not is_black(sent, 180, 50)
    original = desk.opens(f"/desk/files/{key}").content
    assert not is_black(original, 20, 50)
    assert is_black(desk.opens(f"/desk/files/{key}?shown=1").content, 20, 50)


def test_parts_are_typed_by_whoever_draws_none_and_opened_again(bot, desk):
    key = keep(desk)
    path = f"/desk/files/{key}/cover"
    desk.opens(path).sends(left="50", top="0", width="50", height="50")
    assert is_black(desk.opens(f"/desk/files/{key}?shown=1").content, 150, 20)
    assert 'value="500,0,500,500"' in desk.opens(path).html
    desk.sends()
    assert not is_black(desk.opens(f"/desk/files/{key}?shown=1").content, 150, 20)


@pytest.mark.parametrize(
    "box", ["", "x", "1,2,3", "-1,0,5,5", "0,0,0,10", "9999999,0,1,1", "0,0,1e3,5"]
)
def test_what_is_no_part_of_a_photo_covers_nothing(desk, box):
    key = keep(desk)
    assert desk.opens(f"/desk/files/{key}/cover").sends(box=box).status == 303
    assert not is_black(desk.opens(f"/desk/files/{key}?shown=1").content, 100, 50)


def test_a_kept_photo_can_be_taken_away_and_others_never_see_it(desk, bot, clerk, nayok):
    key = keep(desk)
    for stranger in (clerk, nayok):
        other = Desk.of(stranger)
        assert other.opens(f"/desk/files/{key}/cover").status == 404
    assert Desk.of(clerk).opens(f"/desk/files/{key}").status == 404
    desk.opens("/desk/cases/1").posts(f"/desk/cases/1/photos/{key}/drop")
    desk.opens("/desk/cases/1").does_not_read("รูปที่เก็บไว้")
    assert desk.opens(f"/desk/files/{key}").status == 404


def test_only_pictures_are_kept(desk):
    desk.opens("/desk/cases/1")
    desk.uploads("/desk/cases/1/photos", {"photos": ("x.jpg", b"<svg/>", "image/jpeg")})
    assert desk.status == 422
