"""A data folder with a migrated database and a province of registered simulated devices."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bihuan.gateway.simulation import SimulatedDevice

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PASSWORD = "123456"


def use_folder(home: Path) -> None:
    """Let this process and its children work in one data folder."""
    os.environ |= {
        "BIHUAN_HOME": str(home),
        "BIHUAN_DEMO": "1",
        "BIHUAN_LOG": "WARNING",
        "DJANGO_SETTINGS_MODULE": "bihuan.main.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], check=True)
    import django

    django.setup()


def register_devices(devices: Sequence[SimulatedDevice]) -> None:
    """Register devices, each at a point of its own."""
    from bihuan.accounts.models import District
    from bihuan.registry.device_password import password_hash
    from bihuan.registry.models import Device, DeviceAssignment, MonitoringPoint, Station
    from bihuan.registry.services import bump_directory

    district, _ = District.objects.get_or_create(
        code="410181", defaults={"name": "巩义市", "level": "county"}
    )
    names = [device.device_id for device in devices]
    stations = Station.objects.bulk_create(
        Station(name=name, code=name, station_class="micro", district=district) for name in names
    )
    points = MonitoringPoint.objects.bulk_create(
        MonitoringPoint(name=station.name, medium="air", station=station, district=district)
        for station in stations
    )
    rows = Device.objects.bulk_create(
        Device(
            mn=device.device_id,
            name=device.device_id,
            edition=device.edition.value,
            password_hash=password_hash(device.device_id, PASSWORD),
        )
        for device in devices
    )
    DeviceAssignment.objects.bulk_create(
        DeviceAssignment(device=row, point=point, start=LONG_AGO)
        for row, point in zip(rows, points, strict=True)
    )
    bump_directory()
