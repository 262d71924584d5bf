"""The room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """用户与权限 (accounts)."""

    name = "bihuan.accounts"
    label = "accounts"
    verbose_name = "用户与权限"
