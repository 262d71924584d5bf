"""Feed millions of mutated frames and noise to the protocol reader; any surprise is an error.

    python -m bench.torture_hj212 [--frames 10000000] [--seed 1] [--processes 2]

Every stream is cut into random reads. It must not crash, must lose no byte but line ends, must
keep its buffer bounded, and a batch must read exactly what one by one reads.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import islice

from tests.hj212.mutation import hurt, mutated_frames

from bihuan.hj212.batch import decode_batch
from bihuan.hj212.decode import describe
from bihuan.hj212.frame import STRICT, Event, Frame, Reader, Tolerance
from bihuan.hj212.quirk import mask_of
from bihuan.hj212.single import Single, read_frame

BOUND = 6 + 9999 + 4
SHARE = 20_000
STREAM = 200


@dataclass
class Tally:
    """What a share of frames came to."""

    frames: int = 0
    accepted: int = 0
    rejected: int = 0
    values: int = 0


class Surprise(AssertionError):
    """The reader did what it must never do."""


def torture(count: int, seed: int) -> Tally:
    """Try `count` seeded frames; raises Surprise, or whatever broke."""
    source = random.Random(seed)
    tally = Tally()
    coming = mutated_frames(count, seed=seed)
    while frames := list(islice(coming, STREAM)):
        _try_stream(frames, source, tally)
    return tally


def _try_stream(frames: list[bytes], source: random.Random, tally: Tally) -> None:
    parts = [frame if source.random() < 0.9 else frame + noise(source) for frame in frames]
    stream = b"".join(parts)
    tolerance = STRICT if source.random() < 0.7 else Tolerance(wrong_length=True)
    events = list(_read(stream, source, tolerance))
    if _without_line_ends(b"".join(event.raw for event in events)) != _without_line_ends(stream):
        raise Surprise(f"bytes were lost of {stream!r}")
    accepted = [event.raw for event in events if isinstance(event, Frame)]
    tally.frames += len(frames)
    tally.accepted += len(accepted)
    tally.rejected += len(events) - len(accepted)
    tally.values += _compare(frames)
    describe(source.choice(parts))


def noise(source: random.Random) -> bytes:
    """Bytes that are no frame: heartbeats, half marks, random ones."""
    kind = source.random()
    if kind < 0.4:
        return source.randbytes(source.randint(1, 200))
    if kind < 0.7:
        return source.choice([b"##", b"###", b"##0", b"##9999", b"AT+CSQ\r\n", b"\x00\x00", b"&&"])
    return hurt(b"##0101QN=2016&&1C80\r\n" * 3, source)


def _read(stream: bytes, source: random.Random, tolerance: Tolerance) -> Iterator[Event]:
    """The events of a stream that comes in random reads."""
    reader, at = Reader(tolerance), 0
    while at < len(stream):
        step = source.choice((1, 7, 100, 1460, 20_000))
        yield from reader.feed(stream[at : at + step])
        at += step
        if reader.pending > BOUND:
            raise Surprise(f"{reader.pending} bytes are pending of {stream!r}")
        if source.random() < 0.01:
            yield from reader.give_up()
    yield from reader.close()


def _without_line_ends(data: bytes) -> bytes:
    return data.translate(None, b"\r\n")


def _compare(frames: list[bytes]) -> int:
    """The batch against one by one; gives the number of values."""
    batch = decode_batch(frames)
    singles = [read_frame(frame) for frame in frames]
    columns = ("device_id", "command_code", "flag", "quirks", "variant")
    packets = batch.packets.select(columns).rows()
    for packet, single, frame in zip(packets, singles, frames, strict=True):
        if packet != _row(single):
            raise Surprise(f"the batch reads {packet} of {frame!r}, one by one {_row(single)}")
    values = [
        (place, record.factor, record.statistic, record.value, record.flag)
        for place, single in enumerate(singles)
        if single.upload
        for record in single.upload.records
    ]
    if batch.records.rows() != values:
        raise Surprise(f"the batch reads other values in {frames!r}")
    return len(values)


def _row(single: Single) -> tuple[object, ...]:
    if single.upload is None:
        return (None, None, None, 0, single.variant)
    packet = single.upload.packet
    mask = mask_of(single.upload.quirks)
    return (packet.device_id, packet.command_code, packet.flag, mask, single.variant)


def main() -> int:
    """Run the shares over the processes and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    begun, total = time.monotonic(), Tally()
    shares = [min(SHARE, options.frames - at) for at in range(0, options.frames, SHARE)]
    with ProcessPoolExecutor(options.processes) as pool:
        first = options.seed * 1_000_000
        runs = [pool.submit(torture, share, first + at) for at, share in enumerate(shares)]
        for done in as_completed(runs):
            if error := done.exception():
                pool.shutdown(cancel_futures=True)
                raise error
            for name, count in vars(done.result()).items():
                setattr(total, name, getattr(total, name) + count)
            _progress(total, options.frames, time.monotonic() - begun)
    print(
        f"\n{total.frames} mutated frames, {total.accepted} accepted, {total.rejected} rejected,"
        f" {total.values} values, every reading equal, {time.monotonic() - begun:.0f} s"
    )
    return 0


def _progress(total: Tally, wanted: int, seconds: float) -> None:
    pace = total.frames / max(seconds, 1e-9)
    left = (wanted - total.frames) / pace
    sys.stderr.write(f"\r{total.frames:,} of {wanted:,}, {pace:,.0f} a second, {left:,.0f} s left ")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
