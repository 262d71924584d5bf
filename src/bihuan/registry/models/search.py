"""What the one search box knows of each object."""

from django.db import models

from bihuan.registry.scope import UnitScopedQuerySet


class SearchEntryQuerySet(UnitScopedQuerySet["SearchEntry"]):
    """Entries, scoped by the object's district and enterprise."""

    district_path = "district_code"
    unit_path = "enterprise_key"


class SearchEntry(models.Model):
    """One object as the search box finds and shows it (检索条目).

    `needle` is what is searched, normalised; the gram index of the database lies beside it.
    District and enterprise are plain values, so that an entry never keeps its object alive.
    """

    kind = models.CharField("类别", max_length=20)
    object_id = models.BigIntegerField("对象")
    title = models.CharField("标题", max_length=200)
    line = models.CharField("说明", max_length=300, blank=True)
    needle = models.TextField("检索内容")
    district_code = models.CharField("行政区划", max_length=9, blank=True, db_index=True)
    enterprise_key = models.BigIntegerField("企业", null=True, blank=True, db_index=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检索条目"
        ordering = ["kind", "object_id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="registry_search_once")
        ]

    def __str__(self) -> str:
        return self.title
