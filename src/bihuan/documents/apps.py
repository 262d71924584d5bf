"""The room as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """文书与附件 (documents)."""

    name = "bihuan.documents"
    label = "documents"
    verbose_name = "文书与附件"

    def ready(self) -> None:
        """Give objects of the ledger a tab for their files, and the archive these files."""
        from bihuan.documents import archived
        from bihuan.documents.queries import photographed
        from bihuan.documents.views.attachment import files_tab
        from bihuan.registry.ledger import photo, tabs

        tabs.register(
            tabs.Tab("files", "照片与文件", frozenset(), "documents/part/files.html", files_tab)
        )
        photo.register(photographed)
        archived.register()
