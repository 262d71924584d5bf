"""Points of the board in groups (分组统计): by district, industry, firm or class of station."""

from dataclasses import dataclass

import polars as pl

from bihuan.accounts.models import District
from bihuan.registry.models import StationClass
from bihuan.registry.queries.roster import BoardQuery, counts

LEVELS = (2, 4, 6, 9)
"""Digits of the codes of province, city, county, township."""


@dataclass(frozen=True, slots=True)
class Group:
    """Points that belong together (分组): how many stand how.

    Attributes:
        parameter: the filter that narrows to this group, with `key` as its value.
    """

    key: str
    label: str
    parameter: str
    total: int
    counts: dict[str, int]


def grouping_for(query: BoardQuery, frame: pl.DataFrame) -> str:
    """The grouping asked for, or what fits: districts while there are several, else firms."""
    if query.group:
        return query.group
    return "district" if _district_length(frame) else "enterprise"


def _district_length(frame: pl.DataFrame) -> int:
    """Digits of the shortest codes that still tell these points' districts apart; 0 for one."""
    codes = frame["district"].unique()
    return next((n for n in LEVELS if codes.str.slice(0, n).n_unique() > 1), 0)


def groups(frame: pl.DataFrame, grouping: str) -> list[Group]:
    """The points in groups, those with most exceedances first (分组统计)."""
    keyed, parameter = _keyed(frame, grouping)
    found = [
        Group(
            key=str(key),
            label=str(label),
            parameter=parameter,
            total=part.height,
            counts=counts(part),
        )
        for (key, label), part in keyed.group_by("key", "label", maintain_order=True)
    ]
    return sorted(found, key=lambda one: (-one.counts["over"], -one.counts["silent"], one.key))


def _keyed(frame: pl.DataFrame, grouping: str) -> tuple[pl.DataFrame, str]:
    if grouping == "district":
        return _by_district(frame), "district"
    if grouping == "industry":
        industry = frame.filter(pl.col("enterprise").is_not_null())
        same = pl.col("industry")
        return industry.with_columns(same.alias("key"), same.alias("label")), "industry"
    if grouping == "class":
        return _by_class(frame), "station_class"
    firms = frame.filter(pl.col("enterprise").is_not_null())
    key, label = pl.col("enterprise").alias("key"), pl.col("enterprise_name").alias("label")
    return firms.with_columns(key, label), "enterprise"


def _by_district(frame: pl.DataFrame) -> pl.DataFrame:
    length = _district_length(frame) or max(LEVELS)
    keyed = frame.with_columns(pl.col("district").str.slice(0, length).alias("key"))
    codes = keyed["key"].unique().to_list()
    names = dict(District.objects.filter(pk__in=codes).values_list("code", "name"))
    return keyed.with_columns(pl.col("key").replace(names).alias("label"))


def _by_class(frame: pl.DataFrame) -> pl.DataFrame:
    stations = frame.filter(pl.col("station_class").is_not_null())
    names = {one.value: str(one.label) for one in StationClass}
    return stations.with_columns(
        pl.col("station_class").alias("key"),
        pl.col("station_class").replace(names).alias("label"),
    )
