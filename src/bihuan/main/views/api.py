"""The interface's own page (接口说明): written from its schema, without anything from outside."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.main.api import ADVICE, api
from bihuan.main.api_page import groups_of
from bihuan.ui.request import PageRequest


def docs(request: PageRequest) -> HttpResponse:
    """Every operation with its parameters and an example (接口说明)."""
    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    context = {"advice": ADVICE, "groups": groups_of(schema), "host": request.get_host()}
    return render(request, "main/api.html", context)
