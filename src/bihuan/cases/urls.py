"""Addresses of the room."""

from django.urls import path

from bihuan.cases.views import case

app_name = "cases"
urlpatterns = [
    path("<int:pk>/", case.case, name="case"),
]
