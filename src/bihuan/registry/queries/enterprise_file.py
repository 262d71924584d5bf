"""Everything that belongs to one enterprise (一企一档)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.accounts.models import User
from bihuan.registry.models import (
    CreditCodeState,
    Device,
    Enterprise,
    EnterpriseOperator,
    EnterprisePerson,
    MonitoringPoint,
    Outlet,
)
from bihuan.registry.queries.enterprise import KeyListSpell, key_list_history


@dataclass(frozen=True, slots=True)
class EnterpriseFile:
    """One enterprise with its outlets, points, devices, people and lists."""

    enterprise: Enterprise
    outlets: Sequence[Outlet]
    points: Sequence[MonitoringPoint]
    devices: Sequence[Device]
    people: Sequence[EnterprisePerson]
    operators: Sequence[EnterpriseOperator]
    key_lists: tuple[KeyListSpell, ...]

    @property
    def doubt(self) -> str:
        """What is wrong with the credit code, in words; empty when it is right."""
        state = CreditCodeState(self.enterprise.credit_code_state)
        return "" if state is CreditCodeState.VALID else str(state.label)


def enterprise_file(enterprise: Enterprise, *, user: User) -> EnterpriseFile:
    """The file of an enterprise that the person may see; a bounded number of statements."""
    points = MonitoringPoint.objects.filter(outlet__enterprise=enterprise).select_related("outlet")
    devices = Device.objects.filter(
        assignments__point__outlet__enterprise=enterprise, assignments__end__isnull=True
    )
    return EnterpriseFile(
        enterprise=enterprise,
        outlets=list(Outlet.objects.filter(enterprise=enterprise)),
        points=list(points),
        devices=list(devices.distinct().select_related("state")),
        people=list(EnterprisePerson.objects.filter(enterprise=enterprise).select_related("user")),
        operators=list(
            EnterpriseOperator.objects.filter(
                enterprise=enterprise, end__isnull=True
            ).select_related("organisation")
        ),
        key_lists=key_list_history(enterprise.pk, user=user),
    )
