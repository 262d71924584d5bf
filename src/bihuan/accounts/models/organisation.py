"""Bodies that people belong to."""

from django.db import models

from bihuan.accounts.models.district import District


class OrganisationKind(models.TextChoices):
    """What kind of body it is (单位类型)."""

    BUREAU = "bureau", "生态环境主管部门"
    MONITORING_CENTRE = "monitoring_centre", "监测机构"
    ENFORCEMENT = "enforcement", "执法机构"
    DEPARTMENT = "department", "其他政府部门"
    TOWNSHIP = "township", "乡镇（街道）"
    ENTERPRISE = "enterprise", "企业"
    CONTRACTOR = "contractor", "运维（技术服务）单位"
    SUPERVISOR = "supervisor", "监理单位"


class Organisation(models.Model):
    """Body (单位) that people and stations belong to; a tree by `parent`."""

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类型", max_length=20, choices=OrganisationKind)
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="organisations",
        verbose_name="行政区划",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["district", "name"]
        constraints = [
            models.UniqueConstraint(
                "district",
                "name",
                name="accounts_organisation_name_once_a_district",
                violation_error_message="该行政区划下已有同名单位",
            ),
            models.CheckConstraint(
                name="accounts_organisation_not_its_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                violation_error_message="上级单位不能是自己",
            ),
        ]

    def __str__(self) -> str:
        return self.name
