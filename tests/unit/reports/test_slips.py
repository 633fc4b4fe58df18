"""The printed receipt and the sheet of a QR point: one page each, equal bytes for equal contents."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from bot.wiring import read_translations
from handlers.core.i18n import Translator
from handlers.core.messages import Row
from handlers.views.receipt_slip import ReceiptSlip
from reports import point_sheet, receipt_slip
from reports.point_sheet import PointSheet
from reports.receipt_slip import Paper

WORDS = read_translations()
SLIP = ReceiptSlip(
    office="อบต.นาวังหิน",
    phone="0 3800 0000",
    number="นว-2570-000001-2",
    code="ABCD-2345-EFGH",
    rows=(Row("ประเภท", "⚠️ ไฟถนน"), Row("กำหนดเสร็จ", "ภายใน 26 พ.ย. 2569")),
    next_step="เจ้าหน้าที่จะรับเรื่องภายในวันที่ 20 พ.ย. 2569",
    qr="https://rongtuk.example/report/follow",
    line_link="",
    follow="https://rongtuk.example/report/follow",
    is_protected=False,
)


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("is_protected", [False, True])
def test_a_receipt_is_printed_with_pictograms_left_out(paper, is_protected):
    slip = replace(SLIP, is_protected=is_protected)
    first = receipt_slip.draw(slip, Translator(WORDS), paper)
    assert first.startswith(b"%PDF")
    assert first == receipt_slip.draw(slip, Translator(WORDS), paper)


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("line_link", ["", "https://line.me/R/oaMessage/%40office/?x"])
def test_a_receipt_shows_no_code_but_its_own(paper, line_link):
    slip = replace(SLIP, code="H7JF-84BV-KY74", line_link=line_link)
    printed = PdfReader(io.BytesIO(receipt_slip.draw(slip, Translator(WORDS), paper)))
    assert re.findall(r"\w{4}-\w{4}-\w{4}", printed.pages[0].extract_text()) == [slip.code]


def test_a_point_has_a_sheet_for_the_chat_and_one_for_the_web():
    address = "https://rongtuk.example/report?at=ABCD2345"
    sheet = PointSheet(
        "อบต.นาวังหิน", "เสาไฟต้นที่ 5", address, address, "0 3800 0000", opens_line=False
    )
    web = point_sheet.draw(sheet, WORDS)
    assert web == point_sheet.draw(sheet, WORDS)
    assert web != point_sheet.draw(replace(sheet, opens_line=True), WORDS)


@pytest.mark.parametrize(
    "name", ["เสาไฟ 💡⚠️ ต้นที่ 5", "灯杆 5 ✨", "\u200b\ufeffจุด\x07", '#read("x") $y$ [ ]', "ก" * 120]
)
def test_whatever_a_point_is_called_its_sheet_is_one_page_of_a5(name):
    pdf = point_sheet.draw(
        PointSheet("อบต.", name, "https://x.example", "https://x.example", "191", opens_line=True),
        WORDS,
    )
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_the_receipt_is_one_page():
    for paper in Paper:
        pdf = receipt_slip.draw(replace(SLIP, rows=SLIP.rows * 2), Translator(WORDS), paper)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
