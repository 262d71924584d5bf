"""The filters of the plain lists (列表筛选): points, devices, links."""

from collections.abc import Mapping
from typing import Any

from django import forms

from bihuan.accounts.models import User
from bihuan.registry.forms.board import districts_of
from bihuan.registry.link import LinkCause
from bihuan.registry.models import CreditCodeState, DeviceEdition, Medium, StationClass
from bihuan.registry.queries import DeviceFilter, EnterpriseFilter, PointFilter

YES_NO = {"yes": True, "no": False}


def search_field(placeholder: str) -> forms.CharField:
    """A box for words to search for."""
    widget = forms.TextInput({"type": "search", "placeholder": placeholder})
    return forms.CharField(label="名称", max_length=60, required=False, widget=widget)


def choice_field(label: str, choices: Any, empty: str = "全部") -> forms.ChoiceField:
    """A choice that may be left open."""
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *choices])


class FilterForm(forms.Form):
    """A form that never refuses a page: what it cannot understand does not filter."""

    @property
    def told(self) -> dict[str, Any]:
        """What was chosen and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    @property
    def sentences(self) -> list[str]:
        """What was wrong, in words."""
        return [
            f"{self.fields[name].label}：{sentence}"
            for name, errors in self.errors.items()
            for sentence in errors
        ]


class PointForm(FilterForm):
    """Filters of the list of points."""

    text = search_field("点位、企业或站点")
    district = choice_field("行政区划", [])
    medium = choice_field("监测类别", Medium.choices)
    station_class = choice_field("站点类别", StationClass.choices)
    connected = choice_field("连接", [("yes", "在线"), ("no", "离线")])
    is_active = choice_field("启用", [("no", "已停用")], empty="使用中")

    def __init__(self, data: Mapping[str, object], *, user: User) -> None:
        super().__init__(data)
        district = self.fields["district"]
        assert isinstance(district, forms.ChoiceField)
        district.choices = [("", "全部"), *districts_of(user)]

    def filter(self) -> PointFilter:
        """The filter of the query."""
        told = self.told
        active = YES_NO[told.pop("is_active", "yes")]
        connected = YES_NO.get(told.pop("connected", ""))
        return PointFilter(**told, connected=connected, is_active=active)


class EnterpriseForm(FilterForm):
    """Filters of the list of enterprises."""

    text = search_field("企业名称或信用代码")
    district = choice_field("行政区划", [])
    industry = forms.CharField(label="行业", max_length=80, required=False)
    is_key = choice_field("重点单位", [("yes", "重点单位"), ("no", "非重点单位")])
    credit_code_state = choice_field("信用代码状态", CreditCodeState.choices)

    def __init__(self, data: Mapping[str, object], *, user: User) -> None:
        super().__init__(data)
        district = self.fields["district"]
        assert isinstance(district, forms.ChoiceField)
        district.choices = [("", "全部"), *districts_of(user)]

    def filter(self) -> EnterpriseFilter:
        """The filter of the query."""
        told = self.told
        return EnterpriseFilter(**{**told, "is_key": YES_NO.get(told.get("is_key", ""))})


class DeviceForm(FilterForm):
    """Filters of the list of devices."""

    text = search_field("设备名称或 MN")
    edition = choice_field("协议版本", DeviceEdition.choices)
    connected = choice_field("连接", [("yes", "在线"), ("no", "离线")])
    is_active = choice_field("启用", [("no", "已停用")], empty="使用中")

    def filter(self) -> DeviceFilter:
        """The filter of the query."""
        told = self.told
        active = YES_NO[told.pop("is_active", "yes")]
        connected = YES_NO.get(told.pop("connected", ""))
        return DeviceFilter(**told, connected=connected, is_active=active)


class LinkForm(FilterForm):
    """Filters of the link monitor."""

    text = search_field("设备、MN、点位或来源地址")
    cause = choice_field(
        "状态与原因", [("silent", "全部无数据设备"), ("heard", "通信正常"), *LinkCause.choices]
    )
    carrier = forms.CharField(label="通信运营商", max_length=40, required=False)
