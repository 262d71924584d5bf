"""Addresses of the room."""

from django.urls import path

from bihuan.watch.views import event

app_name = "watch"
urlpatterns = [
    path("events/", event.events, name="events"),
    path("events/<int:pk>/", event.event, name="event"),
]
