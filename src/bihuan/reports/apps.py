"""The room as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """报告编制 (reports)."""

    name = "bihuan.reports"
    label = "reports"
    verbose_name = "报告编制"
