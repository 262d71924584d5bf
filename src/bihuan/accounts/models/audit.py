"""The audit trail."""

from typing import Any

from django.db import models

from bihuan.accounts.models.person import User


class AuditTrailIsAppendOnly(TypeError):
    """Somebody tried to change or delete what was recorded."""

    def __init__(self) -> None:
        super().__init__("审计记录只能追加，不能修改或删除")


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Rows that can be added and read, nothing else."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise AuditTrailIsAppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AuditTrailIsAppendOnly


class AuditEntry(models.Model):
    """One act of a person (审计记录): who, when, from where, what, on what; never edited.

    `position` and `digest` make it a link of the chain that the sealing job grows each minute;
    until then they are empty.
    """

    at = models.DateTimeField("时间")
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="acts",
        verbose_name="用户",
    )
    user_name = models.CharField("姓名", max_length=80)
    action = models.CharField("操作代码", max_length=60)
    action_name = models.CharField("操作", max_length=60)
    object_kind = models.CharField("对象类型", max_length=60, blank=True)
    object_id = models.CharField("对象编号", max_length=60, blank=True)
    object_name = models.CharField("对象", max_length=200, blank=True)
    detail = models.JSONField("详情", default=dict, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    succeeded = models.BooleanField("结果", default=True)
    position = models.BigIntegerField("链位", null=True, blank=True, unique=True)
    digest = models.CharField("校验值", max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="accounts_audit_time"),
            models.Index(fields=["user", "-at", "-id"], name="accounts_audit_user"),
            models.Index(fields=["action", "-at", "-id"], name="accounts_audit_action"),
            models.Index(fields=["address", "-at", "-id"], name="accounts_audit_address"),
            models.Index(
                fields=["object_kind", "object_id", "-at", "-id"], name="accounts_audit_object"
            ),
            models.Index(
                fields=["-at", "-id"],
                condition=models.Q(succeeded=False),
                name="accounts_audit_failed",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(position__isnull=True),
                name="accounts_audit_unsealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.user_name} {self.action_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append; a second save is refused."""
        if not self._state.adding:
            raise AuditTrailIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AuditTrailIsAppendOnly


class AuditArchive(models.Model):
    """A beginning of the chain that was written to a file and taken out (审计归档).

    `digest` is that of its last link, from which the rest of the chain goes on.
    """

    first = models.BigIntegerField("起始链位")
    last = models.BigIntegerField("截止链位", unique=True)
    digest = models.CharField("校验值", max_length=64)
    file = models.CharField("文件", max_length=200)
    sha256 = models.CharField("文件校验值", max_length=64)
    at = models.DateTimeField("归档时间")

    class Meta:
        verbose_name = verbose_name_plural = "审计归档"
        ordering = ["-last"]

    def __str__(self) -> str:
        return self.file
