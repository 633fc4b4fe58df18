"""A program of its own: a picture somebody sent comes in on stdin, drawn anew it leaves on stdout.

Decoders are C and what they read is hostile: one that crashes, hangs or eats memory takes only this
process with it. Started by bot.line.tasks.image, which reads the exit code.
"""

import io
import sys
import warnings

from PIL import Image, ImageOps

NO_PICTURE = 3
"""The exit code that says: these bytes are no picture we keep."""
JPEG_PIXELS = 50_000_000
"""A telephone's largest picture. A JPEG is decoded smaller than it is, so it needs little memory."""
OTHER_PIXELS = 25_000_000
"""The other kinds are decoded whole, at up to twelve bytes a pixel."""
LONGEST_SIDE = 2048
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
"""What telephones send. A JPEG that holds several pictures (MPO) is opened as a JPEG, by its first."""


def redraw(content: bytes) -> bytes:
    """The picture as a JPEG of at most 2048 pixels a side, turned upright, without any metadata.

    Raises whatever Pillow raises, for anything that is not a whole picture of a known kind and size.
    """
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        limit = JPEG_PIXELS if picture.format == "JPEG" else OTHER_PIXELS
        if picture.width * picture.height > limit:
            raise ValueError("too many pixels")
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        small = picture.convert("RGB")
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(small)
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def main(processor_seconds: int, memory_bytes: int) -> int:
    _limit(processor_seconds, memory_bytes)
    # What Pillow only warns of (a picture bomb, broken metadata) is a refusal.
    warnings.simplefilter("error")
    try:
        made = redraw(sys.stdin.buffer.read())
    except Exception as error:  # noqa: BLE001 - its readers raise what their formats make them
        sys.stderr.write(type(error).__name__)
        return NO_PICTURE
    sys.stdout.buffer.write(made)
    return 0


def _limit(processor_seconds: int, memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
