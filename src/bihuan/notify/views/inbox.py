"""A person's own list, the bell, and how messages come (站内消息)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.notify.forms.roster import PreferenceForm
from bihuan.notify.kinds import label_of
from bihuan.notify.models import Notice, Preference
from bihuan.notify.queries.inbox import inbox, kinds_of
from bihuan.notify.services.inbox import mark_all_read, mark_read
from bihuan.notify.services.preference import save_preference
from bihuan.ui.bell import bell_for
from bihuan.ui.pages import page_of, render_page
from bihuan.ui.request import PageRequest

SIZE = 30


def notices(request: PageRequest) -> HttpResponse:
    """What I was told, the newest first (站内消息)."""
    user, kind = person(request), request.GET.get("kind", "")
    unread = request.GET.get("unread") == "1"
    kinds = [(key, label_of(key)) for key in kinds_of(user)]
    page = page_of(inbox(user, unread=unread, kind=kind), request, size=SIZE)
    context = {"page": page, "kinds": kinds, "kind": kind, "unread": unread}
    parts = {"list": "notify/part/notice_list.html"}
    return render_page(request, "notify/notices.html", context, parts=parts)


def open_notice(request: PageRequest, pk: int) -> HttpResponse:
    """Note the reading and lead to what the notice is about (查看消息)."""
    notice = get_object_or_404(Notice.objects.of(person(request)).select_related("message"), pk=pk)
    mark_read(notice, now=request.now)
    return redirect(notice.message.link or "notify:notices")


@require_POST
def read_all(request: PageRequest) -> HttpResponse:
    """Everything is read (全部标为已读)."""
    count = mark_all_read(person(request), now=request.now)
    messages.success(request, f"已将 {count} 条消息标为已读。")
    return redirect("notify:notices")


def bell(request: PageRequest) -> HttpResponse:
    """The bell in the bar with its number (未读消息数)."""
    return render(request, "ui/part/bell.html", {"bell": bell_for(person(request))})


def preference(request: PageRequest) -> HttpResponse:
    """How my messages come outside the platform (接收设置)."""
    user = person(request)
    own = Preference.objects.filter(person=user).first() or Preference(person=user)
    form = PreferenceForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        save_preference(form.save(commit=False), now=request.now)
        messages.success(request, "接收设置已保存。")
        return redirect("notify:preference")
    return render(request, "notify/preference.html", {"form": form})
