"""What people write about targets (目标)."""

from decimal import Decimal

from django import forms

from bihuan.air.models import TargetItem, TaskItem, TaskKind
from bihuan.air.services.task import Goal


class TargetForm(forms.Form):
    """One annual target (年度目标)."""

    year = forms.IntegerField(label="年份", min_value=2016, max_value=2100)
    item = forms.ChoiceField(label="目标项", choices=TargetItem)
    value = forms.DecimalField(
        label="目标值", max_digits=8, decimal_places=3, min_value=0, help_text="优良天数填整数天"
    )
    source = forms.CharField(label="下达依据", max_length=200, help_text="文件名称和文号")

    def clean(self) -> None:
        """Good days are whole days of a year; every value is above zero."""
        super().clean()
        value = self.cleaned_data.get("value")
        if value is None:
            return
        if value <= 0:
            self.add_error("value", "目标值必须大于 0")
        elif self.cleaned_data.get("item") == TargetItem.GOOD_DAYS and (
            value != int(value) or value > 366
        ):
            self.add_error("value", "优良天数须为 1～366 的整数")


class TaskForm(forms.Form):
    """A goal of a year, a winter or a quarter (考核任务)."""

    kind = forms.ChoiceField(label="考核时段", choices=TaskKind)
    year = forms.IntegerField(
        label="年份", min_value=2016, max_value=2100, help_text="秋冬防填 10 月所在年份"
    )
    item = forms.ChoiceField(label="考核项目", choices=TaskItem)
    value = forms.DecimalField(
        label="目标值（µg/m³）", max_digits=6, decimal_places=1, min_value=Decimal("0.1")
    )
    source = forms.CharField(label="下达依据", max_length=200)

    @property
    def goal(self) -> Goal:
        """What was asked for; only of a valid form."""
        said = self.cleaned_data
        return Goal(
            TaskKind(said["kind"]),
            said["year"],
            TaskItem(said["item"]),
            said["value"],
            said["source"],
        )
