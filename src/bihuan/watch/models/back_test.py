"""Rules tried on the past."""

from django.db import models

from bihuan.accounts.models import District, User
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.registry.models import MonitoringPoint


class BackTestState(models.TextChoices):
    """How far a back-test is (回测状态)."""

    WAITING = "waiting", "等待中"
    RUNNING = "running", "计算中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


class BackTestQuerySet(ScopedQuerySet["BackTest"]):
    """Back-tests, scoped by their district."""


class BackTest(models.Model):
    """A rule tried on a past period (规则回测) with some parameters, before it is switched on."""

    rule = models.CharField("规则", max_length=60)
    parameters = models.JSONField("参数", default=dict)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="back_tests", verbose_name="行政区划"
    )
    start = models.DateTimeField("开始时间")
    end = models.DateTimeField("结束时间")
    state = models.CharField(
        "状态", max_length=8, choices=BackTestState, default=BackTestState.WAITING
    )
    done = models.PositiveSmallIntegerField("已完成天数", default=0)
    total = models.PositiveSmallIntegerField("总天数", default=0)
    found = models.PositiveIntegerField("报警数", default=0)
    points = models.PositiveIntegerField("涉及点位数", default=0)
    problem = models.CharField("失败原因", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="back_tests", verbose_name="发起人")
    at = models.DateTimeField("发起时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = BackTestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则回测"
        ordering = ["-at", "-id"]
        constraints = [
            one_of("state", BackTestState, name="watch_back_test_state_known"),
            models.CheckConstraint(
                name="watch_back_test_ends_after_start",
                condition=models.Q(end__gt=models.F("start")),
                violation_error_message="结束时间必须晚于开始时间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.start:%Y-%m-%d}～{self.end:%Y-%m-%d}"


class BackTestHit(models.Model):
    """One event that the rule would have found (回测结果)."""

    test = models.ForeignKey(BackTest, models.CASCADE, related_name="hits", verbose_name="回测")
    point = models.ForeignKey(
        MonitoringPoint, models.CASCADE, related_name="back_test_hits", verbose_name="监测点"
    )
    factor = models.CharField("因子编码", max_length=20, blank=True)
    begin = models.DateTimeField("开始时间")
    end = models.DateTimeField("结束时间")
    worst = models.FloatField("最不利值", null=True)
    because = models.CharField("判定依据", max_length=400)

    class Meta:
        verbose_name = verbose_name_plural = "回测结果"
        ordering = ["test", "begin", "id"]

    def __str__(self) -> str:
        return self.because
