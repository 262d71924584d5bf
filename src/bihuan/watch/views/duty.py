"""The duty desk, hand-over, maintenance (值班台、交接班、维护)."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.permission import require
from bihuan.accounts.views.access import person
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.views.access import business_page, visible
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest
from bihuan.watch.error import CannotChange
from bihuan.watch.forms.duty import BeginForm, EndForm, HandOverForm
from bihuan.watch.models import HandOver, Maintenance
from bihuan.watch.permission import MAY_HAND_OVER, MAY_MAINTAIN, acts_on, may_hand_over, may_watch
from bihuan.watch.queries import desk as desk_queries
from bihuan.watch.services.hand_over import digest_of, hand_over, take_over
from bihuan.watch.services.maintenance import begin_maintenance, end_maintenance

REFUSED = "您的岗位没有值班台"


@business_page
def desk(request: PageRequest) -> HttpResponse:
    """One screen: data, silent points, what arose, what is due, who waits for whom (值班台)."""
    require(may_watch(request.user), REFUSED)
    user = person(request)
    context = {"desk": desk_queries.desk(user, request.now), "may": may_hand_over(user)}
    parts = {"desk": "watch/part/desk.html"}
    return render_page(request, "watch/desk.html", context, parts=parts)


@business_page
def hand_overs(request: PageRequest) -> HttpResponse:
    """Hand-overs within my scope, and mine to sign (交接班)."""
    require(may_watch(request.user), REFUSED)
    user, form = person(request), HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require(may_hand_over(user), "您的岗位不能交班")
        try:
            signed = hand_over(note=form.cleaned_data["note"], by=user, now=request.now)
            messages.success(request, "已交班，简报已签名，等待接班人确认。")
            return redirect("watch:hand_over", signed.pk)
        except CannotChange as error:
            form.add_error(None, str(error))
    found = desk_queries.desk(user, request.now)
    brief = desk_queries.brief_of(found, request.now)
    rows = HandOver.objects.visible_to(user).select_related("district", "by", "taken_by")
    context = {
        "page": page_of(rows, request, size=20),
        "form": form,
        "may": may_hand_over(user) and found.district is not None,
        "text": desk_queries.brief_text(brief, str(found.district or "")),
    }
    return render(request, "watch/hand_overs.html", context)


@business_page
def hand_over_page(request: PageRequest, pk: int) -> HttpResponse:
    """A signed brief; who takes over countersigns it (交接班记录)."""
    require(may_watch(request.user), REFUSED)
    user = person(request)
    rows = HandOver.objects.select_related("district", "by", "taken_by")
    found = visible(rows, user, pk)
    if request.method == "POST":
        if not acts_on(HandOver.objects.all(), user, pk, MAY_HAND_OVER):
            raise PermissionDenied("您的岗位不能接班")
        try:
            take_over(found, by=user, now=request.now)
            messages.success(request, "已接班。")
        except CannotChange as error:
            messages.error(request, str(error))
        return redirect("watch:hand_over", pk)
    context = {
        "signed": found,
        "text": desk_queries.brief_text(found.brief, str(found.district)),
        "is_true": digest_of(found.brief, found.note) == found.digest,
        "may": found.taken_at is None and found.by_id != user.pk and may_hand_over(user),
    }
    return render(request, "watch/hand_over.html", context)


@business_page
def maintenance(request: PageRequest) -> HttpResponse:
    """Maintenance within my scope, running ones first (维护时段)."""
    rows = Maintenance.objects.visible_to(person(request)).select_related("point", "by", "ended_by")
    page = page_of(rows.order_by(F("end").desc(nulls_first=True), "-pk"), request)
    parts = {"list": "watch/part/maintenance_list.html"}
    return render_page(request, "watch/maintenance.html", {"page": page}, parts=parts)


@business_page
def point_maintenance(request: PageRequest, pk: int) -> HttpResponse:
    """Begin or end maintenance of a point, made for a phone (开始、结束维护)."""
    user = person(request)
    point = visible(MonitoringPoint.objects.select_related("district"), user, pk)
    if not acts_on(MonitoringPoint.objects.all(), user, pk, MAY_MAINTAIN):
        raise PermissionDenied("您的岗位不能登记该点位的维护")
    running = Maintenance.objects.filter(point=point, end__isnull=True).select_related("by").first()
    form = EndForm(request.POST or None) if running else BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _work(request, point, running, form.cleaned_data)
            return redirect("watch:point_maintenance", pk)
        except CannotChange as error:
            form.add_error(None, str(error))
    past = Maintenance.objects.filter(point=point, end__isnull=False).select_related("by")[:5]
    context = {"point": point, "running": running, "form": form, "past": past}
    return render(request, "watch/point_maintenance.html", context)


def _work(
    request: PageRequest,
    point: MonitoringPoint,
    running: Maintenance | None,
    told: dict[str, str],
) -> None:
    by, now = person(request), request.now
    if running:
        end_maintenance(running, result=told["result"], note=told["note"], by=by, now=now)
        messages.success(request, "维护已结束，规则恢复判定；本时段数据标记为“维护”。")
        return
    planned = now + timedelta(hours=int(told["hours"]))
    begin_maintenance(point, work=told["work"], planned_end=planned, by=by, now=now)
    messages.success(request, "已开始维护，期间不报警。完成后请回到本页结束维护。")


@require_POST
@business_page
def find_point(request: PageRequest) -> HttpResponse:
    """From the name of a point to its maintenance page (查找点位)."""
    words = request.POST.get("text", "").strip()
    rows = MonitoringPoint.objects.visible_to(person(request)).filter(is_active=True)
    found = list(rows.filter(name__icontains=words)[:2]) if words else []
    if len(found) != 1:
        messages.error(request, "没有找到唯一的点位，请填写完整名称，或从点位页进入。")
        return redirect("watch:maintenance")
    return redirect("watch:point_maintenance", found[0].pk)
