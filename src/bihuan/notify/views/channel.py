"""Channels, kept by the system administrator (通知渠道)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.permission import require
from bihuan.accounts.views.access import person
from bihuan.notify.channels.registry import SENDERS, sender_of
from bihuan.notify.error import ChannelError
from bihuan.notify.forms.channel import ChannelForm, MemberForm, TestForm
from bihuan.notify.models import Channel, ChannelMember
from bihuan.notify.permission import may_configure
from bihuan.notify.secret import masked
from bihuan.notify.services.channel import remove_member, save_channel, save_member
from bihuan.notify.services.channel import test_channel as send_test
from bihuan.ui.request import PageRequest

REFUSED = "只有系统管理员可以设置通知渠道"


def channels(request: PageRequest) -> HttpResponse:
    """Every channel with its members and limits (通知渠道)."""
    require(may_configure(request.user), REFUSED)
    rows = Channel.objects.prefetch_related("members__person")
    shown = [(one, sender_of(one.code), masked(one)) for one in rows if one.code in SENDERS]
    return render(request, "notify/channels.html", {"rows": shown, "kinds": SENDERS.values()})


def new_channel(request: PageRequest, code: str) -> HttpResponse:
    """A new channel of a kind (新建渠道)."""
    if code not in SENDERS:
        raise Http404("没有这种通知渠道")
    return _edit(request, Channel(code=code))


def channel(request: PageRequest, pk: int) -> HttpResponse:
    """One channel: settings, members, test (渠道设置)."""
    require(may_configure(request.user), REFUSED)
    return _edit(request, get_object_or_404(Channel, pk=pk))


def _edit(request: PageRequest, found: Channel) -> HttpResponse:
    require(may_configure(request.user), REFUSED)
    sender = sender_of(found.code)
    form = ChannelForm(request.POST or None, sender=sender, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = form.channel()
        save_channel(saved, secrets=form.secrets, by=person(request), now=request.now)
        messages.success(request, f"渠道“{saved}”已保存，建议先测试发送。")
        return redirect("notify:channel", saved.pk)
    context = {"form": form, "channel": found, "sender": sender, "test": TestForm()}
    if found.pk and sender.is_group:
        context["members"] = found.members.select_related("person")
        context["member_form"] = MemberForm()
    return render(request, "notify/channel.html", context)


@require_POST
def add_member(request: PageRequest, pk: int) -> HttpResponse:
    """Put a person into a group (加入群成员)."""
    require(may_configure(request.user), REFUSED)
    found, form = get_object_or_404(Channel, pk=pk), MemberForm(request.POST)
    if form.is_valid():
        mention = form.cleaned_data["mention_id"]
        save_member(
            found,
            form.cleaned_data["person"],
            mention_id=mention,
            by=person(request),
            now=request.now,
        )
    else:
        messages.error(request, "请选择要加入的人员。")
    return redirect("notify:channel", pk)


@require_POST
def drop_member(request: PageRequest, pk: int, member: int) -> HttpResponse:
    """Take a person out of a group (移出群成员)."""
    require(may_configure(request.user), REFUSED)
    found = get_object_or_404(ChannelMember, pk=member, channel=pk)
    remove_member(found, by=person(request), now=request.now)
    return redirect("notify:channel", pk)


@require_POST
def test_channel(request: PageRequest, pk: int) -> HttpResponse:
    """Send a test and show what came back (测试发送)."""
    require(may_configure(request.user), REFUSED)
    found, form = get_object_or_404(Channel, pk=pk), TestForm(request.POST)
    form.is_valid()
    try:
        address = form.cleaned_data.get("address", "")
        receipt = send_test(found, address=address, by=person(request), now=request.now)
        messages.success(request, f"测试消息已送出，对方回执：{dict(receipt.answer)}")
    except ChannelError as error:
        messages.error(request, f"测试未成功：{error}")
    return redirect("notify:channel", pk)
