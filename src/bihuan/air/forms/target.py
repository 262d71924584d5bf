"""What people write about targets and counties (目标与对标)."""

from django import forms

from bihuan.air.models import TargetItem

EXAMPLE = (
    "县市\t首日\t末日\tSO2\tNO2\tCO\tO3\tPM10\tPM2.5\t综合指数\t优良天数\t排名\n"
    "新密市\t2026-10-01\t2026-10-31\t8\t26\t0.9\t102\t66\t38\t4.012\t24\t3"
)


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


class CountyImportForm(forms.Form):
    """Figures of counties, pasted from Excel (粘贴导入)."""

    source = forms.CharField(label="来源", max_length=200, help_text="例如：郑州市 10 月通报")
    text = forms.CharField(
        label="数据",
        widget=forms.Textarea({"rows": 6, "placeholder": EXAMPLE}),
        help_text="从 Excel 复制含表头的区域粘贴；空单元格表示未公布，不会当作 0",
    )
