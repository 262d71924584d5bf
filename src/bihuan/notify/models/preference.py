"""What a person wants outside the platform."""

from django.db import models

from bihuan.accounts.models import User


class Preference(models.Model):
    """How a person wants to be told (接收设置); without a row: SMS and e-mail, no quiet hours."""

    person = models.OneToOneField(
        User,
        models.CASCADE,
        primary_key=True,
        related_name="notice_preference",
        verbose_name="人员",
    )
    by_sms = models.BooleanField("接收短信", default=True)
    by_email = models.BooleanField("接收邮件", default=True)
    quiet_from = models.TimeField("免打扰开始", null=True, blank=True)
    quiet_until = models.TimeField("免打扰结束", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接收设置"
        constraints = [
            models.CheckConstraint(
                name="notify_preference_quiet_both_or_none",
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                violation_error_message="免打扰的开始和结束须同时填写",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}的接收设置"
