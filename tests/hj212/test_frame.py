"""Cutting a byte stream into frames."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hj212.check_code import CheckVariant
from bihuan.hj212.decode import packets_of
from bihuan.hj212.frame import (
    STRICT,
    Event,
    Frame,
    FrameLimits,
    Reader,
    Rejected,
    RejectReason,
    Tolerance,
    write_frame,
)
from bihuan.hj212.quirk import Quirk
from tests.hj212.mutation import hurt
from tests.hj212.sample import SAMPLES, segment_2017

GOOD = write_frame(segment_2017(b"9014", b""))
OTHER = write_frame(segment_2017(b"2011", b"DataTime=20160801085857;w01018-Rtd=1"))
MODBUS = b"##0070QN=20170516010101001;ST=22;CN=2012;PW=123456;MN=ABCDEFG1234567;CP=&&&&B388\r\n"
BY_LINE = Tolerance(wrong_length=True)


def read(data: bytes, tolerance: Tolerance = STRICT) -> list[Event]:
    reader = Reader(tolerance)
    return [*reader.feed(data), *reader.close()]


def segments(events: list[Event]) -> list[bytes]:
    return [event.segment for event in events if isinstance(event, Frame)]


def reasons(events: list[Event]) -> list[RejectReason]:
    return [event.reason for event in events if isinstance(event, Rejected)]


def bytes_of(events: list[Event]) -> bytes:
    return b"".join(event.raw for event in events)


def without_line_ends(data: bytes) -> bytes:
    return data.replace(b"\r", b"").replace(b"\n", b"")


@pytest.mark.requirement("C4")
def test_a_written_frame_reads_back_whatever_it_holds() -> None:
    for segment in SAMPLES:
        assert segments(read(write_frame(segment))) == [segment]


@pytest.mark.parametrize("tolerance", [STRICT, BY_LINE])
def test_frames_that_come_whole_read_as_those_that_come_in_pieces(tolerance: Tolerance) -> None:
    source = random.Random(5)
    for _ in range(3000):
        frames = [write_frame(source.choice(SAMPLES)) for _ in range(3)]
        frames[1] = hurt(frames[1], source)
        frames[0] = frames[0][: source.choice((-2, -1, None))]
        whole, pieces = Reader(tolerance), Reader(tolerance)
        by_frame = [event for frame in frames for event in whole.feed(frame)] + whole.close()
        stream = b"".join(frames)
        halves = [stream[at : at + 7] for at in range(0, len(stream), 7)]
        by_piece = [event for half in halves for event in pieces.feed(half)] + pieces.close()
        assert by_frame == by_piece


@given(st.lists(st.binary(min_size=1, max_size=1100), max_size=5))
def test_reading_what_was_written_gives_what_was_given(contents: list[bytes]) -> None:
    events = read(b"".join(map(write_frame, contents)))
    assert segments(events) == contents
    rewritten = b"".join(write_frame(segment) for segment in segments(events))
    assert rewritten == b"".join(map(write_frame, contents))


@pytest.mark.parametrize("length", [0, 10_000])
def test_four_digits_bound_what_can_be_framed(length: int) -> None:
    with pytest.raises(ValueError, match=f"{length} bytes"):
        write_frame(b"x" * length)


@pytest.mark.requirement("A1.18")
@pytest.mark.parametrize("tolerance", [STRICT, BY_LINE])
def test_every_split_point_gives_the_same_events(tolerance: Tolerance) -> None:
    wrong_length = b"##0005" + GOOD[6:]
    for sample in [*map(write_frame, SAMPLES), GOOD + b"AT+CSQ\r\n" + OTHER, wrong_length + GOOD]:
        whole = read(sample, tolerance)
        for place in range(len(sample) + 1):
            reader = Reader(tolerance)
            events = [*reader.feed(sample[:place]), *reader.feed(sample[place:])]
            assert [*events, *reader.close()] == whole, place


@pytest.mark.real_data
def test_every_split_point_of_every_collected_packet_gives_the_same_events(
    reference_data: Path,
) -> None:
    for packet in packets_of((reference_data / "hj212" / "packets.txt").read_bytes()):
        whole = read(packet)
        for place in range(len(packet) + 1):
            reader = Reader()
            events = [*reader.feed(packet[:place]), *reader.feed(packet[place:])]
            assert [*events, *reader.close()] == whole, (packet, place)


@pytest.mark.parametrize("tolerance", [STRICT, BY_LINE])
def test_random_splits_of_damaged_streams_give_the_same_events(tolerance: Tolerance) -> None:
    source = random.Random(212)
    for _ in range(400):
        frames = [write_frame(source.choice(SAMPLES)) for _ in range(4)]
        stream = b"".join(hurt(frame, source) for frame in frames) + b"##00"
        whole_reader = Reader(tolerance)
        whole = whole_reader.feed(stream)
        reader, events, at = Reader(tolerance), [], 0
        while at < len(stream):
            step = source.randint(1, 90)
            events += reader.feed(stream[at : at + step])
            at += step
        assert events == whole
        assert reader.pending == whole_reader.pending


@given(st.lists(st.one_of(st.sampled_from([GOOD, OTHER, b"##", b"#", b"\r\n"]), st.binary())))
def test_no_byte_is_lost_but_line_ends(pieces: list[bytes]) -> None:
    stream = b"".join(pieces)
    assert without_line_ends(bytes_of(read(stream))) == without_line_ends(stream)


def test_noise_between_frames_is_kept_as_evidence_and_frames_survive() -> None:
    events = read(b"AT+CSQ\r\n" + GOOD + b"\x00\x00heartbeat##" + OTHER)
    assert len(segments(events)) == 2
    assert reasons(events) == [
        RejectReason.NOISE,
        RejectReason.NOISE,
        RejectReason.BAD_LENGTH,
        RejectReason.BAD_LENGTH,
    ]


def test_three_signs_before_a_length_do_not_hide_the_frame() -> None:
    assert segments(read(b"#" + GOOD)) == segments(read(GOOD))


def test_a_length_that_is_too_short_loses_only_its_own_frame() -> None:
    events = read(b"##0010" + GOOD[6:] + OTHER)
    assert segments(events) == segments(read(OTHER))
    assert reasons(events)[0] is RejectReason.BAD_CHECK_CODE


def test_a_length_that_is_too_long_gives_the_next_frame_back() -> None:
    reader = Reader()
    assert reader.feed(b"##0200" + GOOD[6:]) == []
    events = reader.feed(OTHER + GOOD)
    assert reasons(events) == [RejectReason.BAD_CHECK_CODE]
    assert segments(events) == segments(read(OTHER + GOOD))


def test_giving_up_on_a_half_frame_resynchronises_at_once() -> None:
    reader = Reader()
    assert reader.feed(b"##9000" + GOOD[6:] + OTHER) == []
    assert reader.pending == len(GOOD) + len(OTHER)
    events = reader.give_up()
    assert reasons(events) == [RejectReason.HALF_FRAME]
    assert segments(events) == segments(read(OTHER))
    assert reader.pending == 0 and reader.give_up() == []


def test_a_length_over_the_limit_is_refused_without_waiting() -> None:
    reader = Reader(limits=FrameLimits(segment=1024))
    events = reader.feed(b"##1025QN=2016")
    assert events == [] and reader.pending < 1024
    assert reasons(reader.feed(b"\r\n")) == [RejectReason.TOO_LONG]


def test_the_buffer_stays_bounded_whatever_comes() -> None:
    bound = 6 + 9999 + 4
    for filler in (b"x", b"#", b"##9999", b"##0", b"\r\n", GOOD[:50]):
        reader = Reader()
        for _ in range(110):
            reader.feed(filler * 97)
            assert reader.pending <= bound


def test_missing_and_bare_line_ends_are_named_with_the_next_frame() -> None:
    events = read(GOOD[:-2] + OTHER[:-2] + b"\n" + GOOD)
    quirks = [event.quirks for event in events if isinstance(event, Frame)]
    assert quirks == [(), (Quirk.NO_LINE_END,), (Quirk.BARE_LINE_END,)]


def test_lower_case_codes_are_read_and_named() -> None:
    assert GOOD[-6:-2] == b"E681"
    (event,) = read(GOOD[:-6] + b"e681\r\n")
    assert isinstance(event, Frame)
    assert event.quirks == (Quirk.LOWER_CASE_CODE,)


def test_overlong_segments_are_read_and_named() -> None:
    (event,) = read(write_frame(b"x" * 1025))
    assert isinstance(event, Frame) and event.quirks == (Quirk.OVERLONG,)


def test_foreign_codes_are_rejected_unless_the_device_may_use_them() -> None:
    assert reasons(read(MODBUS)) == [RejectReason.BAD_CHECK_CODE]
    (event,) = read(MODBUS, Tolerance(variants=frozenset({CheckVariant.MODBUS})))
    assert isinstance(event, Frame)
    assert event.variant is CheckVariant.MODBUS and event.quirks == (Quirk.FOREIGN_CODE,)
    assert not segments(read(MODBUS, Tolerance(variants=frozenset({CheckVariant.ARC}))))


def test_a_constant_code_is_accepted_per_device() -> None:
    constant = GOOD[:-6] + b"b381\r\n"
    (event,) = read(constant, Tolerance(constants=frozenset({b"B381"})))
    assert isinstance(event, Frame) and event.variant is CheckVariant.CONSTANT
    assert Quirk.LOWER_CASE_CODE in event.quirks
    assert not segments(read(constant, Tolerance(constants=frozenset({b"B382"}))))


def test_a_tolerant_reader_still_prefers_the_standard_code() -> None:
    everything = Tolerance(variants=frozenset(CheckVariant), constants=frozenset({b"0000"}))
    (event,) = read(GOOD, everything)
    assert isinstance(event, Frame) and event.variant is CheckVariant.STANDARD


@pytest.mark.parametrize("length", [b"##087", b"##0093", b"##0091", b"##0005", b"##", b"##00087"])
def test_a_wrong_length_is_read_by_its_line_where_the_device_may(length: bytes) -> None:
    wrong = length + GOOD[6:]
    assert not segments(read(wrong + OTHER)[:1])
    events = read(wrong + OTHER + wrong[:-2], BY_LINE)
    assert segments(events) == segments(read(GOOD + OTHER + GOOD))
    assert isinstance(events[0], Frame) and Quirk.WRONG_LENGTH in events[0].quirks
    assert isinstance(events[1], Frame) and Quirk.WRONG_LENGTH not in events[1].quirks


def test_a_wrong_length_with_a_wrong_code_stays_rejected() -> None:
    events = read(b"##0005" + GOOD[6:-6] + b"0001\r\n" + OTHER, BY_LINE)
    assert segments(events) == segments(read(OTHER))


def test_frames_and_rejected_bytes_do_not_print_the_password() -> None:
    frame, rejected = read(GOOD + GOOD[:40])
    assert "123456" not in repr(frame) and "123456" not in repr(rejected)
