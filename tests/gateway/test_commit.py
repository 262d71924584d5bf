"""Acknowledged means on disk: no answer before the commit, none while the store refuses."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bihuan.gateway.settings import CommitLimits
from bihuan.registry.models import ProcessHeartbeat
from bihuan.telemetry import BadRows, Kind, SeriesQuery, Store, StoreFull
from tests.gateway.conftest import MN, RegisterDevice
from tests.gateway.running import QUICK, Client, HeldJournal, RunningGateway, until, upload

EVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def realtime(minute: int) -> bytes:
    moment = f"202611210800{minute:02}"
    return upload(MN, f"DataTime={moment};w01018-Rtd={minute}", QN=f"{moment}000")


def count(store: Store) -> int:
    return len(store.series(SeriesQuery(None, None, Kind.REALTIME, *EVER)))


@pytest.mark.requirement("A1.18")
def test_nothing_is_answered_before_the_commit_returns(
    store: Store, register: RegisterDevice
) -> None:
    register()
    held = HeldJournal(store)
    with RunningGateway(held) as running, Client(running.port) as device:
        device.send(realtime(1))
        until(lambda: held.asked == 1)
        assert device.hears_nothing()
        held.gate.set()
        assert len(device.answers(1)) == 1
    assert count(store) == 1


def test_a_repeat_waits_for_the_commit_of_what_it_repeats(
    store: Store, register: RegisterDevice
) -> None:
    register()
    held = HeldJournal(store)
    with RunningGateway(held) as running, Client(running.port) as device:
        device.send(realtime(1))
        until(lambda: held.asked == 1)
        device.send(realtime(1))
        assert device.hears_nothing()
        held.gate.set()
        assert len(device.answers(2)) == 2
    assert count(store) == 1


def test_a_full_disk_is_not_acknowledged_and_mends_itself(
    store: Store, register: RegisterDevice
) -> None:
    register()
    full = HeldJournal(store, error=StoreFull("disk full"))
    full.gate.set()
    with RunningGateway(full) as running, Client(running.port) as device:
        device.send(realtime(1))
        until(lambda: running.totals().get("store_refusals", 0) > 1)
        assert device.hears_nothing()
        until(lambda: _heartbeat().get("store_refusing") is True)
        full.error = None
        assert len(device.answers(1)) == 1
        until(lambda: _heartbeat().get("store_refusing") is False)
    assert count(store) == 1


def test_a_full_backlog_stops_reading_and_goes_on_later(
    store: Store, register: RegisterDevice
) -> None:
    register()
    full = HeldJournal(store, error=StoreFull("disk full"))
    full.gate.set()
    limits = replace(QUICK.commit, waiting_packets=10)
    with (
        RunningGateway(full, replace(QUICK, commit=limits)) as running,
        Client(running.port) as device,
    ):
        for second in range(10):
            device.send(realtime(second))
        until(lambda: running.on_loop(lambda gateway: gateway.is_paused))
        for second in range(10, 60):
            device.send(realtime(second))
        assert running.on_loop(lambda gateway: len(gateway.intake.backlog)) == 10
        full.error = None
        assert len(device.answers(60)) == 60
        assert not running.on_loop(lambda gateway: gateway.is_paused)
    assert count(store) == 60


def test_a_connection_made_while_reading_stands_still_is_read_later(
    store: Store, register: RegisterDevice
) -> None:
    register()
    full = HeldJournal(store, error=StoreFull("disk full"))
    full.gate.set()
    limits = replace(QUICK.commit, waiting_packets=1)
    with (
        RunningGateway(full, replace(QUICK, commit=limits)) as running,
        Client(running.port) as first,
        Client(running.port) as second,
    ):
        first.send(realtime(1))
        until(lambda: running.on_loop(lambda gateway: gateway.is_paused))
        with Client(running.port) as third:
            third.send(realtime(3))
            second.send(realtime(2))
            assert third.hears_nothing()
            full.error = None
            assert first.answers(1) and second.answers(1) and third.answers(1)


def test_rows_that_the_store_calls_bad_cost_no_packet(
    store: Store, register: RegisterDevice
) -> None:
    register()

    class Fussy(HeldJournal):
        def append(self, rows, raw=None, *, now):  # type: ignore[no-untyped-def]
            if len(rows):
                raise BadRows("value", 0, "not to my liking")
            return self.store.append(rows, raw, now=now)

    with RunningGateway(Fussy(store)) as running, Client(running.port) as device:
        device.send(realtime(1))
        assert len(device.answers(1)) == 1
        assert running.totals()["rejected:undecodable"] == 1
    packets = store.raw_of_device(MN, *EVER, limit=10)
    assert packets["outcome"].to_pylist() == ["rejected:undecodable"]


def test_a_decoder_that_fails_on_one_packet_costs_only_its_values(
    store: Store, register: RegisterDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bihuan.gateway import decoding

    register()
    sound = decoding.decode_batch

    def brittle(frames, *args, **named):  # type: ignore[no-untyped-def]
        if any(b"w01018-Rtd=7" in frame for frame in frames):
            raise IndexError("a bug of ours")
        return sound(frames, *args, **named)

    monkeypatch.setattr(decoding, "decode_batch", brittle)
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(*[realtime(second) for second in range(5, 10)])
        assert len(device.answers(5)) == 5
        assert running.totals()["rejected:undecodable"] == 1
    assert count(store) == 4
    outcomes = store.raw_of_device(MN, *EVER, limit=10)["outcome"].to_pylist()
    assert sorted(outcomes) == ["rejected:undecodable", *["stored"] * 4]


def test_enough_frames_start_a_commit_before_its_time(
    store: Store, register: RegisterDevice
) -> None:
    register()
    patient = replace(QUICK, commit=CommitLimits(interval_s=3600, packets=3))
    with RunningGateway(store, patient) as running, Client(running.port) as device:
        device.send(realtime(1), realtime(2), realtime(3))
        assert len(device.answers(3)) == 3


def test_stopping_commits_and_answers_what_waits(store: Store, register: RegisterDevice) -> None:
    register()
    patient = replace(QUICK, commit=CommitLimits(interval_s=3600))
    with RunningGateway(store, patient) as running, Client(running.port) as device:
        device.send(realtime(1), realtime(2))
        until(lambda: running.on_loop(lambda gateway: len(gateway.intake.backlog)) == 2)
        running.stop()
        assert len(device.answers(2)) == 2
        assert device.is_hung_up()
    assert count(store) == 2


def _heartbeat() -> dict[str, object]:
    row = ProcessHeartbeat.objects.filter(process="gateway-test").first()
    return row.detail if row else {}
