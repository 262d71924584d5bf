"""Who may come in: registered, active, from where it may, with its password, well framed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bihuan.hj212.check_code import check_code
from bihuan.registry.models import DeviceState, QuarantinedDevice
from bihuan.registry.services import change_device, register_quarantined
from bihuan.telemetry import Store
from tests.gateway.conftest import LONG_AGO, MN, RegisterDevice
from tests.gateway.running import Client, RunningGateway, until, upload, with_limits

TIME = "DataTime=20261121000000"
GOOD = upload(MN, f"{TIME};w01018-Rtd=1")
EVER = (LONG_AGO, datetime(2100, 1, 1, tzinfo=UTC))


def modbus_code(segment: bytes) -> int:
    register = 0xFFFF
    for byte in segment:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0xA001 if register & 1 else 0)
    return register


def framed(frame: bytes, code: str, length: int | None = None) -> bytes:
    segment = frame[6:-6]
    return b"##%04d%b%b\r\n" % (length or len(segment), segment, code.encode())


def outcomes(store: Store, device: str = MN) -> list[str]:
    table = store.raw_of_device(device, *EVER, limit=100)
    return [str(outcome) for outcome in table["outcome"].to_pylist()]


def test_an_unknown_device_waits_in_quarantine_until_it_is_registered(
    store: Store, make_point: Any
) -> None:
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(GOOD, GOOD)
        until(lambda: QuarantinedDevice.objects.filter(mn=MN, count=2).exists())
        assert device.hears_nothing()
        waiting = QuarantinedDevice.objects.get(mn=MN)
        assert waiting.address == "127.0.0.1" and waiting.edition == "2017"
        assert "123456" not in waiting.sample and MN in waiting.sample
        before = running.on_loop(lambda gateway: gateway.intake.book.version)
        register_quarantined(MN, point=make_point("新站"), by=None, now=LONG_AGO)
        until(lambda: running.on_loop(lambda gateway: gateway.intake.book.version) > before)
        device.send(GOOD)
        assert len(device.answers(1)) == 1
    assert outcomes(store) == ["rejected:unknown_device"] * 2 + ["stored"]


def test_a_flood_of_invented_devices_is_counted_and_mostly_forgotten(
    store: Store, transactional_db: None
) -> None:
    settings = with_limits(evidence_per_minute=10.0)
    with RunningGateway(store, settings) as running, Client(running.port) as device:
        device.send(*[upload(f"INVENTED{n:06}", TIME) for n in range(500)])
        counts = running.until_settled(500)
        assert counts["rejected:unknown_device"] == 500
        assert counts["evidence_dropped"] >= 480
        assert running.on_loop(lambda gateway: gateway.tally.is_balanced())
    assert sum(len(outcomes(store, f"INVENTED{n:06}")) for n in range(20)) <= 12


def test_a_wrong_password_is_refused_without_an_answer(
    store: Store, register: RegisterDevice
) -> None:
    device_row = register()
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1", PW="654321"))
        running.until_settled(1)
        assert device.hears_nothing()
        device.send(GOOD)
        assert len(device.answers(1)) == 1
        until(lambda: DeviceState.objects.filter(device=device_row).exists())
    assert outcomes(store) == ["rejected:wrong_password", "stored"]
    counters = DeviceState.objects.get(device=device_row).counters
    assert counters["rejected:wrong_password"] == 1 and counters["frames"] == 2


def test_a_device_without_a_password_on_record_needs_none(
    store: Store, register: RegisterDevice
) -> None:
    register(password="")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1", PW=""))
        assert len(device.answers(1)) == 1


def test_a_device_bound_to_an_address_is_refused_from_another(
    store: Store, register: RegisterDevice
) -> None:
    register(allowed_addresses=["127.0.0.9"])
    with (
        RunningGateway(store) as running,
        Client(running.port) as foreign,
        Client(running.port, "127.0.0.9") as own,
    ):
        foreign.send(GOOD)
        running.until_settled(1)
        assert foreign.hears_nothing()
        own.send(GOOD)
        assert len(own.answers(1)) == 1
    assert outcomes(store) == ["rejected:foreign_address", "stored"]


def test_a_device_that_is_switched_off_is_refused_at_once(
    store: Store, register: RegisterDevice
) -> None:
    row = register()
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(GOOD)
        device.answers(1)
        before = running.on_loop(lambda gateway: gateway.intake.book.version)
        change_device(row, changes={"is_active": False}, by=None, now=LONG_AGO)
        until(lambda: running.on_loop(lambda gateway: gateway.intake.book.version) > before)
        device.send(upload(MN, f"{TIME};w01018-Rtd=2"))
        assert running.until_settled(2)["rejected:inactive_device"] == 1
        assert device.hears_nothing()


def test_a_system_that_no_edition_knows_is_refused_unless_registered(
    store: Store, register: RegisterDevice
) -> None:
    register()
    register("OTHER77", system_code="77")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1", ST="77"))
        device.send(upload("OTHER77", f"{TIME};w01018-Rtd=1", ST="77"))
        assert b"OTHER77" in device.answers(1)[0]
        assert running.totals()["rejected:unknown_system"] == 1


def test_a_foreign_check_code_is_accepted_only_of_devices_that_may(
    store: Store, register: RegisterDevice
) -> None:
    register()
    register("DUST01", tolerance={"variants": ["modbus"]})
    strict, lenient = GOOD, upload("DUST01", f"{TIME};a34004-Rtd=1")
    with RunningGateway(store) as running, Client(running.port) as device:
        for frame in (strict, lenient):
            device.send(framed(frame, f"{modbus_code(frame[6:-6]):04X}"))
        assert b"DUST01" in device.answers(1)[0]
        assert running.until_settled(2)["rejected:bad_check_code"] == 1
    assert outcomes(store) == ["rejected:bad_check_code"]


def test_a_constant_check_code_is_accepted_only_of_devices_that_may(
    store: Store, register: RegisterDevice
) -> None:
    register()
    register("DUST02", tolerance={"constants": ["b381"]})
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(framed(GOOD, "B381"), framed(upload("DUST02", TIME), "B381"))
        assert b"DUST02" in device.answers(1)[0]
        assert running.until_settled(2)["rejected:bad_check_code"] == 1


def test_a_wrong_length_is_accepted_only_of_devices_that_may(
    store: Store, register: RegisterDevice
) -> None:
    register()
    register("LONG01", tolerance={"wrong_length": True})
    with RunningGateway(store) as running, Client(running.port) as device:
        for frame in (GOOD, upload("LONG01", TIME)):
            segment = frame[6:-6]
            device.send(framed(frame, f"{check_code(segment):04X}", len(segment) + 6))
        assert b"LONG01" in device.answers(1)[0]
        assert running.until_settled(2)["rejected:bad_length"] == 1


def test_a_new_tolerance_reaches_connections_that_are_open(
    store: Store, register: RegisterDevice
) -> None:
    row = register()
    odd = framed(GOOD, f"{modbus_code(GOOD[6:-6]):04X}")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(odd)
        running.until_settled(1)
        before = running.on_loop(lambda gateway: gateway.intake.book.version)
        modbus = {"tolerance": {"variants": ["modbus"]}}
        change_device(row, changes=modbus, by=None, now=LONG_AGO)
        until(lambda: running.on_loop(lambda gateway: gateway.intake.book.version) > before)
        device.send(odd)
        assert len(device.answers(1)) == 1


@pytest.mark.parametrize(
    ("wire", "reason"),
    [
        (b"AT+CSQ\r\n", "noise"),
        (b"##00zz" + GOOD[6:], "bad_length"),
        (GOOD[:-6] + b"0001\r\n", "bad_check_code"),
        (upload("", TIME), "malformed"),
    ],
)
def test_what_is_no_frame_is_kept_with_its_reason(
    store: Store, register: RegisterDevice, wire: bytes, reason: str
) -> None:
    register()
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(wire)
        device.send(GOOD)
        assert len(device.answers(1)) == 1
        counts = running.totals()
        assert counts[f"rejected:{reason}"] >= 1 and counts["stored"] == 1
        assert running.on_loop(lambda gateway: gateway.tally.is_balanced())


def test_no_log_line_holds_a_password(
    store: Store, register: RegisterDevice, caplog: pytest.LogCaptureFixture
) -> None:
    register()
    caplog.set_level("DEBUG")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(GOOD, upload("UNKNOWN", TIME), upload(MN, TIME, PW="q9q9q9"), GOOD[:-9])
        device.answers(1)
        running.until_settled(3)
    assert caplog.text
    assert "123456" not in caplog.text and "q9q9q9" not in caplog.text
