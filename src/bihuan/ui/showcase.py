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


ROWS = (
    ("一号窑尾（样例）", "over", "超标", 51.2),
    ("总排口（样例）", "good", "正常", 23.4),
    ("二号锅炉（样例）", "silent", "断线", None),
    ("喷涂车间（样例）", "doubt", "存疑", 8.8),
)
ALERTS = (
    ("success", "已保存。"),
    ("warning", "有 2 处需要修改，填写的内容都已保留。"),
    ("danger", "没有权限进行此操作，请联系系统管理员开通。"),
)


def surroundings(now: datetime) -> dict[str, Any]:
    """What stands around the components: rows, events, alerts, and a form with a mistake."""
    wrong = SampleForm({"name": "", "kind": "earth"})
    wrong.is_valid()
    events = [
        {"at": now, "title": "办结", "by": "李科长", "tone": "good", "text": "现场核实，已整改。"},
        {"at": now - timedelta(hours=3), "title": "退回", "by": "李科长", "tone": "wait"},
        {"at": now - timedelta(days=1), "title": "生成任务", "tone": "over"},
    ]
    pages = [("list", "点位", 4), ("limits", "限值", 12), ("history", "变更记录")]
    return {
        "rows": ROWS,
        "alerts": ALERTS,
        "bulk": [("关注程度", [("level=key", "重点"), ("level=general", "一般")])],
        "wrong": wrong,
        "events": events,
        "pages": pages,
        "shown_tab": "list",
        "moment": now - timedelta(minutes=7),
    }


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
