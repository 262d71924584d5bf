"""The whole registry out and in again: nothing is lost, nothing is overwritten."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import AuditEntry, Organisation, User
from bihuan.registry.archive.error import ArchiveDiffers, WrongArchive
from bihuan.registry.archive.kind import LEFT_OUT, MASK, archived_models
from bihuan.registry.archive.restore import restore_archive
from bihuan.registry.archive.write import write_archive
from bihuan.registry.models import (
    CodeMapping,
    Device,
    Enterprise,
    FactorLimit,
    KeyListEntry,
    PointFactor,
)
from bihuan.registry.services import NewDevice, register_device
from tests.people import People, Places
from tests.registry.furnished import furnish

KINDS = (
    "department", "duty", "contact", "dischargepermit", "permitlimit", "localsource", "sourcekind",
    "equipment", "vehicle", "stationsiting", "checklistentry", "changerecord",
)  # fmt: skip


@pytest.fixture
def full(people: People, places: Places, now: datetime) -> Places:
    """Something odd in every model."""
    places.plant.credit_code = "91640000227683862F(__)"
    places.plant.address = '"村东头", 2号\n院'
    places.plant.longitude = 112.98210000000001
    places.plant.save()
    places.station.owner = places.contractor
    places.station.save()
    factor = PointFactor.objects.create(
        point=places.plant_point, factor="a21026", name_zh="二氧化硫", unit="mg/m³", minimum=-0.5
    )
    FactorLimit.objects.create(
        point_factor=factor, averaging="hour", upper="35.1234", source="GB", start=date(2026, 1, 1)
    )
    KeyListEntry.objects.create(
        enterprise=places.plant, year=2026, kind="air", start=date(2026, 1, 1), reason="总量大"
    )
    device = register_device(
        NewDevice(mn="88888880000001", points={"": places.plant_point}, name="仪", password="1234"),
        by=None,
        now=now,
    )
    CodeMapping.objects.create(device=device, wire_code="X1", factor="a21026", scale="0.001")
    furnish(places)
    return places


def written(by: User | None, now: datetime) -> tuple[dict[str, Any], io.BytesIO]:
    file = io.BytesIO()
    told = write_archive(file, by=by, now=now)
    file.seek(0)
    return told, file


def wiped() -> None:
    """Nothing of the registry is left, as on a new machine."""
    from bihuan.registry.models import DeviceState

    DeviceState.objects.all().delete()
    for model in reversed(archived_models()):
        if model._meta.app_label == "registry":
            rows = model._default_manager.all()
            rows._raw_delete(rows.db)


@pytest.mark.requirement("A13.7")
def test_on_an_empty_platform_everything_comes_back_the_same(full: Places, now: datetime) -> None:
    before, file = written(None, now)
    wiped()
    assert not Enterprise.objects.exists()
    done = restore_archive(file, by=None, now=now)
    after, _ = written(None, now)
    assert before["parts"] == after["parts"]
    registry = {label: part["rows"] for label, part in before["parts"].items()}
    assert [label for label in KINDS if not registry[f"registry.{label}"]] == []
    assert sum(done.added.values()) == sum(
        rows for label, rows in registry.items() if label.startswith("registry.")
    )
    assert all(registry[label] for label in ("registry.keylistentry", "registry.enterpriseperson"))
    fresh = Enterprise.objects.create(name="新厂", district=full.districts["410181"])
    assert fresh.pk > full.mill.pk


def test_people_whom_rows_name_come_back_without_a_way_to_log_in(
    full: Places, people: People, now: datetime
) -> None:
    _, file = written(None, now)
    wiped()
    people.chen.posts.all().delete()
    people.chen.delete()
    restore_archive(file, by=None, now=now)
    chen = User.objects.get(username="chen")
    assert chen.name == "陈环保"
    assert not chen.has_usable_password()
    assert list(chen.enterprises.all()) == [full.plant]


def test_a_second_time_nothing_changes(full: Places, now: datetime) -> None:
    _, file = written(None, now)
    done = restore_archive(file, by=None, now=now)
    assert not any(done.added.values())
    assert done.equal["registry.enterprise"] == 2
    assert Device.objects.get().password_hash


def test_other_content_under_the_same_number_is_refused_and_nothing_is_written(
    full: Places, now: datetime
) -> None:
    _, file = written(None, now)
    FactorLimit.objects.all().delete()
    Enterprise.objects.filter(pk=full.plant.pk).update(name="改过名的厂")
    with pytest.raises(ArchiveDiffers, match=f"企业 {full.plant.pk}"):
        restore_archive(file, by=None, now=now)
    assert not FactorLimit.objects.exists()


@pytest.mark.requirement("B1.18")
def test_a_person_takes_out_and_brings_in_what_lies_within_reach(
    full: Places, people: People, now: datetime
) -> None:
    told, file = written(people.zhao, now)
    assert told["parts"]["registry.enterprise"]["rows"] == 1
    with zipfile.ZipFile(file) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "荥阳造纸厂" in everything
    assert "巩义水泥厂" not in everything
    _, whole = written(people.li, now)
    wiped()
    with pytest.raises(NotYours):
        restore_archive(whole, by=people.zhao, now=now)
    assert not Enterprise.objects.exists()
    done = restore_archive(file, by=people.zhao, now=now)
    assert done.added["registry.enterprise"] == 1
    for stranger in (people.supervisor, people.chen, people.auditor):
        with pytest.raises(NotYours):
            write_archive(io.BytesIO(), by=stranger, now=now)


def test_nothing_secret_leaves_and_what_stays_behind_is_named(
    full: Places, people: People, now: datetime
) -> None:
    told, file = written(None, now)
    device = Device.objects.get()
    with zipfile.ZipFile(file) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert device.password_hash not in everything
    assert people.chen.password not in everything
    assert told["left_out"] == dict(LEFT_OUT)
    assert device.password_hash
    wiped()
    restore_archive(file, by=None, now=now)
    assert Device.objects.get().password_hash == MASK
    assert AuditEntry.objects.filter(action="registry.export_archive").exists()


def test_a_changed_archive_is_refused(full: Places, now: datetime) -> None:
    _, file = written(None, now)
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("巩义水泥厂".encode(), "巩义水泥坊".encode()))
    wiped()
    with pytest.raises(WrongArchive, match="与清单不符"):
        restore_archive(changed, by=None, now=now)
    for junk in (b"", b"PK", b"no archive"):
        with pytest.raises(WrongArchive):
            restore_archive(io.BytesIO(junk), by=None, now=now)


def test_bodies_above_the_named_ones_come_along(
    full: Places, people: People, now: datetime
) -> None:
    group = Organisation.objects.create(name="集团", kind="contractor", district_id="41")
    Organisation.objects.filter(pk=full.contractor.pk).update(parent=group)
    told, _ = written(people.wang, now)
    assert told["parts"]["accounts.organisation"]["rows"] == 3


def test_the_command_writes_and_restores(full: Places, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "registry.zip"
    call_command("registry_archive", "write", str(file))
    call_command("registry_archive", "restore", str(file))
    assert "新增 0 行" in capsys.readouterr().out
