"""Components as template tags."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def rendered(text: str, **context: object) -> str:
    return Template("{% load ui %}" + text).render(Context(context))


def test_a_state_has_a_mark_and_words_beside_its_colour() -> None:
    text = rendered('{% state "over" "超标" "小时均值超过限值" %}')
    assert "ti-alert-triangle" in text
    assert "超标" in text
    assert 'title="小时均值超过限值"' in text


def test_words_from_outside_are_escaped() -> None:
    assert "<b>" not in rendered("{% state 'over' words %}", words="<b>")


def test_a_missing_number_is_a_dash_and_never_zero() -> None:
    assert rendered("{{ value|number:1 }}", value=None) == "—"
    assert rendered("{{ value|number:1 }}", value=0.04) == "0.0"


def test_an_age_says_how_long_ago_and_a_missing_one_never() -> None:
    text = rendered("{% age moment now %}", moment=NOW - timedelta(minutes=3), now=NOW)
    assert "3 分前" in text
    assert "2026-11-21 19:57:00" in text
    assert "从未" in rendered("{% age moment now %}", moment=None, now=NOW)


def test_the_pager_keeps_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/points/?district=4101&page=1")
    page = Paginator(range(100), 10).get_page(1)
    template = Template("{% load ui %}{% pager page '#list' %}")
    text = template.render(RequestContext(request, {"page": page, "request": request}))
    assert 'href="?district=4101&amp;page=2"' in text
    assert 'hx-target="#list"' in text
    assert "共 100 条" in text


class NameForm(forms.Form):
    name = forms.CharField(label="名称")


def test_a_field_says_what_is_wrong_with_it() -> None:
    text = rendered("{% field form.name %}", form=NameForm({}))
    assert "is-invalid" in text
    assert "form-control" in text
    assert "必填" in text


def test_an_empty_state_shows_an_example() -> None:
    text = rendered('{% empty_state "没有符合条件的点位" "请放宽条件。" example="水泥" url="?" %}')
    assert "例如" in text
    assert "清除筛选条件" in text


def test_a_zero_of_something_bad_is_no_alarm() -> None:
    assert 'data-tone="none"' in rendered('{% stat "超标" 0 tone="over" %}')
    assert 'data-tone="over"' in rendered('{% stat "超标" 1 tone="over" %}')
    assert 'data-tone="good"' in rendered('{% stat "正常" 0 tone="good" %}')


def test_tabs_keep_the_address_and_say_which_one_is_shown() -> None:
    request = RequestFactory().get("/points/7/?kind=hour&page=3")
    pages = [("facts", "基本信息"), ("limits", "限值", 12)]
    template = Template("{% load ui %}{% tabs pages 'limits' '#tab' %}")
    text = template.render(RequestContext(request, {"pages": pages, "request": request}))
    assert 'href="?kind=hour&amp;tab=facts"' in text
    assert text.count('aria-current="page"') == 1
    assert 'hx-target="#tab"' in text
    assert ">12<" in text


def test_history_tells_who_did_what_and_when() -> None:
    event = {"at": NOW, "title": "退回", "by": "李科长", "text": "缺少 <凭证>", "tone": "wait"}
    text = rendered("{% history events %}", events=[event])
    assert "2026-11-21 20:00:00" in text
    assert "李科长" in text
    assert "&lt;凭证&gt;" in text
    assert "还没有记录" in rendered("{% history events %}", events=[])
