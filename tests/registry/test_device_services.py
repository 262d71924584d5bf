"""Registering, changing, assigning and swapping devices."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Model

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import AuditEntry
from bihuan.hj212.edition import Edition
from bihuan.registry.acts import Act
from bihuan.registry.device_password import is_password
from bihuan.registry.error import (
    MnTaken,
    NoRunningAssignment,
    NotInQuarantine,
    SpellOverlap,
    WrongSetting,
)
from bihuan.registry.gateway_batch import Stranger
from bihuan.registry.models import (
    CodeMapping,
    Device,
    DeviceAssignment,
    QuarantinedDevice,
    QuarantineState,
)
from bihuan.registry.queries import device_directory, directory_version
from bihuan.registry.queries.history import history_of
from bihuan.registry.services import (
    NewDevice,
    assign_device,
    change_device,
    change_password,
    end_assignment,
    map_code,
    record_quarantined,
    refuse_quarantined,
    register_device,
    register_quarantined,
    swap_device,
)
from bihuan.registry.services.new_device import BEFORE_ALL_DATA
from tests.people import NOW, People, Places

LATER = NOW + timedelta(days=1)


@pytest.fixture
def device(places: Places) -> Device:
    """The plant's device."""
    new = NewDevice(mn="MN-1", points={"": places.plant_point}, password="123456")
    return register_device(new, by=None, now=NOW)


def test_a_registered_device_is_in_the_directory_and_on_record(
    people: People, places: Places
) -> None:
    before = directory_version()
    new = NewDevice(
        mn="MN-1",
        points={"31": places.plant_point},
        name="烟气数采仪",
        edition="2005",
        password="654321",
        tolerance={"variants": ["modbus"]},
        allowed_addresses=["10.1.0.0/16"],
    )
    register_device(new, by=people.wang, now=NOW)
    assert directory_version() > before
    entry = device_directory()["MN-1"]
    assert entry.edition is Edition.HJT212_2005
    assert entry.point_at("31", NOW) == places.plant_point.pk
    assert entry.point_at("32", NOW) is None
    assert entry.addresses == ("10.1.0.0/16",)
    assert is_password("MN-1", "654321", entry.password_hash)
    audit = AuditEntry.objects.get(action=Act.REGISTER_DEVICE)
    assert (audit.user, audit.at, audit.detail["mn"]) == (people.wang, NOW, "MN-1")
    assert "654321" not in str(audit.detail)


def test_the_first_device_of_a_point_owns_its_past_and_the_next_does_not(
    places: Places, device: Device
) -> None:
    assert DeviceAssignment.objects.get(device=device).start == BEFORE_ALL_DATA
    second = NewDevice(mn="MN-2", points={"": places.plant_point})
    register_device(second, by=None, now=LATER)
    assert DeviceAssignment.objects.get(device__mn="MN-2").start == LATER


def test_a_taken_mn_is_refused_and_nothing_is_written(places: Places, device: Device) -> None:
    before = (directory_version(), AuditEntry.objects.count())
    with pytest.raises(MnTaken, match="MN-1"):
        register_device(NewDevice("MN-1", {"": places.mill_point}), by=None, now=NOW)
    assert (directory_version(), AuditEntry.objects.count()) == before


@pytest.mark.parametrize("name", ["zhao", "chen", "operator", "supervisor", "visitor", "auditor"])
def test_a_person_without_reach_or_role_registers_nothing(
    people: People, places: Places, name: str
) -> None:
    new = NewDevice("MN-9", {"": places.plant_point})
    with pytest.raises(NotYours):
        register_device(new, by=people.all()[name], now=NOW)
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"tolerance": {"variants": ["magic"]}},
        {"tolerance": {"unknown": 1}},
        {"tolerance": {"constants": ["xyz"]}},
        {"allowed_addresses": ["10.1.2.3.4"]},
    ],
)
def test_an_unreadable_setting_is_refused(places: Places, wrong: dict[str, object]) -> None:
    new = NewDevice("MN-9", {"": places.plant_point}, **wrong)  # type: ignore[arg-type]
    with pytest.raises(WrongSetting):
        register_device(new, by=None, now=NOW)


def quarantine(mn: str = "MN-NEW") -> None:
    """An unknown device that sent a packet."""
    packet = f"##0000QN=1;ST=32;CN=2011;PW=888888;MN={mn};Flag=5;CP=&&&&0000".encode()
    record_quarantined(
        [Stranger(mn, NOW, packet, "10.9.9.9", password="888888", system_code="32", edition="2017")]
    )


def test_an_unknown_device_is_registered_with_one_click(people: People, places: Places) -> None:
    quarantine()
    device = register_quarantined("MN-NEW", point=places.plant_point, by=people.wang, now=NOW)
    assert device.system_code == "32"
    assert is_password("MN-NEW", "888888", device.password_hash)
    assert device_directory()["MN-NEW"].point_at("32", NOW) == places.plant_point.pk
    assert QuarantinedDevice.objects.get().state == QuarantineState.REGISTERED
    assert AuditEntry.objects.filter(action=Act.REGISTER_DEVICE, user=people.wang).exists()


def test_an_edition_that_nobody_knows_is_taken_for_the_most_frequent(places: Places) -> None:
    record_quarantined([Stranger("MN-ODD", NOW, b"", edition="2031")])
    register_quarantined("MN-ODD", point=places.plant_point, by=None, now=NOW)
    assert device_directory()["MN-ODD"].edition is Edition.HJ212_2017


def test_an_unknown_device_is_registered_once(people: People, places: Places) -> None:
    quarantine()
    register_quarantined("MN-NEW", point=places.plant_point, by=people.wang, now=NOW)
    with pytest.raises(NotInQuarantine):
        register_quarantined("MN-NEW", point=places.plant_point, by=people.wang, now=NOW)


def test_an_unknown_device_is_not_registered_for_a_point_out_of_reach(
    people: People, places: Places
) -> None:
    quarantine()
    with pytest.raises(NotYours):
        register_quarantined("MN-NEW", point=places.mill_point, by=people.wang, now=NOW)
    assert QuarantinedDevice.objects.get().state == QuarantineState.WAITING


def test_a_refused_device_stays_refused_and_goes_on_being_counted(people: People) -> None:
    quarantine()
    refuse_quarantined("MN-NEW", reason="外省设备", by=people.wang, now=NOW)
    quarantine()
    row = QuarantinedDevice.objects.get()
    assert (row.state, row.count) == (QuarantineState.REFUSED, 2)
    assert AuditEntry.objects.get(action=Act.REFUSE_DEVICE).detail == {"reason": "外省设备"}


@pytest.mark.parametrize("name", ["chen", "supervisor", "visitor"])
def test_refusing_is_for_those_who_may_register(people: People, name: str) -> None:
    quarantine()
    with pytest.raises(NotYours):
        refuse_quarantined("MN-NEW", reason="", by=people.all()[name], now=NOW)


def test_changed_settings_keep_before_and_after_on_record(people: People, device: Device) -> None:
    changes = {"realtime_interval_s": 30, "allowed_addresses": ["10.0.0.1/32"]}
    change_device(device, changes=changes, by=people.wang, now=NOW)
    assert device_directory()["MN-1"].realtime_interval_s == 30
    detail = AuditEntry.objects.get(action=Act.CHANGE_DEVICE).detail
    assert detail["before"] == {"realtime_interval_s": 60, "allowed_addresses": []}
    assert detail["after"] == {"realtime_interval_s": 30, "allowed_addresses": ["10.0.0.1"]}


@pytest.mark.parametrize(
    "wrong", [{"mn": "x"}, {"password_hash": "x"}, {"time_out_s": 0}, {"edition": "2030"}]
)
def test_a_setting_that_cannot_be_is_refused(device: Device, wrong: dict[str, object]) -> None:
    with pytest.raises(WrongSetting):
        change_device(device, changes=wrong, by=None, now=NOW)


def test_a_changed_password_is_kept_as_a_hash_bound_to_the_device(device: Device) -> None:
    change_password(device, password="abcdef", by=None, now=NOW)
    kept = device_directory()["MN-1"].password_hash
    assert is_password("MN-1", "abcdef", kept)
    assert not is_password("MN-2", "abcdef", kept)
    assert "abcdef" not in kept
    change_password(device, password="", by=None, now=NOW)
    assert device_directory()["MN-1"].password_hash == ""


def test_a_swap_keeps_the_series_with_the_point(
    people: People, places: Places, device: Device
) -> None:
    new = register_device(NewDevice("MN-2", {}), by=None, now=NOW)
    swap_device(point=places.plant_point, old=device, new=new, by=people.wang, now=LATER)
    directory = device_directory()
    before, after = LATER - timedelta(minutes=1), LATER + timedelta(minutes=1)
    assert directory["MN-1"].point_at("31", before) == places.plant_point.pk
    assert directory["MN-1"].point_at("31", after) is None
    assert directory["MN-2"].point_at("31", before) is None
    assert directory["MN-2"].point_at("31", after) == places.plant_point.pk
    assert AuditEntry.objects.get(action=Act.SWAP_DEVICE).detail["old"] == "MN-1"


def test_a_swap_takes_over_every_system_code(places: Places) -> None:
    points = {"31": places.plant_point, "51": places.plant_point}
    old = register_device(NewDevice("MN-1", points), by=None, now=NOW)
    new = register_device(NewDevice("MN-2", {}), by=None, now=NOW)
    spells = swap_device(point=places.plant_point, old=old, new=new, by=None, now=LATER)
    assert {spell.system_code for spell in spells} == {"31", "51"}


def test_a_swap_with_a_device_that_is_busy_elsewhere_changes_nothing(
    places: Places, device: Device
) -> None:
    busy = register_device(NewDevice("MN-2", {"": places.mill_point}), by=None, now=NOW)
    with pytest.raises(SpellOverlap):
        swap_device(point=places.plant_point, old=device, new=busy, by=None, now=LATER)
    assert DeviceAssignment.objects.get(device=device).end is None


def test_a_swap_of_a_device_that_does_not_serve_the_point_is_refused(
    places: Places, device: Device
) -> None:
    new = register_device(NewDevice("MN-2", {}), by=None, now=NOW)
    with pytest.raises(NoRunningAssignment):
        swap_device(point=places.mill_point, old=device, new=new, by=None, now=LATER)


def test_a_device_moves_to_another_point_when_its_assignment_has_ended(
    places: Places, device: Device
) -> None:
    with pytest.raises(SpellOverlap):
        assign_device(device, point=places.mill_point, by=None, now=LATER)
    end_assignment(device, point=places.plant_point, by=None, now=LATER)
    assign_device(device, point=places.mill_point, by=None, now=LATER)
    entry = device_directory()["MN-1"]
    assert entry.point_at("", LATER - timedelta(seconds=1)) == places.plant_point.pk
    assert entry.point_at("", LATER) == places.mill_point.pk


def test_a_mapped_code_replaces_what_was_said_before(device: Device) -> None:
    for factor, scale in (("w01018", "1"), ("a01011", "0.000277778")):
        mapping = CodeMapping(device=device, wire_code="S02", factor=factor, scale=Decimal(scale))
        map_code(mapping, by=None, now=NOW)
    codes = device_directory()["MN-1"].codes
    assert codes["S02"].factor == "a01011"
    assert codes["S02"].scale == pytest.approx(0.000277778)


def test_a_mapping_without_meaning_is_refused(device: Device) -> None:
    with pytest.raises(WrongSetting):
        map_code(CodeMapping(device=device, wire_code="", factor="x"), by=None, now=NOW)


CHANGES: dict[str, Callable[[Device, Places], object]] = {
    "change": lambda device, places: change_device(
        device, changes={"name": "新名"}, by=None, now=LATER
    ),
    "password": lambda device, places: change_password(device, password="x", by=None, now=LATER),
    "end": lambda device, places: end_assignment(
        device, point=places.plant_point, by=None, now=LATER
    ),
    "map": lambda device, places: map_code(
        CodeMapping(device=device, wire_code="011", factor="w01018"), by=None, now=LATER
    ),
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_every_change_raises_the_directory_version_and_is_on_record(
    change: str, device: Device, places: Places
) -> None:
    version, entries = directory_version(), AuditEntry.objects.count()
    CHANGES[change](device, places)
    assert directory_version() > version
    assert AuditEntry.objects.count() == entries + 1


@pytest.mark.parametrize("change", ["change", "password", "map"])
def test_nobody_changes_a_device_out_of_reach(change: str, device: Device, people: People) -> None:
    acts: dict[str, Callable[[], object]] = {
        "change": lambda: change_device(device, changes={}, by=people.zhao, now=NOW),
        "password": lambda: change_password(device, password="", by=people.zhao, now=NOW),
        "map": lambda: map_code(
            CodeMapping(device=device, wire_code="x", factor="y"), by=people.zhao, now=NOW
        ),
    }
    with pytest.raises(NotYours):
        acts[change]()


def history(row: Model) -> list[tuple[str, str, str]]:
    found = history_of(row)
    return [(one.title, one.before, one.after) for one in found[: found.count()]]


@pytest.mark.requirement("B1.2")
def test_a_device_and_its_points_remember_who_served_whom(places: Places, now: datetime) -> None:
    point = places.plant_point
    old = register_device(NewDevice(mn="OLD01", points={"": point}, name="旧仪"), by=None, now=now)
    new = register_device(NewDevice(mn="NEW01", points={}, name="新仪"), by=None, now=now)
    later = now + timedelta(days=1)
    swap_device(point=point, old=old, new=new, by=None, now=later)
    change_password(new, password="abcdef", by=None, now=later)
    end_assignment(new, point=point, by=None, now=later + timedelta(days=1))
    assert history(old) == [
        ("关联监测点", str(point), ""),
        ("关联监测点", "", str(point)),
        ("登记", "", str(old)),
    ]
    assert history(new)[:3] == [
        ("关联监测点", str(point), ""),
        ("平台侧访问密码", "不校验", "已设置（不显示）"),
        ("关联监测点", "", str(point)),
    ]
    assert [one[0] for one in history(point)] == ["数采设备"] * 4
