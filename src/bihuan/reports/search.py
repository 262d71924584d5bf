"""Documents in the search box (文稿检索): by title, number and kind."""

from collections.abc import Collection, Iterator

from bihuan.accounts.models import User
from bihuan.registry.search.source import Found, SearchSource, register
from bihuan.reports.models import Report
from bihuan.reports.permission import may_see_reports
from bihuan.reports.queries.listing import kind_titles


def register_kind() -> None:
    """Called once at start (apps.py); drafts are found by those who may read them."""
    register(
        SearchSource(
            "report",
            "报告文稿",
            "file-text",
            _read,
            "reports:report",
            allowed=may_see_reports,
            visible=_visible,
        )
    )


def _read(keys: Collection[int] | None) -> Iterator[Found]:
    rows = Report.objects.all() if keys is None else Report.objects.filter(pk__in=keys)
    titles = kind_titles()
    values = rows.values_list(
        "pk", "title", "kind", "first", "district_id", "district__name", "current__number__text"
    )
    for pk, title, kind, first, district, place, number in values.iterator(2000):
        line = " · ".join(filter(None, (place, titles.get(kind, ""), str(first), number)))
        yield Found(pk, title, line, (title, number or "", titles.get(kind, "")), district)


def _visible(user: User, keys: Collection[int]) -> Collection[int]:
    rows = Report.objects.visible_to(user).filter(pk__in=keys)
    return set(rows.values_list("pk", flat=True))
