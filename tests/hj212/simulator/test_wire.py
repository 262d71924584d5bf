"""Faults of the line, one by one."""

from datetime import datetime, timedelta
from random import Random

import pytest

from bihuan.hj212.frame import Frame, Reader, Rejected, write_frame
from bihuan.hj212.simulator import Faults, UnknownFault
from bihuan.hj212.simulator.wire import Outgoing, Wire

NOW = datetime.fromisoformat("2026-11-21T09:00:00+08:00")
FRAMES = [write_frame(b"ST=32;CN=2011;PW=123456;MN=A%d;CP=&&DataTime=1&&" % n) for n in range(4)]


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def wire(**faults: float) -> Wire:
    return Wire(Faults(**faults), Random(1))  # type: ignore[arg-type]


def segments(pieces: list[Outgoing]) -> list[bytes]:
    reader = Reader()
    events = [event for piece in pieces for event in reader.feed(piece.data)]
    return [event.segment for event in events if isinstance(event, Frame)]


def test_a_sound_line_sends_at_once_and_together() -> None:
    assert wire().put(FRAMES, NOW) == [Outgoing(NOW, b"".join(FRAMES))]
    assert wire().put([], NOW) == []
    assert wire().next_due is None


def test_a_torn_frame_goes_out_in_two_writes_and_nothing_between_them() -> None:
    line = wire(torn=1, torn_s=0.2)
    first = line.put(FRAMES[:1], NOW)
    second = line.put(FRAMES[1:2], later(0.1))
    assert [piece.at for piece in first] == [NOW, later(0.2)]
    assert b"".join(piece.data for piece in first) == FRAMES[0]
    assert second[0].at == later(0.2)
    assert len(segments(first + second)) == 2


def test_a_sticky_frame_waits_for_the_next_one() -> None:
    line = wire(sticky=1, sticky_s=5)
    assert line.put(FRAMES[:1], NOW) == []
    assert line.put([], later(1)) == []
    assert line.put(FRAMES[1:2], later(2)) == [Outgoing(later(2), FRAMES[0] + FRAMES[1])]


def test_a_sticky_frame_that_nothing_follows_leaves_after_its_time() -> None:
    line = wire(sticky=1, sticky_s=5)
    line.put(FRAMES[:1], NOW)
    assert line.next_due == later(5)
    assert line.put([], later(5)) == [Outgoing(later(5), FRAMES[0])]
    assert line.next_due is None


def test_a_frame_that_is_held_back_is_overtaken() -> None:
    line = Wire(Faults(disorder=0.5, disorder_s=10), Random(2))
    sent = [piece.data for frame in FRAMES for piece in line.put([frame], NOW)]
    assert 0 < len(sent) < 4
    sent += [piece.data for piece in line.put([], later(10))]
    assert sorted(b"".join(sent).splitlines()) == sorted(b"".join(FRAMES).splitlines())
    assert b"".join(sent) != b"".join(FRAMES)


def test_a_wrong_code_is_rejected_and_the_next_frame_is_read() -> None:
    reader = Reader()
    spoilt = wire(wrong_code=1).put(FRAMES[:1], NOW)
    assert [type(event) for event in reader.feed(spoilt[0].data)] == [Rejected]
    assert len(reader.feed(FRAMES[1])) == 1


def test_a_slow_line_sends_small_pieces_at_its_pace() -> None:
    pieces = wire(bytes_per_s=640).put(FRAMES[:3], NOW)
    assert {len(piece.data) for piece in pieces[:-1]} == {64}
    assert pieces[1].at - pieces[0].at == timedelta(seconds=0.1)
    assert len(segments(pieces)) == 3


def test_a_lost_connection_forgets_what_was_held_back() -> None:
    line = wire(sticky=1, disorder=1)
    line.put(FRAMES, NOW)
    line.reset()
    assert line.next_due is None
    assert line.put([], later(100)) == []


def test_answers_are_lost_as_often_as_ordered() -> None:
    assert all(wire().hears() for _ in range(100))
    assert not any(wire(lost_answer=1).hears() for _ in range(100))
    heard = sum(Wire(Faults(lost_answer=0.3), Random(n)).hears() for n in range(1000))
    assert 640 < heard < 760


def test_a_fault_that_cannot_be_ordered_is_named() -> None:
    assert Faults.read("none") == Faults.read("") == Faults()
    assert Faults.read("torn=0.5, outage_every_s=60").outage_every_s == 60
    for text, complaint in [
        ("torn=1.5", "torn=1.5 is not a chance"),
        ("torn=often", "torn needs a number, not 'often'"),
        ("speed=3", "no fault is called 'speed'"),
    ]:
        with pytest.raises(UnknownFault, match=complaint):
            Faults.read(text)
