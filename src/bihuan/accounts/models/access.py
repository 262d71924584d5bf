"""What leaves the platform with approval, and whether people still need what they may see."""

from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.accounts.models.district import District
from bihuan.accounts.models.person import User
from bihuan.accounts.scope import ScopedQuerySet


class ExportState(models.TextChoices):
    """Where a request for an export stands (导出申请状态)."""

    WAITING = "waiting", "待审批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "已驳回"
    USED = "used", "已导出"


class ExportRequestQuerySet(ScopedQuerySet["ExportRequest"]):
    """Requests, scoped by the district whose data they take."""


class ExportRequest(models.Model):
    """Request to take controlled data out (数据导出申请): what, what for, who let it pass."""

    by = models.ForeignKey(
        User, models.PROTECT, related_name="export_requests", verbose_name="申请人"
    )
    at = models.DateTimeField("申请时间")
    title = models.CharField("导出内容", max_length=120)
    target = models.CharField("导出地址", max_length=1000)
    contents = models.JSONField("内容分级")
    rows = models.PositiveIntegerField("行数", null=True, blank=True)
    purpose = models.CharField("用途", max_length=300)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, related_name="+", verbose_name="行政区划"
    )
    state = models.CharField(
        "状态", max_length=10, choices=ExportState, default=ExportState.WAITING
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision = models.CharField("审批意见", max_length=200, blank=True)
    valid_until = models.DateTimeField("批准有效期至", null=True, blank=True)
    used_at = models.DateTimeField("导出时间", null=True, blank=True)

    objects = ExportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据导出申请"
        ordering = ["-at", "-id"]
        constraints = [one_of("state", ExportState, name="accounts_export_state_known")]
        indexes = [models.Index(fields=["by", "state"], name="accounts_export_mine")]

    def __str__(self) -> str:
        return f"{self.title}（{self.by}）"


class ReviewVerdict(models.TextChoices):
    """What a review of somebody's access came to (权限复核结论)."""

    KEEP = "keep", "权限合适"
    REDUCE = "reduce", "须收回部分权限"
    CLOSE = "close", "须停用账号"


class AccessReview(models.Model):
    """That somebody looked whether a person still needs his posts (权限复核记录)."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="access_reviews", verbose_name="用户"
    )
    verdict = models.CharField("结论", max_length=10, choices=ReviewVerdict)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="复核人")
    at = models.DateTimeField("复核时间")

    class Meta:
        verbose_name = verbose_name_plural = "权限复核记录"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.user} {self.get_verdict_display()}"
