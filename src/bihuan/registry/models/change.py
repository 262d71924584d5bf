"""The history of what the registry says."""

from typing import Any

from django.conf import settings
from django.db import models

from bihuan.accounts.models.choice import one_of


class ChangeWay(models.TextChoices):
    """By which door a change came in (变更途径)."""

    FORM = "form", "页面"
    IMPORT = "import", "导入"
    UNDO = "undo", "撤销导入"
    ADMIN = "admin", "后台"
    PLATFORM = "platform", "平台"


class HistoryIsAppendOnly(TypeError):
    """Somebody tried to change or delete what was recorded."""

    def __init__(self) -> None:
        super().__init__("变更记录只能追加，不能修改或删除")


class ChangeQuerySet(models.QuerySet["ChangeRecord"]):
    """Rows that can be added and read, nothing else."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise HistoryIsAppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise HistoryIsAppendOnly


class ChangeRecord(models.Model):
    """One field of one object before and after (变更记录): by whom, when, why; never edited.

    `field` is empty where the object itself began or ended. Kind and number are plain values, so
    that the history of an object outlives it.
    """

    object_kind = models.CharField("对象类型", max_length=60)
    object_id = models.CharField("对象编号", max_length=20)
    object_name = models.CharField("对象", max_length=200, blank=True)
    field = models.CharField("字段", max_length=60, blank=True)
    title = models.CharField("项目", max_length=60)
    before = models.TextField("变更前", blank=True)
    after = models.TextField("变更后", blank=True)
    way = models.CharField("途径", max_length=10, choices=ChangeWay)
    reason = models.CharField("变更原因", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registry_changes",
        verbose_name="变更人",
    )
    by_name = models.CharField("姓名", max_length=80)
    at = models.DateTimeField("时间")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变更记录"
        ordering = ["-at", "-id"]
        constraints = [
            one_of("way", ChangeWay, name="registry_change_way_known"),
            models.CheckConstraint(
                name="registry_change_has_reason", condition=~models.Q(reason="")
            ),
        ]
        indexes = [
            models.Index(fields=["object_kind", "object_id", "-at"], name="registry_change_object")
        ]

    def __str__(self) -> str:
        return f"{self.object_name} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append; a second save is refused."""
        if not self._state.adding:
            raise HistoryIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise HistoryIsAppendOnly
