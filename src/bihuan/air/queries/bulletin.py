"""Bulletins by slot (预报档次), their text for groups, and their score against what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate, localtime

from bihuan.accounts.models import District
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Bulletin, BulletinState, Slot
from bihuan.air.queries.county import county_figures
from bihuan.air.series.values import Values
from bihuan.air.services.bulletin import due_at
from bihuan.air.site import Site
from bihuan.regulations.air.category import category_of
from bihuan.regulations.air.columns import pollutants_of
from bihuan.regulations.air.pollutant import symbol

DAYS_SHOWN = 7
TEXT_BYTES = 2048
"""What a robot of a group takes in one message. Source: toolchain notes."""


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One slot of one day with what became of it (档次状态)."""

    day: date
    slot: Slot
    due: datetime
    bulletin: Bulletin | None
    tone: str
    words: str

    @property
    def is_sent(self) -> bool:
        """Whether it went out."""
        return self.bulletin is not None and self.bulletin.sent_at is not None


def slots(district: District, *, now: datetime) -> list[SlotRow]:
    """The slots of the last days, newest first: sent, late, missed or still to come."""
    today = localdate(now)
    days = [today - timedelta(days=n) for n in range(DAYS_SHOWN)]
    held = {
        (one.day, one.slot): one
        for one in Bulletin.objects.filter(district=district, day__in=days).select_related(
            "by", "approved_by", "district"
        )
    }
    return [
        _slot(day, slot, held.get((day, slot.value)), now)
        for day in days
        for slot in reversed(list(Slot))
    ]


def next_slot(rows: Sequence[SlotRow], today: date) -> Slot:
    """The slot of today that somebody should write now: the first that has not gone out."""
    open_ones = [one.slot for one in rows if one.day == today and not one.is_sent]
    return min(open_ones, key=list(Slot).index, default=Slot.EVENING)


def _slot(day: date, slot: Slot, made: Bulletin | None, now: datetime) -> SlotRow:
    due = due_at(day, slot)
    if made is not None and made.sent_at is not None:
        late = made.sent_at > due
        words = f"{localtime(made.sent_at):%H:%M} 发出{'，迟发' if late else ''}"
        return SlotRow(day, slot, due, made, "wait" if late else "good", words)
    if now > due:
        words = "逾期未发" if made is None else f"逾期，{made.get_state_display()}"
        return SlotRow(day, slot, due, made, "over", words)
    words = "待编制" if made is None else made.get_state_display()
    return SlotRow(day, slot, due, made, "none", words)


def copy_text(made: Bulletin) -> str:
    """The bulletin as one pastes it into a group (可复制文字), within the channel's limit."""
    lines = [
        f"【{made.district.name}空气质量预报】{made.day:%m月%d日}{made.get_slot_display()}",
        f"天气形势：{made.weather}",
    ]
    for one in made.days:
        lines.append(_day_words(one))
    if made.advice:
        lines.append(f"建议：{made.advice}")
    lines.append("内部研判参考，正式信息以上级发布为准。")
    return _cut("\n".join(lines))


def _day_words(one: dict[str, object]) -> str:
    day = date.fromisoformat(str(one["day"]))
    low, high = int(str(one["low"])), int(str(one["high"]))
    names = dict.fromkeys((category_of(low).name_zh, category_of(high).name_zh))
    led = f"，首要污染物 {one['primary']}" if one.get("primary") else ""
    return f"{day:%m月%d日} AQI {low}～{high}，{'至'.join(names)}{led}"


def _cut(text: str) -> str:
    """At most the channel's bytes, cut at a line."""
    lines = text.split("\n")
    while len("\n".join(lines).encode()) > TEXT_BYTES and len(lines) > 1:
        lines.pop(-2 if len(lines) > 2 else -1)
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecast day against what came (预报评分).

    Attributes:
        hit: whether the AQI lay within the range; None while the day is not judged.
        category_hit: whether its class was among the range's classes.
        primary_hit: whether a primary pollutant was named; None where there was none.
    """

    bulletin: Bulletin
    day: date
    low: int
    high: int
    came: int | None
    hit: bool | None
    category_hit: bool | None
    primary_hit: bool | None


def scores(
    values: Values, sites: Sequence[Site], district: District, *, now: datetime
) -> list[Scored]:
    """Forecast days of the last weeks against the county's AQI (评分)."""
    today = localdate(now)
    since = today - timedelta(days=14)
    sent = Bulletin.objects.filter(district=district, state=BulletinState.SENT, day__gte=since)
    found = [
        _scored(values, sites, made, one, today)
        for made in sent.order_by("-day", "-due_at")
        for one in made.days
    ]
    return [one for one in found if one.came is not None]


def _scored(
    values: Values, sites: Sequence[Site], made: Bulletin, one: dict[str, object], today: date
) -> Scored:
    day = date.fromisoformat(str(one["day"]))
    low, high = int(str(one["low"])), int(str(one["high"]))
    if day >= today:
        return Scored(made, day, low, high, None, None, None, None)
    figures = county_figures(values, sites, DaySpan(day, day))
    index = int(figures.indices.index[0, 0])
    if index < 0:
        return Scored(made, day, low, high, None, None, None, None)
    led = [symbol(item) for item in pollutants_of(int(figures.indices.primary[0, 0]))]
    levels = range(category_of(low).level, category_of(high).level + 1)
    return Scored(
        bulletin=made,
        day=day,
        low=low,
        high=high,
        came=index,
        hit=low <= index <= high,
        category_hit=category_of(index).level in levels,
        primary_hit=any(name in str(one.get("primary", "")) for name in led) if led else None,
    )
