"""In which system the coordinates of a row were given."""

from typing import Any

from django.db import models

from bihuan.registry.coordinate import Datum

DATUMS = [(one.value, one.value) for one in Datum]


def datum_field() -> "models.CharField[Any, Any]":
    """Column of the datum in which a place was given (来源坐标系); what is stored is CGCS2000."""
    return models.CharField("来源坐标系", max_length=8, choices=DATUMS, blank=True)
