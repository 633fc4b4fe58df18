"""Typeset single pages that are printed and put up or handed out, with their QR codes.

https://typst.app/docs/
"""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
_CORRECTION = "q"
"""Error correction level: the code is readable with up to a quarter of it damaged."""
_QUIET_ZONE = 4
"""Blank modules around the code, ISO/IEC 18004."""


def set_sheet(template: str, inputs: Mapping[str, str]) -> bytes:
    """Return the page as a PDF that conforms to PDF/UA-1. Equal inputs give equal bytes.

    `template`: the Typst file in this folder, without its extension. `inputs`: the values that the template reads
    from `sys.inputs`. Raises typst.TypstError if typesetting fails, TypeError if the output is not a single file.
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
