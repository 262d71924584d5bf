"""`visible_to` for rows that belong to an enterprise as well as to a district."""

from typing import TypeVar

from django.db.models import Model, Q

from bihuan.accounts.models import User
from bihuan.accounts.reach import DataScope
from bihuan.accounts.scope import ScopedQuerySet, any_of

M = TypeVar("M", bound=Model, covariant=True)


class UnitScopedQuerySet(ScopedQuerySet[M]):
    """Rows of a district that may also belong to an enterprise (按区划和企业限定的查询).

    A subclass names in `unit_path` the lookup from its row to the enterprise's key. A firm's own
    people see the enterprises they act for, people of a maintenance contractor (运维单位) those
    that their organisation serves today.
    """

    unit_path = "enterprise_id"

    def reached(self, user: User, scope: DataScope) -> Q:
        """Condition of the rows within districts, own units and served units together."""
        conditions = [super().reached(user, scope)] if scope.districts else []
        conditions += [Q(**{f"{self.unit_path}__in": units}) for units in units_of(user, scope)]
        return any_of(conditions)


class AssignmentScopedQuerySet(UnitScopedQuerySet[M]):
    """Rows that name a point by `point` (按监测点限定的查询)."""

    district_path = "point__district_id"
    unit_path = "point__outlet__enterprise_id"


class DeviceScopedQuerySet(ScopedQuerySet[M]):
    """Rows of a device, which is seen by whoever sees a point that it serves or served."""

    device_path = "device_id"

    def reached(self, user: User, scope: DataScope) -> Q:
        """Condition of the devices with an assignment within the scope."""
        from bihuan.registry.models import DeviceAssignment

        assignments = DeviceAssignment.objects.all()
        serving = assignments.filter(assignments.reached(user, scope))
        return Q(**{f"{self.device_path}__in": serving.values("device_id")})


def units_of(user: User, scope: DataScope) -> list[object]:
    """Sub-selects of the enterprises a person acts for or serves."""
    from bihuan.registry.models import EnterpriseOperator, EnterprisePerson

    found: list[object] = []
    if scope.acts_for_units:
        found.append(EnterprisePerson.objects.filter(user=user).values("enterprise_id"))
    if scope.served_by:
        serving = EnterpriseOperator.objects.filter(
            organisation_id__in=scope.served_by, end__isnull=True
        )
        found.append(serving.values("enterprise_id"))
    return found
