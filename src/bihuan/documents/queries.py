"""Reads of files."""

from django.db.models import Model

from bihuan.documents.models import Attachment


def attachments_of(row: Model) -> list[Attachment]:
    """The files that an object has, newest first."""
    rows = Attachment.objects.filter(
        object_kind=row._meta.label_lower, object_id=str(row.pk), removed_at__isnull=True
    )
    return list(rows.select_related("file", "added_by"))


def photographed(model: type[Model]) -> set[int]:
    """Keys of the objects of a model that have a photograph (有照片的对象)."""
    rows = Attachment.objects.filter(
        object_kind=model._meta.label_lower,
        removed_at__isnull=True,
        file__media_type__startswith="image/",
    )
    return {int(key) for key in rows.values_list("object_id", flat=True) if key.isdecimal()}
