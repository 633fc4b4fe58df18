"""A separate program that reads a picture from stdin and writes it, re-encoded, to stdout.

Image decoders are written in C and the files may be malicious. A decoder that crashes, hangs or uses too much
memory ends only this process. `bot.line.tasks.image` starts it and reads the exit code.
"""

import io
import sys
import warnings

from PIL import Image, ImageOps

NO_PICTURE = 3
"""Exit code when the content is not a picture of an accepted kind and size."""
JPEG_PIXELS = 50_000_000
"""The largest picture of a phone. A JPEG is decoded at a reduced size, so it needs little memory."""
OTHER_PIXELS = 25_000_000
"""Other formats are decoded at full size, with up to twelve bytes for a pixel."""
LONGEST_SIDE = 2048
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
"""Accepted formats. Of a JPEG that contains several pictures (MPO) only the first is read."""


def reencode(content: bytes) -> bytes:
    """The picture as a JPEG of at most 2048 pixels on each side, upright, without metadata.

    Raises Pillow's various errors, or ValueError, for anything but a complete picture of an accepted kind and
    size. https://pillow.readthedocs.io/en/stable/reference/Image.html
    """
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        limit = JPEG_PIXELS if picture.format == "JPEG" else OTHER_PIXELS
        if picture.width * picture.height > limit:
            raise ValueError("too many pixels")
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        small = picture.convert("RGB")
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(small)
    # A new image has no metadata, profile or comment of the original.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def main(cpu_seconds: int, memory_bytes: int) -> int:
    """Convert stdin to stdout under these limits; returns the exit code, 0 or NO_PICTURE."""
    _limit(cpu_seconds, memory_bytes)
    # Refuse what Pillow only warns about, such as a decompression bomb or broken metadata.
    warnings.simplefilter("error")
    try:
        jpeg = reencode(sys.stdin.buffer.read())
    except Exception as error:  # noqa: BLE001 - Pillow's decoders raise many kinds of errors
        sys.stderr.write(type(error).__name__)
        return NO_PICTURE
    sys.stdout.buffer.write(jpeg)
    return 0


def _limit(cpu_seconds: int, memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
