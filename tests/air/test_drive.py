"""Mobile monitoring: a file becomes a track, its planted peak is found, exports are on record."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import AuditEntry
from bihuan.air.analysis.drive_peak import baseline, peaks, spread
from bihuan.air.models import Drive
from bihuan.air.series.drive_table import UnreadableDrive, readings_of
from bihuan.air.services.drive import take_drive
from bihuan.registry.coordinate import Datum
from bihuan.registry.models import LocalSource, SourceKind
from tests.air.conftest import AirCounty

COUNT = 720
TOLD = {
    "title": "工业园走航",
    "mode": "moving",
    "vehicle": "豫A·演005",
    "instrument": "",
    "delay_s": 0,
    "datum": "WGS-84",
    "note": "",
}


def drive_text(*, jump: bool = False, late: int = 0) -> bytes:
    """An hour of readings every five seconds, eastward, with one plume at readings 300 to 320."""
    chance = np.random.default_rng(5)
    tvoc = 40 + 4 * np.sin(np.arange(COUNT) / 90) + chance.normal(0, 1.5, COUNT)
    tvoc[300 + late : 320 + late] += 160
    start = datetime(2026, 11, 20, 9, tzinfo=UTC)
    lines = ["时间,经度,纬度,车速(km/h),TVOC(ppb),苯(µg/m³),备注"]
    for n, value in enumerate(tvoc):
        east = 113.0 + 0.0004 * n + (1.0 if jump and n == 100 else 0)
        at = start + timedelta(seconds=5 * n)
        lines.append(f"{at:%Y-%m-%d %H:%M:%S},{east:.6f},34.75,26,{value:.2f},{value / 20:.3f},")
    return "\n".join(lines).encode("gb18030")


def test_a_file_becomes_columns_and_a_jump_has_no_position() -> None:
    found = readings_of(drive_text(jump=True), datum=Datum.WGS84, delay_s=0)
    assert list(found.units.items()) == [("TVOC", "ppb"), ("苯", "µg/m³")]
    assert found.unplaced == 1 and np.isnan(found.longitude[100])
    assert found.length_km == pytest.approx(
        719 * 0.0004 * 111.3 * np.cos(np.radians(34.75)), rel=0.01
    )
    shifted = readings_of(drive_text(), datum=Datum.GCJ02, delay_s=0)
    assert abs(shifted.longitude[0] - found.longitude[0]) > 0.003


def test_the_planted_peak_is_found_where_it_was_and_clean_air_has_none() -> None:
    drive = readings_of(drive_text(late=2), datum=Datum.WGS84, delay_s=10)
    (one,) = peaks(drive, "TVOC")
    assert (one.begin, one.end) == (300, 320)
    assert one.longitude == pytest.approx(113.0 + 0.0004 * 309.5, abs=2e-4)
    assert 190 < one.highest < 215 and 35 < one.base < 45
    assert not one.is_slow and one.passes == 1
    quiet = np.random.default_rng(2).normal(40, 1, 400)
    assert spread(quiet) == pytest.approx(0.6, abs=0.2)
    assert (baseline(quiet, 5, 20) < quiet.mean()).all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("时间,TVOC\n2026-11-20 08:00:00,3\n", "没有找到表头"),
        ("时间,经度,纬度,TVOC\n2026-11-20 08:00:00,113,34.7,3\n", "只读到 1 条"),
        ("", "没有内容"),
    ],
)
def test_what_is_no_drive_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UnreadableDrive, match=words):
        readings_of(text.encode(), datum=Datum.WGS84, delay_s=0)


def test_a_drive_is_taken_in_seen_and_exported(
    air: AirCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: air.now))
    LocalSource.objects.create(
        name="回郭镇铝厂",
        kind=SourceKind.objects.get(code="industry"),
        district=air.district,
        longitude=113.125,
        latitude=34.752,
    )
    client = Client()
    client.force_login(air.analyst)
    sheet = BytesIO(drive_text())
    sheet.name = "走航.csv"
    answer = client.post(reverse("air:take_drive"), {**TOLD, "file": sheet})
    drive = Drive.objects.get()
    assert answer["Location"] == reverse("air:drive", args=[drive.pk])
    assert (drive.readings, drive.unplaced, len(drive.items)) == (COUNT, 0, 2)
    page = client.get(reverse("air:drive", args=[drive.pk])).content.decode()
    assert "回郭镇铝厂" in page and "识别规则待确认" in page
    listed = client.get(reverse("air:drives")).content.decode()
    assert "工业园走航" in listed
    made = client.get(reverse("air:drive_peaks", args=[drive.pk]) + "?item=TVOC").content.decode()
    assert len(made.splitlines()) == 2 and "回郭镇铝厂" in made
    every = client.get(reverse("air:drive_readings", args=[drive.pk])).content.decode()
    assert len(every.splitlines()) == COUNT + 1
    assert AuditEntry.objects.filter(action="air.export_drive").count() == 2
    other = Client()
    other.force_login(air.people.zhao)
    assert other.get(reverse("air:drive", args=[drive.pk])).status_code == 403
    with pytest.raises(NotYours):
        take_drive(
            BytesIO(drive_text()),
            name="x.csv",
            told=TOLD,
            district=air.district,
            by=air.people.zhao,
            now=air.now,
        )
