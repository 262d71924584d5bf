"""Addresses of the room."""

from django.urls import URLPattern, path

from bihuan.air.views import board, county, curve, figure, ranking, site, target

app_name = "air"
urlpatterns: list[URLPattern] = [
    path("", board.show, name="board"),
    path("sites/<int:pk>/", site.site, name="site"),
    path("sites/<int:pk>/series.json", site.site_series, name="site_series"),
    path("townships/", site.townships, name="townships"),
    path("townships/<str:code>/", site.township, name="township"),
    path("townships/<str:code>/series.json", site.township_series, name="township_series"),
    path("curves/", curve.show, name="curves"),
    path("curves.json", curve.data, name="curves_data"),
    path("ranking/", ranking.show, name="ranking"),
    path("ranking.csv", ranking.export, name="ranking_export"),
    path("county/", county.show, name="county"),
    path("targets/", target.targets, name="targets"),
    path("targets/set", target.set_one, name="set_target"),
    path("benchmark/", target.benchmark, name="benchmark"),
    path("benchmark/import", target.import_figures, name="import_counties"),
    path("figures/", figure.show, name="figures"),
    path("figures.png", figure.image, name="figure_image"),
    path("hot-spots/", figure.hot_spots, name="hot_spots"),
]
