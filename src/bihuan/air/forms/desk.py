"""What people write at the review desk (审核台表单)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bihuan.air.forms.period import CLASS_CHOICES, DayInput
from bihuan.air.models import ExclusionReason, ReviewReason, ReviewState, Verdict
from bihuan.air.queries.desk import rule_choices
from bihuan.air.services.review import Decision
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, factor_code, symbol


class HourInput(forms.DateTimeInput):
    """A whole hour that the browser helps to choose."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs={"step": "3600"}, format="%Y-%m-%dT%H:%M")


class QueueForm(forms.Form):
    """Filters of the queue."""

    station_class = forms.ChoiceField(
        label="站点类别", choices=[("", "全部"), *CLASS_CHOICES], required=False
    )
    verdict = forms.ChoiceField(
        label="判别", choices=[("", "全部"), *Verdict.choices], required=False
    )
    rule = forms.ChoiceField(label="规则", required=False)
    point = forms.ChoiceField(label="站点", required=False)

    def __init__(self, data: object, *, sites: Sequence[Site] = ()) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        stations = [(str(site.point), site.name) for site in sites]
        for name, choices in (("rule", rule_choices()), ("point", stations)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "全部"), *choices]

    @property
    def filters(self) -> dict[str, str]:
        """What was asked for; what was wrong counts as not said."""
        return dict(self.cleaned_data) if self.is_valid() else {}


class DecisionForm(forms.Form):
    """Valid, invalid or doubtful, with a compulsory reason."""

    state = forms.ChoiceField(label="审核结果", choices=[("", "请选择"), *ReviewState.choices])
    reason = forms.ChoiceField(label="审核理由", choices=[("", "请选择"), *ReviewReason.choices])
    note = forms.CharField(
        label="说明",
        widget=forms.Textarea({"rows": 2, "placeholder": "依据，例如：现场比对读数、质控记录编号"}),
    )
    wants_second = forms.BooleanField(label="需要第二人复核后生效", required=False)

    @property
    def decision(self) -> Decision:
        """What was decided; only of a valid form."""
        said = self.cleaned_data
        return Decision(
            ReviewState(said["state"]),
            ReviewReason(said["reason"]),
            said["note"],
            said["wants_second"],
        )


class ReportForm(forms.Form):
    """Abnormal values of a provincial station: reason and evidence first (异常数据上报).

    Its page shows a decision's form as well, so its fields have identifiers of their own.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "report_%s"
        super().__init__(*args, **kwargs)

    reason = forms.ChoiceField(label="上报理由", choices=[("", "请选择"), *ExclusionReason.choices])
    evidence = forms.CharField(
        label="证据说明",
        min_length=10,
        widget=forms.Textarea(
            {"rows": 3, "placeholder": "同时刻周边站点数值、质控或运维记录编号、照片编号"}
        ),
        error_messages={"min_length": "证据说明至少写 10 个字，写明可以查到的记录"},
    )


class AnswerForm(forms.Form):
    """The answer of the upper level (答复登记)."""

    accepted = forms.ChoiceField(
        label="答复", choices=[("", "请选择"), ("yes", "采纳，予以剔除"), ("no", "不采纳")]
    )
    answer = forms.CharField(label="答复内容", widget=forms.Textarea({"rows": 2}))


class DustForm(forms.Form):
    """Days of dust with their evidence (沙尘过程)."""

    first = forms.DateField(label="首日", widget=DayInput())
    last = forms.DateField(label="末日", widget=DayInput())
    evidence = forms.CharField(
        label="证据说明",
        widget=forms.Textarea({"rows": 2, "placeholder": "卫星监测、上风向站点、天气实况"}),
    )

    def clean(self) -> None:
        """In order, and no more than ten days."""
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            raise ValidationError("末日不能早于首日")
        if first and last and (last - first).days > 10:
            raise ValidationError("一次沙尘过程不超过 10 天，请分开上报")


class DoubtForm(forms.Form):
    """Hours that a person doubts (人工存疑)."""

    site = forms.ChoiceField(label="站点")
    factor = forms.ChoiceField(
        label="因子", choices=[(factor_code(one), symbol(one)) for one in PUBLISHED_ORDER]
    )
    start = forms.DateTimeField(label="开始时间", widget=HourInput())
    end = forms.DateTimeField(label="结束时间", widget=HourInput())
    because = forms.CharField(label="说明", max_length=200)

    def __init__(self, data: object, *, sites: Sequence[Site]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(site.station), site.name) for site in sites]

    def clean(self) -> None:
        """In order, whole hours, no more than a month."""
        super().clean()
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and not timedelta() < end - start <= timedelta(days=31):
            raise ValidationError("结束时间须晚于开始时间，且一次不超过 31 天")
        if any(one and (one.minute or one.second) for one in (start, end)):
            raise ValidationError("时间须为整点，例如 08:00")
