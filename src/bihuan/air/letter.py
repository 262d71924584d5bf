"""The Word document of a report of abnormal values (异常数据情况说明), for the city's centre."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.timezone import localdate, localtime

from bihuan.accounts.models import District
from bihuan.air.figure.gathered import distance_km
from bihuan.air.figure.picture import COLOURS, drawn
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Doubt, Exclusion
from bihuan.air.queries.desk import MARGIN, factor_words, item_of
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import Values
from bihuan.air.site import Site
from bihuan.documents.word import WordPicture, render
from bihuan.regulations.air.pollutant import unit
from bihuan.regulations.rounding import FloatArray

TEMPLATE = Path(__file__).parent / "templates" / "air" / "letters" / "abnormal.docx"
HOUR = timedelta(hours=1)
NEIGHBOURS = 4
MOST_ROWS = 72


def word_of_report(values: Values, report: Exclusion, *, now: datetime) -> bytes:
    """The document, with curve, comparison with neighbours and list of evidence (情况说明)."""
    return render(TEMPLATE, letter_context(values, report, now=now))


def letter_context(values: Values, report: Exclusion, *, now: datetime) -> Mapping[str, object]:
    """The values of the template's placeholders."""
    site = next(one for one in values.sites if one.point == report.point_id)
    near = _near(values, site)
    span = DaySpan(localdate(report.start - MARGIN), localdate(report.end + MARGIN))
    hours = values.hours(span, Treatment.RAW)[item_of(report.factor)]
    begin, end = localtime(report.start), localtime(report.end)
    return {
        "number": report.number,
        "addressee": f"{_city(report)}生态环境监测中心",
        "station": site.name,
        "code": site.code,
        "factor": factor_words(report.factor),
        "unit": unit(item_of(report.factor)),
        "period": f"{begin:%Y年%m月%d日 %H:%M} 至 {end:%m月%d日 %H:%M}",
        "hours": int((report.end - report.start) / HOUR),
        "reason": report.get_reason_display(),
        "evidence": report.evidence,
        "findings": _findings(report),
        "near": _padded([one.name for one in near]),
        "rows": _rows(hours, span, report, site, near),
        "curve": WordPicture(_curve(hours, span, report, site, near), 155),
        "county": report.point.district.name,
        "signature": str(report.by.organisation or "生态环境主管部门"),
        "author": str(report.by),
        "day": f"{localtime(report.at):%Y年%m月%d日}",
        "printed": f"{localtime(now):%Y-%m-%d %H:%M}",
        "version": values.version.code,
    }


def _city(report: Exclusion) -> str:
    city = District.objects.filter(pk=report.point.district_id[:4]).first()
    return city.name if city else ""


def _near(values: Values, site: Site) -> list[Site]:
    others = [one for one in values.sites if one.row != site.row and one.longitude is not None]
    return sorted(others, key=lambda one: distance_km(one, site))[:NEIGHBOURS]


def _findings(report: Exclusion) -> list[str]:
    rows = Doubt.objects.filter(
        point=report.point, factor=report.factor, start__lt=report.end, end__gt=report.start
    )
    found = [one.because for one in rows.order_by("start")[:10]]
    return found or ["质控规则没有自动标记，由人工提出"]


def _rows(
    hours: FloatArray, span: DaySpan, report: Exclusion, site: Site, near: list[Site]
) -> list[dict[str, object]]:
    first = int((report.start - midnight(span.first)) / HOUR)
    count = min(int((report.end - report.start) / HOUR), MOST_ROWS, hours.shape[1] - first)
    return [
        {
            "at": f"{localtime(midnight(span.first) + (at + 1) * HOUR):%m-%d %H:%M}",
            "own": _text(hours[site.row, at]),
            "others": _padded([_text(hours[one.row, at]) for one in near]),
        }
        for at in range(first, first + count)
    ]


def _padded(words: list[str]) -> list[str]:
    return [*words, *[""] * (NEIGHBOURS - len(words))]


def _text(value: float) -> str:
    return "无数据" if np.isnan(value) else f"{value:g}"


def _curve(
    hours: FloatArray, span: DaySpan, report: Exclusion, site: Site, near: list[Site]
) -> bytes:
    def draw(figure: Any) -> None:
        axes = figure.add_subplot()
        start = midnight(span.first)
        times = [_clock(start + at * HOUR) for at in range(hours.shape[1])]
        axes.axvspan(_clock(report.start), _clock(report.end), color="#fdeaea", zorder=0)
        for place, one in enumerate([site, *near]):
            width = 2.0 if one is site else 1.0
            axes.plot(times, hours[one.row], color=COLOURS[place], linewidth=width, label=one.name)
        axes.set_ylabel(f"{factor_words(report.factor)}（{unit(item_of(report.factor))}）")
        axes.grid(alpha=0.3)
        axes.legend(fontsize=7)
        figure.autofmt_xdate(rotation=0, ha="center")

    title = f"{site.name}与周边站点{factor_words(report.factor)}小时值（红色为上报时段）"
    return drawn(draw, title=title, note="审核前数据，仅供内部参考", share=0.45)


def _clock(moment: datetime) -> datetime:
    return localtime(moment).replace(tzinfo=None)
