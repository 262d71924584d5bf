"""Addresses of the pages that show the same numbers (页面出处)."""

from urllib.parse import urlencode

from django.urls import reverse

from bihuan.reports.definition import Arguments


def county_page(arguments: Arguments) -> str:
    """The county's page over the same days and on the same basis."""
    return _period("air:county", arguments)


def ranking_page(arguments: Arguments) -> str:
    """The ranking of the township stations over the same days."""
    more = {"station_class": "township", "metric": str(arguments.get("metric") or "composite")}
    return _period("air:ranking", arguments, **more)


def target_page(arguments: Arguments) -> str:
    """The page of the targets."""
    return reverse("air:targets")


def benchmark_page(arguments: Arguments) -> str:
    """The counties of the same period."""
    return f"{reverse('air:benchmark')}?{urlencode({'day': arguments.get('last', '')})}"


def ledger_page(arguments: Arguments) -> str:
    """The ledger of studies and orders."""
    return reverse("air:ledger")


def exclusion_page(arguments: Arguments) -> str:
    """The reports of abnormal values and the dust cases."""
    return reverse("air:exclusions")


def hot_spot_page(arguments: Arguments) -> str:
    """Worst places and hours."""
    return reverse("air:hot_spots")


def figure_page(arguments: Arguments) -> str:
    """The page of figures over the same days."""
    return _period("air:figures", arguments)


def _period(name: str, arguments: Arguments, **more: str) -> str:
    first = arguments.get("first") or arguments.get("day")
    last = arguments.get("last") or arguments.get("day")
    said = {
        "kind": "any",
        "begin": str(first),
        "end": str(last),
        "choice": str(arguments.get("choice") or "auto"),
    }
    return f"{reverse(name)}?{urlencode(said | more)}"
