"""Texts of notices, kept by the system administrator (消息模板)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from bihuan.accounts.permission import require
from bihuan.accounts.views.access import person
from bihuan.notify.error import UnknownKind
from bihuan.notify.forms.text import TextForm
from bihuan.notify.kinds import NoticeKind, all_kinds, kind_of
from bihuan.notify.models import TextVersion
from bihuan.notify.permission import may_configure
from bihuan.notify.placeholder import render as filled
from bihuan.notify.queries.outbox import recent_messages
from bihuan.notify.services.text import publish_text
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

REFUSED = "只有系统管理员可以修改消息模板"


def texts(request: PageRequest) -> HttpResponse:
    """Every kind of notice with the text in use (消息模板)."""
    require(may_configure(request.user), REFUSED)
    newest: dict[str, TextVersion] = {}
    for version in TextVersion.objects.select_related("by").order_by("number"):
        newest[version.kind] = version
    rows = [(kind, newest.get(kind.key)) for kind in all_kinds()]
    return render(request, "notify/texts.html", {"rows": rows})


def text(request: PageRequest, key: str) -> HttpResponse:
    """One kind's text: edit, preview on a real message, versions (模板编辑)."""
    require(may_configure(request.user), REFUSED)
    kind = _kind(key)
    versions = list(TextVersion.objects.filter(kind=key).select_related("by"))
    form = TextForm(request.POST or None, kind=kind, initial=_initial(request, kind, versions))
    if request.method == "POST" and "publish" in request.POST and form.is_valid():
        told = form.cleaned_data
        publish_text(kind, **told, by=person(request), now=request.now)
        messages.success(request, "新版本已发布，之后的消息按新模板生成。")
        return redirect("notify:text", key)
    context = {"kind": kind, "form": form, "versions": versions, **_preview(request, kind, form)}
    parts = {"preview": "notify/part/text_preview.html"}
    return render_page(request, "notify/text.html", context, parts=parts)


def _kind(key: str) -> NoticeKind:
    try:
        return kind_of(key)
    except UnknownKind as error:
        raise Http404(str(error)) from error


def _initial(request: PageRequest, kind: NoticeKind, versions: list[TextVersion]) -> dict[str, str]:
    """The text in use, or the older version that the address asks to begin from."""
    asked = request.GET.get("from", "")
    if asked == "0":
        return {"title": kind.title, "text": kind.text, "note": "恢复出厂模板"}
    chosen = next((one for one in versions if str(one.number) == asked), None)
    if chosen is not None:
        note = f"恢复第 {chosen.number} 版"
        return {"title": chosen.title, "text": chosen.text, "note": note}
    if versions:
        return {"title": versions[0].title, "text": versions[0].text}
    return {"title": kind.title, "text": kind.text}


def _preview(request: PageRequest, kind: NoticeKind, form: TextForm) -> dict[str, object]:
    """What the typed text says of a real message, or of the example."""
    recent = recent_messages(kind.key)
    chosen = request.POST.get("example") or request.GET.get("example", "")
    real = next((one for one in recent if str(one.pk) == chosen), None)
    context = (
        {**kind.sample, "link": "/", "severity": "普通"}
        if real is None
        else {**real.context, "link": real.link, "severity": real.get_severity_display()}
    )
    fields = kind.all_fields
    title, body = str(form["title"].value() or ""), str(form["text"].value() or "")
    words = {"title": filled(title, fields, context), "text": filled(body, fields, context)}
    return {"preview": words, "recent": recent, "example": chosen, "fields": fields.values()}
