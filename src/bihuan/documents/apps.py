"""The room as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """文书与附件 (documents)."""

    name = "bihuan.documents"
    label = "documents"
    verbose_name = "文书与附件"
