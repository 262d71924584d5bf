"""The one picture that goes with an event's text (报警配图)."""

import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from bihuan import ui
from bihuan.notify.models import Message
from bihuan.ui.chart import Chart, Line
from bihuan.watch.models import Event
from bihuan.watch.queries.event import event_chart
from bihuan.watch.rules import label_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIMIT, SPELL = "#d6336c", "#fdeaea"
INKS = ("#0b63ce", "#e8590c", "#2b8a3e", "#7048e8", "#0c8599", "#5c3d2e")
FOOT = 0.06
"""Share of the height that the line at the foot takes."""


def message_picture(message: Message) -> bytes | None:
    """The curve of the event that a message speaks of; None when it is gone."""
    key = message.key.removeprefix("watch:")
    event = Event.objects.filter(pk=key).select_related("point").first() if key.isdigit() else None
    return event_picture(event) if event else None


def event_picture(event: Event) -> bytes:
    """The values around an event, its spell shaded and its limit dashed, as PNG."""
    figure, axes = _figure()
    found = event_chart(event, event.judged_at)
    _draw(axes, found, event)
    axes.set_title(f"{event.point.name} {label_of(event.rule)}", loc="left", **_font(13))
    judged = f"{event.judged_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    figure.text(0.01, 0.01, f"碧环 {judged} 审核前数据，仅供内部参考", **_font(8))
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=110)
    return content.getvalue()


def _figure() -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # slow to load, and only pictures need it

    figure = Figure(figsize=(8, 4), layout="constrained")
    cast(Any, figure.get_layout_engine()).set(rect=(0, FOOT, 1, 1 - FOOT))
    return figure, figure.subplots()


def _draw(axes: Any, found: Chart, event: Event) -> None:
    axes.axvspan(_local(event.begin), _local(event.end), color=SPELL, zorder=0)
    for place, line in enumerate(found.lines):
        _line(axes, line, INKS[place % len(INKS)])
    _name(axes, found)
    axes.grid(axis="y", alpha=0.3)
    axes.tick_params(labelsize=8)
    axes.set_xlim(_moment(found.start), _moment(found.end))
    _mark_dates(axes)


def _name(axes: Any, found: Chart) -> None:
    """Say which curve is which, or that there is none."""
    if not any(value is not None for line in found.lines for value in line.values):
        axes.set_yticks([])
        middle = {"ha": "center", "va": "center", "transform": axes.transAxes}
        axes.text(0.5, 0.5, "时段内没有数据", **middle, **_font(11))
    elif len(found.lines) == 1:
        axes.set_ylabel(f"{found.lines[0].name} {found.lines[0].unit}", **_font(9))
    else:
        axes.set_ylabel("、".join(dict.fromkeys(line.unit for line in found.lines)), **_font(9))
        above = {"loc": "lower right", "bbox_to_anchor": (1, 1), "frameon": False}
        axes.legend(prop=_face(8), ncols=len(found.lines), columnspacing=1, **above)


def _line(axes: Any, line: Line, ink: str) -> None:
    times = [_moment(one) for one in line.times]
    values = [float("nan") if one is None else one for one in line.values]
    axes.plot(times, values, color=ink, linewidth=1.6, label=line.name)
    for limit in line.limits:
        axes.axhline(limit.value, color=LIMIT, linestyle="--", linewidth=1)
        axes.annotate(
            limit.text,
            (1, limit.value),
            xycoords=("axes fraction", "data"),
            ha="right",
            va="bottom",
            color=LIMIT,
            **_font(8),
        )


def _mark_dates(axes: Any) -> None:
    """Few enough moments that none lies upon another."""
    from matplotlib import dates

    locator, formatter = cast(Any, dates.AutoDateLocator), cast(Any, dates.DateFormatter)
    axes.xaxis.set_major_locator(locator(minticks=4, maxticks=7))
    axes.xaxis.set_major_formatter(formatter("%m-%d %H:%M"))


def _moment(ms: int) -> datetime:
    return _local(datetime.fromtimestamp(ms / 1000, UTC))


def _local(moment: datetime) -> datetime:
    """Matplotlib prints what it is given: Shanghai's clock without zone."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None)


def _font(size: int) -> dict[str, Any]:
    return {"fontproperties": _face(size)}


@cache
def _face(size: int) -> Any:
    """A Chinese face: the system's if it has one, else the Noto file that set-up fetched."""
    from matplotlib.font_manager import FontProperties, findfont

    wanted = ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]
    try:
        findfont(FontProperties(family=wanted), fallback_to_default=False)
        return FontProperties(family=wanted, size=size)
    except ValueError:
        file = Path(ui.__file__).parent / "borrowed" / "fonts" / "NotoSansCJKsc-Regular.otf"
        return FontProperties(fname=str(file) if file.exists() else None, size=size)
