"""The demo on real data: units, traps of the feeds, packets, and what is said when a file lacks."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.record import read_upload
from bihuan.hj212.segment import read_header
from bihuan.main.demo.county import COUNTY
from bihuan.main.demo.factor import CO, HUMIDITY, O3, PM25
from bihuan.main.demo.moment import hour_number, hour_start
from bihuan.main.demo.reference.beijing import FACTORS, RealHours, RealStation, read_beijing
from bihuan.main.demo.reference.enrolment import RealThings, enrol_real, points_by_station
from bihuan.main.demo.reference.folder import MissingReference, reference_files
from bihuan.main.demo.reference.national import (
    read_cities,
    read_hours,
    rows_of_feed,
    stations_of,
)
from bihuan.main.demo.reference.packets import packet_devices, read_packets
from bihuan.main.demo.reference.prepare import PLAYED_HOURS, beijing_portions
from bihuan.main.demo.reference.replay import hour_packet
from bihuan.registry.models import Device, Station
from bihuan.registry.queries import device_directory
from tests.main.demo.moments import NOW

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def beijing(reference_data: Path) -> RealHours:
    """Three real years of eight stations."""
    files = reference_files(reference_data)
    return read_beijing(files.beijing, files.stations)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingReference, match="nowhere：不是文件夹"):
        reference_files(tmp_path / "nowhere")


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("removed", "named"),
    (
        ("hj212/packets.txt", "缺少 hj212/packets.txt"),
        ("air/beijing_prsa", r"缺少 air/beijing_prsa/\*\.csv\.gz"),
        ("geo/henan_city.geojson", "缺少 geo/henan_city.geojson"),
    ),
)
def test_a_file_that_is_not_there_is_named(
    removed: str, named: str, reference_data: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "data"
    shutil.copytree(reference_data, copy, copy_function=_link)
    gone = copy / removed
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    with pytest.raises(MissingReference, match=named):
        reference_files(copy)


@pytest.mark.real_data
def test_carbon_monoxide_of_beijing_is_brought_to_milligrams(beijing: RealHours) -> None:
    assert 0.5 < np.nanmean(beijing.values[CO.code]) < 3
    assert np.nanmax(beijing.values[CO.code]) <= 20


@pytest.mark.real_data
def test_beijing_has_eight_stations_and_three_years_of_hours(beijing: RealHours) -> None:
    assert len(beijing.stations) == 8
    assert beijing.last - beijing.first == 26304
    assert hour_start(beijing.first) == datetime(2013, 3, 1, tzinfo=SHANGHAI)
    humidity = beijing.values[HUMIDITY.code]
    assert 0 < np.nanmin(humidity) < np.nanmax(humidity) <= 100


@pytest.mark.real_data
def test_hours_that_are_played_are_not_in_the_history(beijing: RealHours) -> None:
    last = beijing_portions(beijing, list(range(8)))[-1].make()
    ends = pl.DataFrame(last)["end"].max()
    assert ends == hour_start(beijing.last - PLAYED_HOURS)


@pytest.mark.real_data
def test_ozone_of_the_national_feed_is_that_of_the_hour(reference_data: Path) -> None:
    files = reference_files(reference_data)
    hours = read_hours(files.national, read_cities(files.cities))
    points = {station.code: n for n, (_, station) in enumerate(stations_of(hours))}
    rows = pl.DataFrame(rows_of_feed(hours, points)[0])
    chosen = hours.filter(pl.col("feed_o3") != pl.col("feed_o3_24h")).row(0, named=True)
    end = datetime.fromisoformat(chosen["time"]).replace(tzinfo=SHANGHAI).astimezone(UTC)
    found = rows.filter(
        (pl.col("point") == points[chosen["station_code"]])
        & (pl.col("factor") == O3.code)
        & (pl.col("end").cast(pl.Datetime("us", "UTC")) == end)
    )
    assert found["value"].to_list() == [chosen["feed_o3_24h"]]


@pytest.mark.real_data
def test_real_packets_are_the_bytes_of_the_file_and_their_devices_are_known(
    reference_data: Path,
) -> None:
    packets = read_packets(reference_files(reference_data).packets)
    assert len(packets) == 362
    assert sum(packet.endswith(b"\r\n") for packet in packets) > 150
    devices = {device.mn: device for device in packet_devices(packets)}
    assert len(devices) > 20
    assert {device.edition for device in devices.values()} >= {"2005", "2017"}
    assert all(device.factors for device in devices.values())


@pytest.mark.real_data
@pytest.mark.django_db
def test_real_stations_and_devices_are_enrolled_once(
    reference_data: Path, beijing: RealHours
) -> None:
    files = reference_files(reference_data)
    cities = read_cities(files.cities)
    feed = stations_of(read_hours(files.national, cities))
    devices = packet_devices(read_packets(files.packets))
    things = RealThings(beijing.stations, feed, cities, devices)
    enrol_real(things, now=NOW)
    counts = Station.objects.count(), Device.objects.count()
    enrol_real(things, now=NOW)
    assert (Station.objects.count(), Device.objects.count()) == counts
    assert counts == (8 + len(feed), 8 + len(devices))
    assert set(points_by_station()) == {s.code for s in beijing.stations} | {
        station.code for _, station in feed
    }
    assert {device.mn for device in devices} <= set(device_directory())


def test_a_played_hour_is_a_packet_that_reads_back() -> None:
    station = RealStation("1001A", "万寿西宫", 116.36, 39.88, "110100DE0000000000000001")
    first = hour_number(datetime(2016, 2, 28, tzinfo=SHANGHAI))
    values = {factor.code: np.array([[np.nan]]) for factor in FACTORS} | {
        PM25.code: np.array([[81.0]]),
        CO.code: np.array([[1.2]]),
    }
    frame = hour_packet(RealHours((station,), first, values), 0, first, "20261121080000001")
    event = Reader().feed(frame)[0]
    assert isinstance(event, Frame)
    upload = read_upload(read_header(event.segment))
    assert upload.data_time == datetime(2016, 2, 28, tzinfo=SHANGHAI)
    assert {(r.factor, r.value) for r in upload.records} == {(PM25.code, 81.0), (CO.code, 1.2)}
    assert upload.packet.version == list(Edition).index(Edition.HJ212_2017)
    assert not upload.packet.device_id.startswith(COUNTY)


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(source)
