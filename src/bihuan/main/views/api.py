"""The interface's own page (接口说明): written from its schema, without anything from outside."""

import json
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.main.api import ADVICE, api
from bihuan.main.api_page import Group, groups_of
from bihuan.ui.request import PageRequest


def docs(request: PageRequest) -> HttpResponse:
    """Every operation with its parameters and an example (接口说明)."""
    context = {"advice": ADVICE, "groups": _groups(), "host": request.get_host()}
    return render(request, "main/api.html", context)


@cache
def _groups() -> list[Group]:
    """The description does not change while the process runs, and takes long to put together."""
    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return groups_of(schema)
