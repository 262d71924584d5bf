"""Encrypted uploads of HJ 212-2025: kept as they came, read with the device's key."""

from datetime import UTC, datetime

import pytest
from django.test import Client as Browser

from bihuan.gateway.device_key import WrongKey, device_keys, set_device_key
from bihuan.gateway.models import DeviceKey
from bihuan.hj212.encryption import write_encrypted_frame
from bihuan.registry.models import CommandState, DeviceCommand
from bihuan.registry.services import queue_command
from bihuan.telemetry import Store
from tests.gateway.conftest import LONG_AGO, MN, RegisterDevice
from tests.gateway.running import Client, RunningGateway, until, upload
from tests.gateway.test_commands import reply, request
from tests.gateway.test_gateway import rows

OLD, NEW = "0000000000000000", "abcdefghijklmnop"
TIME = "DataTime=20261121000000"
EVER = (LONG_AGO, datetime(2100, 1, 1, tzinfo=UTC))


def encrypted(value: float, key: str, hour: int = 0) -> bytes:
    parameters = f"DataTime=20261121{hour:02}0000;w01018-Avg={value},w01018-Flag=N"
    plain = upload(MN, parameters, CN="2061", Flag="9", QN=f"2026112109{hour:02}00000")
    return write_encrypted_frame(plain[6:-6], key.encode())


def test_an_encrypted_upload_is_stored_as_it_came_and_read(
    store: Store, register: RegisterDevice
) -> None:
    set_device_key(register(edition="2025"), key=OLD, since=LONG_AGO, by=None, now=LONG_AGO)
    frame = encrypted(40.1, OLD)
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(frame)
        assert b"CN=9014" in device.answers(1)[0]
    assert rows(store) == [("w01018", 0, 40.1, "N")]
    packet = store.raw_of_device(MN, *EVER, limit=1)["packet"][0].as_py()
    assert packet == frame.removesuffix(b"\r\n") and b"w01018" not in packet


def test_without_the_key_an_encrypted_upload_is_refused_and_kept(
    store: Store, register: RegisterDevice
) -> None:
    set_device_key(register(edition="2025"), key=NEW, since=LONG_AGO, by=None, now=LONG_AGO)
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(encrypted(40.1, OLD))
        assert running.until_settled(1)["rejected:bad_check_code"] == 1
        assert device.hears_nothing()
    assert len(store.raw_of_device(MN, *EVER, limit=9)) == 1


def test_what_was_made_under_the_old_key_is_still_read(
    store: Store, register: RegisterDevice
) -> None:
    row = register(edition="2025")
    set_device_key(row, key=OLD, since=LONG_AGO, by=None, now=LONG_AGO)
    set_device_key(row, key=NEW, since=datetime(2026, 1, 1, tzinfo=UTC), by=None, now=LONG_AGO)
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(encrypted(1, OLD, 0), encrypted(2, NEW, 1), upload(MN, TIME))
        assert len(device.answers(3)) == 3
    assert sorted(value for _, _, value, _ in rows(store) if value is not None) == [1.0, 2.0]


def test_a_key_that_a_device_has_taken_counts_from_then_on(
    store: Store, register: RegisterDevice
) -> None:
    row = register(edition="2025")
    set_device_key(row, key=OLD, since=LONG_AGO, by=None, now=LONG_AGO)
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(encrypted(1, OLD, 0))
        device.answers(1)
        command = queue_command(
            row,
            command_code="1014",
            parameters={"SKCreateTime": "20261121080000000", "NewSK": NEW},
            by=None,
            now=datetime.now(UTC),
        )
        DeviceCommand.objects.filter(pk=command.pk).update(state=CommandState.QUEUED)
        asked = request(device)
        device.send(reply(asked, "9011", "QnRtn=1"), reply(asked, "9012", "ExeRtn=1"))
        until(lambda: len(device_keys().get(MN, ())) == 2)
        wanted = device_keys()
        until(lambda: running.on_loop(lambda gateway: gateway.intake.book.keys == wanted))
        device.send(encrypted(2, NEW, 1))
        assert len(device.answers(1)) == 1
    assert device_keys()[MN][0] == NEW.encode()


@pytest.mark.parametrize("key", ["", "short", "seventeen letters", "密钥" * 8])
def test_what_is_no_key_is_refused(register: RegisterDevice, key: str) -> None:
    with pytest.raises(WrongKey):
        set_device_key(register(), key=key, since=LONG_AGO, by=None, now=LONG_AGO)


def test_a_key_typed_by_an_administrator_is_sealed(
    register: RegisterDevice, admin_client: Browser
) -> None:
    row = register(edition="2025")
    typed = {"device": row.pk, "since_0": "2026-01-01", "since_1": "00:00:00", "key": OLD}
    typed |= {"change_reason": "更换密钥"}
    response = admin_client.post("/admin/gateway/devicekey/add/", typed)
    assert response.status_code == 302
    kept = DeviceKey.objects.get(device=row)
    assert OLD not in kept.sealed and device_keys() == {MN: (OLD.encode(),)}
