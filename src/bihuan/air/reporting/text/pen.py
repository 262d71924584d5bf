"""A pen that asks before it writes (取数之笔): figures of one document by key."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.utils.timezone import localdate

from bihuan.air.judge.edition_choice import CHOICE_NAMES, Basis, EditionChoice, one_edition
from bihuan.air.judge.span import DaySpan, SpanKind, previous_of
from bihuan.air.reporting.look import Look, look
from bihuan.air.reporting.query.dust import deducted_days
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol
from bihuan.reports.definition import (
    Asked,
    Figure,
    FigureSet,
    Period,
    PeriodKind,
    Style,
)
from bihuan.reports.period import long_day, short_day

KINDS = {
    PeriodKind.DAY: SpanKind.DAY,
    PeriodKind.WEEK: SpanKind.WEEK,
    PeriodKind.MONTH: SpanKind.MONTH,
    PeriodKind.QUARTER: SpanKind.QUARTER,
    PeriodKind.HALF_YEAR: SpanKind.HALF,
    PeriodKind.YEAR: SpanKind.YEAR,
    PeriodKind.SPECIAL: SpanKind.ANY,
}
AGAINST = {"year": "同比", "before": "环比"}
ITEMS = (
    Pollutant.PM25,
    Pollutant.PM10,
    Pollutant.O3,
    Pollutant.NO2,
    Pollutant.SO2,
    Pollutant.CO,
)
"""The order in which officials read them."""

CAUSE_RULES = "成因判断规则"

assert set(ITEMS) == set(PUBLISHED_ORDER)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a change is asked and named."""

    query: str
    key: str
    word: str
    style: Style


class Shown(Enum):
    """How a change is shown (变化的写法): in percent, or in days, points and units."""

    PERCENT = _Way("percent", "", "", Style.CHANGE)
    PERCENT_SIZE = _Way("percent", "_size", "幅度", Style.ABSOLUTE)
    MOVED = _Way("absolute", "_moved", "变化", Style.CHANGE)
    MOVED_SIZE = _Way("absolute", "_moved_size", "变化量", Style.ABSOLUTE)
    SIGNED = _Way("absolute", "_signed", "差", Style.SIGNED)


@dataclass(frozen=True)
class Pen:
    """Asks for figures of one span on one basis.

    Attributes:
        span: the days that are over.
        choice: the one edition that all periods of this document are judged by.
        prefix, word: before keys and labels, where a document looks at two spans.
    """

    figures: FigureSet
    asked: Asked
    span: DaySpan
    kind: SpanKind
    choice: EditionChoice
    prefix: str = ""
    word: str = ""

    @property
    def seen(self) -> Look:
        """The data themselves, for rules that need more than a figure."""
        return look({"district": self.asked.district}, self.figures.reading)

    @property
    def until_words(self) -> str:
        """The days as a sentence says them."""
        return days_words(self.span)

    @property
    def today(self) -> date:
        """The morning after the span: what is left of a target is told from here.

        The year's own targets end with it, so a year's last morning is its last day.
        """
        after = self.span.last + timedelta(days=1)
        return after if after.year == self.span.last.year else self.span.last

    @property
    def is_year_over(self) -> bool:
        """Whether the span ends with its year, so that nothing of the year's targets is left."""
        return self.today == self.span.last

    @property
    def year(self) -> DaySpan:
        """The year until the span's last day."""
        return DaySpan(date(self.span.last.year, 1, 1), self.span.last)

    @property
    def basis_words(self) -> str:
        """The basis as the foot of a document prints it."""
        found = self.seen.figures(self.span, self.choice)
        stations = "、".join(one.name for one in self.seen.evaluation) or "没有评价点位"
        said = basis_words(found.basis) if found else CHOICE_NAMES[self.choice]
        return (
            f"{said}；全市数据为评价点位（{stations}）平均，"
            "乡镇数据为乡镇站，不参与全市评价；采用审核后数据，未扣除沙尘"
            f"{'（扣沙后数值见沙尘影响与扣除）' if deducted_days(self.seen, self.span) else ''}。"
            f"成因判断规则：{self.rules('report', CAUSE_RULES)}。"
        )

    def take(
        self,
        key: str,
        label: str,
        query: str,
        *,
        style: Style = Style.PLAIN,
        missing: str = "",
        **arguments: Any,
    ) -> Figure:
        """Ask about the district."""
        said: dict[str, Any] = {"district": self.asked.district, **arguments}
        return self.figures.take(
            self.prefix + key, self.word + label, query, style=style, missing=missing, **said
        )

    def period(
        self,
        key: str,
        label: str,
        query: str,
        *,
        span: DaySpan | None = None,
        style: Style = Style.PLAIN,
        missing: str = "",
        **arguments: Any,
    ) -> Figure:
        """Ask about the span, or another one, on the document's basis."""
        days = {**self.days(span), "choice": self.choice.value}
        return self.take(key, label, query, style=style, missing=missing, **days, **arguments)

    def rules(self, group: str, label: str) -> Figure:
        """The numbers of the rules that a part is written by, kept with the document."""
        return self.period(f"rules_{group}", label, "air.rule.numbers", group=f"{group}_")

    def days(self, span: DaySpan | None = None) -> dict[str, Any]:
        """A span as arguments."""
        days = span or self.span
        return {"first": days.first.isoformat(), "last": days.last.isoformat()}

    def picture(self, span: DaySpan | None = None, **more: Any) -> dict[str, Any]:
        """The arguments of a picture on the document's basis."""
        return {
            "district": self.asked.district,
            **self.days(span),
            "choice": self.choice.value,
            **more,
        }

    def changed(
        self, metric: str, against: str, label: str, shown: Shown = Shown.PERCENT
    ) -> Figure:
        """Change of a metric against last year or the period before."""
        way = shown.value
        return self.period(
            f"{metric}_{against}{way.key}",
            f"{label}{AGAINST[against]}{way.word}",
            f"air.change.{way.query}",
            style=way.style,
            metric=metric,
            against=against,
            kind=self.kind.value,
        )

    def statistic(self, item: Pollutant) -> Figure:
        """A pollutant's statistic of the span."""
        return self.period(
            f"{item.value}", f"{symbol(item)}浓度", "air.period.statistic", item=item.value
        )

    @property
    def has_before(self) -> bool:
        """Whether the period before is another one than the same days of last year."""
        return self.kind is not SpanKind.YEAR

    @property
    def before(self) -> DaySpan:
        """The period before of the same kind."""
        return previous_of(self.kind, self.span)


def basis_words(basis: Basis) -> str:
    """The editions as an official reads them."""
    index = "、".join(_named(one) for one in basis.index)
    equal = all(weight == 1 for weight in basis.variant.weights.values())
    weights = "各项等权" if equal else "按项加权"
    doubt = "（待确认）" if basis.variant.trust == "U" else ""
    return (
        f"AQI按{index}，评价按{_named(basis.evaluation.code)}，"
        f"限值按{_named(basis.limits.code)}，综合指数{weights}{doubt}"
    )


def _named(code: str) -> str:
    """A standard's own name with its stage, if it has one.

    >>> _named("GB3095-2026-transition"), _named("HJ633-2012")
    ('GB 3095-2026过渡期', 'HJ 633-2012')
    """
    letters, rest = code[:2], code[2:]
    return f"{letters} {rest}".replace("-transition", "过渡期").replace("-final", "")


def unit_words(item: Pollutant) -> str:
    """A unit as a sentence says it."""
    return "毫克/立方米" if item is Pollutant.CO else "微克/立方米"


def month_pen(pen: Pen) -> Pen:
    """The month until the pen's last day (月内截至)."""
    span = DaySpan(pen.span.last.replace(day=1), pen.span.last)
    return Pen(pen.figures, pen.asked, span, SpanKind.MONTH, one_edition(span), "month_", "本月")


def pen_for(asked: Asked, figures: FigureSet, span: DaySpan | None = None) -> Pen:
    """A pen for the days of a period that are over at the reading."""
    days = span or over(asked.period, figures)
    return Pen(figures, asked, days, KINDS[asked.period.kind], one_edition(days))


def over(period: Period, figures: FigureSet) -> DaySpan:
    """The days of the period that are over; its first day where none is."""
    yesterday = localdate(figures.reading.now) - timedelta(days=1)
    return DaySpan(period.first, period.last).until(yesterday)


def days_words(span: DaySpan) -> str:
    """Days as a sentence says them.

    >>> days_words(DaySpan(date(2026, 3, 2), date(2026, 3, 8)))
    '2026年3月2日至8日'
    """
    if span.first == span.last:
        return long_day(span.first)
    if (span.first.year, span.first.month) == (span.last.year, span.last.month):
        return f"{long_day(span.first)}至{span.last.day}日"
    last = long_day if span.first.year != span.last.year else short_day
    return f"{long_day(span.first)}至{last(span.last)}"
