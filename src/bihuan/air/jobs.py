"""What the scheduler calls."""

from django.utils import timezone

from bihuan.air.services.doubt import mark_doubts as mark


def mark_doubts() -> int:
    """Run quality control over the last days (质控标记)."""
    return mark(now=timezone.now()).raised
