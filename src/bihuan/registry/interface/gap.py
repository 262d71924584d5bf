"""What an adapter should have brought and did not (缺数报告)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from bihuan import telemetry
from bihuan.accounts.scope import within
from bihuan.registry.gap import gaps
from bihuan.registry.models import Interface, PointFactor
from bihuan.telemetry import Kind, SeriesQuery
from bihuan.ui.chart import milliseconds

BACK = timedelta(hours=48)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
MOST = 200
EPOCH = datetime(1969, 12, 31, 16, tzinfo=UTC)  # midnight in Shanghai, where days begin
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class GapSpan:
    """[start, end) in which nothing came."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class GapRow:
    """One series over the last two days (缺数情况): due = present + missing + absent."""

    point: int
    name: str
    factor: str
    due: int
    present: int
    missing: int
    spans: tuple[GapSpan, ...]

    @property
    def absent(self) -> int:
        """Periods of which nothing came at all, not even that there is no value."""
        return self.due - self.present - self.missing

    @property
    def share(self) -> float:
        """Share of the periods that have a value. [%]"""
        return 100 * self.present / self.due if self.due else 0.0


def gap_report(interface: Interface, *, now: datetime) -> list[GapRow]:
    """Every series that the adapter fills, those with most holes first."""
    told = interface.settings.get("mapping", {})
    series = _series(interface, told)
    step = STEPS.get(told.get("kind", "hour"), timedelta(minutes=told.get("minutes", 5)))
    end = now - (now - EPOCH) % step
    start = end - BACK
    if not series:
        return []
    query = SeriesQuery(
        sorted({point for point, _ in series}),
        sorted({factor for _, factor in series}),
        Kind(told.get("kind", "hour")),
        start,
        end,
    )
    rows = pl.DataFrame(telemetry.store().series(query)).filter(pl.col("kind") == str(query.kind))
    by_series = rows.partition_by("point", "factor", as_dict=True)
    found = [
        _row(key, names, by_series.get(key, rows.clear()), (start, end, step))
        for key, names in series.items()
    ]
    return sorted(found, key=lambda row: (row.present - row.due, row.name, row.factor))[:MOST]


def _row(
    key: Key,
    names: tuple[str, str],
    rows: pl.DataFrame,
    window: tuple[datetime, datetime, timedelta],
) -> GapRow:
    start, end, step = window
    times = [milliseconds(moment) for moment in rows["start"].to_list()]
    step_ms = int(step.total_seconds() * 1000)
    holes = gaps(times, start=milliseconds(start), end=milliseconds(end), step=step_ms)
    missing = int(rows["value"].is_null().sum())
    return GapRow(
        point=key[0],
        name=names[0],
        factor=names[1],
        due=(end - start) // step,
        present=rows.height - missing,
        missing=missing,
        spans=tuple(GapSpan(_moment(hole.start), _moment(hole.end)) for hole in holes),
    )


def _series(
    interface: Interface, told: dict[str, object]
) -> dict[tuple[int, str], tuple[str, str]]:
    """Point and factor to their names, of the stations that the mapping names."""
    factors = told.get("factors")
    stations = told.get("stations")
    codes = [one.get("factor") for one in factors] if isinstance(factors, list) else []
    rows = PointFactor.objects.filter(
        within("point__district_id", interface.district_id),
        factor__in=codes,
        point__is_active=True,
        point__station__code__in=list(stations.values()) if isinstance(stations, dict) else [],
    )
    values = rows.order_by("point", "order").values_list(
        "point", "factor", "point__name", "name_zh"
    )
    return {(point, factor): (name, title) for point, factor, name, title in values}


def _moment(milliseconds_since: int) -> datetime:
    return datetime.fromtimestamp(milliseconds_since / 1000, UTC)
