"""The room as a Django app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """消息通知 (notify)."""

    name = "bihuan.notify"
    label = "notify"
    verbose_name = "消息通知"
