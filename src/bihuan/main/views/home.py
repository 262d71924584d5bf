"""The way in (首页): to the first page that the reader's menu has."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from bihuan.ui import menu
from bihuan.ui.request import PageRequest


def home(request: PageRequest) -> HttpResponse:
    """Lead to the first page of the menu, else of its headings; say so when there is none."""
    entries = menu.entries(request.user, request.path)
    pages = [entry.url for entry in entries if entry.url]
    pages += [child.url for entry in entries for child in entry.children]
    return redirect(pages[0]) if pages else render(request, "main/no_post.html")
