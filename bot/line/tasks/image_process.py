"""A separate program that reads a picture from stdin and writes it, re-encoded, to stdout.

Image decoders are written in C and the files may be malicious. A decoder that crashes, hangs or uses too much
memory ends only this process. `bot.line.tasks.image` starts it and reads the exit code.
"""

import io
import struct
import sys
import warnings
import zlib
from collections.abc import Iterator

from PIL import Image, ImageChops, ImageFile, ImageOps

NO_PICTURE = 3
"""Exit code when the content is not a picture of an accepted kind."""
TOO_LARGE = 4
"""Exit code when the picture would take more memory than this process may use."""
MOST_PIXELS = 250_000_000
"""A phone's largest picture has 200 megapixels. A JPEG needs little memory: it is decoded at a reduced size."""
DECODED_BYTES = 560_000_000
"""The largest picture while it is decoded; `_decoded_bytes` says what each format takes."""
BYTES_PER_PIXEL = {"PNG": 5, "GIF": 8, "BMP": 8, "TIFF": 13, "WEBP": 13, "AVIF": 11, "HEIF": 11}
"""Peak memory of the decoders: 64 megapixels of PNG, 43 of WebP and 48 of AVIF and HEIC were measured."""
FORMATS = ("JPEG", *BYTES_PER_PIXEL)
"""Accepted formats. Of a file that contains several pictures (MPO, GIF) only the first is read."""
LONG_SIDE = 2048
SHORT_SIDE = 1080
"""Minimum short side of a long screenshot or panorama, which would be illegible with a long side of 2048."""
RESULT_PIXELS = 24_000_000
"""Maximum pixels of a result."""
RESULT_SIDE = 30_000
"""Half of the longest side that a JPEG can have."""
BAND_PIXELS = 4_000_000
"""Pixels of the decoded picture that are converted at once, to avoid a second copy of the whole picture."""
_ORIENTATION = 0x0112
_JPEG_START = b"\xff\xd8"
_JPEG_MARK = b"\xff"
_JPEG_END = b"\xff\xd9"
_JPEG_FILLERS = (b"\x00" * 64, b"\x55" * 64)
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf"}


class TooLargeError(Exception):
    """The picture would take more memory than this process may use."""


def reencode(content: bytes, *, keep_cut: bool = False) -> bytes:
    """The picture as an upright JPEG on white, without metadata, of the size of `result_size`.

    `keep_cut`: of a JPEG or PNG that ends too early, keep what a viewer shows.

    Raises TooLargeError; Pillow's various errors, or ValueError, for anything but a complete picture of an
    accepted kind. https://pillow.readthedocs.io/en/stable/reference/Image.html
    """
    try:
        upright = _decode(_without_broken_chunks(content))
    except (OSError, SyntaxError):
        if not content.startswith((_JPEG_START, _PNG_SIGNATURE)):
            raise
        upright = _decode_broken(content, keep_cut=keep_cut)
    # A new image has no metadata, profile or comment of the original.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _decode(content: bytes) -> Image.Image:
    """The picture, upright and in its result size."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if _decoded_bytes(picture) > DECODED_BYTES:
            raise TooLargeError
        size = result_size(*picture.size)
        turned = _orientation(picture)
        picture.draft("RGB", size)
        picture.load()
        small = _reduced(picture, size)
    small = small.resize(size, Image.Resampling.LANCZOS)
    small.getexif()[_ORIENTATION] = turned
    return ImageOps.exif_transpose(small)


def _decode_broken(content: bytes, *, keep_cut: bool) -> Image.Image:
    """The picture of a JPEG without its end; with `keep_cut`, the part that is there of any JPEG or PNG."""
    try:
        if content.startswith(_JPEG_START):
            return _decode_without_end(content)
    except (OSError, ValueError):
        if not keep_cut:
            raise
    if not keep_cut:
        raise ValueError("cut")
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    part = _decode(_without_broken_chunks(content))
    # What is missing has one colour; a picture of one colour has nothing to show.
    if part.getcolors(1):
        raise ValueError("nothing of the picture is there")
    return part


def _decode_without_end(content: bytes) -> Image.Image:
    """The picture of a JPEG of which only the end marker is missing. Raises ValueError if more is missing.

    A decoder ignores what follows the last block of the picture. Where blocks are missing, it reads them from
    the filler, and two fillers give two pictures.
    """
    data = content.rstrip(_JPEG_MARK)
    one, other = (_decode(data + filler + _JPEG_END) for filler in _JPEG_FILLERS)
    if ImageChops.difference(one, other).getbbox():
        raise ValueError
    return one


def result_size(width: int, height: int) -> tuple[int, int]:
    """The size in pixels at which a picture is kept: never larger, in its shape, and legible.

    The long side is at most LONG_SIDE, unless the short side would then be under SHORT_SIDE.
    """
    longest, shortest = max(width, height), min(width, height)
    scale = max(LONG_SIDE / longest, SHORT_SIDE / shortest)
    scale = min(scale, 1.0, RESULT_SIDE / longest, (RESULT_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _decoded_bytes(picture: Image.Image) -> int:
    """The memory in bytes that decoding takes. Raises TooLargeError for more than MOST_PIXELS."""
    pixels = picture.width * picture.height
    if pixels > MOST_PIXELS:
        raise TooLargeError
    if picture.format in BYTES_PER_PIXEL:
        return pixels * BYTES_PER_PIXEL[picture.format]
    if not picture.info.get("progressive"):
        return 0
    # The decoder keeps the coefficients of the whole picture, two bytes each, until the last scan.
    parts: list[int] = [across * down for _, across, down, _ in picture.layer]  # type: ignore[attr-defined]
    return pixels * 2 * sum(parts) // max(parts)


def _orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 (upright) where the metadata is missing or cannot be read."""
    try:
        turned = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken metadata raises many kinds of errors
        return 1
    return int(turned) if turned in range(1, 9) else 1


def _reduced(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The decoded picture in RGB on white, reduced by the largest whole factor that leaves at least `size`."""
    factor = max(1, min(picture.width // size[0], picture.height // size[1]))
    width, height = -(-picture.width // factor), -(-picture.height // factor)
    small = Image.new("RGB", (width, height))
    rows = max(1, BAND_PIXELS // picture.width // factor) * factor
    for top in range(0, picture.height, rows):
        band = picture.crop((0, top, picture.width, min(top + rows, picture.height)))
        small.paste(_on_white(band).reduce(factor), (0, top // factor))
    return small


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture in RGB; what is transparent becomes white, as viewers show it."""
    if picture.mode.startswith("I"):
        # 16 bits of grey. convert() would make everything above 255 white.
        return picture.point(lambda grey: grey * (1 / 256)).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _without_broken_chunks(content: bytes) -> bytes:
    """A PNG without its optional chunks, for whose faults Pillow would refuse it; other content unchanged.

    https://www.w3.org/TR/png-3/#4Concepts.FormatChunks
    """
    if not content.startswith(_PNG_SIGNATURE):
        return content
    return _PNG_SIGNATURE + b"".join(
        chunk
        for kind, chunk in _png_chunks(content)
        if kind in _PNG_CHUNKS and (kind != b"eXIf" or _is_intact(chunk))
    )


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk of a PNG as (kind, the whole chunk), up to and including its end."""
    start = len(_PNG_SIGNATURE)
    kind = b""
    while start + 8 <= len(content) and kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, start)
        yield kind, content[start : start + length + 12]
        start += length + 12


def _is_intact(chunk: bytes) -> bool:
    return zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:], "big")


def main(cpu_seconds: int, memory_bytes: int, keep_cut: int) -> int:
    """Convert stdin to stdout under these limits. `keep_cut`: 1 as in `reencode`, or 0.

    Returns the exit code: 0, NO_PICTURE or TOO_LARGE.
    """
    _limit(cpu_seconds, memory_bytes)
    # Pillow warns of broken metadata, which no viewer shows.
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    content = sys.stdin.buffer.read()
    if content[4:8] == b"ftyp":
        # Pillow reads AVIF, and leaves HEIC to this plug-in.
        import pi_heif  # noqa: PLC0415 - few pictures need it

        pi_heif.register_heif_opener(thumbnails=False)
    try:
        jpeg = reencode(content, keep_cut=bool(keep_cut))
    except (TooLargeError, MemoryError, Image.DecompressionBombError) as error:
        sys.stderr.write(type(error).__name__)
        return TOO_LARGE
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
