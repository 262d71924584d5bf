"""Whole pages, parts of pages, and the pages of errors."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from bihuan.ui.chart import Chart, Limit, Line
from bihuan.ui.pages import render_page

PARTS = {"error": "ui/part/empty.html"}


def answer(htmx: SimpleNamespace | None) -> HttpResponse:
    request = RequestFactory().get("/")
    request.htmx = htmx or False  # type: ignore[attr-defined]
    return render_page(request, "500.html", {"title": "空"}, parts=PARTS)  # type: ignore[arg-type]


def htmx(target: str, *, boosted: bool = False, restore: bool = False) -> SimpleNamespace:
    return SimpleNamespace(target=target, boosted=boosted, history_restore_request=restore)


def test_htmx_gets_the_part_of_its_target() -> None:
    text = answer(htmx("error")).content.decode()
    assert "<html" not in text
    assert "空" in text


@pytest.mark.parametrize(
    "asked", [None, htmx("other"), htmx("error", boosted=True), htmx("error", restore=True)]
)
def test_everything_else_gets_the_whole_page(asked: SimpleNamespace | None) -> None:
    assert "<html" in answer(asked).content.decode()


def test_a_cache_keeps_page_and_part_apart() -> None:
    assert "HX-Target" in answer(None)["Vary"]


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "403_csrf"])
def test_an_error_page_is_chinese_and_leads_back(name: str) -> None:
    text = render_to_string(f"{name}.html")
    assert "返回首页" in text
    assert 'lang="zh-CN"' in text
    assert "碧环" in text


def test_a_chart_is_plain_json_in_columns() -> None:
    line = Line("a1", "烟尘", "mg/m³", 1, [0, 1], [2.0, None], limits=[Limit(30, "限值 30")])
    told = Chart(start=0, end=2, lines=[line]).as_json()
    assert told["lines"][0]["values"] == [2.0, None]
    assert told["lines"][0]["limits"] == [{"value": 30, "text": "限值 30", "is_upper": True}]
