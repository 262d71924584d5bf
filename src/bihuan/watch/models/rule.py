"""Rules in force, in versions."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of
from bihuan.notify.severity import Severity


class Policy(models.TextChoices):
    """When an event becomes a case (转事项方式)."""

    AT_ONCE = "at_once", "立即转为事项"
    AFTER = "after", "持续一定时间后转为事项"
    NEVER = "never", "只报警"


class RuleVersion(models.Model):
    """One version of how a rule runs (规则版本); the highest number is in force, none is deleted.

    `parameters` maps a scope (``""``, ``"medium:gas"``, ``"class:township"``, ``"point:17"``) to
    numbers; `tells` are the roles that hear of an event.
    """

    rule = models.CharField("规则", max_length=60)
    number = models.PositiveIntegerField("版本号")
    is_on = models.BooleanField("启用", default=False)
    policy = models.CharField("转事项方式", max_length=8, choices=Policy, default=Policy.NEVER)
    after_hours = models.PositiveSmallIntegerField("持续小时数", default=0)
    case_kind = models.CharField("事项类型", max_length=40, blank=True)
    severity = models.CharField("紧急程度", max_length=8, choices=Severity, default=Severity.NORMAL)
    tells = models.JSONField("通知岗位", default=list, blank=True)
    tells_unit = models.BooleanField("通知企业", default=False)
    parameters = models.JSONField("参数", default=dict)
    note = models.CharField("修改说明", max_length=200)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="rule_versions", verbose_name="修改人"
    )
    at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "规则版本"
        ordering = ["rule", "-number"]
        constraints = [
            one_of("policy", Policy, name="watch_rule_policy_known"),
            one_of("severity", Severity, name="watch_rule_severity_known"),
            models.UniqueConstraint(fields=["rule", "number"], name="watch_rule_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} 第 {self.number} 版"
