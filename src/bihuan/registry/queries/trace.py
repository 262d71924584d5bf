"""From a value back to its versions and its packet (数据溯源)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl
from django.utils.timezone import localdate

from bihuan import telemetry
from bihuan.registry.bounds import NO_BOUNDS, Bounds
from bihuan.registry.models import MonitoringPoint, PointFactor
from bihuan.registry.queries.limit import bounds_of
from bihuan.registry.span import SeriesKind
from bihuan.registry.statistic import STATISTICS
from bihuan.telemetry import DatumKey, Kind, RawPacket

SOURCES = {
    "hj212": "设备上传（HJ 212）",
    "push": "接口推送",
    "pull": "接口拉取",
    "import": "文件导入",
    "rollup": "平台统计",
    "correction": "人工修正",
    "demo": "演示数据",
}
ROLLED = {Kind.HOUR: Kind.ROLLED_HOUR, Kind.DAY: Kind.ROLLED_DAY}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a value (数据版本): what it was, since when, from whom and why."""

    number: int
    value: float | None
    flag: str
    end: datetime
    arrival: datetime
    source: str
    author: str
    reason: str
    kind: Kind
    segment: int
    index: int

    @property
    def has_packet(self) -> bool:
        """Whether it came in a packet that can be shown."""
        return self.segment > 0 and self.index >= 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One statistic of a datum (统计量), e.g. its maximum, as it stands now."""

    statistic: int
    name: str
    value: float | None
    versions: list[Version]


@dataclass(frozen=True, slots=True)
class ValueTrace:
    """All that is known of one datum (数据溯源).

    Attributes:
        factor: how the point shows it; None for a factor that it no longer has.
        end: of the period; None when the store does not hold the datum.
        bounds: the limit of its averaging time.
        figures: the value first, then converted value, extremes and sum, as far as there are.
    """

    key: DatumKey
    kind: SeriesKind
    factor: PointFactor | None
    end: datetime | None
    bounds: Bounds
    figures: list[Figure]


def value_trace(point: MonitoringPoint, key: DatumKey) -> ValueTrace:
    """Every statistic of a datum with all its versions."""
    found = {name: _versions_of(replace(key, statistic=one)) for one, name in STATISTICS.items()}
    figures = [
        Figure(one, name, found[name][0].value, found[name])
        for one, name in STATISTICS.items()
        if found[name]
    ]
    bounds = bounds_of(point.pk, averaging=key.kind.value, day=localdate(key.start))
    return ValueTrace(
        key=key,
        kind=SeriesKind(key.kind.value),
        factor=point.factors.filter(factor=key.factor).first(),
        end=figures[0].versions[0].end if figures else None,
        bounds=bounds.get(key.factor, NO_BOUNDS),
        figures=figures,
    )


def _versions_of(key: DatumKey) -> list[Version]:
    """The newest first, what was reported before what was rolled up."""
    rolled = ROLLED.get(key.kind)
    found = list(_versions(key))
    return found + list(_versions(replace(key, kind=rolled))) if rolled else found


def _versions(key: DatumKey) -> Iterator[Version]:
    rows = pl.DataFrame(telemetry.store().versions(key)).sort("version", descending=True)
    for row in rows.iter_rows(named=True):
        yield _version(row, key.kind)


def _version(row: dict[str, Any], kind: Kind) -> Version:
    return Version(
        number=row["version"],
        value=row["value"],
        flag=row["flag"],
        end=row["end"],
        arrival=row["arrival"],
        source=SOURCES.get(row["source"], row["source"]),
        author=row["author"] or "",
        reason=row["reason"] or "",
        kind=kind,
        segment=row["segment"],
        index=row["index"],
    )


def packet_of(key: DatumKey, number: int) -> RawPacket | None:
    """The packet that a version of a value came in (原始报文); None when it came without one."""
    for version in _versions_of(key):
        if version.number == number and version.has_packet:
            arrival = version.arrival
            return telemetry.store().raw_packet(version.segment, version.index, arrival=arrival)
    return None
