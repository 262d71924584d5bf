"""One drive on map and time (走航监测): the track coloured by value, its peaks, what lies near."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.air.analysis.drive_peak import Peak, baseline, peaks
from bihuan.air.models import Drive
from bihuan.air.queries.upwind import Upwind, sources_near
from bihuan.air.rule_book import RuleBook
from bihuan.air.series.drive_table import DriveTable, readings_of
from bihuan.documents.models import StoredFile
from bihuan.documents.services.file import open_file
from bihuan.registry.coordinate import Datum
from bihuan.regulations.rounding import FloatArray
from bihuan.ui.chart import Chart, Line

STEPS: Final = (0.5, 0.75, 0.9, 0.97)
"""Shares of the readings at which the track's colours change."""

MOST_NEAR: Final = 3
HEAD: Final = (
    "序号",
    "开始",
    "结束",
    "经度",
    "纬度",
    "最高值",
    "本底",
    "强度",
    "经过次数",
    "说明",
    "附近污染源",
)


@dataclass(frozen=True, slots=True)
class PeakRow:
    """A peak as the page lists it (峰值)."""

    number: int
    peak: Peak
    start: datetime
    end: datetime
    near: tuple[Upwind, ...]

    @property
    def note(self) -> str:
        """What the reader should know of it."""
        said = [f"经过 {self.peak.passes} 次均偏高"] if self.peak.passes > 1 else []
        if self.peak.is_slow:
            said.append("低速或停车，注意排除本车和邻车尾气")
        return "；".join(said)

    @property
    def is_placed(self) -> bool:
        """Whether it has a place on the map."""
        return not np.isnan(self.peak.longitude)


@dataclass(frozen=True, slots=True)
class Step:
    """One colour of the track: values from here to the next step (分级)."""

    place: int
    words: str


@dataclass(frozen=True, slots=True)
class DriveScreen:
    """What a drive's page shows of one item.

    Attributes:
        track: columns for the map's script.
    """

    drive: Drive
    item: str
    unit: str
    mean: float
    highest: float
    known: int
    peaks: tuple[PeakRow, ...]
    steps: tuple[Step, ...]
    track: dict[str, Any]
    chart: Chart


def table_of(drive: Drive) -> DriveTable:
    """The readings of a drive, from its file."""
    return _read(drive.file_id, drive.datum, drive.delay_s)


@lru_cache(maxsize=8)
def _read(file: int, datum: str, delay_s: int) -> DriveTable:
    """A file never changes, so its readings may be kept."""
    with open_file(StoredFile.objects.get(pk=file)) as source:
        return readings_of(source.read(), datum=Datum(datum), delay_s=delay_s)


def drive_screen(drive: Drive, user: User, book: RuleBook, *, item: str = "") -> DriveScreen:
    """The track, the curve and the peaks of an item; the first one where none was chosen."""
    table = table_of(drive)
    chosen = item if item in table.values else next(iter(table.values))
    values = table.values[chosen]
    known = values[~np.isnan(values)]
    limits = np.quantile(known, STEPS)
    found = peak_rows(table, chosen, user, book)
    return DriveScreen(
        drive=drive,
        item=chosen,
        unit=table.units[chosen],
        mean=float(known.mean()),
        highest=float(known.max()),
        known=len(known),
        peaks=tuple(found),
        steps=tuple(_steps(limits)),
        track=_track(table, values, limits, found),
        chart=_chart(table, chosen, found, book),
    )


def peak_rows(table: DriveTable, item: str, user: User, book: RuleBook) -> list[PeakRow]:
    """Peaks with the registered sources near them, the strongest first."""
    return [
        PeakRow(
            number=number,
            peak=one,
            start=_moment(one.start_ms),
            end=_moment(one.end_ms),
            near=_near(one, user, book),
        )
        for number, one in enumerate(peaks(table, item, book.numbers), 1)
    ]


def _near(one: Peak, user: User, book: RuleBook) -> tuple[Upwind, ...]:
    if np.isnan(one.longitude):
        return ()
    found = sources_near(user, one.longitude, one.latitude, book["drive_source_km"])
    return tuple(near for near, _ in found[:MOST_NEAR])


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def _steps(limits: FloatArray) -> Iterator[Step]:
    texts = [f"{one:.4g}" for one in limits]
    yield Step(1, f"不高于 {texts[0]}")
    for place, (low, high) in enumerate(pairwise(texts), 2):
        yield Step(place, f"{low}～{high}")
    yield Step(len(texts) + 1, f"高于 {texts[-1]}")


def _track(
    table: DriveTable, values: FloatArray, limits: FloatArray, found: Sequence[PeakRow]
) -> dict[str, Any]:
    placed = ~np.isnan(table.longitude) & ~np.isnan(values)
    classes = np.searchsorted(limits, values[placed], side="left") + 1
    return {
        "x": np.round(table.longitude[placed], 6).tolist(),
        "y": np.round(table.latitude[placed], 6).tolist(),
        "at": table.at[placed].tolist(),
        "value": [float(f"{one:.4g}") for one in values[placed]],
        "step": classes.tolist(),
        "peaks": [
            {"number": one.number, "x": one.peak.longitude, "y": one.peak.latitude}
            for one in found
            if one.is_placed
        ],
    }


def _chart(table: DriveTable, item: str, found: Sequence[PeakRow], book: RuleBook) -> Chart:
    values, step_s = table.values[item], float(np.median(np.diff(table.at))) / 1000
    base = baseline(values, step_s, book["drive_window"])
    flags = {_top(values, one.peak): str(one.number) for one in found[:20]}
    lines = [
        _line("value", item, table, values, flags),
        _line("base", "本底（滑动第 10 百分位）", table, base, {}, unit=table.units[item]),
    ]
    return Chart(int(table.at[0]), int(table.at[-1]) + round(1000 * step_s), lines)


def _top(values: FloatArray, one: Peak) -> int:
    return one.begin + int(np.nanargmax(values[one.begin : one.end]))


def _line(
    key: str,
    name: str,
    table: DriveTable,
    values: FloatArray,
    flags: dict[int, str],
    *,
    unit: str | None = None,
) -> Line:
    return Line(
        key=key,
        name=name,
        unit=table.units[name] if unit is None else unit,
        decimals=1,
        times=table.at.tolist(),
        values=[None if np.isnan(one) else float(f"{one:.4g}") for one in values],
        flags=flags,
    )


def peaks_text(screen: DriveScreen) -> bytes:
    """The peaks as a CSV file that Excel opens."""
    lines = [
        (
            one.number,
            f"{localtime(one.start):%Y-%m-%d %H:%M:%S}",
            f"{localtime(one.end):%H:%M:%S}",
            f"{one.peak.longitude:.6f}" if one.is_placed else "",
            f"{one.peak.latitude:.6f}" if one.is_placed else "",
            f"{one.peak.highest:.4g}",
            f"{one.peak.base:.4g}",
            f"{one.peak.score:.0f}",
            one.peak.passes,
            one.note,
            "；".join(
                f"{near.source.name} {near.direction} {near.distance_km} km" for near in one.near
            ),
        )
        for one in screen.peaks
    ]
    return _csv(HEAD, lines)


def readings_text(drive: Drive) -> bytes:
    """Every reading in WGS-84 with all items, as a CSV file that Excel opens."""
    table = table_of(drive)
    units = [f"{name}({unit})" if unit else name for name, unit in table.units.items()]
    columns = [table.longitude, table.latitude, *table.values.values()]
    places = [6, 6, *[4] * len(table.values)]
    lines = (
        (
            f"{localtime(_moment(int(at))):%Y-%m-%d %H:%M:%S}",
            *(
                "" if np.isnan(one[n]) else round(float(one[n]), digits)
                for one, digits in zip(columns, places, strict=True)
            ),
        )
        for n, at in enumerate(table.at)
    )
    return _csv(("时间", "经度(WGS-84)", "纬度(WGS-84)", *units), lines)


def _csv(head: Sequence[str], lines: Any) -> bytes:
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(head)
    sheet.writerows(lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
