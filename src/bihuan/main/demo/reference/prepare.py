"""Makes the demo of real data ready: stations, devices, and all hours but those that are played."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import pyarrow as pa

from bihuan import telemetry
from bihuan.main.demo.columns import Block, hours_between, rows_of
from bihuan.main.demo.filling import fill
from bihuan.main.demo.history import Portion
from bihuan.main.demo.prepare import JOURNAL, OtherData
from bihuan.main.demo.reference.beijing import RealHours, read_beijing
from bihuan.main.demo.reference.enrolment import RealThings, enrol_real, points_by_station
from bihuan.main.demo.reference.folder import ReferenceFiles
from bihuan.main.demo.reference.national import (
    read_cities,
    read_hours,
    rows_of_feed,
    stations_of,
)
from bihuan.main.demo.reference.packets import packet_devices, read_packets
from bihuan.main.demo.state import DemoState, keep_state, read_state
from bihuan.main.roll_up import begin_rolling_up
from bihuan.main.terminal import Steps

PLAYED_HOURS: Final = 30 * 24
PORTION_HOURS: Final = 365 * 24


def prepare_real(files: ReferenceFiles, steps: Steps, *, home: Path, now: datetime) -> None:
    """Enrol what the folder knows and write its hours; on a later run nothing is written twice.

    Raises:
        OtherData: the data folder holds another demo.
    """
    held, data = read_state(home), str(files.folder.resolve())
    if held is not None and held.data != data:
        raise OtherData(home, held.data)
    steps.begin("真实站点与设备")
    hours = read_beijing(files.beijing, files.stations)
    cities = read_cities(files.cities)
    feed = read_hours(files.national, cities)
    devices = packet_devices(read_packets(files.packets))
    enrol_real(RealThings(hours.stations, stations_of(feed), cities, devices), now=now)
    steps.done("真实站点与设备")
    if held is None:
        points = points_by_station()
        portions = beijing_portions(hours, [points[s.code] for s in hours.stations])
        feeds = rows_of_feed(feed, points)
        portions += [Portion("全国站点小时", partial(_as_it_is, rows)) for rows in feeds]
        _write(portions, steps, now=now)
        keep_state(home, DemoState(data, filled_until=now.isoformat()))


def beijing_portions(hours: RealHours, points: list[int]) -> list[Portion]:
    """All hours of the Beijing stations but the last thirty days, year by year."""
    last = hours.last - PLAYED_HOURS
    return [
        Portion(
            "北京站点小时",
            partial(_beijing_rows, hours, points, begin, min(begin + PORTION_HOURS, last)),
        )
        for begin in range(hours.first, last, PORTION_HOURS)
    ]


def _beijing_rows(hours: RealHours, points: list[int], begin: int, end: int) -> pa.Table:
    part = slice(begin - hours.first, end - hours.first)
    blocks = [Block(points, code, value[:, part]) for code, value in hours.values.items()]
    return rows_of(blocks, hours_between(begin, end))


def _as_it_is(rows: pa.Table) -> pa.Table:
    return rows


def _write(portions: list[Portion], steps: Steps, *, now: datetime) -> None:
    steps.begin("真实历史数据", more=len(portions))
    fill(telemetry.store(JOURNAL), portions, now=now, progress=lambda label, _: steps.done(label))
    begin_rolling_up(now=now)
    telemetry.close_stores()
