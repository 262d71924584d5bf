"""The countable ledger of studies and orders (异常研判与管控指令台账)."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.air.models.measure import Measure


class InstructionKind(models.TextChoices):
    """What an entry of the ledger is (类型)."""

    STUDY = "study", "研判意见"
    ORDER = "order", "管控指令"


class InstructionState(models.TextChoices):
    """Where an entry stands (状态)."""

    WAITING = "waiting", "待批准"
    APPROVED = "approved", "已批准"
    DISPATCHED = "dispatched", "已下发"
    REFUSED = "refused", "未批准"


class InstructionQuerySet(ScopedQuerySet["Instruction"]):
    """Entries of the ledger, scoped by their district."""

    system = "air"


class Instruction(models.Model):
    """One study or order about an abnormal course (研判意见, 管控指令)."""

    number = models.CharField("编号", max_length=30, unique=True)
    kind = models.CharField("类型", max_length=8, choices=InstructionKind)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="行政区划"
    )
    process = models.CharField("异常过程", max_length=80)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容")
    cause = models.CharField("成因判断", max_length=20, blank=True)
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="管控措施"
    )
    state = models.CharField("状态", max_length=12, choices=InstructionState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    at = models.DateTimeField("提出时间")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批准人",
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    case = models.CharField("事项编号", max_length=40, blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研判与指令"
        ordering = ["-at", "-id"]
        constraints = [
            one_of("kind", InstructionKind, name="air_instruction_kind_known"),
            one_of("state", InstructionState, name="air_instruction_state_known"),
            models.CheckConstraint(
                name="air_instruction_approved_before_sent",
                condition=~models.Q(state="dispatched") | models.Q(approved_by__isnull=False),
                violation_error_message="未经批准的指令不能下发",
            ),
        ]
        indexes = [models.Index(fields=["process"], name="air_instruction_process")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
