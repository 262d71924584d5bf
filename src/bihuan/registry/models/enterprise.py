"""Enterprises and who acts for them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.base import ModelBase

from bihuan.accounts.models import District, Organisation
from bihuan.registry.identifier import CreditCodeState, read_identifier
from bihuan.registry.models.datum import datum_field
from bihuan.registry.scope import UnitScopedQuerySet


class EnterpriseQuerySet(UnitScopedQuerySet["Enterprise"]):
    """Enterprises, scoped."""

    unit_path = "id"

    def bulk_create(self, objs: Iterable["Enterprise"], *args: Any, **kwargs: Any) -> list[Any]:
        """Mark every credit code, then insert as Django does."""
        rows = list(objs)
        for row in rows:
            row.mark_credit_code()
        return super().bulk_create(rows, *args, **kwargs)


class Enterprise(models.Model):
    """Unit that discharges or may discharge (排污单位, 企业).

    A wrong credit code is kept and marked, never refused: `credit_code` is as given,
    `credit_code_clean` what could be made of it, and several sites of one firm may share it.
    """

    name = models.CharField("单位名称", max_length=120, db_index=True)
    credit_code = models.CharField("统一社会信用代码（原文）", max_length=120, blank=True)
    credit_code_clean = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, editable=False, db_index=True
    )
    credit_code_state = models.CharField(
        "信用代码状态",
        max_length=12,
        choices=CreditCodeState,
        default=CreditCodeState.MISSING,
        editable=False,
        db_index=True,
    )
    district = models.ForeignKey(
        District, models.PROTECT, related_name="enterprises", verbose_name="行政区划"
    )
    industry = models.CharField("行业", max_length=80, blank=True, db_index=True)
    address = models.CharField("地址", max_length=200, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    datum = datum_field()
    is_key = models.BooleanField("重点单位", default=False)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="EnterprisePerson",
        related_name="enterprises",
        verbose_name="企业人员",
    )

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业"
        ordering = ["district", "name", "id"]
        indexes = [
            models.Index(fields=["district", "name", "id"], name="registry_enterprise_list"),
            models.Index(fields=["is_key", "district"], name="registry_enterprise_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def mark_credit_code(self) -> None:
        """Put the cleaned form and the state beside the code as given."""
        read = read_identifier(self.credit_code)
        self.credit_code_clean = read.clean
        self.credit_code_state = read.state

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Mark the credit code, then save."""
        self.mark_credit_code()
        if update_fields is not None and "credit_code" in (named := set(update_fields)):
            update_fields = {*named, "credit_code_clean", "credit_code_state"}
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )


class EnterprisePerson(models.Model):
    """Person who acts for an enterprise (企业人员)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="enterprise_links",
        verbose_name="用户",
    )
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="person_links", verbose_name="企业"
    )

    class Meta:
        verbose_name = verbose_name_plural = "企业人员"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise"],
                name="registry_enterprise_person_once",
                violation_error_message="该用户已是此企业人员",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.user}"


class EnterpriseOperator(models.Model):
    """Contract of a maintenance contractor for an enterprise (运维关系), days half-open."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="operator_links", verbose_name="企业"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="served_links", verbose_name="运维单位"
    )
    start = models.DateField("开始日期")
    end = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "运维关系"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "organisation"],
                condition=models.Q(end__isnull=True),
                name="registry_operator_open_once",
                violation_error_message="该运维单位正在服务此企业",
            ),
            models.CheckConstraint(
                name="registry_operator_ends_after_start",
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                violation_error_message="结束日期必须晚于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.organisation}"
