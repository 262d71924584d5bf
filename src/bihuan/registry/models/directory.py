"""The number that says whether the gateway's directory is still right."""

from django.db import models


class DirectoryVersion(models.Model):
    """Counter that rises with every change of what the gateway loads (设备目录版本); one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField("版本", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "设备目录版本"
        constraints = [
            models.CheckConstraint(name="registry_directory_one_row", condition=models.Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(self.number)
