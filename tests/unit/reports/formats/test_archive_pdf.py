"""What PDF/A-3a and PDF/UA-1 ask of a report's PDF, read from the file itself by a library.

Not a whole validator such as veraPDF: the claims, fonts, tags, language, title and the attached figures.
"""

import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from reports.document import Layout, Numerals
from reports.formats.typeset import pdf
from tests.unit.reports.formats.test_formats import DATED, DOCUMENT

ADDRESS = "https://office2.invalid/open"
FIGURES = '{"received":57}'
PART, UA_PART = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"


@pytest.fixture(scope="module", params=[*Layout], ids=str)
def reader(request):
    link = "https://office.invalid/open" if request.param is Layout.POSTER else ""
    document = replace(
        DOCUMENT, link=link, headline=f"รับ 57 เรื่อง ดู {ADDRESS}", numerals=Numerals.THAI
    )
    return PdfReader(io.BytesIO(pdf(document, request.param, FIGURES, DATED)))


def told(reader):
    """The texts and attributes of the metadata, by name."""
    root = ET.fromstring(reader.root_object["/Metadata"].get_object().get_data())
    found = {}
    for element in root.iter():
        found[element.tag] = (element.text or "").strip()
        found |= element.attrib
    return found


def fonts(reader):
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield font.get_object()


def elements(reader):
    """Every element of the structure tree."""
    return below(reader.root_object["/StructTreeRoot"])


def below(element):
    """An element of the structure tree and every one below it."""
    waiting = [element]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield one
            if "/K" in one:
                waiting.append(one["/K"])


def test_it_claims_both_standards(reader):
    claims = told(reader)
    assert (claims[f"{PART}part"], claims[f"{PART}conformance"]) == ("3", "A")
    assert claims[f"{UA_PART}part"] == "1"


def test_colours_are_defined_and_nothing_runs(reader):
    catalogue = reader.root_object
    (intent,) = catalogue["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert "/DestOutputProfile" in intent.get_object()
    assert not {"/OpenAction", "/AA"} & catalogue.keys()
    assert "/JavaScript" not in catalogue.get("/Names", {})
    assert not reader.is_encrypted


def test_every_font_is_embedded_and_tells_its_letters(reader):
    found = list(fonts(reader))
    assert found
    for font in found:
        assert "Sarabun" in font["/BaseFont"]
        assert "/ToUnicode" in font
        (below,) = font["/DescendantFonts"]
        descriptor = below.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def test_it_can_be_read_aloud(reader):
    catalogue = reader.root_object
    assert catalogue["/MarkInfo"]["/Marked"].value
    assert str(catalogue["/Lang"]).startswith("th")
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert DOCUMENT.office in reader.metadata.title
    found = list(elements(reader))
    kinds = {one.get("/S") for one in found}
    assert {"/Document", "/P"} <= kinds
    assert {"/H1", "/Title"} & kinds
    assert all("/Alt" in one for one in found if one.get("/S") == "/Figure")


def test_every_table_says_what_its_columns_are(reader):
    tables = [one for one in elements(reader) if one.get("/S") == "/Table"]
    for table in tables:
        assert "/TH" in {one.get("/S") for one in below(table)}


def test_an_address_can_be_pressed_and_says_where_it_leads(reader):
    links = [
        one.get_object()
        for page in reader.pages
        for one in page.get("/Annots", ())
        if "/URI" in one.get_object().get("/A", {})
    ]
    for one in links:
        assert one["/Contents"]
    told = {one["/A"]["/URI"] for one in links}
    assert told <= {ADDRESS, "https://office.invalid/open"}
    assert told or ADDRESS not in " ".join(page.extract_text() for page in reader.pages)


def test_both_claims_are_explained_to_programs_that_know_only_one(reader):
    # PDF/A knows no property of PDF/UA: ISO 19005-3, 6.6.2.3.3 asks for its description.
    metadata = reader.root_object["/Metadata"].get_object().get_data().decode()
    described = metadata.split("pdfaExtension:schemas")[1]
    assert "http://www.aiim.org/pdfua/ns/id/" in described


def test_the_figures_are_attached_as_its_data(reader):
    (attached,) = reader.root_object["/AF"]
    file = attached.get_object()
    assert file["/AFRelationship"] == "/Data"
    assert file["/UF"] == "figures.json"
    assert file["/EF"]["/F"].get_object().get_data().decode() == FIGURES


def test_its_digits_are_of_one_kind(reader):
    words = " ".join(page.extract_text() for page in reader.pages)
    assert set(words) & set("๐๑๒๓๔๕๖๗๘๙")
    shown = words.replace("https://office.invalid/open", "").replace(ADDRESS, "")
    assert not set(shown) & set("0123456789")
