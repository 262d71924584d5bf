"""Ways in and out that people set up, and what they did."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models import District, Organisation
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet


class InterfaceKind(models.TextChoices):
    """How a pull adapter reads (拉取方式)."""

    HTTP = "http", "定时读取（HTTP/JSON）"
    FILE = "file", "文件交换（文件夹）"
    DATABASE = "database", "数据库视图"


class InterfaceQuerySet(ScopedQuerySet["Interface"]):
    """Interfaces, scoped by their district."""


class Interface(models.Model):
    """Pull adapter (拉取接口): where data come from, how they are read and what they mean.

    `settings` holds the address and the mapping; a password or token is named by `credential`
    and lies in a file that only the running platform reads.
    """

    key = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("读取方式", max_length=10, choices=InterfaceKind)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="interfaces", verbose_name="行政区划"
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interfaces",
        verbose_name="对方单位",
    )
    contact = models.CharField("联系人", max_length=80, blank=True)
    purpose = models.CharField("用途", max_length=200)
    every_min = models.PositiveIntegerField("间隔（分钟）", default=10)
    settings = models.JSONField("读取与对应设置", default=dict)
    credential = models.SlugField("凭据名称", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)

    objects = InterfaceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "拉取接口"
        ordering = ["district", "name", "id"]
        constraints = [
            one_of("kind", InterfaceKind, name="registry_interface_kind_known"),
            models.CheckConstraint(
                name="registry_interface_interval_positive",
                condition=models.Q(every_min__gte=1),
                violation_error_message="间隔至少 1 分钟",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InterfaceState(models.Model):
    """How far a pull adapter has come (接口运行状态), apart from what people set."""

    interface = models.OneToOneField(
        Interface,
        models.CASCADE,
        primary_key=True,
        related_name="state",
        verbose_name="接口",
    )
    cursor = models.CharField("读取位置", max_length=80, blank=True)
    running_since = models.DateTimeField("本次开始", null=True, blank=True)
    next_at = models.DateTimeField("下次运行", null=True, blank=True, db_index=True)
    last_success = models.DateTimeField("最近成功", null=True, blank=True)
    last_data_time = models.DateTimeField("最新数据时间", null=True, blank=True)
    failures = models.PositiveIntegerField("连续失败", default=0)
    problem = models.CharField("未成功原因", max_length=500, blank=True)
    helps_again = models.BooleanField("重试可能成功", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口运行状态"

    def __str__(self) -> str:
        return str(self.interface)


class RunOutcome(models.TextChoices):
    """How a run ended (运行结果)."""

    SUCCEEDED = "succeeded", "成功"
    DOUBTFUL = "doubtful", "部分未收"
    FAILED = "failed", "失败"


class InterfaceRunQuerySet(ScopedQuerySet["InterfaceRun"]):
    """Runs, scoped by their interface."""

    district_path = "interface__district_id"


class InterfaceRun(models.Model):
    """One run of a pull adapter (接口运行记录): what was read, changed, refused."""

    interface = models.ForeignKey(
        Interface, models.CASCADE, related_name="runs", verbose_name="接口"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="手动运行人",
    )
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间")
    outcome = models.CharField("结果", max_length=10, choices=RunOutcome)
    span_start = models.DateTimeField("读取时段起", null=True, blank=True)
    span_end = models.DateTimeField("读取时段止", null=True, blank=True)
    counts = models.JSONField("计数", default=dict, blank=True)
    doubts = models.JSONField("未收说明", default=list, blank=True)
    problem = models.CharField("未成功原因", max_length=500, blank=True)
    helps_again = models.BooleanField("重试可能成功", default=True)

    objects = InterfaceRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口运行记录"
        ordering = ["-started_at", "-id"]
        constraints = [one_of("outcome", RunOutcome, name="registry_interface_run_outcome_known")]
        indexes = [
            models.Index(fields=["interface", "-started_at"], name="registry_interface_runs")
        ]

    def __str__(self) -> str:
        return f"{self.interface} {self.started_at:%Y-%m-%d %H:%M}"


class TakenFile(models.Model):
    """File that an adapter has taken (已收文件), known by its content whatever its name."""

    interface = models.ForeignKey(
        Interface, models.CASCADE, related_name="taken_files", verbose_name="接口"
    )
    sha256 = models.CharField("文件指纹 SHA-256", max_length=64)
    name = models.CharField("文件名", max_length=200)
    at = models.DateTimeField("收取时间")
    problem = models.CharField("未成功原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "已收文件"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["interface", "sha256"], name="registry_taken_file_once")
        ]

    def __str__(self) -> str:
        return self.name
