"""Passwords that were used, and the secrecy agreement."""

from django.db import models

from bihuan.accounts.models.person import User


class PasswordRecord(models.Model):
    """A password that an account has had (历史密码), as the hash that was kept of it."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="password_records", verbose_name="用户"
    )
    password = models.CharField("密码散列", max_length=128)
    at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = verbose_name_plural = "历史密码"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class Agreement(models.Model):
    """One version of the secrecy agreement (保密协议); the newest is the one in force."""

    version = models.PositiveIntegerField("版本", unique=True)
    title = models.CharField("标题", max_length=80)
    body = models.TextField("正文")
    published_at = models.DateTimeField("发布时间")
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发布人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "保密协议"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"


class AgreementSignature(models.Model):
    """That a person agreed to one version (保密协议签署记录): name as typed, when, from where."""

    user = models.ForeignKey(User, models.PROTECT, related_name="signatures", verbose_name="用户")
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="signatures", verbose_name="保密协议"
    )
    name = models.CharField("签署姓名", max_length=40)
    at = models.DateTimeField("签署时间")
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "保密协议签署记录"
        ordering = ["-at"]
        constraints = [models.UniqueConstraint("user", "agreement", name="accounts_signature_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.agreement}"
