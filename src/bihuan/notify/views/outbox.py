"""What goes out, and what a person must paste (发送记录、待转发)."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.permission import require
from bihuan.accounts.views.access import person
from bihuan.notify.error import WrongState
from bihuan.notify.forms.roster import PostingForm, ReasonForm
from bihuan.notify.models import Channel, Delivery, DeliveryState
from bihuan.notify.permission import is_member, may_watch_outbox
from bihuan.notify.picture import picture_of
from bihuan.notify.queries.outbox import counts, outbox, timeliness, waiting_for
from bihuan.notify.services import outbox as acts
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

REFUSED = "您的岗位不能查看发送记录"
DAY = timedelta(days=1)


def deliveries(request: PageRequest) -> HttpResponse:
    """Everything that goes out, with state and reason (发送记录)."""
    require(may_watch_outbox(request.user), REFUSED)
    state, channel = request.GET.get("state", ""), request.GET.get("channel", "")
    wanted = outbox(state=state, channel=int(channel) if channel.isdigit() else None)
    counted = [(one.value, one.label, number) for one, number in _counted()]
    context = {
        "page": page_of(wanted, request),
        "state": state,
        "channel": channel,
        "counts": counted,
        "channels": Channel.objects.all(),
        "timeliness": timeliness(request.now - DAY),
    }
    parts = {"list": "notify/part/delivery_list.html"}
    return render_page(request, "notify/deliveries.html", context, parts=parts)


def _counted() -> list[tuple[DeliveryState, int]]:
    found = counts()
    return [(state, found[state.value]) for state in DeliveryState]


@require_POST
def retry(request: PageRequest, pk: int) -> HttpResponse:
    """Try again now (重新发送)."""
    require(may_watch_outbox(request.user), REFUSED)
    try:
        acts.retry(get_object_or_404(Delivery, pk=pk), by=person(request), now=request.now)
        messages.success(request, "已重新排入发送，一分钟内送出。")
    except WrongState as error:
        messages.error(request, str(error))
    return redirect("notify:deliveries")


@require_POST
def drop(request: PageRequest, pk: int) -> HttpResponse:
    """Give a delivery up, with a reason (取消发送)."""
    require(may_watch_outbox(request.user), REFUSED)
    found, form = get_object_or_404(Delivery, pk=pk), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写取消发送的原因。")
        return redirect("notify:deliveries")
    try:
        reason = form.cleaned_data["reason"]
        acts.drop(found, reason=reason, by=person(request), now=request.now)
        messages.success(request, "已取消发送。")
    except WrongState as error:
        messages.error(request, str(error))
    return redirect("notify:deliveries")


def postings(request: PageRequest) -> HttpResponse:
    """What waits for me to paste it into ordinary groups (待转发)."""
    page = page_of(waiting_for(person(request)), request)
    return render(request, "notify/postings.html", {"page": page})


def posting(request: PageRequest, pk: int) -> HttpResponse:
    """The text ready to copy, its picture, and where it was sent (转发)."""
    found = _mine(request, pk)
    form = PostingForm(request.POST or None, initial={"group": found.channel.name})
    if request.method == "POST" and form.is_valid():
        group = form.cleaned_data["group"]
        try:
            acts.record_posting(found, group=group, by=person(request), now=request.now)
            messages.success(request, f"已登记：发送到{group}。")
        except WrongState as error:
            messages.error(request, str(error))
        return redirect("notify:postings")
    has_picture = picture_of(found.message) is not None
    context = {"delivery": found, "form": form, "has_picture": has_picture}
    return render(request, "notify/posting.html", context)


def posting_picture(request: PageRequest, pk: int) -> HttpResponse:
    """The picture to be saved (配图)."""
    content = picture_of(_mine(request, pk).message)
    if content is None:
        raise Http404("这条消息没有配图")
    return HttpResponse(content, content_type="image/png")


def _mine(request: PageRequest, pk: int) -> Delivery:
    found = get_object_or_404(Delivery.objects.select_related("message", "channel"), pk=pk)
    if not is_member(person(request), found.channel_id):
        raise PermissionDenied("您不是这个群的成员")
    return found
