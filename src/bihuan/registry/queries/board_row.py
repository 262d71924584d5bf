"""The rows of one page of the board, with every factor's newest value (看板列表)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from bihuan.hj212.value_kind import Statistic
from bihuan.registry.bounds import NO_BOUNDS, Bounds
from bihuan.registry.models import PointFactor
from bihuan.registry.queries.board import Board
from bihuan.registry.standing import TONES, Standing

NO_UNIT = "无量纲"


@dataclass(frozen=True, slots=True)
class KindValue:
    """A factor's newest value of one kind, with the limit of that kind (一种数据的最新值)."""

    kind: str
    value: float | None
    flag: str
    bounds: Bounds
    is_over: bool
    is_converted: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One factor at a point (因子最新值).

    Attributes:
        newest: the value of the newest period, of whatever kind.
        over: the value that passes the limit of its kind; None when none does.
        limited: the value whose limit is told beside the newest: its own kind's, else the
            hour's; None when the factor has no limit at all.
    """

    name: str
    unit: str
    decimals: int
    newest: KindValue
    over: KindValue | None
    limited: KindValue | None


@dataclass(frozen=True, slots=True)
class Row:
    """One point on the board."""

    point: int
    name: str
    enterprise: str
    medium: str
    standing: Standing
    tone: str
    arrival: datetime | None
    data_time: datetime | None
    readings: list[Reading] = field(default_factory=list)


def rows(frame: pl.DataFrame, board: Board) -> list[Row]:
    """The rows of one page, each with its factors' newest values (一次查询)."""
    readings = readings_of(frame["point"].to_list(), board)
    return [
        Row(
            point=one["point"],
            name=one["name"],
            enterprise=one["enterprise_name"] or "",
            medium=one["medium"],
            standing=Standing(one["standing"]),
            tone=TONES[one["standing"]],
            arrival=one["arrival"],
            data_time=one["data_time"],
            readings=readings.get(one["point"], []),
        )
        for one in frame.iter_rows(named=True)
    ]


def readings_of(points: Sequence[int], board: Board) -> dict[int, list[Reading]]:
    """The newest values of every factor that reported, by point, in the points' own order."""
    mine = board.values.filter(pl.col("point").is_in(points)).sort("end", "kind")
    values: dict[tuple[int, str], list[KindValue]] = {}
    for row in mine.iter_rows(named=True):
        values.setdefault((row["point"], row["factor"]), []).append(_kind_value(row))
    found: dict[int, list[Reading]] = {}
    factors = PointFactor.objects.filter(point__in=points).order_by("point", "order", "factor")
    for factor in factors:
        told = values.get((factor.point_id, factor.factor))
        if told:
            found.setdefault(factor.point_id, []).append(_reading(factor, told))
    return found


def _kind_value(row: dict[str, Any]) -> KindValue:
    return KindValue(
        kind=row["kind"],
        value=row["value"],
        flag=row["flag"],
        bounds=Bounds(upper=row["upper"], lower=row["lower"]),
        is_over=row["is_over"],
        is_converted=row["statistic"] == Statistic.CONVERTED.value,
    )


def _reading(factor: PointFactor, values: Sequence[KindValue]) -> Reading:
    """From a factor's values, the newest last."""
    own = [one for one in reversed(values) if one.bounds != NO_BOUNDS]
    return Reading(
        name=factor.name_zh,
        unit="" if factor.unit == NO_UNIT else factor.unit,
        decimals=factor.decimals,
        newest=values[-1],
        over=next((one for one in values if one.is_over), None),
        limited=next((one for one in own if one.kind == values[-1].kind), own[-1] if own else None),
    )
