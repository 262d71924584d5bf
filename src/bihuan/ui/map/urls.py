"""Addresses of the map."""

from django.urls import path

from bihuan.ui.map import views

app_name = "map"
urlpatterns = [
    path("", views.page, name="page"),
    path("boundaries/<slug:code>.json", views.boundaries, name="boundaries"),
    path("places/<str:key>.json", views.places, name="places"),
    path("card/<str:key>/<int:pk>", views.card, name="card"),
]
