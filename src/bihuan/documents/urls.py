"""Addresses of the room."""

from django.urls import path

from bihuan.documents.views import attachment

app_name = "documents"
PLACE = "<slug:key>/<int:pk>/"
urlpatterns = [
    path(f"{PLACE}attach", attachment.attach, name="attach"),
    path(f"{PLACE}<int:number>/content", attachment.content, name="content"),
    path(f"{PLACE}<int:number>/thumbnail.jpg", attachment.thumbnail, name="thumbnail"),
    path(f"{PLACE}<int:number>/remove", attachment.remove, name="remove"),
]
