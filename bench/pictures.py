"""Memory and processor time to re-encode the largest pictures that people send, each in a process of its own."""

import io
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from bench.report import Options, Row, at_most
from bot.line.tasks.image import COMMAND, CPU_SECONDS, MEMORY_BYTES
from bot.line.tasks.image_process import TOO_LARGE

MEGABYTES = MEMORY_BYTES / 1e6
BLOCK = 8
"""Pixels of a side of one random spot: about as much detail as a photo has."""
PROGRESSIVE: dict[str, object] = {"progressive": True, "subsampling": 0}
PICTURES: tuple[tuple[str, tuple[int, int], str, dict[str, object]], ...] = (
    ("12 megapixels, JPEG", (4032, 3024), "JPEG", {}),
    ("64 megapixels, JPEG", (9248, 6936), "JPEG", {}),
    ("64 megapixels, progressive JPEG, colour in full", (9248, 6936), "JPEG", PROGRESSIVE),
    ("64 megapixels, PNG", (9248, 6936), "PNG", {"compress_level": 1}),
    ("108 megapixels, JPEG", (12000, 9000), "JPEG", {}),
    ("200 megapixels, JPEG", (16320, 12240), "JPEG", {}),
    ("40 megapixels, WebP", (7300, 5475), "WEBP", {"method": 0}),
    ("40 megapixels, AVIF", (7300, 5475), "AVIF", {"speed": 10}),
    ("a panorama, 43,000 x 3,800", (43000, 3800), "JPEG", {}),
    ("a long screenshot, 1,080 x 24,000", (1080, 24000), "JPEG", {}),
)
MEASURE = """
import json, resource, subprocess, sys
picture = open(sys.argv[1], "rb")
done = subprocess.run(sys.argv[2:], stdin=picture, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, used.ru_maxrss / 1000, used.ru_utime + used.ru_stime]))
"""
"""The highest memory of a process counts that of the one which started it, so a small one starts the bot's."""


def run(_: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "picture"
        for what, size, kind, options in PICTURES:
            file.write_bytes(_picture(size, kind, options))
            code, megabytes, seconds = _reencode(file)
            row = at_most(f"{what}, {file.stat().st_size / 1e6:.1f} MB", megabytes, MEGABYTES, "MB")
            note = {0: "", TOO_LARGE: ", refused as too large"}.get(code, f", exit {code}")
            yield Row(row.what + note, f"{row.figure}, {seconds:.1f} s", row.target, row.met)


def _picture(size: tuple[int, int], kind: str, options: dict[str, object]) -> bytes:
    width, height = (side // BLOCK for side in size)
    spots = random.Random(17).randbytes(width * height * 3)  # noqa: S311 - the same in every run
    picture = Image.frombytes("RGB", (width, height), spots).resize(size)
    content = io.BytesIO()
    picture.save(content, kind, quality=85, **options)
    return content.getvalue()


def _reencode(file: Path) -> tuple[int, float, float]:
    """Return exit code, megabytes at the most and seconds of processor of the bot's own program."""
    limits = (str(CPU_SECONDS), str(MEMORY_BYTES))
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-c", MEASURE, str(file), *COMMAND, *limits],
        check=True,
        capture_output=True,
        text=True,
    )
    code, megabytes, seconds = json.loads(done.stdout)
    return code, megabytes, seconds
