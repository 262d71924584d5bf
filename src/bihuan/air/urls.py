"""Addresses of the room."""

from django.urls import URLPattern

app_name = "air"
urlpatterns: list[URLPattern] = []
