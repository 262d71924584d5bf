"""Addresses of the design system."""

from django.urls import path

from bihuan.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.components, name="components"),
    path("freshness", views.freshness, name="freshness"),
]
