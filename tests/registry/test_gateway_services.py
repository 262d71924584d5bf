"""What the gateway writes in batches."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.registry.gateway_batch import CounterStep, StateTouch, Stranger
from bihuan.registry.models import (
    Device,
    DeviceState,
    DropReason,
    ProcessHeartbeat,
    QuarantinedDevice,
    QuarantineState,
)
from bihuan.registry.queries import gateway_counters, heartbeats, quarantine_list
from bihuan.registry.secrecy import MASK
from bihuan.registry.services import (
    add_counters,
    beat,
    forget_connections,
    gateway,
    record_quarantined,
    touch_states,
)
from tests.people import NOW, People

DAY = date(2026, 11, 21)
SECOND = timedelta(seconds=1)


@pytest.fixture
def devices(db: None) -> list[int]:
    """A hundred devices."""
    Device.objects.bulk_create(Device(mn=f"MN-{n:03}", name=f"设备{n}") for n in range(100))
    return list(Device.objects.values_list("pk", flat=True))


def touch(device: int, **known: object) -> StateTouch:
    """A touch of a connected device."""
    return StateTouch(device, "gateway-1", connected=True, **known)  # type: ignore[arg-type]


def test_a_batch_of_touches_takes_a_bounded_number_of_statements(
    devices: list[int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    small = [touch(device, last_seen=NOW) for device in devices[:50]]
    with django_assert_num_queries(5):
        assert touch_states(small) == 50


def test_touches_keep_what_they_do_not_say_and_add_their_counts(devices: list[int]) -> None:
    first = touch(
        devices[0],
        last_seen=NOW,
        address="10.0.0.1",
        clock_offset_s=2.5,
        counters={"frames": 3},
        quirks={"lower_case": 1},
    )
    touch_states([first])
    touch_states([touch(devices[0], last_seen=NOW + SECOND, counters={"frames": 2, "stored": 1})])
    state = DeviceState.objects.get()
    assert (state.address, state.clock_offset_s, state.last_seen) == (
        "10.0.0.1",
        2.5,
        NOW + SECOND,
    )
    assert state.counters == {"frames": 5, "stored": 1}
    assert state.quirks == {"lower_case": 1}


def test_of_several_touches_of_a_device_in_one_batch_the_last_wins(devices: list[int]) -> None:
    dropped = StateTouch(
        devices[0], "gateway-2", connected=False, dropped_at=NOW, drop_reason=DropReason.RESET
    )
    touch_states([touch(devices[0], last_seen=NOW, counters={"frames": 1}), dropped])
    state = DeviceState.objects.get()
    assert (state.connected, state.gateway, state.last_seen) == (False, "gateway-2", NOW)
    assert state.drop_reason == DropReason.RESET
    assert state.counters == {"frames": 1}


def test_touches_of_removed_devices_are_left_out(devices: list[int]) -> None:
    assert touch_states([touch(10**6, last_seen=NOW), touch(devices[0])]) == 1
    assert touch_states([]) == 0


def test_a_gateway_that_starts_forgets_only_its_own_connections(devices: list[int]) -> None:
    touch_states([touch(devices[0]), StateTouch(devices[1], "gateway-2", connected=True)])
    assert forget_connections("gateway-1", now=NOW) == 1
    assert list(DeviceState.objects.filter(connected=True)) == [
        DeviceState.objects.get(gateway="gateway-2")
    ]


def stranger(mn: str, *, packet: bytes = b"##0000PW=123456;MN=X;0000", count: int = 1) -> Stranger:
    """An unknown MN with a packet."""
    return Stranger(mn, NOW, packet, "10.0.0.9", password="123456", count=count)


def test_an_unknown_device_is_kept_once_and_counted_with_its_password_masked(db: None) -> None:
    record_quarantined([stranger("A"), stranger("A", count=4)])
    record_quarantined([stranger("A")])
    row = QuarantinedDevice.objects.get()
    assert (row.count, row.first_seen) == (6, NOW)
    assert MASK in row.sample
    assert "123456" not in row.sample + row.password_hash


def test_a_packet_of_any_bytes_can_be_kept_as_a_sample(db: None) -> None:
    packets = [bytes(range(256)), "日志".encode("gb18030"), b"\0" * 5000]
    for number, packet in enumerate(packets):
        assert record_quarantined([stranger(f"MN{number}", packet=packet)]) == 1


@pytest.mark.parametrize("mn", ["", "x" * 41])
def test_a_name_that_no_device_can_have_is_left_out(db: None, mn: str) -> None:
    assert record_quarantined([stranger(mn)]) == 0


def test_a_device_registered_meanwhile_is_left_out(devices: list[int]) -> None:
    assert record_quarantined([stranger("MN-001")]) == 0


def test_a_flood_of_invented_names_stops_at_the_limit(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "QUARANTINE_LIMIT", 3)
    assert record_quarantined([stranger(f"MN{n}") for n in range(10)]) == 3
    assert record_quarantined([stranger("MN0"), stranger("ANOTHER")]) == 1
    assert QuarantinedDevice.objects.count() == 3


def test_a_device_that_was_removed_waits_again_when_it_comes_back(db: None) -> None:
    record_quarantined([stranger("A")])
    QuarantinedDevice.objects.update(state=QuarantineState.REGISTERED)
    record_quarantined([stranger("A")])
    assert QuarantinedDevice.objects.get().state == QuarantineState.WAITING


def test_the_quarantine_is_shown_to_those_who_may_register_and_no_other(people: People) -> None:
    record_quarantined([stranger("A")])
    seeing = {name for name, user in people.all().items() if len(quarantine_list(user=user)) == 1}
    assert seeing == {"wang", "li", "zhao", "province", "engineer", "root"}


def test_counters_add_up_per_gateway_and_day(db: None) -> None:
    add_counters(
        [CounterStep("gateway-1", DAY, "frames", 5), CounterStep("gateway-1", DAY, "frames", 2)]
    )
    add_counters(
        [CounterStep("gateway-2", DAY, "frames", 1), CounterStep("gateway-1", DAY, "stored", 4)]
    )
    add_counters([CounterStep("gateway-1", DAY + timedelta(days=1), "frames", 9)])
    assert gateway_counters(DAY) == {"frames": 8, "stored": 4}
    assert gateway_counters(DAY, gateway="gateway-1") == {"frames": 7, "stored": 4}


def test_a_heartbeat_replaces_the_one_before(db: None) -> None:
    beat(process="mover", now=NOW, detail={"lag_s": 3})
    beat(process="mover", now=NOW + SECOND)
    (heart,) = heartbeats()
    assert (heart.process, heart.at, heart.detail) == ("mover", NOW + SECOND, {})
    assert ProcessHeartbeat.objects.count() == 1
