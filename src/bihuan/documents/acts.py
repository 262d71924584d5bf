"""Names of this room's acts in the audit trail."""

from django.db.models import TextChoices


class Act(TextChoices):
    """An act on files (操作)."""

    ATTACH = "documents.attach", "添加附件"
    REMOVE = "documents.remove_attachment", "移除附件"
