"""The places to sign of a paper report: the line for the signature, the full title, and the line for the date."""

from handlers.core.i18n import Translator
from reports.document import Signature


def place(translator: Translator, role: str, *lines: str) -> Signature:
    """Return a place to sign. `role`: the full title. `lines`: labels above it, such as an opinion."""
    return Signature(
        role,
        lines,
        sign=translator.say("month_page.sign"),
        dated=translator.say("month_page.sign_date"),
    )
