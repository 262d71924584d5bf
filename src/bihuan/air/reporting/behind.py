"""The stations behind a figure (逐站数值): where its hours are seen, and from there the packets."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from bihuan.air.judge.span import DaySpan
from bihuan.air.reporting.look import Look, look, span_of
from bihuan.air.reporting.query.township import nth_site
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import Pollutant, factor_code
from bihuan.reports.definition import Arguments, Reading, Source

MOST_DAYS = 400
"""Hours of so many days are shown at once."""


def stations_behind(arguments: Arguments, reading: Reading) -> list[Source]:
    """The hours of each station that a figure was read from, on the station's page."""
    seen, span = look(arguments, reading), span_of(arguments)
    item = str(arguments.get("item") or arguments.get("metric") or "")
    factor = factor_code(Pollutant(item)) if item in set(Pollutant) else ""
    return [Source(one.name, _hours(one, span, factor)) for one in _sites(seen, arguments)]


def _sites(seen: Look, arguments: Arguments) -> Sequence[Site]:
    if "station" in arguments:
        return [one for one in seen.townships if one.code == arguments["station"]]
    if "n" in arguments:
        found = nth_site(seen, arguments) if "side" in arguments else None
        return [found] if found else []
    return seen.evaluation


def _hours(site: Site, span: DaySpan, factor: str) -> str:
    first = max(span.first, span.last - timedelta(days=MOST_DAYS - 1))
    asked = {
        "kind": "hour",
        "span": "custom",
        "begin": f"{first}T00:00",
        "end": f"{span.last + timedelta(days=1)}T00:00",
        **({"factor": factor} if factor else {}),
    }
    return f"{reverse('registry:point', args=[site.point])}?{urlencode(asked)}"
