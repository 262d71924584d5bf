"""The design system as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and static files of the design system (界面)."""

    name = "bihuan.ui"
    label = "ui"
