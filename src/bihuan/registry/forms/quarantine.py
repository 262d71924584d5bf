"""Forms about unknown devices (未登记设备)."""

from collections.abc import Mapping

from django import forms

from bihuan.accounts.models import User
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.permission import MAY_REGISTER


class RegistrationForm(forms.Form):
    """The point that an unknown device is to serve."""

    point = forms.ModelChoiceField(
        MonitoringPoint.objects.none(),
        label="监测点",
        error_messages={
            "required": "请选择监测点",
            "invalid_choice": "所选监测点不在您的管理范围内",
        },
    )

    def __init__(self, data: Mapping[str, object] | None, *, user: User) -> None:
        super().__init__(data)
        point = self.fields["point"]
        assert isinstance(point, forms.ModelChoiceField)
        point.queryset = MonitoringPoint.objects.visible_to(user, roles=MAY_REGISTER)


class RefusalForm(forms.Form):
    """Why an unknown device will not be registered."""

    reason = forms.CharField(label="原因", max_length=200)
