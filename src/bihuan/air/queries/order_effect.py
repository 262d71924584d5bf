"""What an order of the ledger changed at its station (管控措施效果)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.air.analysis.order_effect import Answer, Effect, order_effect
from bihuan.air.figure.gathered import distance_km, nearest_mast
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Instruction
from bihuan.air.quality.live import HOUR
from bihuan.air.queries.desk import item_of
from bihuan.air.series.block import midnight
from bihuan.air.series.values import Values
from bihuan.air.site import Site, of_class
from bihuan.cases.models import Case
from bihuan.regulations.air.pollutant import Pollutant, symbol, unit
from bihuan.regulations.rounding import FloatArray
from bihuan.ui.chart import Chart, Line, milliseconds

HISTORY_DAYS = 58
AFTER_HOURS = 48
LEAST_AFTER = 12
SHARED_KM = 3.0
"""Nearer stations may feel the same order, so they are no controls. [km] [P]"""

LEAST_PEERS = 4


@dataclass(frozen=True, slots=True)
class EffectScreen:
    """An order with its estimated effect (措施效果).

    Attributes:
        at: the hour from which the order counts.
        hours: hours after it that are compared.
        effect: None where it is too early or the station is gone.
        because: why there is none.
    """

    made: Instruction
    case: Case | None
    site: Site | None
    item: Pollutant | None
    at: datetime | None
    hours: int
    effect: Effect | None
    controls: tuple[Site, ...]
    chart: Chart | None
    because: str = ""

    @property
    def words(self) -> str:
        """The sentence that says it."""
        if self.effect is None or self.item is None:
            return f"无法判断：{self.because}。"
        one = self.effect
        if one.answer is Answer.UNKNOWN:
            return f"无法判断：{one.because}。{self._range()}"
        word = "低" if one.answer is Answer.LOWER else "高"
        size = f"{100 * abs(one.share):.0f}%"
        name = symbol(self.item)
        return f"下发后 {self.hours} 小时，{name} 比没有指令时{word} {size}{self._range()}"

    def _range(self) -> str:
        one = self.effect
        if one is None or one.share != one.share:
            return ""
        return (
            f"（估计 {_percent(one.share)}，90% 区间 {_percent(one.low)} 至 {_percent(one.high)}）"
        )


def _percent(share: float) -> str:
    return f"{100 * share:+.0f}%"


def effect_screen(values: Values, made: Instruction, user: User, *, now: datetime) -> EffectScreen:
    """The station of an order against matched controls, from two months before to now."""
    case = Case.objects.visible_to(user).filter(number=made.case).first() if made.case else None
    site, item = _subject(values, made)
    if case is None or site is None or item is None:
        return _none(made, case, "指令没有下发，或站点已停用")
    at = _hour_after(case.raised_at)
    hours = min(AFTER_HOURS, int((now - at) / HOUR))
    if hours < LEAST_AFTER:
        return _none(made, case, f"下发不足 {LEAST_AFTER} 小时，请稍后再看")
    first = localdate(at) - timedelta(days=HISTORY_DAYS)
    span = DaySpan(first, localdate(at + timedelta(hours=hours)))
    peers = _peers(values.sites, site)
    table = values.hours(span)[item][[one.row for one in peers]]
    place = int((at - midnight(first)) / HOUR)
    found = order_effect(table, 0, place, after=hours, wind=_wind(values, site, span))
    return EffectScreen(
        made=made,
        case=case,
        site=site,
        item=item,
        at=at,
        hours=hours,
        effect=found,
        controls=tuple(peers[row] for row in found.controls),
        chart=_chart(table[0], found, midnight(first), place, item),
    )


def _none(made: Instruction, case: Case | None, because: str) -> EffectScreen:
    return EffectScreen(made, case, None, None, None, 0, None, (), None, because)


def _subject(values: Values, made: Instruction) -> tuple[Site | None, Pollutant | None]:
    """The station and the pollutant of the course that the order is about."""
    station, factor, *_ = [*made.process.split("-"), "", ""]
    site = next((one for one in values.sites if str(one.station) == station), None)
    try:
        return site, item_of(factor)
    except LookupError:
        return site, None


def _hour_after(moment: datetime) -> datetime:
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole if whole == moment else whole + HOUR


def _peers(sites: Sequence[Site], site: Site) -> list[Site]:
    """The station first, then those of its class that lie far enough; of any class if few."""
    far = [one for one in sites if distance_km(one, site) > SHARED_KM]
    alike = list(of_class(far, site.station_class))
    return [site, *(alike if len(alike) >= LEAST_PEERS else far)]


def _wind(values: Values, site: Site, span: DaySpan) -> FloatArray:
    """Eastward and northward wind of the nearest mast. shape (2, time)"""
    weather = values.weather(span)
    mast = nearest_mast(values.sites, site, weather["wind_speed"])
    if mast is None:
        return np.full((2, 24 * span.days), np.nan)
    speed = weather["wind_speed"][mast.row]
    angle = np.radians(weather["wind_direction"][mast.row])
    return np.stack([-speed * np.sin(angle), -speed * np.cos(angle)])


def _chart(
    measured: FloatArray, found: Effect, start: datetime, place: int, item: Pollutant
) -> Chart:
    """Measured and expected hours from two days before the order on."""
    begin, end = max(0, place - 48), place + AFTER_HOURS
    cut = measured[begin:end]
    times = [milliseconds(start) + 3_600_000 * (begin + n) for n in range(len(cut))]
    expected = np.full(len(cut), np.nan)
    expected[place - begin : place - begin + len(found.expected)] = found.expected
    lines = [
        Line("measured", "实测", unit(item), 0, times, _plain(cut), {place - begin: "下发"}),
        Line("expected", "没有指令时的估计", unit(item), 0, times, _plain(expected)),
    ]
    return Chart(times[0], times[-1] + 3_600_000, lines)


def _plain(column: FloatArray) -> list[float | None]:
    return [None if np.isnan(one) else round(float(one), 1) for one in column]
