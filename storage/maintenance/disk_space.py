"""Reads the free space of the disk with the office's data."""

import shutil
from dataclasses import dataclass
from pathlib import Path

LOW_SHARE, LOW_BYTES = 0.1, 2_000_000_000
"""A disk is low if both less than this share and less than this many bytes are free."""


@dataclass(frozen=True)
class Space:
    """In bytes."""

    free: int
    total: int

    @property
    def is_low(self) -> bool:
        """Whether somebody must act before it is full."""
        return self.free < min(self.total * LOW_SHARE, LOW_BYTES)


def read_space(folder: Path) -> Space:
    """Return the space of the disk that holds a folder, or will hold it. Raises OSError."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return Space(usage.free, usage.total)
