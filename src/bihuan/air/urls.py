"""Addresses of the room."""

from django.urls import URLPattern, path

from bihuan.air.views import board, county, curve, desk, exclusion, figure, ranking, site, target

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
    path("review/", desk.desk, name="desk"),
    path("review/add", desk.add_doubt, name="add_doubt"),
    path("review/many", desk.decide_many, name="decide_many"),
    path("review/doubts/<int:pk>/", desk.doubt, name="doubt"),
    path("review/doubts/<int:pk>/decide", desk.decide, name="decide"),
    path("review/doubts/<int:pk>/report", exclusion.report, name="report_abnormal"),
    path("review/<int:pk>/agree", desk.agree, name="agree"),
    path("exclusions/", exclusion.exclusions, name="exclusions"),
    path("exclusions/<int:pk>/", exclusion.exclusion, name="exclusion"),
    path("exclusions/<int:pk>/what-if", exclusion.what_if, name="what_if"),
    path("exclusions/<int:pk>/answer", exclusion.answer, name="answer_abnormal"),
    path("dust/report", exclusion.dust, name="report_dust"),
    path("dust/<int:pk>/answer", exclusion.dust_answer, name="answer_dust"),
    path("figures/", figure.show, name="figures"),
    path("figures.png", figure.image, name="figure_image"),
    path("hot-spots/", figure.hot_spots, name="hot_spots"),
]
