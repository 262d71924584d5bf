"""Connections that are torn, slow, silent, many, or do not read their answers."""

import pytest

from bihuan.registry.models import DeviceState
from bihuan.telemetry import Store
from tests.gateway.conftest import MN, RegisterDevice
from tests.gateway.running import Client, RunningGateway, until, upload, with_limits

TIME = "DataTime=20261121000000"


def frame(number: int = 1, mn: str = MN) -> bytes:
    return upload(mn, f"{TIME};w01018-Rtd={number}", QN=f"2026112108000{number:04}")


def test_a_packet_may_come_byte_by_byte(store: Store, register: RegisterDevice) -> None:
    register()
    with RunningGateway(store) as running, Client(running.port) as device:
        for byte in frame():
            device.send(bytes([byte]))
        assert len(device.answers(1)) == 1


def test_many_packets_may_come_in_one_read(store: Store, register: RegisterDevice) -> None:
    register()
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(*[frame(number) for number in range(200)])
        assert len(device.answers(200)) == 200


def test_a_half_frame_is_given_up_and_the_next_one_is_read(
    store: Store, register: RegisterDevice
) -> None:
    register()
    with (
        RunningGateway(store, with_limits(half_frame_s=0.2)) as running,
        Client(running.port) as device,
    ):
        device.send(b"##0999" + frame()[6:60])
        counts = running.until_settled(1)
        assert counts["rejected:half_frame"] == 1
        device.send(frame())
        assert len(device.answers(1)) == 1


def test_a_frame_after_a_half_frame_is_rescued_from_it(
    store: Store, register: RegisterDevice
) -> None:
    register()
    with (
        RunningGateway(store, with_limits(half_frame_s=0.2)) as running,
        Client(running.port) as device,
    ):
        device.send(b"##9999" + frame()[6:60] + frame(2))
        assert len(device.answers(1)) == 1


def test_a_connection_of_half_frames_is_closed(store: Store, transactional_db: None) -> None:
    with (
        RunningGateway(store, with_limits(half_frame_s=0.1, give_ups=2)) as running,
        Client(running.port) as slow,
    ):
        slow.send(b"##0999ST=32")
        until(lambda: running.totals().get("rejected:half_frame") == 1)
        slow.send(b"##0999ST=32")
        assert slow.is_hung_up()


def test_a_connection_that_never_speaks_is_closed(store: Store, transactional_db: None) -> None:
    with (
        RunningGateway(store, with_limits(silent_s=0.3)) as running,
        Client(running.port) as silent,
    ):
        assert silent.is_hung_up()
        assert running.totals()["connections_time_out"] == 1


def test_a_half_open_connection_is_closed_after_its_idle_time(
    store: Store, register: RegisterDevice
) -> None:
    row = register()
    with (
        RunningGateway(store, with_limits(idle_s=0.5)) as running,
        Client(running.port) as device,
    ):
        device.send(frame())
        device.answers(1)
        assert device.is_hung_up()
        until(lambda: DeviceState.objects.filter(device=row, connected=False).exists())
    assert DeviceState.objects.get(device=row).drop_reason == "time_out"


def test_the_system_is_asked_to_notice_dead_peers(store: Store, transactional_db: None) -> None:
    import socket

    with RunningGateway(store) as running, Client(running.port):
        until(lambda: running.on_loop(lambda gateway: len(gateway.sessions)) == 1)

        def option(gateway: object) -> int:
            connection = next(iter(running.gateway.sessions))
            end = connection._transport.get_extra_info("socket")  # type: ignore[union-attr]
            return int(end.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))

        assert running.on_loop(option) == 1


def test_one_connection_too_many_is_closed(store: Store, register: RegisterDevice) -> None:
    register()
    with (
        RunningGateway(store, with_limits(connections=1)) as running,
        Client(running.port) as first,
    ):
        until(lambda: running.on_loop(lambda gateway: len(gateway.sessions)) == 1)
        with Client(running.port) as second:
            assert second.is_hung_up()
        first.send(frame())
        assert len(first.answers(1)) == 1
        assert running.totals()["connections_refused"] == 1


def test_a_device_that_never_reads_its_answers_is_dropped(
    store: Store, register: RegisterDevice
) -> None:
    register()
    settings = with_limits(unread_bytes=4096, frames_per_s=1e6)
    with RunningGateway(store, settings) as running, Client(running.port) as deaf:
        with pytest.raises((ConnectionError, TimeoutError)):
            for start in range(10_000):
                deaf.send(*[frame(start % 9999)] * 200)
        until(lambda: running.totals().get("connections_server", 0) == 1)


def test_a_fast_connection_is_read_slower_and_loses_nothing(
    store: Store, register: RegisterDevice
) -> None:
    register()
    with (
        RunningGateway(store, with_limits(frames_per_s=100.0)) as running,
        Client(running.port) as fast,
    ):
        fast.send(*[frame(number) for number in range(600)])
        assert len(fast.answers(600)) == 600


def test_two_connections_of_one_device_are_both_read(
    store: Store, register: RegisterDevice
) -> None:
    row = register()
    with (
        RunningGateway(store) as running,
        Client(running.port) as old,
        Client(running.port) as new,
    ):
        old.send(frame(1))
        old.answers(1)
        new.send(frame(2))
        new.answers(1)
        old.send(frame(3))
        assert len(old.answers(1)) == 1
        assert running.on_loop(lambda gateway: len(gateway.sessions.devices)) == 1
        old.reset()
        new.send(frame(4))
        new.answers(1)
        until(lambda: running.on_loop(lambda gateway: len(gateway.sessions)) == 1)
        assert running.on_loop(lambda gateway: gateway.sessions.newest(MN)) is not None
    assert DeviceState.objects.get(device=row).counters["stored"] == 4


def test_one_connection_may_carry_many_devices(store: Store, register: RegisterDevice) -> None:
    for number in range(3):
        register(f"FORWARDED{number}")
    with RunningGateway(store) as running, Client(running.port) as forwarder:
        forwarder.send(*[frame(1, f"FORWARDED{number}") for number in range(3)])
        assert len(forwarder.answers(3)) == 3
        assert running.on_loop(lambda gateway: len(gateway.sessions.devices)) == 3
        forwarder.reset()
        until(lambda: running.on_loop(lambda gateway: len(gateway.sessions.devices)) == 0)
        until(lambda: DeviceState.objects.filter(connected=False, drop_reason="reset").count() == 3)


def test_what_was_half_received_at_the_end_is_evidence(
    store: Store, register: RegisterDevice
) -> None:
    register()
    with RunningGateway(store) as running:
        with Client(running.port) as device:
            device.send(frame()[:50])
        assert running.until_settled(1)["rejected:half_frame"] == 1
