"""Sets the single pages that are printed and put up or handed over, and draws the QR code on them.

https://typst.app/docs/
"""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
_CORRECTION = "q"
"""A quarter of the code may be covered or worn and it can still be read."""
_QUIET_ZONE = 4
"""Blank modules around the code, ISO/IEC 18004."""


def set_sheet(template: str, inputs: Mapping[str, str]) -> bytes:
    """Return the page as a PDF that follows PDF/UA-1. Equal inputs give equal bytes.

    `template`: the Typst file in this folder, without its ending. `inputs`: what the template reads from
    `sys.inputs`. Raises typst.TypstError if the page cannot be set, TypeError if it takes more than one file.
    """
    import typst  # noqa: PLC0415 - it takes 7 MB, and few processes draw a sheet

    pdf = typst.compile(
        HERE / f"{template}.typ",
        format="pdf",
        pdf_standards=["ua-1"],
        # A fixed date, so that equal inputs give equal bytes.
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs=dict(inputs),
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"{template} did not come out as one file")
    return pdf


def qr_code(address: str) -> str:
    """The QR code of an address as SVG, with the blank zone that readers need around it."""
    import segno  # noqa: PLC0415 - 1 MB, which a process that sets no sheet does without

    picture = io.BytesIO()
    segno.make(address, error=_CORRECTION, micro=False, boost_error=False).save(
        picture, kind="svg", border=_QUIET_ZONE, xmldecl=False, svgns=True, light="white"
    )
    return picture.getvalue().decode()
