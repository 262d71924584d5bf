"""Values of settings that administrators change in the web, every one kept."""

from django.db import models

from bihuan.accounts.models.person import User


class SettingValue(models.Model):
    """One value that a setting took from a moment on (配置值); never edited, the next one follows.

    Which settings exist, with type, default and who may change them, is code: `accounts.setting`.
    """

    key = models.CharField("配置项", max_length=80)
    value = models.JSONField("值")
    start = models.DateTimeField("生效时间")
    reason = models.CharField("修改原因", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="修改人")
    at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "配置值"
        ordering = ["key", "-start", "-id"]
        indexes = [models.Index(fields=["key", "-start", "-id"], name="accounts_setting_in_force")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
