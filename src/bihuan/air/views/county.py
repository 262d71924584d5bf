"""The county's own figures (全市评价): day, month, year, compared and exported."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from bihuan.accounts.views.access import person
from bihuan.air.forms.period import PeriodForm
from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.queries.county import comparison, county_figures
from bihuan.air.queries.county_day import day_rows, level_counts, primary_counts
from bihuan.air.queries.reading import HEADS
from bihuan.air.series.values import values_at
from bihuan.air.site import of_class, sites_of
from bihuan.air.views.access import air_page
from bihuan.registry.models import StationClass
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

PARTS = {"county": "air/part/county.html"}


@air_page
def show(request: PageRequest) -> HttpResponse:
    """A period of the county with last year beside it, on one stated basis."""
    form = PeriodForm(request.GET, today=localdate(request.now))
    sites, values = sites_of(person(request), request.now), values_at(request.now)
    context = {"form": form, "heads": HEADS, "span": form.span, "version": values.version.code}
    if of_class(sites, StationClass.PROVINCIAL):
        asked = None if form.edition is EditionChoice.AUTO else form.edition
        figures = county_figures(values, sites, form.span, form.edition, form.series)
        context |= {
            "figures": figures,
            "compared": comparison(
                values, sites, form.span, form.kind_chosen, choice=asked, treatment=form.series
            ),
            "days": day_rows(figures),
            "levels": level_counts(figures),
            "primaries": primary_counts(figures),
        }
    return render_page(request, "air/county.html", context, parts=PARTS)
