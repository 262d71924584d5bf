"""The number that tells the gateway to load its directory again."""

from django.db.models import F

from bihuan.registry.models import DirectoryVersion


def bump_directory() -> None:
    """Say that the gateway's directory changed (设备目录版本加一), in the caller's transaction.

    Services and admin pages call it themselves; a bulk import calls it once at its end.
    """
    if not DirectoryVersion.objects.update(number=F("number") + 1):
        DirectoryVersion.objects.bulk_create(
            [DirectoryVersion(id=1, number=1)], ignore_conflicts=True
        )
