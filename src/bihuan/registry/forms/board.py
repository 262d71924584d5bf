"""The filters of the live board (看板筛选): the query string of the page."""

from collections.abc import Iterable, Mapping

from django import forms

from bihuan.accounts.models import District, User
from bihuan.accounts.scope import any_of, within
from bihuan.registry.models import KeyList, Medium, MonitoringPoint, StationClass
from bihuan.registry.queries.roster import BoardQuery
from bihuan.registry.standing import Standing

KINDS = [("source", "污染源"), ("station", "空气站点")]
GROUPS = [
    ("district", "行政区划"),
    ("industry", "行业"),
    ("enterprise", "企业"),
    ("class", "站点类别"),
]


class BoardForm(forms.Form):
    """Filters of the board; every one may be left empty."""

    text = forms.CharField(
        label="名称",
        max_length=60,
        required=False,
        widget=forms.TextInput({"type": "search", "placeholder": "点位、企业或编号"}),
    )
    district = forms.ChoiceField(label="行政区划", required=False)
    kind = forms.ChoiceField(label="对象", required=False)
    medium = forms.ChoiceField(label="监测类别", required=False)
    station_class = forms.ChoiceField(label="站点类别", required=False)
    industry = forms.ChoiceField(label="行业", required=False)
    key_list = forms.ChoiceField(label="重点名录", required=False)
    standing = forms.ChoiceField(label="状态", required=False)
    group = forms.ChoiceField(label="分组", required=False)
    enterprise = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, object], *, user: User) -> None:
        super().__init__(data)
        self._offer("district", districts_of(user))
        self._offer("kind", KINDS)
        self._offer("medium", Medium.choices)
        self._offer("station_class", StationClass.choices)
        self._offer("industry", ((one, one) for one in industries_of(user)))
        self._offer("key_list", [("any", "全部重点单位"), *KeyList.choices])
        self._offer("standing", Standing.choices)
        self._offer("group", GROUPS, empty="自动")

    def _offer(self, name: str, choices: Iterable[tuple[str, str]], empty: str = "全部") -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", empty), *choices]

    def query(self) -> BoardQuery:
        """The filters that could be understood."""
        self.is_valid()
        return BoardQuery(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def sentences(self) -> list[str]:
        """What was wrong, in words."""
        return [
            f"{self.fields[name].label or name}：{sentence}"
            for name, errors in self.errors.items()
            for sentence in errors
        ]


def districts_of(user: User) -> list[tuple[str, str]]:
    """The districts to choose from: the person's own and up to two levels beneath."""
    codes = user.data_scope.districts
    if user.is_superuser:
        mine = District.objects.all()
    else:
        mine = District.objects.filter(any_of([within("code", code) for code in codes]))
    rows = list(mine.order_by("code").values_list("code", "name"))
    lengths = sorted({len(code) for code, _ in rows})[:3]
    deepest = lengths[2] if len(lengths) > 2 and len(rows) <= 400 else (lengths[:2] or [0])[-1]
    shortest = lengths[0] if lengths else 0
    return [
        (code, "　" * ((len(code) - shortest) // 2) + name)
        for code, name in rows
        if len(code) <= deepest
    ]


def industries_of(user: User) -> list[str]:
    """The industries of the enterprises that this person sees points of."""
    path = "outlet__enterprise__industry"
    found = MonitoringPoint.objects.visible_to(user).exclude(outlet=None).exclude(**{path: ""})
    return sorted(set(found.order_by().values_list(path, flat=True).distinct()))
