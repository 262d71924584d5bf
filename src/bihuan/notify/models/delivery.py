"""Messages on their way out."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of
from bihuan.notify.models.channel import Channel
from bihuan.notify.models.message import Message


class DeliveryState(models.TextChoices):
    """How far a delivery is (投递状态)."""

    WAITING = "waiting", "待发送"
    CLAIMED = "claimed", "发送中"
    BY_HAND = "by_hand", "待人工转发"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
    DROPPED = "dropped", "已取消"


class Delivery(models.Model):
    """One message through one channel (投递): the outbox that the sender works off.

    A sender claims rows before it sends, and notes on a row that it goes on the wire before it
    does; a row whose sender died is taken up again when its claim has run out.
    """

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="deliveries", verbose_name="消息"
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="deliveries", verbose_name="渠道"
    )
    recipient = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="deliveries", verbose_name="接收人"
    )
    kind = models.CharField("消息类型", max_length=60)
    key = models.CharField("去重标识", max_length=160, blank=True)
    mentioned = models.JSONField("提醒的人员", default=list, blank=True)
    state = models.CharField(
        "状态", max_length=8, choices=DeliveryState, default=DeliveryState.WAITING
    )
    due_at = models.DateTimeField("计划发送时间")
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    claim = models.CharField("领取标识", max_length=32, blank=True, db_index=True)
    claimed_at = models.DateTimeField("领取时间", null=True, blank=True)
    on_wire_at = models.DateTimeField("发出时间", null=True, blank=True)
    sent_at = models.DateTimeField("送达时间", null=True, blank=True)
    receipt = models.JSONField("回执", default=dict, blank=True)
    because = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "投递"
        ordering = ["-id"]
        constraints = [
            one_of("state", DeliveryState, name="notify_delivery_state_known"),
            models.UniqueConstraint(
                fields=["channel", "recipient", "kind", "key"],
                condition=models.Q(recipient__isnull=False) & ~models.Q(key=""),
                name="notify_delivery_person_once_a_key",
            ),
            models.UniqueConstraint(
                fields=["channel", "kind", "key"],
                condition=models.Q(recipient__isnull=True) & ~models.Q(key=""),
                name="notify_delivery_group_once_a_key",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="notify_delivery_due"),
            models.Index(fields=["channel", "on_wire_at"], name="notify_delivery_rate"),
        ]

    def __str__(self) -> str:
        return f"{self.message} → {self.recipient or self.channel}"
