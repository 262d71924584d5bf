"""A file of mobile monitoring (走航监测导入)."""

from typing import Any

from django import forms

from bihuan.air.models import DriveMode
from bihuan.registry.coordinate import Datum

DATUMS = [
    (Datum.WGS84.value, "WGS-84（GPS 原始坐标）"),
    (Datum.CGCS2000.value, "CGCS2000"),
    (Datum.GCJ02.value, "GCJ-02（高德、腾讯）"),
    (Datum.BD09.value, "BD-09（百度）"),
]


class DriveForm(forms.Form):
    """Readings as Excel or CSV, and what the car was about."""

    title = forms.CharField(
        label="名称", max_length=80, widget=forms.TextInput({"placeholder": "回郭镇工业园区走航"})
    )
    mode = forms.ChoiceField(label="方式", choices=DriveMode)
    vehicle = forms.CharField(label="车辆", max_length=40, required=False)
    instrument = forms.CharField(label="仪器", max_length=80, required=False)
    datum = forms.ChoiceField(label="坐标系", choices=DATUMS)
    delay_s = forms.IntegerField(
        label="仪器滞后（秒）",
        min_value=0,
        max_value=120,
        initial=0,
        help_text="进样和响应时间，数值前移到采样时的位置",
    )
    file = forms.FileField(
        label="文件（.xlsx 或 .csv）",
        help_text="一行一条记录：时间、经度、纬度，其余各列为监测项目，单位写在括号内",
    )
    note = forms.CharField(label="说明", max_length=300, required=False)

    @property
    def told(self) -> dict[str, Any]:
        """What was said about the drive; only of a valid form."""
        return {name: said for name, said in self.cleaned_data.items() if name != "file"}
