"""The n-th likeliest local source and what speaks for it (突出污染源)."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np

from bihuan.air.judge.figure import published
from bihuan.air.reporting.link import hot_spot_page
from bihuan.air.reporting.look import item_of, look, span_of
from bihuan.air.reporting.source import Suspect, suspects
from bihuan.regulations.air.pollutant import unit
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

NO_SUSPECT = "没有证据指向的登记污染源"


def _query(
    name: str,
    label: str,
    work: Callable[[Suspect], Decimal | str | None],
    unit_of: Callable[[Arguments], str] = lambda _: "",
) -> FigureQuery:
    def answer(arguments: Arguments, reading: Reading) -> Answer:
        seen, span = look(arguments, reading), span_of(arguments)
        found = suspects(seen, span, item_of(arguments))
        n = int(str(arguments["n"]))
        value = work(found[n - 1]) if n <= len(found) else None
        rules = seen.book(span).words("suspect_")
        return seen.answer(value, span, reason=NO_SUSPECT, unit=unit_of(arguments), edition=rules)

    return FigureQuery(name, label, answer, hot_spot_page)


def _one(value: float) -> Decimal | None:
    return published(np.array([value]), 1)[0]


QUERIES = (
    _query("air.source.name", "污染源", lambda one: one.source.name),
    _query("air.source.kind", "类别", lambda one: str(one.source.kind)),
    _query("air.source.township", "所在乡镇", lambda one: one.source.district.name),
    _query("air.source.station", "受影响站点", lambda one: one.site.name),
    _query("air.source.sector", "所在方位", lambda one: one.sector),
    _query("air.source.distance", "距离", lambda one: _one(one.distance_km), lambda _: "km"),
    _query(
        "air.source.excess", "顺风抬升", lambda one: _one(one.excess), lambda a: unit(item_of(a))
    ),
    _query("air.source.hours", "顺风小时数", lambda one: Decimal(one.hours), lambda _: "小时"),
    _query("air.source.orders", "同期交办", lambda one: Decimal(one.orders), lambda _: "件"),
)
