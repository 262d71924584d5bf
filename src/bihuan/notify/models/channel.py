"""Ways out of the platform."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of
from bihuan.notify.severity import Severity


class Channel(models.Model):
    """A way out (通知渠道): a group's robot, an ordinary group, the SMS gateway, the mail server.

    `code` names the folder in `channels`; `sealed` holds its secrets encrypted, `secret_file` a
    file of the server that holds them instead.
    """

    code = models.CharField("渠道类型", max_length=20)
    name = models.CharField("名称", max_length=60, unique=True)
    settings = models.JSONField("参数", default=dict, blank=True)
    sealed = models.TextField("密钥（已加密）", blank=True)
    secret_file = models.CharField("密钥文件", max_length=200, blank=True)
    kinds = models.JSONField("消息类型", default=list, blank=True)
    least = models.CharField(
        "最低紧急程度", max_length=8, choices=Severity, default=Severity.NORMAL
    )
    quiet_from = models.TimeField("免打扰开始", null=True, blank=True)
    quiet_until = models.TimeField("免打扰结束", null=True, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知渠道"
        ordering = ["code", "name"]
        constraints = [
            one_of("least", Severity, name="notify_channel_least_known"),
            models.CheckConstraint(
                name="notify_channel_quiet_both_or_none",
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                violation_error_message="免打扰的开始和结束须同时填写",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def wants(self, kind: str, severity: Severity) -> bool:
        """Whether messages of this kind and urgency go out here."""
        return severity.reaches(self.least) and (not self.kinds or kind in self.kinds)


class ChannelMember(models.Model):
    """A person in a group (群成员), with the id by which the robot mentions him."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="members", verbose_name="群")
    person = models.ForeignKey(
        User, models.CASCADE, related_name="chat_groups", verbose_name="人员"
    )
    mention_id = models.CharField("群内账号", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "群成员"
        ordering = ["channel", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "person"], name="notify_channel_member_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.person}"
