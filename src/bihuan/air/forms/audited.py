"""A file of audited values (审核后数据)."""

from typing import Any

from django import forms

LABELS = [
    ("end", "时段末（01:00 即 0～1 时）"),
    ("begin", "时段初（00:00 即 0～1 时）"),
]


class AuditedForm(forms.Form):
    """The upper level's audited hours as Excel or CSV."""

    source = forms.CharField(
        label="来源文件",
        max_length=200,
        help_text="文件名称和文号，例如：市监测中心 10 月审核后数据",
    )
    label = forms.ChoiceField(label="时间的含义", choices=LABELS)
    file = forms.FileField(
        label="文件（.xlsx 或 .csv）",
        help_text="一行一个站点一个时次：站点编码或名称、时间、SO₂、NO₂、CO、O₃、PM₁₀、PM₂.₅",
    )

    @property
    def said(self) -> dict[str, Any]:
        """What was handed in; only of a valid form."""
        told = self.cleaned_data
        return {
            "file": told["file"],
            "name": told["file"].name,
            "source": told["source"],
            "by_end": told["label"] == "end",
        }
