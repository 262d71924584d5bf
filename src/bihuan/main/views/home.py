"""The way in (首页): to the first page that the reader's menu has."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from bihuan.ui import menu
from bihuan.ui.request import PageRequest


def home(request: PageRequest) -> HttpResponse:
    """Lead to the first page that this person may open; say so when there is none."""
    for entry in menu.entries(request.user, request.path):
        first = entry.url or next((child.url for child in entry.children), "")
        if first:
            return redirect(first)
    return render(request, "main/no_post.html")
