"""What is said, and to whom."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of
from bihuan.notify.models.text import TextVersion
from bihuan.notify.severity import Severity


class Message(models.Model):
    """What one call of `queue` says (消息), in the words of the text that was in use then."""

    kind = models.CharField("消息类型", max_length=60, db_index=True)
    key = models.CharField("去重标识", max_length=160, blank=True)
    severity = models.CharField("紧急程度", max_length=8, choices=Severity)
    title = models.CharField("标题", max_length=300)
    text = models.TextField("正文")
    link = models.CharField("链接", max_length=300, blank=True)
    context = models.JSONField("字段", default=dict)
    text_version = models.ForeignKey(
        TextVersion, models.PROTECT, null=True, related_name="messages", verbose_name="模板版本"
    )
    created_at = models.DateTimeField("生成时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-created_at", "-id"]
        constraints = [one_of("severity", Severity, name="notify_message_severity_known")]

    def __str__(self) -> str:
        return self.title


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices; a person sees his own and nobody else's."""

    def of(self, user: User) -> "NoticeQuerySet":
        """This person's notices (本人的消息)."""
        return self.filter(recipient=user)


class Notice(models.Model):
    """A message in a person's list (站内消息), unread or read."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="notices", verbose_name="消息"
    )
    recipient = models.ForeignKey(
        User, models.CASCADE, related_name="notices", verbose_name="接收人"
    )
    kind = models.CharField("消息类型", max_length=60)
    key = models.CharField("去重标识", max_length=160, blank=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站内消息"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "kind", "recipient"],
                condition=~models.Q(key=""),
                name="notify_notice_once_a_key",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notify_notice_list"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at__isnull=True),
                name="notify_notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}：{self.message}"
