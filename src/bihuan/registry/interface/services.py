"""Acts on pull adapters."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.error import RegistryError
from bihuan.registry.interface import runner
from bihuan.registry.models import Interface, InterfaceState
from bihuan.registry.permission import MAY_REGISTER, require_district


class InterfaceBusy(RegistryError):
    """A run goes on already, or the adapter is switched off."""


@transaction.atomic
def save_interface(interface: Interface, *, by: User, now: datetime) -> Interface:
    """Set an adapter up or change it (设置拉取接口); its next run is due at once.

    Raises:
        NotYours: its district is out of this person's reach.
        ValidationError: what was set cannot be used.
    """
    require_district(interface.district, by, MAY_REGISTER)
    if problem := runner.problem_of(interface.kind, interface.settings):
        raise ValidationError({"settings": problem})
    is_new = interface.pk is None
    interface.full_clean()
    interface.save()
    InterfaceState.objects.filter(interface=interface).update(next_at=now, failures=0)
    detail = {"is_new": is_new, "settings": interface.settings, "is_active": interface.is_active}
    record_act(user=by, action=Act.CHANGE_INTERFACE, object=interface, now=now, detail=detail)
    return interface


def run_now(interface: Interface, *, by: User, now: datetime) -> None:
    """Let an adapter run at once (立即运行); the run itself enters the audit when it ends.

    Raises:
        NotYours: out of this person's reach.
        InterfaceBusy: it runs already, or is switched off.
    """
    if not Interface.objects.visible_to(by, roles=MAY_REGISTER).filter(pk=interface.pk).exists():
        raise NotYours("该接口不在您的管理范围内")
    if not interface.is_active:
        raise InterfaceBusy("接口已停用，请先启用")
    if InterfaceState.objects.filter(interface=interface, running_since__isnull=False).exists():
        raise InterfaceBusy("接口正在运行，请稍候查看结果")
    runner.enqueue_run(interface.pk, by.pk)
