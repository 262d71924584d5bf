"""Where the rules' columns come from (判定数据来源): the store and the registry."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

import polars as pl

from bihuan import telemetry
from bihuan.hj212.value_kind import Statistic
from bihuan.registry.models import FactorLimit, MonitoringPoint, PointFactor
from bihuan.registry.queries.board_row import NO_UNIT
from bihuan.registry.standing import DEVICES
from bihuan.telemetry import Kind, Reader, SeriesQuery
from bihuan.watch.queries.maintenance import marked, under_maintenance
from bihuan.watch.verdicts import INSTANT

COLUMNS = ("point", "factor", "start", "end", "value", "flag")
LIMITS = {
    "point": pl.Int32,
    "factor": pl.String,
    "averaging": pl.String,
    "upper": pl.Float64,
    "lower": pl.Float64,
    "source": pl.String,
    "first_day": pl.Date,
    "last_day": pl.Date,
}
FACTORS = {
    "point": pl.Int32,
    "factor": pl.String,
    "name": pl.String,
    "unit": pl.String,
    "minimum": pl.Float64,
    "maximum": pl.Float64,
}
PLACES = {
    "point": pl.Int32,
    "medium": pl.String,
    "station_class": pl.String,
    "district": pl.String,
}
BATCH = 20_000
STATISTICS = (Statistic.VALUE.value, Statistic.CONVERTED.value)
REPORTED = {"hour": Kind.HOUR, "day": Kind.DAY}


class StoreSource:
    """The store and the registry; what several rules of one run read is read once.

    Args:
        store: read only.
        live: whether `heard` may use the newest values, which is right for the present only.
    """

    def __init__(self, store: Reader | None = None, *, live: bool = False) -> None:
        self._store = store or telemetry.store()
        self._live = live
        self._read: dict[object, pl.DataFrame] = {}

    def values(
        self, kind: Kind, start: datetime, end: datetime, points: Sequence[int] | None
    ) -> pl.DataFrame:
        """Newest versions in [start, end), converted values where a series has them."""
        asked = (kind, start, end, None if points is None else tuple(points))
        if asked not in self._read:
            self._read[asked] = self._values(kind, start, end, points)
        return self._read[asked]

    def _values(
        self, kind: Kind, start: datetime, end: datetime, points: Sequence[int] | None
    ) -> pl.DataFrame:
        query = SeriesQuery(
            points=points, factors=None, kind=kind, start=start, end=end, statistics=STATISTICS
        )
        rows = pl.DataFrame(self._store.series(query)).filter(pl.col("value").is_not_null())
        if (rows["statistic"] == Statistic.CONVERTED.value).any():
            best = rows.group_by("point", "factor").agg(pl.col("statistic").max())
            rows = rows.join(best, on=["point", "factor", "statistic"], how="semi")
        return marked(rows.select(COLUMNS), start, end)

    def limits(self, averaging: str) -> pl.DataFrame:
        """Every limit of an averaging time."""
        return self._limits.filter(pl.col("averaging") == averaging).drop("averaging")

    @cached_property
    def _limits(self) -> pl.DataFrame:
        rows = FactorLimit.objects.order_by().values_list(
            "point_factor__point",
            "point_factor__factor",
            "averaging",
            "upper",
            "lower",
            "source",
            "start",
            "end",
        )
        told = [
            (*row[:3], _float(row[3]), _float(row[4]), *row[5:]) for row in rows.iterator(BATCH)
        ]
        return pl.DataFrame(told, schema=LIMITS, orient="row")

    def factors(self) -> pl.DataFrame:
        """Names, units and ranges."""
        return self._factors

    @cached_property
    def _factors(self) -> pl.DataFrame:
        rows = PointFactor.objects.order_by().values_list(
            "point", "factor", "name_zh", "unit", "minimum", "maximum"
        )
        named = pl.DataFrame(list(rows.iterator(BATCH)), schema=FACTORS, orient="row")
        return named.with_columns(pl.col("unit").replace(NO_UNIT, ""))

    def places(self) -> pl.DataFrame:
        """Points in use."""
        return self._places

    @cached_property
    def _places(self) -> pl.DataFrame:
        rows = MonitoringPoint.objects.filter(is_active=True).order_by()
        told = rows.values_list("pk", "medium", "station__station_class", "district_id")
        return pl.DataFrame(list(told.iterator(BATCH)), schema=PLACES, orient="row")

    def heard(self, start: datetime, end: datetime, points: Sequence[int] | None) -> pl.DataFrame:
        """Live: the newest arrival of each point; of the past: every hour that has a value."""
        if self._live:
            rows = pl.DataFrame(self._store.latest(points))
            described = pl.min_horizontal("arrival", "end", pl.lit(end))
            alive = pl.col("source").is_in(DEVICES)
            moment = pl.when(alive).then("arrival").otherwise(described).max()
            found = rows.group_by("point").agg(moment.cast(INSTANT).alias("heard"))
        else:
            hours = self.values(Kind.HOUR, start - timedelta(hours=1), end, points)
            ends = pl.col("end").clip(upper_bound=end).alias("heard")
            found = hours.select("point", ends).unique()
        return found.join(self._places.select("point"), on="point", how="semi").filter(
            ~pl.col("point").is_in(under_maintenance(end))
        )


def _float(number: object) -> float | None:
    return None if number is None else float(str(number))
