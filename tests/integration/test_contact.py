"""The office's contacts: telephone, map, and its web page if it has one."""

from dataclasses import replace

from handlers.conversations.main_menu import contact
from handlers.engine.turn import turn_with
from tests.moments import NOON

PAGE = "https://office.example"


def buttons(office, website, language="th"):
    organisation = replace(office.catalog.organisation, website=website)
    changed = replace(office, catalog=replace(office.catalog, organisation=organisation), live=None)
    with changed.uow(NOON) as uow:
        (card,) = contact(turn_with(uow, "U1", language))
    return {button.label: button.target for button in card.buttons}


def test_the_office_s_page_opens_from_its_card_where_there_is_one(office):
    without = buttons(office, "")
    assert buttons(office, PAGE) == without | {"เว็บไซต์": PAGE}
    assert len(without) == 2


def test_an_english_reader_finds_it_under_a_name_they_can_read(office):
    labels = {
        label: target for label, target in buttons(office, PAGE, "en").items() if target == PAGE
    }
    assert labels == {"เว็บไซต์ · Website": PAGE}
