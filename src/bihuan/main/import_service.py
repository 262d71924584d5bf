"""Importing a file of values (数据导入) on the same path as every device's."""

from datetime import datetime
from pathlib import Path

from bihuan import telemetry
from bihuan.main.value_file import KnownPoints, WrongFile, read_values
from bihuan.registry.models import DeviceAssignment, MonitoringPoint, PointFactor

JOURNAL = "import"


def import_values(file: Path, *, now: datetime) -> int:
    """Append every value of a CSV file to the store, or none (导入数据).

    Returns:
        Number of values taken; what the store held already it counts as duplicates later.

    Raises:
        WrongFile: says what is wrong in which row and column; nothing was written.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise WrongFile([f"不能读取 {file}：{error.strerror}"]) from error
    rows = read_values(content, known_points(), now=now)
    if len(rows):
        telemetry.store(JOURNAL).append(rows, now=now)
    return len(rows)


def known_points() -> KnownPoints:
    """What the registry knows of points, their factors and their minute periods."""
    points = MonitoringPoint.objects.all()
    stations = points.filter(station__isnull=False).values_list("station__code", "id")
    intervals = DeviceAssignment.objects.filter(end__isnull=True)
    return KnownPoints(
        by_number=frozenset(points.values_list("id", flat=True)),
        by_station=dict(stations),
        factors=frozenset(PointFactor.objects.values_list("point_id", "factor")),
        minutes=dict(intervals.values_list("point_id", "device__minute_interval_min")),
    )
