"""The room as a Django app."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """监测预警 (watch)."""

    name = "bihuan.watch"
    label = "watch"
    verbose_name = "监测预警"
