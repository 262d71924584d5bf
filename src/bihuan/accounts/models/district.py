"""Administrative divisions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from bihuan.accounts.district_code import LENGTHS, WrongDistrictCode, level_of
from bihuan.accounts.scope import ScopedQuerySet


class DistrictLevel(models.TextChoices):
    """Level of an administrative division (行政级别)."""

    PROVINCE = "province", "省级"
    CITY = "city", "地市级"
    COUNTY = "county", "区县级"
    TOWNSHIP = "township", "乡镇（街道）级"


def _valid_code(code: str) -> None:
    try:
        level_of(code)
    except WrongDistrictCode as error:
        raise ValidationError(str(error)) from error


class DistrictQuerySet(ScopedQuerySet["District"]):
    """Divisions, scoped by themselves."""

    district_path = "code"


class District(models.Model):
    """Administrative division (行政区划); its key is the code, so foreign keys hold the code.

    A division that is renumbered becomes a new row; the old code stays for the old records.
    """

    code = models.CharField("区划代码", max_length=9, primary_key=True, validators=[_valid_code])
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=10, choices=DistrictLevel)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级",
    )
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="accounts_district_level_fits_code",
                condition=models.Q(
                    *(
                        models.Q(Exact(Length("code"), length), level=level)
                        for length, level in LENGTHS.items()
                    ),
                    _connector=models.Q.OR,
                ),
                violation_error_message="级别与区划代码的位数不符",
            ),
        ]

    def __str__(self) -> str:
        return self.name
