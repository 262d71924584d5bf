"""Rules: the list, how one runs, its trial on the past (监测规则)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.permission import require
from bihuan.accounts.views.access import person
from bihuan.registry.views.access import business_page, may_see_business, visible
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest
from bihuan.watch.error import CannotChange, UnknownRule
from bihuan.watch.forms.rule import BackTestForm, RuleForm
from bihuan.watch.jobs import back_test as back_test_job
from bihuan.watch.models import BackTest, BackTestState, RuleVersion
from bihuan.watch.permission import may_publish, may_see_rules
from bihuan.watch.queries.rule import RuleInForce, newest_versions
from bihuan.watch.queries.rule_page import rule_rows
from bihuan.watch.rules import WatchRule, rule_of
from bihuan.watch.services.back_test import start_back_test
from bihuan.watch.services.rule import publish_rule

REFUSED = "您的岗位不能查看监测规则"
MONTH = timedelta(days=30)


def rules(request: PageRequest) -> HttpResponse:
    """Every rule, whether it runs and what it found (监测规则)."""
    require(may_see_rules(request.user), REFUSED)
    return render(request, "watch/rules.html", {"rows": rule_rows(request.now)})


def _rule(key: str) -> WatchRule:
    try:
        return rule_of(key)
    except UnknownRule as error:
        raise Http404(str(error)) from error


def rule(request: PageRequest, key: str) -> HttpResponse:
    """One rule: what it does, its numbers, versions, trials (规则页)."""
    require(may_see_rules(request.user), REFUSED)
    found = _rule(key)
    newest = newest_versions([key]).get(key)
    form = RuleForm(request.POST or None, rule=found, newest=newest)
    if request.method == "POST":
        require(may_publish(request.user), "您的岗位不能发布监测规则")
        if form.is_valid():
            saved = publish_rule(form.version(), by=person(request), now=request.now)
            messages.success(request, f"已发布第 {saved.number} 版，下一分钟起按新设置判定。")
            return redirect("watch:rule", key)
    return _shown(request, RuleInForce(found, newest), form)


def _shown(
    request: PageRequest, found: RuleInForce, form: RuleForm, trial: BackTestForm | None = None
) -> HttpResponse:
    user, key = person(request), found.rule.key
    period = {"start": request.now - MONTH, "end": request.now}
    tests: Any = BackTest.objects.visible_to(user).filter(rule=key).select_related("district")
    context = {
        "found": found,
        "form": form,
        "may": may_publish(user),
        "versions": RuleVersion.objects.filter(rule=key).select_related("by")[:20],
        "tests": tests[:10],
        "trial": trial or (BackTestForm(user=user, initial=period) if _may_try(user) else None),
    }
    return render(request, "watch/rule.html", context)


def _may_try(user: Any) -> bool:
    return may_see_business(user) and not user.data_scope.is_empty


@require_POST
@business_page
def new_back_test(request: PageRequest, key: str) -> HttpResponse:
    """Try the rule on the past (发起回测)."""
    require(may_see_rules(request.user), REFUSED)
    found = RuleInForce(_rule(key), newest_versions([key]).get(key))
    form = BackTestForm(request.POST, user=person(request))
    if form.is_valid():
        test = form.save(commit=False)
        test.rule = key
        test.parameters = found.version.parameters if found.version else {}
        try:
            started = start_back_test(test, by=person(request), now=request.now)
            back_test_job.enqueue(started.pk)
            return redirect("watch:back_test", started.pk)
        except CannotChange as error:
            form.add_error(None, str(error))
    blank = RuleForm(None, rule=found.rule, newest=found.version)
    return _shown(request, found, blank, form)


@business_page
def back_test(request: PageRequest, pk: int) -> HttpResponse:
    """How far a trial is, and what it would have found (回测报告)."""
    require(may_see_rules(request.user), REFUSED)
    rows = BackTest.objects.select_related("district", "by")
    found = visible(rows, person(request), pk)
    hits = found.hits.select_related("point__outlet__enterprise").order_by("begin", "pk")
    busy = found.state in (BackTestState.WAITING, BackTestState.RUNNING)
    context = {"test": found, "page": page_of(hits, request), "busy": busy}
    parts = {"report": "watch/part/back_test.html"}
    return render_page(request, "watch/back_test.html", context, parts=parts)
