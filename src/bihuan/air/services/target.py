"""Setting annual targets (设置年度目标)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.models import Target, TargetItem
from bihuan.air.permission import MAY_WRITE, require_district


@transaction.atomic
def set_target(
    district: District,
    *,
    year: int,
    item: TargetItem,
    value: Decimal,
    source: str,
    by: User,
    now: datetime,
) -> Target:
    """Set or change an annual target; the earlier value stays in the audit trail.

    Raises:
        NotYours: the district lies outside the person's posts.
    """
    require_district(district, by, MAY_WRITE)
    before = Target.objects.filter(district=district, year=year, item=item).first()
    target, _ = Target.objects.update_or_create(
        district=district,
        year=year,
        item=item,
        defaults={"value": value, "source": source, "by": by, "at": now},
    )
    detail = {"year": year, "item": item.value, "value": str(value)}
    detail["before"] = str(before.value) if before else ""
    record_act(user=by, action=Act.SET_TARGET, object=target, now=now, detail=detail)
    return target
