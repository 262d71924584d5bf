"""The statistics pack of a township (乡镇统计资料): one workbook, one click."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any, Final

import numpy as np
import xlsxwriter
from django.db.models import Count
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.air.judge.span import DaySpan
from bihuan.air.queries.process import processes
from bihuan.air.queries.township import ClassRow, TownshipScreen
from bihuan.air.series.values import Values
from bihuan.air.site import Site
from bihuan.cases.models import Case
from bihuan.cases.models.case import within as cases_within
from bihuan.registry.models import LocalSource
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, symbol, unit
from bihuan.regulations.rounding import FloatArray

FIGURES: Final = ("站点", "类别", "综合指数", "优良天数", "有效天数")
SOURCES: Final = ("名称", "类别", "规模", "主要污染物", "措施")
HEADS: Final = [f"{symbol(item)}（{unit(item)}）" for item in PUBLISHED_ORDER]
NOTE: Final = "审核前数据，仅供内部参考；微型站均值不进入排名和全市评价"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a head and its rows."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


def township_pack(values: Values, user: User, screen: TownshipScreen, *, now: datetime) -> bytes:
    """Figures, days, hours of the day, courses, sources and matters of a township (.xlsx)."""
    sites = [site for row in screen.rows for site in row.sites]
    sheets = (
        Sheet("概况", (*FIGURES, *HEADS), _figures(screen)),
        Sheet("逐日", ("日期", "站点", "AQI", *HEADS), _days(values, sites, screen.span)),
        Sheet("小时规律", ("小时", "站点", *HEADS), _hours(values, sites, screen.span)),
        Sheet("异常过程", ("站点", "开始", "结束", "过程"), _courses(values, sites, now)),
        Sheet(
            "本地源", ("名称", "类别", "规模", "主要污染物", "措施"), _sources(user, screen.code)
        ),
        Sheet("事项", ("类型", "状态", "件数"), _cases(user, screen.code)),
    )
    made = f"{screen.name} {screen.span.words}，数据版本 {values.version.code}，"
    return _workbook(sheets, f"{made}{localtime(now):%Y-%m-%d %H:%M} 生成。{NOTE}")


def _workbook(sheets: Sequence[Sheet], note: str) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#eef2f7", "border": 1})
        for one in sheets:
            page = book.add_worksheet(one.name)
            page.write(0, 0, note)
            page.write_row(1, 0, one.head, bold)
            for line, row in enumerate(one.rows, 2):
                page.write_row(line, 0, row)
            page.freeze_panes(2, 1)
            page.set_column(0, max(len(one.head) - 1, 0), 14)
            page.autofilter(1, 0, max(len(one.rows) + 1, 2), max(len(one.head) - 1, 0))
    return file.getvalue()


def _figures(screen: TownshipScreen) -> list[list[Any]]:
    return [
        _line(row, place, site.name, row.station_class.label)
        for row in screen.rows
        if row.figures is not None
        for place, site in enumerate(row.sites)
    ]


def _line(row: ClassRow, place: int, name: str, kind: str) -> list[Any]:
    assert row.figures is not None
    found = row.figures
    printed = [_plain(found.printed(item)[place]) for item in PUBLISHED_ORDER]
    index = _plain(found.printed_composite()[place])
    return [
        name,
        kind,
        index,
        int(found.good_days[place]),
        int(found.judged_days[place]),
        *printed,
    ]


def _plain(value: object) -> float | str:
    return "" if value is None else float(str(value))


def _days(values: Values, sites: Sequence[Site], span: DaySpan) -> list[list[Any]]:
    table, indices = values.days(span), values.day_indices(span).index
    return [
        [
            str(_day(span, at)),
            site.name,
            int(indices[site.row, at]) if indices[site.row, at] >= 0 else "NA",
            *(_rounded(table[item][site.row, at]) for item in PUBLISHED_ORDER),
        ]
        for at in range(span.days)
        for site in sites
    ]


def _day(span: DaySpan, at: int) -> date:
    return span.first + timedelta(days=at)


def _hours(values: Values, sites: Sequence[Site], span: DaySpan) -> list[list[Any]]:
    """Mean of each hour of the day over the span (小时规律)."""
    hours = values.hours(span)
    means = {item: _by_hour(hours[item], span.days) for item in PUBLISHED_ORDER}
    return [
        [
            f"{hour:02}:00～{hour + 1:02}:00",
            site.name,
            *(_rounded(means[item][site.row, hour]) for item in PUBLISHED_ORDER),
        ]
        for hour in range(24)
        for site in sites
    ]


def _by_hour(array: FloatArray, days: int) -> FloatArray:
    parted = array.reshape(len(array), days, 24)
    known = ~np.isnan(parted)
    count = known.sum(axis=1)
    total = np.where(known, parted, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _rounded(value: float) -> float | str:
    return "" if np.isnan(value) else round(float(value), 1)


def _courses(values: Values, sites: Sequence[Site], now: datetime) -> list[list[str]]:
    return [
        [
            one.site.name,
            f"{localtime(one.start):%Y-%m-%d %H:%M}",
            f"{localtime(one.end):%Y-%m-%d %H:%M}",
            one.because,
        ]
        for one in processes(values, sites, now=now)
    ]


def _sources(user: User, code: str) -> list[list[str]]:
    rows = LocalSource.objects.visible_to(user).filter(within("district_id", code))
    return [
        [one.name, str(one.kind), one.scale, one.pollutants, one.measures]
        for one in rows.select_related("kind").order_by("kind", "name")
    ]


def _cases(user: User, code: str) -> list[list[Any]]:
    rows = Case.objects.visible_to(user).filter(cases_within(code))
    counted = rows.order_by().values_list("version__title", "stage_title").annotate(Count("pk"))
    return [list(row) for row in counted.order_by("version__title", "stage_title")]
