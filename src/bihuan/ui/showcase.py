"""Data of the showcase (组件样例): invented, only for looking at the components."""

import math
from datetime import datetime, timedelta
from typing import Any

from django import forms

from bihuan.ui.chart import Chart, Limit, Line, milliseconds

HOUR_MS = 3_600_000


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="名称", help_text="与排污许可证一致")
    kind = forms.ChoiceField(label="类别", choices=[("air", "废气"), ("water", "废水")])
    is_key = forms.BooleanField(label="只看重点排污单位", required=False)


def chart(now: datetime) -> dict[str, Any]:
    """A curve of three days with limits, a gap and a pin."""
    start = milliseconds(now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=72))
    times = [start + hour * HOUR_MS for hour in range(72)]
    values: list[float | None] = [round(60 + 20 * math.sin(hour / 7), 1) for hour in range(72)]
    values[49:53] = [None] * 4
    values[61] = 151.0
    line = Line(
        key="sample",
        name="PM2.5（样例）",
        unit="µg/m³",
        decimals=1,
        times=times,
        values=values,
        flags={61: "存疑"},
        gaps=[(times[49], times[53], "缺数")],
        limits=[Limit(75, "限值 75"), Limit(35, "一级 35", is_upper=False)],
    )
    return Chart(start=times[0], end=times[-1] + HOUR_MS, lines=[line]).as_json()
