"""Reads of files."""

from django.db.models import Model

from bihuan.documents.models import Attachment


def attachments_of(row: Model) -> list[Attachment]:
    """The files that an object has, newest first."""
    rows = Attachment.objects.filter(
        object_kind=row._meta.label_lower, object_id=str(row.pk), removed_at__isnull=True
    )
    return list(rows.select_related("file", "added_by"))
