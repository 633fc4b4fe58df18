"""QR codes as pictures in a page."""

import io


def qr_picture(content: str) -> str:
    """A QR code as an SVG element for an HTML page."""
    import segno  # noqa: PLC0415 - 1 MB, and few pages show a code

    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, scale=5, border=3, omitsize=True, nl=False
    )
    return out.getvalue().decode()
