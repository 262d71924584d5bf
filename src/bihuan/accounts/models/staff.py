"""The contractor's people as the contract asks for them: head count, changes, liaisons."""

from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.accounts.models.organisation import Organisation
from bihuan.accounts.models.person import User
from bihuan.accounts.roles import Role
from bihuan.accounts.seal import SealedField


class RosterRequirement(models.Model):
    """How many people of a kind an organisation must keep (编制要求), by contract."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="requirements", verbose_name="单位"
    )
    title = models.CharField("名称", max_length=40)
    roles = models.JSONField("岗位角色")
    least = models.PositiveIntegerField("至少人数")
    source = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "编制要求"
        ordering = ["organisation", "id"]

    def __str__(self) -> str:
        return f"{self.title}不少于 {self.least} 人"


class ChangeState(models.TextChoices):
    """Where a change of staff stands (人员变更状态)."""

    WAITING = "waiting", "待审批"
    APPROVED = "approved", "已同意"
    REFUSED = "refused", "不同意"


class StaffChange(models.Model):
    """Notice that one of the contractor's people will be replaced (人员变更报备)."""

    leaving = models.ForeignKey(
        User, models.PROTECT, related_name="departures", verbose_name="离岗人员"
    )
    successor = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name="接替人员",
    )
    role = models.CharField("岗位", max_length=20, choices=Role)
    effective_on = models.DateField("变更日期")
    reason = models.CharField("变更原因", max_length=200)
    notice_days = models.IntegerField("提前工作日")
    is_short = models.BooleanField("提前不足", default=False)
    state = models.CharField(
        "状态", max_length=10, choices=ChangeState, default=ChangeState.WAITING
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision = models.CharField("审批意见", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "人员变更"
        ordering = ["-at", "-id"]
        constraints = [one_of("state", ChangeState, name="accounts_change_state_known")]

    def __str__(self) -> str:
        return f"{self.leaving} {self.get_role_display()} {self.effective_on}"


class LiaisonSide(models.TextChoices):
    """Whose contact it is (联系人所属方)."""

    OWNER = "owner", "甲方"
    CONTRACTOR = "contractor", "乙方"


class Liaison(models.Model):
    """Who speaks for a side in one matter (对口联系人), from a day on."""

    side = models.CharField("所属方", max_length=12, choices=LiaisonSide)
    matter = models.CharField("对口事务", max_length=60)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="liaisons", verbose_name="单位"
    )
    name = models.CharField("姓名", max_length=40)
    phone = SealedField("电话", max_length=20)
    start = models.DateField("起始日期")
    end = models.DateField("截止日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "对口联系人"
        ordering = ["matter", "side", "-start"]
        constraints = [one_of("side", LiaisonSide, name="accounts_liaison_side_known")]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.matter} {self.name}"
