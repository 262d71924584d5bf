"""Commands to devices."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.registry.models.device import Device
from bihuan.registry.scope import DeviceScopedQuerySet


class CommandState(models.TextChoices):
    """How far a command has come (命令状态)."""

    AWAITING_APPROVAL = "awaiting_approval", "待复核"
    QUEUED = "queued", "待发送"
    SENT = "sent", "已发送"
    ACCEPTED = "accepted", "设备已受理"
    REFUSED = "refused", "设备拒绝"
    DONE = "done", "执行成功"
    FAILED = "failed", "执行失败"
    TIMED_OUT = "timed_out", "超时"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STATES = (
    CommandState.AWAITING_APPROVAL,
    CommandState.QUEUED,
    CommandState.SENT,
    CommandState.ACCEPTED,
)


class DeviceCommandQuerySet(DeviceScopedQuerySet["DeviceCommand"]):
    """Commands, scoped by the points of their device."""


class DeviceCommand(models.Model):
    """Command to a device (反控命令): asked for, approved where two people must, sent, answered.

    Passwords and keys in the parameters are masked; `sealed` holds them encrypted until the
    command ends.
    """

    device = models.ForeignKey(Device, models.PROTECT, related_name="commands", verbose_name="设备")
    command_code = models.CharField("命令编码 CN", max_length=4)
    parameters = models.JSONField("命令参数", default=dict, blank=True)
    sealed = models.TextField("加密参数", blank=True, editable=False)
    state = models.CharField("状态", max_length=20, choices=CommandState)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commands_requested",
        verbose_name="申请人",
    )
    requested_at = models.DateTimeField("申请时间")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commands_approved",
        verbose_name="复核人",
    )
    approved_at = models.DateTimeField("复核时间", null=True, blank=True)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)
    answered_at = models.DateTimeField("应答时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)
    answer_code = models.PositiveSmallIntegerField("请求应答 QnRtn", null=True, blank=True)
    result_code = models.PositiveSmallIntegerField("执行结果 ExeRtn", null=True, blank=True)
    result_text = models.CharField("结果说明", max_length=500, blank=True)
    request_id = models.CharField("请求编码 QN", max_length=20, blank=True)

    objects = DeviceCommandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反控命令"
        ordering = ["-requested_at", "-id"]
        constraints = [
            one_of("state", CommandState, name="registry_command_state_known"),
            models.CheckConstraint(
                name="registry_command_two_people",
                condition=models.Q(approved_by__isnull=True)
                | models.Q(requested_by__isnull=True)
                | ~models.Q(approved_by=models.F("requested_by")),
                violation_error_message="复核人不能是申请人本人",
            ),
            models.UniqueConstraint(
                fields=["device", "request_id"],
                condition=~models.Q(request_id=""),
                name="registry_command_request_id_once",
            ),
            models.CheckConstraint(
                name="registry_command_finished_when_over",
                condition=models.Q(state__in=OPEN_STATES, finished_at__isnull=True)
                | (~models.Q(state__in=OPEN_STATES) & models.Q(finished_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "requested_at"], name="registry_command_queue"),
            models.Index(fields=["device", "-requested_at"], name="registry_command_device"),
        ]

    def __str__(self) -> str:
        return f"{self.command_code} {self.device}"
