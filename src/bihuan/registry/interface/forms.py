"""The form of a pull adapter."""

import json
from typing import Any

from django import forms

from bihuan.accounts.models import District, User
from bihuan.registry.models import Interface
from bihuan.registry.permission import MAY_REGISTER

EXAMPLE: dict[str, Any] = {
    "address": "https://example.cn/api/hours?from={since}&to={until}",
    "rows": "data",
    "window": {"overlap_h": 6, "backfill_h": 24},
    "mapping": {
        "kind": "hour",
        "station_field": "station_code",
        "time_field": "time",
        "time_format": "%Y-%m-%d %H:%M:%S",
        "label": "end",
        "factors": [
            {"field": "pm2_5", "factor": "a34004", "zero_is_missing": True},
            {"field": "co", "factor": "a21005", "scale": 1},
            {"field": "o3_24h", "factor": "a05024"},
        ],
        "stations": {"1316A": "410181S01"},
    },
}


class ReadableJSON(json.JSONEncoder):
    """Indented, as people read it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "indent": 2, "ensure_ascii": False})


class InterfaceForm(forms.ModelForm[Interface]):
    """Where an adapter reads and what the columns mean (拉取接口设置)."""

    settings = forms.JSONField(
        label="读取与对应设置（JSON）",
        encoder=ReadableJSON,
        help_text="写明地址、回读时段、字段与因子的对应；各项含义见手册“接口台账”。",
        error_messages={"invalid": "不是有效的 JSON，请检查逗号和引号"},
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false", "class": "packet"}),
    )

    class Meta:
        model = Interface
        fields = (
            "name",
            "key",
            "kind",
            "district",
            "owner",
            "contact",
            "purpose",
            "every_min",
            "credential",
            "settings",
            "is_active",
        )
        help_texts = {
            "key": "字母、数字、短横线，用于计数和追溯，建立后不要再改",
            "credential": "凭据文件夹中的文件名；密码和令牌不填在这里",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """The districts within the person's reach; an example where nothing is set yet."""
        super().__init__(*args, **kwargs)
        reached = District.objects.visible_to(user, roles=MAY_REGISTER)
        self.fields["district"].queryset = reached  # type: ignore[attr-defined]
        if not self.instance.pk:
            self.initial["settings"] = self.initial.get("settings") or EXAMPLE
