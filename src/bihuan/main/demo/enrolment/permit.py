"""Permits of the province's invented units, and the list for random checks."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from django.utils.timezone import localdate

from bihuan.main.demo.enrolment.unit import credit_code
from bihuan.main.demo.noise import uniform
from bihuan.main.demo.province import Unit
from bihuan.main.demo.seed import Stream
from bihuan.registry.models import (
    CheckGrade,
    CheckListEntry,
    DischargePermit,
    Enterprise,
    Outlet,
    PermitAveraging,
    PermitLimit,
    PermitManagement,
)

LISTED = date(2026, 1, 1)
TERM = 5 * 365


def enrol_permits(units: tuple[Unit, ...], *, now: datetime) -> None:
    """Add a permit with its limits for each unit, and its entry of the random-check list, once."""
    codes = {credit_code(unit): unit for unit in units}
    held = {one.credit_code: one for one in Enterprise.objects.filter(credit_code__in=list(codes))}
    if DischargePermit.objects.filter(enterprise__in=held.values()).exists():
        return
    today = localdate(now)
    permits = DischargePermit.objects.bulk_create(
        _permit(unit, held[code], today) for code, unit in codes.items() if code in held
    )
    outlets = {
        (one.enterprise_id, one.code): one
        for one in Outlet.objects.filter(enterprise__in=held.values())
    }
    PermitLimit.objects.bulk_create(
        limit
        for permit in permits
        for limit in _limits(permit, codes[permit.enterprise.credit_code], outlets)
    )
    CheckListEntry.objects.bulk_create(
        CheckListEntry(enterprise=held[code], grade=_grade(unit), start=LISTED, reason="年度清单")
        for code, unit in codes.items()
        if code in held
    )


def _permit(unit: Unit, enterprise: Enterprise, today: date) -> DischargePermit:
    (left,) = (float(one) for one in uniform(Stream.PERMIT, unit.number, np.arange(1)))
    end = today + timedelta(days=int((left - 0.06) * TERM))
    number = f"{enterprise.credit_code}001P"
    if unit.number % 29 == 0:
        number = f"粤排{unit.number:06d}"
    elif unit.number % 31 == 0:
        number = f"{number[:18]} - {number[18:]}"
    return DischargePermit(
        enterprise=enterprise,
        number=number,
        management=PermitManagement.KEY,
        authority="演示审批机关",
        issued=end - timedelta(days=TERM),
        start=end - timedelta(days=TERM),
        end=None if unit.number % 37 == 0 else end,
    )


def _limits(
    permit: DischargePermit, unit: Unit, outlets: dict[tuple[int, str], Outlet]
) -> Iterator[PermitLimit]:
    for plan in unit.outlets:
        outlet = outlets.get((permit.enterprise_id, plan.code))
        for of in plan.kind.factors:
            if of.limit is None:
                continue
            yield PermitLimit(
                permit=permit,
                outlet=outlet,
                outlet_name=plan.code,
                pollutant=of.factor.name,
                factor=of.factor.code,
                averaging=PermitAveraging.HOUR if of.hour_limit else PermitAveraging.DAY,
                upper=Decimal(str(of.limit)),
                unit=of.factor.unit,
                source=of.source,
            )


def _grade(unit: Unit) -> CheckGrade:
    if unit.number % 11 == 0:
        return CheckGrade.SPECIAL
    return CheckGrade.GENERAL if unit.number % 3 == 0 else CheckGrade.KEY
