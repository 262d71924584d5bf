"""Reading many frames at once gives what reading each of them gives."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.hj212.batch import decode_batch
from bihuan.hj212.batch.name import LONGEST_NAME, NameTable
from bihuan.hj212.batch.number import short_numbers, wire_times
from bihuan.hj212.check_code import CheckVariant
from bihuan.hj212.decode import packets_of
from bihuan.hj212.frame import write_frame
from bihuan.hj212.quirk import mask_of
from bihuan.hj212.record import number, wire_time
from bihuan.hj212.single import Single, read_frame
from bihuan.hj212.value_kind import Statistic
from tests.hj212.mutation import mutated_frames
from tests.hj212.sample import SAMPLES, data_areas, uploads


def one_row(single: Single) -> tuple[object, ...]:
    """The packet table's row of a frame, by the one-by-one reading."""
    checked = (single.variant is CheckVariant.STANDARD, single.variant)
    if single.upload is None:
        return (None, None, 0, False, None, None, None, None, *checked)
    packet, _, time, _, quirks = single.upload
    time_ms = None if time is None else round(time.timestamp() * 1000)
    return (
        packet.request_id,
        time_ms,
        mask_of(quirks),
        True,
        packet.device_id,
        packet.system_code,
        packet.command_code,
        packet.flag,
        *checked,
    )


def assert_equal_to_one_by_one(frames: list[bytes]) -> None:
    batch = decode_batch(frames)
    singles = [read_frame(frame) for frame in frames]
    rows = batch.packets.drop("packet", "irregular").rows()
    for row, single, frame in zip(rows, singles, frames, strict=True):
        assert row == one_row(single), frame
    expected = [
        (place, record.factor, int(record.statistic), record.value, record.flag)
        for place, single in enumerate(singles)
        if single.upload
        for record in single.upload.records
    ]
    assert batch.records.rows() == expected


def test_every_sample_reads_the_same_in_a_batch() -> None:
    assert_equal_to_one_by_one([write_frame(segment) for segment in SAMPLES])


@pytest.mark.requirement("A1.18")
@pytest.mark.real_data
def test_every_collected_packet_reads_the_same_in_a_batch(reference_data: Path) -> None:
    text = (reference_data / "hj212" / "packets.txt").read_bytes()
    assert_equal_to_one_by_one(list(packets_of(text)))


def test_an_empty_batch_is_two_empty_tables() -> None:
    batch = decode_batch([])
    assert batch.packets.is_empty() and batch.records.is_empty()


def test_regular_uploads_never_need_the_careful_reading() -> None:
    frames = [write_frame(segment) for segment in SAMPLES if b"01018-Max" in segment]
    assert frames and not decode_batch(frames).packets["irregular"].any()


def test_without_check_the_codes_are_null_and_the_rest_is_the_same() -> None:
    frames = [write_frame(segment) for segment in SAMPLES]
    asked, unasked = decode_batch(frames), decode_batch(frames, check=False)
    assert unasked.packets["check_ok"].null_count() == len(frames)
    assert asked.packets.drop("check_ok", "variant").equals(
        unasked.packets.drop("check_ok", "variant")
    )
    assert asked.records.equals(unasked.records)


def test_more_frames_than_a_chunk_keep_their_numbers() -> None:
    frames = [write_frame(SAMPLES[place % len(SAMPLES)]) for place in range(5000)]
    batch = decode_batch(frames)
    assert batch.packets["packet"].to_list() == list(range(5000))
    assert batch.records["packet"].is_sorted()
    once = decode_batch(frames[: len(SAMPLES)]).records.drop("packet")
    assert batch.records.filter(pl.col("packet") < len(SAMPLES)).drop("packet").equals(once)


@settings(max_examples=60)
@given(st.lists(uploads(), min_size=1, max_size=12))
def test_generated_uploads_read_the_same_in_a_batch(segments: list[bytes]) -> None:
    assert_equal_to_one_by_one([write_frame(segment) for segment in segments])


@settings(max_examples=100)
@given(st.lists(data_areas(), min_size=1, max_size=8))
def test_careless_data_areas_read_the_same_in_a_batch(areas: list[bytes]) -> None:
    head = b"QN=20160801085857223;ST=32;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
    assert_equal_to_one_by_one(
        [write_frame(head + b"CP=&&" + area + b"&&") for area in areas if len(area) < 9000]
    )


@pytest.mark.requirement("A1.18")
def test_mutated_frames_read_the_same_in_a_batch() -> None:
    frames = list(mutated_frames(20_000, seed=212))
    for start in range(0, len(frames), 1000):
        assert_equal_to_one_by_one(frames[start : start + 1000])


@given(st.from_regex(r"[-+]?[0-9]{0,7}\.?[0-9]{0,7}", fullmatch=True))
def test_short_numbers_are_what_float_says_or_are_left_to_it(text: str) -> None:
    raw = bytes(16) + text.encode() + bytes(16)
    data = np.frombuffer(raw, np.uint8)
    words = np.ndarray((len(raw) - 7,), np.dtype("<u8"), raw, strides=(1,))
    start = np.array([16])
    values, right = short_numbers(data, words, start, start + len(text))
    value, quirks = number(text, Statistic.VALUE)
    if right[0]:
        assert (value, quirks) == (values[0], 0) or (value is None and values[0] == -9999)
    else:
        assert value is None or len(text.lstrip("-")) > 8 or text.startswith("+")


@given(st.from_regex(r"[0-2][0-9]{3}(0[0-9]|1[0-3])[0-3][0-9][0-2][0-9]{5}", fullmatch=True))
def test_times_are_what_the_calendar_says(text: str) -> None:
    times, right = wire_times(np.frombuffer(text.encode(), np.uint8), np.array([0]))
    time, _ = wire_time(text)
    assert bool(right[0]) == (time is not None)
    if time is not None:
        assert times[0] == round(time.timestamp() * 1000)


@given(st.lists(st.from_regex(r"[!-~]{0,20}", fullmatch=True), min_size=1, max_size=40))
def test_names_are_found_by_their_bytes_or_are_too_long(texts: list[str]) -> None:
    raw = bytes(16) + "".join(f"{text}=" for text in texts).encode() + bytes(16)
    words = np.ndarray((len(raw) - 7,), np.dtype("<u8"), raw, strides=(1,))
    lengths = np.array([len(text) for text in texts])
    ends = 16 + np.cumsum(lengths + 1) - 1
    table = NameTable()
    found = table.find(words, ends - lengths, ends)
    assert (found == table.find(words, ends - lengths, ends)).all()
    by_text = dict(zip(texts, found.tolist(), strict=True))
    for text, place in zip(texts, found.tolist(), strict=True):
        assert by_text[text] == place
        assert bool(place) == (len(text) <= LONGEST_NAME)
    assert len(set(by_text.values()) - {0}) == len({t for t in texts if len(t) <= LONGEST_NAME})


def test_a_batch_needs_no_arrow_library() -> None:
    script = (
        "import sys; from bihuan.hj212.batch import decode_batch;"
        "decode_batch([b'##0021ST=91;CN=9014;CP=&&&&4980', b'']);"
        "print('pyarrow' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"
