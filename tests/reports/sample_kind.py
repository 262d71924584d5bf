"""A small kind of report over one point's hours, to try the machinery with."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import polars as pl
from PIL import Image

from bihuan import telemetry
from bihuan.regulations.rounding import round_gbt8170
from bihuan.reports.definition import (
    STANDARD_TEMPLATE,
    Answer,
    Arguments,
    Asked,
    Composition,
    Drawn,
    Due,
    FigureQuery,
    FigureSet,
    Paragraph,
    PeriodKind,
    Picture,
    PictureQuery,
    Reading,
    ReportKind,
    Section,
    Sheet,
    SheetChart,
    SheetQuery,
    SheetRows,
    Style,
    Subject,
    Table,
)
from bihuan.reports.period import Period
from bihuan.reports.queries.due import SHANGHAI
from bihuan.telemetry import Kind, SeriesQuery

DAYS = "sample.days"
MEAN = "sample.mean"
CHANGE = "sample.change"
CURVE = "sample.curve"
HOURS = "sample.hours"


def pixel() -> bytes:
    """A small white PNG."""
    file = BytesIO()
    Image.new("RGB", (60, 30), "white").save(file, "PNG")
    return file.getvalue()


def midnight(day: str) -> datetime:
    """The first moment of a Shanghai day."""
    day_start = datetime.combine(datetime.fromisoformat(day).date(), time(), SHANGHAI)
    return day_start.astimezone(UTC)


def hours(arguments: Arguments) -> pl.DataFrame:
    """The hours of the point within the days that are asked for."""
    start = midnight(str(arguments["first"]))
    end = midnight(str(arguments["last"])) + timedelta(days=1)
    point = int(str(arguments["point"]))
    asked = SeriesQuery([point], ["a34004"], Kind.HOUR, start, end)
    return pl.DataFrame(telemetry.store().series(asked)).sort("start")


def mean_of(arguments: Arguments) -> Decimal | None:
    """Mean of the hours, exact."""
    values = [Decimal(str(value)) for value in hours(arguments)["value"].drop_nulls()]
    return sum(values, Decimal(0)) / len(values) if values else None


def answer(value: Decimal | None, arguments: Arguments, reason: str, unit: str) -> Answer:
    """An answer about these days."""
    end = midnight(str(arguments["last"])) + timedelta(days=1)
    return Answer(
        value,
        reason="" if value is not None else reason,
        unit=unit,
        edition="GB 3095-2026",
        start=midnight(str(arguments["first"])),
        end=end,
    )


def mean(arguments: Arguments, reading: Reading) -> Answer:
    """Mean concentration."""
    found = mean_of(arguments)
    value = None if found is None else round_gbt8170(found, 0)
    return answer(value, arguments, "无有效数据", "µg/m³")


def change(arguments: Arguments, reading: Reading) -> Answer:
    """Change against the days before, in per cent."""
    first = midnight(str(arguments["first"]))
    last = midnight(str(arguments["last"]))
    days = (last - first).days + 1
    before = {
        **arguments,
        "first": f"{(first - timedelta(days=days)).astimezone(SHANGHAI).date()}",
        "last": f"{(first - timedelta(days=1)).astimezone(SHANGHAI).date()}",
    }
    now, then = mean_of(arguments), mean_of(before)
    share = None if now is None or not then else round_gbt8170((now - then) / then * 100, 1)
    return answer(share, arguments, "无同期数据", "%")


def draw(arguments: Arguments, reading: Reading) -> Drawn:
    """A picture of the hours."""
    return Drawn(pixel, str(hours(arguments)["value"].to_list()))


def rows(arguments: Arguments, reading: Reading) -> SheetRows:
    """The hours."""
    found = hours(arguments)
    lines = tuple(
        (
            f"{start.astimezone(SHANGHAI):%m-%d %H:%M}",
            None if value is None else Decimal(str(value)),
        )
        for start, value in zip(found["start"], found["value"], strict=True)
    )
    return SheetRows(("时间", "PM₂.₅"), lines, (SheetChart("小时浓度", "line", 0, (1,)),))


def link(arguments: Arguments) -> str:
    """The point's page."""
    return f"/points/{arguments['point']}/"


def compose(asked: Asked, figures: FigureSet) -> Composition:
    """A page with a paragraph that follows the numbers, a table, a picture, a sheet."""
    point, first, last = POINT[0], f"{asked.period.first}", f"{asked.period.last}"
    told: Arguments = {"point": point, "first": first, "last": last}
    pm = figures.take("pm", "PM₂.₅均值", MEAN, point=point, first=first, last=last)
    turn = figures.take(
        "turn", "PM₂.₅环比", CHANGE, style=Style.CHANGE, point=point, first=first, last=last
    )
    words = "均值" if pm.number is None or pm.number <= 60 else "均值偏高，为"
    front = Section(
        "front",
        "要情",
        (Paragraph("summary", f"PM₂.₅{words}{pm}微克/立方米，较前期{turn}。"),),
        is_front=True,
    )
    body = Section(
        "body",
        "一、浓度",
        (
            Paragraph("advice", "请继续做好扬尘管控。"),
            Table(
                "means",
                "浓度",
                ("站点", "PM₂.₅"),
                (("大峪沟站", str(pm)),),
                note="单位：微克/立方米",
            ),
            Picture("curve", "小时浓度", CURVE, told, width_mm=100),
        ),
    )
    return Composition(
        title=asked.title or f"{asked.district_name}空气质量{asked.period.kind}报",
        subtitle=asked.period.words,
        sections=(front, body),
        figures=figures.all(),
        basis="按GB 3095-2026评价。",
        sheets=(Sheet("hours", "小时值", HOURS, told),),
        mark="审核前数据，仅供内部参考",
        message="PM₂.₅均值{pm}。",
    )


def subjects(period: Period, district: str, reading: Reading) -> list[Subject]:
    """One episode."""
    return [Subject("ep1", "静稳过程", period.first, period.last)]


POINT = [0]
"""The point that the sample reads; set by the fixture."""

QUERIES = (
    FigureQuery(MEAN, "均值", mean, link),
    FigureQuery(CHANGE, "环比", change, link),
    PictureQuery(CURVE, "小时浓度", draw, link),
    SheetQuery(HOURS, "小时值", rows, link),
)


def kind(code: str, period: PeriodKind, days: int, at: time) -> ReportKind:
    """A kind of the sample."""
    return ReportKind(
        code=f"sample.{code}",
        title=f"样例{code}",
        system="样例",
        period=period,
        template=STANDARD_TEMPLATE,
        compose=compose,
        due=Due(days, at),
        number="样{district}" + code + "〔{year}〕{serial}号",
        subjects=subjects if period is PeriodKind.SPECIAL else None,
    )


DAILY = kind("daily", PeriodKind.DAY, 1, time(9))
KINDS = (
    DAILY,
    kind("weekly", PeriodKind.WEEK, 1, time(17)),
    kind("monthly", PeriodKind.MONTH, 3, time(17)),
    kind("quarterly", PeriodKind.QUARTER, 5, time(17)),
    kind("half", PeriodKind.HALF_YEAR, 10, time(17)),
    kind("yearly", PeriodKind.YEAR, 15, time(17)),
    kind("special", PeriodKind.SPECIAL, 0, time(17)),
)
