"""Addresses of the room."""

from django.urls import path

from bihuan.cases.views import (
    answer,
    calendar,
    case,
    desk,
    evidence,
    order,
    procedure,
    raising,
    statistics,
)

app_name = "cases"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("list/", desk.cases, name="cases"),
    path("list/export.<str:form>", desk.export, name="export"),
    path("list/bulk", desk.bulk, name="bulk"),
    path("new/", raising.new, name="new"),
    path("new/<slug:kind>/", raising.raise_one, name="raise"),
    path("statistics/", statistics.figures, name="statistics"),
    path("procedures/", procedure.procedures, name="procedures"),
    path("procedures/import", procedure.load, name="procedure_import"),
    path("procedures/<slug:code>/", procedure.procedure, name="procedure"),
    path("procedures/<slug:code>/edit", procedure.edit, name="procedure_edit"),
    path("procedures/<slug:code>/export.json", procedure.export, name="procedure_export"),
    path("procedures/<slug:code>/<int:pk>/decide", procedure.decide, name="procedure_decide"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/hours", calendar.save_hours, name="calendar_hours"),
    path("calendar/<int:year>", calendar.save_year, name="calendar_year"),
    path("answer/<str:token>/", answer.answer, name="answer"),
    path("evidence/<int:pk>/file", evidence.file, name="evidence_file"),
    path("evidence/<int:pk>/thumbnail", evidence.thumbnail, name="evidence_thumbnail"),
    path("evidence/<int:pk>/drop", evidence.drop, name="evidence_drop"),
    path("<int:pk>/", case.case, name="case"),
    path("<int:pk>/step/<slug:code>", case.step, name="step"),
    path("<int:pk>/step/<slug:code>/draft", case.draft, name="draft"),
    path("<int:pk>/act/<slug:code>", case.act, name="act"),
    path("<int:pk>/extension", case.extension, name="extension"),
    path("<int:pk>/parts/<int:part>", case.sub_task, name="sub_task"),
    path("<int:pk>/order.<str:form>", order.order, name="order"),
    path("<int:pk>/scan", order.scan, name="scan"),
    path("<int:pk>/upload", evidence.begin, name="upload"),
    path("<int:pk>/upload/<uuid:upload>", evidence.piece, name="upload_piece"),
    path("<int:pk>/upload/<uuid:upload>/<slug:code>", evidence.finish, name="upload_finish"),
]
