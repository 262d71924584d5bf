"""Addresses of the manual."""

from django.urls import path

from bihuan.ui.manual import views

app_name = "manual"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("<slug:key>/", views.page, name="page"),
]
