"""Addresses of the room."""

from django.urls import URLPattern, path

from bihuan.reports.views import listing, planning, report, upkeep, writing

app_name = "reports"
VERSION = "<int:pk>/versions/<int:serial>/"
urlpatterns: list[URLPattern] = [
    path("", listing.reports, name="list"),
    path("export.xlsx", listing.export, name="export"),
    path("new/", listing.new, name="new"),
    path("<int:pk>/", report.report, name="report"),
    path("<int:pk>/paragraphs/<str:key>/", writing.paragraph, name="paragraph"),
    path("<int:pk>/recompose/", writing.recompose, name="recompose"),
    path("<int:pk>/reissue/", writing.reissue, name="reissue"),
    path("<int:pk>/steps/<str:step>/", writing.act, name="act"),
    path(f"{VERSION}preview/", report.preview, name="preview"),
    path(f"{VERSION}figures/<str:key>/", report.figure, name="figure"),
    path(f"{VERSION}pictures/<str:key>.png", report.picture, name="picture"),
    path(f"{VERSION}file.<str:form>", report.file, name="file"),
    path(f"{VERSION}check/", writing.check, name="check"),
    path(f"{VERSION}recipients/<int:number>/", writing.receive, name="receive"),
    path("plans/", planning.plans, name="plans"),
    path("plans/new/", planning.edit, name="new_plan"),
    path("plans/<int:pk>/", planning.plan, name="plan"),
    path("plans/<int:pk>/edit/", planning.edit, name="edit_plan"),
    path("plans/<int:pk>/export.xlsx", planning.export, name="export_plan"),
    path("plans/<int:pk>/handover/<int:item>/<str:first>/", planning.hand_over, name="hand_over"),
    path(
        "plans/<int:pk>/handovers/<int:handover>/file/",
        planning.handover_file,
        name="handover_file",
    ),
    path("plans/<int:pk>/warn/<int:item>/<str:first>/", planning.warn, name="warn"),
    path("affected/", upkeep.affected, name="affected"),
    path("affected/<int:pk>/leave/", upkeep.leave, name="leave"),
    path("batches/", upkeep.batches, name="batches"),
    path("batches/<int:pk>/", upkeep.batch, name="batch"),
    path("templates/", upkeep.templates, name="templates"),
    path("templates/<str:code>/", upkeep.template, name="template"),
    path("templates/<str:code>/file/", upkeep.template_file, name="template_file"),
]
