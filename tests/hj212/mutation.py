"""Frames with something wrong, seeded; the long run uses the same."""

import random
from collections.abc import Iterator

from bihuan.hj212.frame import write_frame
from tests.hj212.sample import SAMPLES

_LOADED = b"#&;,=-/.:\r\n \x00\xff09AFNnQ"


def mutated_frames(count: int, *, seed: int) -> Iterator[bytes]:
    """Frames of which some are whole, some were hurt before and some after framing."""
    source = random.Random(seed)
    for _ in range(count):
        segment = source.choice(SAMPLES)
        choice = source.random()
        if choice < 0.5:
            segment = hurt(segment, source)[:9999] or b"?"
        frame = write_frame(segment)
        yield hurt(frame, source) if choice > 0.7 else frame


def hurt(data: bytes, source: random.Random) -> bytes:
    """The bytes with one to four places changed, cut, doubled or swapped."""
    damaged = bytearray(data)
    for _ in range(source.randint(1, 4)):
        if not damaged:
            break
        at = source.randrange(len(damaged))
        act = source.random()
        if act < 0.5:
            damaged[at] = source.choice(_LOADED)
        elif act < 0.65:
            del damaged[at : at + source.randint(1, 12)]
        elif act < 0.8:
            damaged[at:at] = damaged[at : at + source.randint(1, 40)]
        else:
            damaged.insert(at, source.choice(_LOADED))
    return bytes(damaged)
