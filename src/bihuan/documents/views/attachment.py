"""Files of an object of the ledger: shown on a tab, handed in, opened (对象附件)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.documents.error import RefusedFile
from bihuan.documents.forms import AttachmentForm, RemovalForm
from bihuan.documents.models import Attachment
from bihuan.documents.queries import attachments_of
from bihuan.documents.services.attachment import attach_file, remove_attachment
from bihuan.documents.services.file import open_file, thumbnail_of
from bihuan.registry.ledger.ledger import Ledger, ledger_of, ledgers
from bihuan.registry.ledger.query import may_change
from bihuan.registry.views.access import business_page
from bihuan.registry.views.ledger import visible_object
from bihuan.ui.request import PageRequest

KEPT_FOR_S = 3600


def files_tab(request: PageRequest, row: Model) -> Mapping[str, Any]:
    """What the tab of files and photographs shows."""
    ledger = next(one for one in ledgers() if one.sheet.model is type(row))
    may = ledger.may_write(person(request)) and may_change(ledger, person(request), row)
    return {"attachments": attachments_of(row), "may_attach": may, "form": AttachmentForm()}


@require_POST
@business_page
def attach(request: PageRequest, key: str, pk: int) -> HttpResponse:
    """Hand in a file for an object (添加附件)."""
    ledger, row = _writable(request, key, pk)
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "；".join(str(one) for one in form.errors.get("file", ())))
        return _back(ledger, row)
    file, caption = form.cleaned_data["file"], form.cleaned_data["caption"]
    try:
        attach_file(row, file, name=file.name, caption=caption, by=person(request), now=request.now)
        messages.success(request, f"已添加附件“{file.name}”。")
    except RefusedFile as error:
        messages.error(request, str(error))
    return _back(ledger, row)


@require_POST
@business_page
def remove(request: PageRequest, key: str, pk: int, number: int) -> HttpResponse:
    """Take a file off an object, with the reason (移除附件)."""
    ledger, row = _writable(request, key, pk)
    form = RemovalForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写移除原因。")
        return _back(ledger, row)
    reason = form.cleaned_data["reason"]
    remove_attachment(
        row, _attachment(row, number), reason=reason, by=person(request), now=request.now
    )
    messages.success(request, "附件已移除，变更记录中可查。")
    return _back(ledger, row)


@business_page
def content(request: PageRequest, key: str, pk: int, number: int) -> HttpResponseBase:
    """The bytes of a file, for download."""
    row = visible_object(request, ledger_of(key), pk)
    file = _attachment(row, number).file
    return FileResponse(open_file(file), as_attachment=True, filename=file.name)


@business_page
def thumbnail(request: PageRequest, key: str, pk: int, number: int) -> HttpResponse:
    """A small picture of a photograph."""
    row = visible_object(request, ledger_of(key), pk)
    try:
        picture = thumbnail_of(_attachment(row, number).file)
    except RefusedFile as error:
        raise Http404(str(error)) from error
    age = f"private, max-age={KEPT_FOR_S}"
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": age})


def _writable(request: PageRequest, key: str, pk: int) -> tuple[Ledger, Model]:
    ledger = ledger_of(key)
    row = visible_object(request, ledger, pk)
    if not (ledger.may_write(person(request)) and may_change(ledger, person(request), row)):
        raise PermissionDenied(f"您的岗位不能修改该{ledger.title}")
    return ledger, row


def _attachment(row: Model, number: int) -> Attachment:
    for one in attachments_of(row):
        if one.pk == number:
            return one
    raise Http404("没有这个附件，可能已被移除")


def _back(ledger: Ledger, row: Model) -> HttpResponse:
    return redirect(f"{reverse(f'registry:ledger_{ledger.key}_one', args=[row.pk])}?tab=files")
