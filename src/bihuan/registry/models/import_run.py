"""Imports of lists, each as a whole."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models import District, User
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.reach import DataScope
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.registry.models.datum import datum_field


class ImportState(models.TextChoices):
    """How far an import is (导入状态)."""

    MAPPING = "mapping", "待对应列"
    CHECKING = "checking", "核对中"
    CHECKED = "checked", "待确认"
    WRITING = "writing", "导入中"
    DONE = "done", "已导入"
    UNDOING = "undoing", "撤销中"
    UNDONE = "undone", "已撤销"
    FAILED = "failed", "未成功"
    DISCARDED = "discarded", "已放弃"


BUSY = frozenset({ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING})


class ImportRunQuerySet(ScopedQuerySet["ImportRun"]):
    """Imports: one's own, and those of people within one's districts."""

    def reached(self, user: User, scope: DataScope) -> models.Q:
        """Condition of the imports within the scope, and of the person's own."""
        return super().reached(user, scope) | models.Q(by=user)


class ImportRun(models.Model):
    """One file brought into one list (导入批次): what it said, what was found, how to undo it.

    `district` is the narrowest district that holds the reach of whoever imports; `findings` and
    `undo_note` are compressed JSON.
    """

    sheet = models.CharField("数据表", max_length=20)
    file = models.FileField("文件", upload_to="imports/%Y/%m")
    file_name = models.CharField("文件名", max_length=200)
    file_hash = models.CharField("文件指纹 SHA-256", max_length=64, db_index=True)
    file_form = models.CharField("文件格式", max_length=20, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=ImportState, default=ImportState.MAPPING
    )
    header_line = models.PositiveIntegerField("表头行", default=1)
    mapping = models.JSONField("列对应", default=dict, blank=True)
    datum = datum_field()
    counts = models.JSONField("计数", default=dict, blank=True)
    findings = models.BinaryField("核对发现", null=True, blank=True)
    plan_digest = models.CharField("方案指纹", max_length=32, blank=True)
    undo_note = models.BinaryField("撤销依据", null=True, blank=True)
    problem = models.TextField("未成功原因", blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="范围"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name="导入人"
    )
    at = models.DateTimeField("上传时间", db_index=True)
    done_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-at", "-id"]
        constraints = [one_of("state", ImportState, name="registry_import_state_known")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Whether a job works on it, so that the page asks again."""
        return self.state in BUSY
