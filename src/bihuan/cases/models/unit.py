"""Bodies on a case, its parts, its stays in each stage, and asked extensions."""

from django.db import models

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.models.choice import one_of
from bihuan.cases.models.case import Case


class UnitState(models.TextChoices):
    """How far a body is with its part (单位办理状态)."""

    WAITING = "waiting", "待签收"
    ACCEPTED = "accepted", "办理中"
    DONE = "done", "已反馈"
    RETURNED = "returned", "退回重办"


class CaseUnit(models.Model):
    """A body that handles a case (承办单位): one leads, the others help, each with its state."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="units", verbose_name="事项")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="case_units", verbose_name="单位"
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    is_lead = models.BooleanField("牵头", default=False)
    task = models.CharField("分工", max_length=200, blank=True)
    state = models.CharField("状态", max_length=8, choices=UnitState, default=UnitState.WAITING)
    assigned_at = models.DateTimeField("分派时间")
    accepted_at = models.DateTimeField("签收时间", null=True, blank=True)
    done_at = models.DateTimeField("反馈时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承办单位"
        ordering = ["-is_lead", "id"]
        constraints = [
            one_of("state", UnitState, name="cases_unit_state_known"),
            models.UniqueConstraint(fields=["case", "organisation"], name="cases_unit_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(is_lead=True),
                name="cases_unit_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.organisation}"


class SubTask(models.Model):
    """A part of a case (子任务) that somebody is to do by a time."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sub_tasks", verbose_name="事项")
    title = models.CharField("内容", max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    due_at = models.DateTimeField("期限", null=True, blank=True)
    made_at = models.DateTimeField("创建时间")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="创建人")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    result = models.CharField("完成情况", max_length=400, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "子任务"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class StageSpell(models.Model):
    """A stay in a stage (环节停留): what the clock reports by level and stage are made of."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="spells", verbose_name="事项")
    stage = models.CharField("环节代码", max_length=40)
    stage_title = models.CharField("环节", max_length=40)
    holder_title = models.CharField("待办方", max_length=60, blank=True)
    entered_at = models.DateTimeField("进入时间")
    due_at = models.DateTimeField("期限", null=True, blank=True)
    left_at = models.DateTimeField("离开时间", null=True, blank=True)
    on_time = models.BooleanField("按期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "环节停留"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage_title}"


class ExtensionRequest(models.Model):
    """An extension that was asked for (延期申请), with its decision."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions", verbose_name="事项")
    amount = models.PositiveSmallIntegerField("延长")
    reason = models.CharField("理由", max_length=400)
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    is_granted = models.BooleanField("同意", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(decided_at__isnull=True),
                name="cases_extension_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} +{self.amount}"
