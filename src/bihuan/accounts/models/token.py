"""Tokens with which programs read in a person's name."""

from datetime import datetime

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """Token of a person for programs (接口令牌): kept as a hash, known by its first characters.

    It reaches what its person's posts reach today, and of that only what its scopes name. A
    revoked or expired one stays in the list, so that old audit entries can be understood.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name="用户"
    )
    name = models.CharField("用途", max_length=80)
    prefix = models.CharField("令牌开头", max_length=12)
    key_hash = models.CharField("令牌（密文）", max_length=64, unique=True, editable=False)
    scopes = models.JSONField("授权范围", default=list)
    created_at = models.DateTimeField("创建时间")
    expires_at = models.DateTimeField("到期时间")
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    last_used_address = models.GenericIPAddressField("最近来源地址", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="accounts_token_expires_after_made",
                condition=models.Q(expires_at__gt=models.F("created_at")),
                violation_error_message="到期时间必须晚于创建时间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.prefix}…）"

    def is_valid(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.revoked_at is None and now < self.expires_at
