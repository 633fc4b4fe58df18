"""Makes a picture that a person sent safe to keep: what it is by its content, re-encoded, nothing hidden."""

import io
import warnings

from PIL import Image, ImageOps

PIXEL_LIMIT = 50_000_000
"""A phone's largest picture has about 50 megapixels; a picture bomb has thousands."""
LONGEST_SIDE = 2048
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
"""What telephones send. A JPEG that holds several pictures (MPO) is opened as a JPEG, by its first."""


class NotAPictureError(Exception):
    """The bytes are no picture we keep."""


def clean(content: bytes) -> bytes:
    """The picture as a JPEG of at most 2048 pixels a side, turned upright, without any metadata.

    Raises NotAPictureError for anything that is not a whole picture of a known kind and size.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > PIXEL_LIMIT:
                    raise NotAPictureError("too many pixels")
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=85, optimize=True)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise NotAPictureError(type(error).__name__) from error
    return out.getvalue()
