"""CPU milliseconds to classify one message."""

import time
from collections.abc import Iterator

from bench.messages import MESSAGES
from bench.report import Options, Row, at_most, measured, percentile
from bot.wiring import read_lexicon
from domain.language.classifier import Lexicon, rank

TIMES = 50
LONGEST = "ถนนหน้าบ้านน้ำท่วมขัง ไฟทางดับ ขยะเต็มถัง ส่งกลิ่นเหม็นมาก " * 80


def run(_: Options) -> Iterator[Row]:
    lexicon = read_lexicon()
    spent = [_milliseconds(text, lexicon) for text in MESSAGES * TIMES]
    yield measured(f"{len(MESSAGES)} messages, {TIMES} times: p50", percentile(spent, 0.5), "ms", 2)
    yield at_most("p99", percentile(spent, 0.99), 2, "ms", 2)
    longest = [_milliseconds(LONGEST[:5000], lexicon) for _ in range(TIMES)]
    yield at_most(
        "the longest message LINE takes, 5,000 characters: p99",
        percentile(longest, 0.99),
        2,
        "ms",
        2,
    )


def _milliseconds(text: str, lexicon: Lexicon) -> float:
    start = time.thread_time()
    rank(text, lexicon)
    return (time.thread_time() - start) * 1000
