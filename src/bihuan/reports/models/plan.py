"""What documents and data a contract asks for, until when."""

from django.db import models

from bihuan.accounts.models import District, User
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.documents.models import StoredFile
from bihuan.reports.period import PERIOD_WORDS, PeriodKind


class DayCount(models.TextChoices):
    """How the days after a period are counted (天数算法)."""

    CALENDAR = "calendar", "自然日"
    WORKING = "working", "工作日"


RHYTHMS = [(one.value, PERIOD_WORDS[one]) for one in PeriodKind if one is not PeriodKind.SPECIAL]


class PlanQuerySet(ScopedQuerySet["DocumentPlan"]):
    """Plans, scoped by their district."""


class DocumentPlan(models.Model):
    """Plan of documents of a contract term (文稿计划): all of it is data.

    `free_warnings` warnings cost nothing; each one beyond deducts `deduction` per mille of the
    contract sum. Both are terms of a contract. What was due before `live_from` was handed over
    outside the platform: it is counted by its items and judged by nobody here.
    """

    name = models.CharField("名称", max_length=120)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="document_plans", verbose_name="行政区划"
    )
    first = models.DateField("服务期首日")
    last = models.DateField("服务期末日")
    live_from = models.DateField(
        "平台启用日",
        null=True,
        blank=True,
        help_text="此前到期的文稿已在线下交付，只计份数，不判按时；留空表示全程在平台办理",
    )
    least = models.PositiveIntegerField("合同要求份数（须超过）", default=0)
    contract_sum = models.DecimalField(
        "合同金额（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    free_warnings = models.PositiveSmallIntegerField("不扣款警告次数", default=3)
    deduction = models.DecimalField("其后每次扣款（‰）", max_digits=5, decimal_places=2, default=3)
    basis = models.CharField("条款依据", max_length=300, blank=True)
    is_active = models.BooleanField("执行中", default=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文稿计划"
        ordering = ["-first", "name"]
        constraints = [
            models.CheckConstraint(
                name="reports_plan_runs_forward",
                condition=models.Q(last__gte=models.F("first")),
                violation_error_message="服务期末日不能早于首日",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlanItem(models.Model):
    """One kind of document in a plan (计划项): when it is due, or how many there should be.

    `before` is how many were handed over before the platform was in use. With a `rhythm` it is a
    hand-over of data (数据报送): `title` says what, `receiver` to whom; nothing is composed.
    """

    plan = models.ForeignKey(
        DocumentPlan, models.CASCADE, related_name="items", verbose_name="文稿计划"
    )
    kind = models.CharField("种类", max_length=60)
    due_days = models.PositiveSmallIntegerField("期末后天数")
    day_count = models.CharField(
        "天数按", max_length=8, choices=DayCount, default=DayCount.CALENDAR
    )
    due_time = models.TimeField("应交时刻")
    count = models.PositiveSmallIntegerField("服务期内份数（专题）", default=0)
    before = models.PositiveIntegerField("启用前已交付", default=0)
    is_drafted = models.BooleanField("自动生成草稿", default=True)
    title = models.CharField("报送内容", max_length=60, blank=True)
    rhythm = models.CharField("报送周期", max_length=10, choices=RHYTHMS, blank=True)
    receiver = models.CharField("报送对象", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "计划项"
        ordering = ["plan", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind"], name="reports_item_once"),
            one_of("day_count", DayCount, name="reports_item_count_known"),
            models.CheckConstraint(
                name="reports_item_data_has_title",
                condition=models.Q(rhythm="") | ~models.Q(title=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.title or self.kind}"

    @property
    def is_data(self) -> bool:
        """Whether data are handed over, no document."""
        return bool(self.rhythm)


class DataHandover(models.Model):
    """Data of one period as they were handed over (数据报送记录), with a file or a receipt.

    Never edited: a later record of the same period takes the place of the earlier ones.
    """

    item = models.ForeignKey(
        PlanItem, models.PROTECT, related_name="handovers", verbose_name="计划项"
    )
    first = models.DateField("期间首日")
    last = models.DateField("期间末日")
    handed_at = models.DateTimeField("报送时间")
    receipt = models.CharField("回执或说明", max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="报送文件"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "数据报送记录"
        ordering = ["item", "first", "id"]
        constraints = [
            models.CheckConstraint(
                name="reports_handover_is_proved",
                condition=~models.Q(receipt="") | models.Q(file__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item.title} {self.first:%Y-%m-%d}"


class PlanWarning(models.Model):
    """A warning that the customer gave (警告): an act of a named person, with a reason."""

    plan = models.ForeignKey(
        DocumentPlan, models.PROTECT, related_name="warnings", verbose_name="文稿计划"
    )
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="+", verbose_name="计划项")
    first = models.DateField("期间首日")
    last = models.DateField("期间末日")
    due_at = models.DateTimeField("应交时间")
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="作出人")
    at = models.DateTimeField("作出时间")

    class Meta:
        verbose_name = verbose_name_plural = "逾期警告"
        ordering = ["plan", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "first", "last"], name="reports_warning_once_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.first:%Y-%m-%d}"
