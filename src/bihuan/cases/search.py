"""Files that prove something in a case, in the search box (附件检索)."""

from collections.abc import Collection, Iterator, Mapping

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.cases.models import Case, Evidence
from bihuan.registry.search.source import Found, SearchSource, register


def register_kind() -> None:
    """Documents: every file that was sent with a step."""
    register(
        SearchSource(
            "document", "文书附件", "paperclip", _read, addresses=_addresses, visible=_visible
        )
    )


def _read(keys: Collection[int] | None) -> Iterator[Found]:
    rows = Evidence.objects.filter(event__isnull=False)
    rows = rows if keys is None else rows.filter(pk__in=keys)
    values = rows.values_list(
        "pk",
        "file__name",
        "file__receipt",
        "case__title",
        "case__district_id",
        "case__enterprise_id",
    )
    for pk, name, receipt, title, district, enterprise in values.iterator(5000):
        line = " · ".join((title, receipt))
        yield Found(pk, name, line, (name, receipt, title), district or "", enterprise)


def _visible(user: User, keys: Collection[int]) -> Collection[int]:
    seen = Case.objects.visible_to(user).order_by().values("pk")
    rows = Evidence.objects.filter(pk__in=keys, case__in=seen)
    return set(rows.values_list("pk", flat=True))


def _addresses(keys: Collection[int]) -> Mapping[int, str]:
    """A document opens with the case that it belongs to."""
    rows = Evidence.objects.filter(pk__in=keys).values_list("pk", "case")
    return {pk: reverse("cases:case", args=[case]) for pk, case in rows}
