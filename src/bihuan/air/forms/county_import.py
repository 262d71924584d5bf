"""A notice of the upper level (县市公布数据): a file, or a table pasted from Excel."""

from typing import Any

from django import forms

from bihuan.air.judge.span import DaySpan
from bihuan.air.services.county_import import PASTED

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
EXAMPLE = (
    "县市\t综合指数\tPM2.5\t优良天数\t排名\n新密市\t4.012\t38\t24\t3\n登封市\t3.861\t36\t25\t1"
)


class CountyImportForm(forms.Form):
    """Published figures and ranks of counties (通报导入)."""

    source = forms.CharField(label="来源", max_length=200, help_text="例如：郑州市 10 月通报")
    file = forms.FileField(
        label="文件（.xlsx 或 .csv）",
        required=False,
        help_text="通报原表或模板；表头可以不在第一行",
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt"}),
    )
    first = forms.DateField(label="通报时段首日", required=False, widget=DAY)
    last = forms.DateField(
        label="通报时段末日", required=False, widget=DAY, help_text="表中没有日期列时填写"
    )
    text = forms.CharField(
        label="或粘贴表格",
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 5, "placeholder": EXAMPLE}),
        help_text="从 Excel 复制含表头的区域粘贴",
    )

    def clean(self) -> dict[str, Any]:
        """A file or a table, and days that run forward."""
        told = super().clean() or self.cleaned_data
        if not told.get("file") and not told.get("text", "").strip():
            self.add_error("file", "请选择文件，或在下方粘贴表格")
        first, last = told.get("first"), told.get("last")
        if bool(first) != bool(last):
            self.add_error("last", "首日和末日须一起填写")
        elif first and last and last < first:
            self.add_error("last", "末日不能早于首日")
        return told

    @property
    def said(self) -> dict[str, Any]:
        """What was handed in; only of a valid form."""
        told = self.cleaned_data
        file, text = told["file"], told["text"].strip()
        first, last = told["first"], told["last"]
        return {
            "content": file.read() if file else f"{text}\n".encode(),
            "name": file.name if file else PASTED,
            "source": told["source"],
            "period": DaySpan(first, last) if first and last else None,
        }
