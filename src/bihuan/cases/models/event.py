"""The history of cases: appended, chained by hashes, anchored outside its table."""

from typing import Any

from django.db import models

from bihuan.accounts.models import User
from bihuan.cases.models.case import Case


class HistoryIsAppendOnly(TypeError):
    """Somebody tried to change or delete what happened."""

    def __init__(self) -> None:
        super().__init__("办理记录只能追加，不能修改或删除")


class EventKind(models.TextChoices):
    """What happened (记录类型)."""

    RAISED = "raised", "创建"
    STEP = "step", "流转"
    ACT = "act", "办件动作"
    CLOCK = "clock", "时限"
    MERGED = "merged", "并入"


class CaseEventQuerySet(models.QuerySet["CaseEvent"]):
    """Rows that can be added and read, nothing else."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise HistoryIsAppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise HistoryIsAppendOnly


class CaseEvent(models.Model):
    """One thing that happened to a case (办理记录), chained to the one before of any case.

    `hash` is over everything the row says and the hash of the row before, so no row can be
    changed, added between or taken out unseen.
    """

    serial = models.BigIntegerField("链上序号", unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name="事项")
    kind = models.CharField("类型", max_length=8, choices=EventKind)
    code = models.CharField("代码", max_length=40)
    title = models.CharField("名称", max_length=60)
    stage_before = models.CharField("原环节", max_length=40, blank=True)
    stage_after = models.CharField("环节", max_length=40)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )
    by_name = models.CharField("姓名", max_length=80)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    on_behalf_of = models.CharField("代录对象", max_length=120, blank=True)
    at = models.DateTimeField("时间")
    note = models.TextField("说明", blank=True)
    fields = models.JSONField("内容", default=dict, blank=True)
    key = models.CharField("提交编号", max_length=64, null=True, blank=True, unique=True)
    previous = models.CharField("上一条的摘要", max_length=64)
    hash = models.CharField("摘要", max_length=64)

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["serial"]
        indexes = [models.Index(fields=["case", "serial"], name="cases_event_of_case")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append; a second save is refused."""
        if not self._state.adding:
            raise HistoryIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise HistoryIsAppendOnly


class ChainHead(models.Model):
    """The end of the chain (链头): its last serial and hash, kept beside the history."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    serial = models.BigIntegerField("最后序号", default=0)
    hash = models.CharField("最后摘要", max_length=64, default="")

    class Meta:
        verbose_name = verbose_name_plural = "链头"

    def __str__(self) -> str:
        return f"{self.serial} {self.hash[:12]}"


class HistoryAnchor(models.Model):
    """The chain's head as it was one day (每日锚点); the same line stands in a file."""

    day = models.DateField("日期", unique=True)
    serial = models.BigIntegerField("序号")
    hash = models.CharField("摘要", max_length=64)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "历史锚点"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.serial}"
