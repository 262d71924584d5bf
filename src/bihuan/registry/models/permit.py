"""Discharge permits and what they allow."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.registry.models.enterprise import Enterprise
from bihuan.registry.models.place import Outlet
from bihuan.registry.permit_number import PermitNumberState, read_permit_number
from bihuan.registry.scope import UnitScopedQuerySet


class PermitManagement(models.TextChoices):
    """How closely a permit is managed (排污许可管理类别)."""

    KEY = "key", "重点管理"
    SIMPLE = "simple", "简化管理"
    REGISTRATION = "registration", "登记管理"


class PermitQuerySet(UnitScopedQuerySet["DischargePermit"]):
    """Permits, scoped by their enterprise."""

    district_path = "enterprise__district_id"

    def bulk_create(self, objs: Iterable["DischargePermit"], *args: Any, **kwargs: Any) -> Any:
        """Mark every number, then insert as Django does."""
        rows = list(objs)
        units = Enterprise.objects.in_bulk({row.enterprise_id for row in rows})
        for row in rows:
            row.mark_number(units[row.enterprise_id].credit_code_clean)
        return super().bulk_create(rows, *args, **kwargs)


class DischargePermit(models.Model):
    """Discharge permit of an enterprise (排污许可证), valid for days [start, end).

    The number is kept as given and marked, never refused. A renewal is a permit of its own; one
    that was cancelled keeps its row and the day.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="permits", verbose_name="企业"
    )
    number = models.CharField("许可证编号（原文）", max_length=120, blank=True)
    number_clean = models.CharField("许可证编号", max_length=22, blank=True, editable=False)
    number_state = models.CharField(
        "编号状态",
        max_length=12,
        choices=PermitNumberState,
        default=PermitNumberState.MISSING,
        editable=False,
        db_index=True,
    )
    management = models.CharField("管理类别", max_length=12, choices=PermitManagement, blank=True)
    authority = models.CharField("发证机关", max_length=120, blank=True)
    issued = models.DateField("发证日期", null=True, blank=True)
    start = models.DateField("有效期起", null=True, blank=True)
    end = models.DateField("有效期止（不含）", null=True, blank=True, db_index=True)
    cancelled = models.DateField("注销（撤销）日期", null=True, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)

    objects = PermitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "排污许可证"
        ordering = ["enterprise", "-start", "-id"]
        constraints = [
            models.CheckConstraint(
                name="registry_permit_ends_after_start",
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(end__gt=models.F("start")),
                violation_error_message="有效期止必须晚于有效期起",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.number or '（无编号）'}"

    def mark_number(self, credit_code: str) -> None:
        """Put the cleaned form and the state beside the number as given."""
        read = read_permit_number(self.number, credit_code=credit_code)
        self.number_clean, self.number_state = read.clean, read.state

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Mark the number, then save."""
        self.mark_number(self.enterprise.credit_code_clean)
        super().save(*args, **kwargs)


class PermitAveraging(models.TextChoices):
    """Averaging time of a permitted limit (许可限值类型)."""

    HOUR = "hour", "小时"
    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"
    UNSTATED = "unstated", "未注明"


class PermitLimitQuerySet(UnitScopedQuerySet["PermitLimit"]):
    """Permitted limits, scoped by their enterprise."""

    district_path = "permit__enterprise__district_id"
    unit_path = "permit__enterprise_id"


class PermitLimit(models.Model):
    """What a permit allows at an outlet (许可排放限值): concentration, and tonnes a year.

    `outlet_name` is as the permit prints it; `outlet` stays empty until somebody finds it.
    """

    permit = models.ForeignKey(
        DischargePermit, models.CASCADE, related_name="limits", verbose_name="排污许可证"
    )
    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="permit_limits",
        verbose_name="排放口",
    )
    outlet_name = models.CharField("排放口（原文）", max_length=120)
    pollutant = models.CharField("污染物", max_length=80)
    factor = models.CharField("因子编码", max_length=20, blank=True)
    averaging = models.CharField(
        "限值类型", max_length=10, choices=PermitAveraging, default=PermitAveraging.UNSTATED
    )
    upper = models.DecimalField(
        "许可浓度上限", max_digits=20, decimal_places=6, null=True, blank=True
    )
    unit = models.CharField("单位", max_length=24, blank=True)
    tonnes_a_year = models.DecimalField(
        "年许可排放量（吨/年）", max_digits=20, decimal_places=6, null=True, blank=True
    )
    source = models.CharField("执行标准", max_length=200, blank=True)

    objects = PermitLimitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "许可排放限值"
        ordering = ["permit", "outlet_name", "pollutant", "averaging"]
        constraints = [
            one_of("averaging", PermitAveraging, name="registry_permit_averaging_known"),
            models.UniqueConstraint(
                fields=["permit", "outlet_name", "pollutant", "averaging", "source"],
                name="registry_permit_limit_once",
                violation_error_message="该许可证已有此限值",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outlet_name} {self.pollutant}"
